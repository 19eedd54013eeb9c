// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_fdinfo.h"

#include "backend/base/scan.h"

namespace gordian::kernel {

namespace {

/// What follows `key` in the line; empty where the line has another key.
std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
    if (!line.starts_with(key)) return {};
    return line.substr(key.size());
}

}  // namespace

Result<FdInfo> parse_fdinfo(std::string_view text) {
    FdInfo info;
    bool has_pos = false, has_flags = false;
    for_each_line(text, [&](std::string_view line) {
        if (const auto pos = value_of(line, "pos:")) has_pos = static_cast<bool>(Scan(*pos).dec(info.pos).word_end());
        else if (const auto flags = value_of(line, "flags:"))
            has_flags = static_cast<bool>(Scan(*flags).oct(info.flags).word_end());
        else if (const auto mnt_id = value_of(line, "mnt_id:")) {
            if (!Scan(*mnt_id).dec(info.mnt_id.emplace())) info.mnt_id.reset();
        } else if (const auto ino = value_of(line, "ino:")) {
            if (!Scan(*ino).dec(info.ino.emplace())) info.ino.reset();
        } else if (const auto pid = value_of(line, "Pid:")) {
            if (!Scan(*pid).dec(info.pidfd_pid.emplace())) info.pidfd_pid.reset();
        } else if (const auto lock = value_of(line, "lock:")) {
            if (const auto row = parse_lock_row(*lock)) info.locks.push_back(*row);
            else ++info.locks_not_understood;
        }
    });
    if (!has_pos || !has_flags) return std::unexpected(Error::bad_text("fdinfo", text));
    return info;
}

}  // namespace gordian::kernel
