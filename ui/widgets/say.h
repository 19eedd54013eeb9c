// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A label whose text is what there is to hear: an accessible name of its own would hide the text from a screen reader.
#include <QLabel>

namespace gordian::ui {

inline void say(QLabel& label, const QString& text) {
    if (label.text() != text) label.setText(text);
    if (label.accessibleName() != text) label.setAccessibleName(text);
}

}  // namespace gordian::ui
