// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A command as one types it.
#include <QString>
#include <QStringList>

namespace gordian::ui {

/// The words with blanks between them, quoted for sh(1) where they need it. Text that could hide what a terminal would do (control
/// characters) is refused: an empty string.
[[nodiscard]] QString shellCommand(const QStringList& words);

}  // namespace gordian::ui
