// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/PID/maps: one line a mapping. In the path the kernel escapes a newline as \012 and nothing else, so a name may hold spaces,
// and " (deleted)" may be a part of the name. Not atomic: a page a read. Source: proc_pid_maps(5); fs/proc/task_mmu.c, show_map_vma().
// 7f5c8d000000-7f5c8d001000 rw-s 00000000 00:01 32769                      /SYSV0000002a (deleted)
#include "backend/base/error.h"
#include "backend/kernel/sys_files.h"

#include <cstdint>
#include <string_view>

namespace gordian::kernel {

/// One line. `path` points into the text it was read from and is still escaped (see unescaped_path()).
struct MapsRow {
    std::uint64_t start = 0, end = 0;  ///< addresses; end is the first one beyond
    std::string_view perms;            ///< "rw-s": read, write, execute, shared or private
    std::uint64_t offset = 0;          ///< bytes into the backing object
    FileId file;                       ///< inode 0: no backing object
    std::string_view path;             ///< empty where there is none

    [[nodiscard]] bool shared() const { return perms.size() == 4 && perms[3] == 's'; }
};
/// Allocates nothing.
[[nodiscard]] Result<MapsRow> parse_maps_row(std::string_view line);

}  // namespace gordian::kernel
