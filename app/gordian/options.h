// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What stands on the command line of `gordian`.
#include "backend/base/error.h"
#include "ui/theme/theme.h"

#include <QSize>
#include <QString>

#include <optional>
#include <span>
#include <string>

namespace gordian {

struct Options {
    QString page;      ///< "semaphores"; empty: where one was last, or "stuck"
    QString resource;  ///< what is selected there: "sysv-sem/7"
    QString tab;       ///< of the right pane: "why", "properties" …
    std::optional<ui::ThemeChoice> theme;
    std::optional<QSize> size;
    QString screenshot;  ///< a file: the page is drawn into it, and that is all
    bool help = false, version = false;
};

/// Fails with a sentence that says what is there instead.
[[nodiscard]] Result<Options> parse_options(std::span<const std::string> arguments);
[[nodiscard]] std::string help_text();

}  // namespace gordian
