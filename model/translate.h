// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Where words of the rooms without Qt become those of the window.
#include <QString>

#include <string_view>

namespace gordian::model {

/// A text that `present` marked with N_().
[[nodiscard]] QString translated(std::string_view text);

/// Text of others for one line: control characters (a newline in a name) become visible signs, directions are isolated so that right-to-left
/// names don't turn the line around, and what is longer than `most` is elided in its middle.
[[nodiscard]] QString onOneLine(const QString& text, int most);

/// Text of others for a tooltip: as it is, and never taken for markup. Empty stays empty.
[[nodiscard]] QString asToolTip(const QString& text);

}  // namespace gordian::model
