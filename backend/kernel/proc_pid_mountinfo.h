// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/PID/mountinfo: which super block a mount shows: its device number is the one /proc/locks prints, where stat(2) may tell another
// (btrfs subvolumes, overlay, NFS). Source: proc_pid_mountinfo(5).
// 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
#include "backend/base/error.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace gordian::kernel {

struct MountRow {
    std::uint64_t mnt_id = 0;
    unsigned major = 0, minor = 0;
};
[[nodiscard]] Result<MountRow> parse_mount_row(std::string_view line);
[[nodiscard]] std::vector<MountRow> parse_mount_rows(std::string_view text);  ///< lines that can't be understood are left out

}  // namespace gordian::kernel
