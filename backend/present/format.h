// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Quantities as people read them. One form each, the same in tables, sentences and the window.
#include "backend/snapshot/scalars.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gordian::present {

/// "512 B", "4.0 KiB", "1.5 GiB": exact below 1 KiB, one decimal above.
[[nodiscard]] std::string human_size(std::uint64_t bytes);
/// "16,384": for sentences. Tables and JSON have plain digits.
[[nodiscard]] std::string grouped(std::uint64_t number);
/// "1 thread", "2 threads", "1,024 threads".
[[nodiscard]] std::string count_of(std::uint64_t number, std::string_view singular, std::string_view plural);

/// "0.4 s", "42 s", "14 min 02 s", "3 h 05 min", "3 d 4 h". Negative ones are 0.
[[nodiscard]] std::string duration(std::int64_t ms);
/// How long ago: "just now" below two seconds (System V times have a resolution of one), else duration(); "never"; a moment that is yet to
/// come (somebody set the clock) as RFC 3339.
[[nodiscard]] std::string age(Time then, Time now);
/// age() within a sentence: "just now", "14 min 02 s ago", "never".
[[nodiscard]] std::string age_ago(Time then, Time now);

/// "a", "a and b", "a, b and c"; beyond `most`: "a, b and 3 more".
[[nodiscard]] std::string enumeration(std::span<const std::string> items, std::size_t most = 4);
/// Items with `separator` between them.
[[nodiscard]] std::string joined(std::span<const std::string> items, std::string_view separator);
/// The first letter in upper case, where it is one of ASCII.
[[nodiscard]] std::string capitalised(std::string text);

}  // namespace gordian::present
