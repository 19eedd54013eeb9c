// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_mountinfo.h"

#include "backend/base/scan.h"

namespace gordian::kernel {

Result<MountRow> parse_mount_row(std::string_view line) {
    MountRow row;
    std::uint64_t parent = 0;
    const auto fits = Scan(line).dec(row.mnt_id).dec(parent).dec(row.major).next(':').dec(row.minor).word_end();
    if (!fits) return std::unexpected(Error::bad_text("mountinfo", line));
    return row;
}

std::vector<MountRow> parse_mount_rows(std::string_view text) {
    std::vector<MountRow> rows;
    for_each_line(text, [&](std::string_view line) {
        if (const auto row = parse_mount_row(line)) rows.push_back(*row);
    });
    return rows;
}

}  // namespace gordian::kernel
