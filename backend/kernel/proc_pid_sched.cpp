// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_sched.h"

#include "backend/base/scan.h"

#include <optional>

namespace gordian::kernel {

namespace {

/// What follows the heading, "COMMAND (PID, #threads: N)" and a line of dashes. A command holds at most 15 bytes, newlines and dashes
/// among them, so that it can neither make such a line nor end it: what it wrote stands before.
std::string_view after_heading(std::string_view text) {
    constexpr std::string_view rule = "\n--------------------------------";
    const auto begin = text.find(rule);
    const auto end = begin == std::string_view::npos ? begin : text.find('\n', begin + 1);
    return end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
}

/// "se.exec_start        :     1234.567890": the number, where the line has this key.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
    if (!line.starts_with(key)) return {};
    line.remove_prefix(key.size());
    std::string_view number;
    if (!Scan(line).literal(":").word(number)) return {};
    return number;
}

bool parse_ms(std::string_view number, double& ms) {
    if (number.front() < '0' || number.front() > '9') return false;  // std::from_chars would read "inf"
    const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), ms, std::chars_format::fixed);
    return failure == std::errc{} && end == number.data() + number.size();
}

}  // namespace

Result<PidSched> parse_pid_sched(std::string_view text) {
    PidSched sched;
    bool has_exec_start = false;
    for_each_line(after_heading(text), [&](std::string_view line) {
        if (const auto ms = value_of(line, "se.exec_start")) has_exec_start = parse_ms(*ms, sched.exec_start_ms);
        else if (const auto switches = value_of(line, "nr_switches")) Scan(*switches).dec(sched.nr_switches);
    });
    if (!has_exec_start) return std::unexpected(Error::bad_text("sched", text));
    return sched;
}

}  // namespace gordian::kernel
