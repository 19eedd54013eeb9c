// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/sysvipc/sem: one line a semaphore set of the reader's IPC namespace. Readable by everyone, also where semctl(2) answers
// EACCES: this file says that a set exists, semctl says what is in it. Sources: sysvipc(7); ipc/sem.c, sysvipc_sem_proc_show().
//        key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime
// -559038737          7   600          3  1000  1000  1000  1000          0 1763999990
#include "backend/base/error.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace gordian::kernel {

/// One line, in the kernel's words. Times are seconds since 1970-01-01 UTC.
struct SemRow {
    std::int32_t key = 0;  ///< printed signed: keys from 0x80000000 up read as negative numbers
    int semid = 0;
    unsigned perms = 0;
    std::uint64_t nsems = 0;
    std::uint32_t uid = 0, gid = 0, cuid = 0, cgid = 0;
    std::int64_t otime = 0, ctime = 0;  ///< last semop(2), 0: never; created or changed by semctl(2)
};
/// Fails, with the line, where a field is missing or beyond its type. Columns that a later kernel appends are ignored.
[[nodiscard]] Result<SemRow> parse_sem_row(std::string_view line);
/// The whole file: its heading is passed over; the first line that can't be understood fails the whole.
[[nodiscard]] Result<std::vector<SemRow>> parse_sem_rows(std::string_view text);

}  // namespace gordian::kernel
