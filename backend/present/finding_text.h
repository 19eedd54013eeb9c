// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A finding in the words of a colleague: who waits for whom, since when, how it is known, what is a guess, and what to type next.
#include "backend/analysis/moment.h"

#include <string>
#include <string_view>

namespace gordian::present {

/// Fills title, explanation, advice and command of every finding. Commands of our own begin with the word `gordianctl`: who shows them
/// puts the program's name as it was called there (own_command()). Text of others (command names, paths) is in the sentences as it is: who
/// prints them to a terminal escapes them.
void add_words(Moment& moment);

/// `gordianctl` as the first word of a command, or after `sudo`, becomes `program`. Within sentences: each `gordianctl …` in backticks.
[[nodiscard]] std::string own_command(std::string_view text, std::string_view program);

}  // namespace gordian::present
