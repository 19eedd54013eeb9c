// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// How grave a finding is, as a word: the word alone must do, colour is an addition.
#include "app/gordianctl/screen.h"
#include "backend/present/format.h"
#include "backend/snapshot/described.h"

#include <string>

namespace gordian::ctl {

[[nodiscard]] inline std::string severity_word(Severity severity) {
    return present::capitalised(std::string(enum_name(severity)));
}
[[nodiscard]] inline Style style_of(Severity severity) {
    if (severity == Severity::critical) return Style::red;
    return severity == Severity::warning ? Style::yellow : Style::plain;
}

}  // namespace gordian::ctl
