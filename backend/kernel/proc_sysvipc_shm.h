// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/sysvipc/shm: one line a segment of the reader's IPC namespace, readable by everyone. The only place that tells how much of a
// segment is resident or swapped. Sources: sysvipc(7); ipc/shm.c, sysvipc_shm_proc_show().
//        key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime        rss       swap
#include "backend/base/error.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace gordian::kernel {

/// One line, in the kernel's words. Sizes in bytes, times in seconds since 1970-01-01 UTC.
struct ShmRow {
    std::int32_t key = 0;  ///< printed signed
    int shmid = 0;
    unsigned perms = 0;  ///< printed in octal, with SHM_DEST 01000 and SHM_LOCKED 02000 above the nine permission bits
    std::uint64_t size = 0;
    std::int32_t cpid = 0, lpid = 0;
    std::uint64_t nattch = 0;
    std::uint32_t uid = 0, gid = 0, cuid = 0, cgid = 0;
    std::int64_t atime = 0, dtime = 0, ctime = 0;
    std::uint64_t rss = 0, swap = 0;
};
/// Fails, with the line, where a field is missing or beyond its type. Columns that a later kernel appends are ignored.
[[nodiscard]] Result<ShmRow> parse_shm_row(std::string_view line);
/// The whole file: its heading is passed over; the first line that can't be understood fails the whole.
[[nodiscard]] Result<std::vector<ShmRow>> parse_shm_rows(std::string_view text);

}  // namespace gordian::kernel
