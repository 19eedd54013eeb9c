// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The objects behind mappings: stat(2) of what a link under /proc/PID/map_files or a path leads to. Nothing is opened.
#include "backend/base/error.h"
#include "backend/kernel/sys_files.h"

#include <cstdint>
#include <string>

namespace gordian::kernel {

struct ObjectStat {
    FileId id;
    std::uint64_t size_bytes = 0;
    bool is_fifo = false;  ///< a FIFO, or a pipe without a name
};
/// Follows links. EPERM where following map_files is not allowed (CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE).
[[nodiscard]] Result<ObjectStat> stat_object(const std::string& path);

/// Device of the kernel's own tmpfs, on which System V segments, memfds and shared anonymous memory lie: that of a memfd made and closed here.
[[nodiscard]] Result<FileId> stat_kernel_tmpfs();

}  // namespace gordian::kernel
