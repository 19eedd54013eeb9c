// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/locks: one line a lock or waiter, readable by everyone. NOT one point in time (a page a read: a lock that stands still may be
// lost or doubled while others come and go), and in a nested PID namespace without the locks whose owner has no number there.
// Sources: proc_locks(5); fs/locks.c, lock_get_status(), locks_show().
// 1: POSIX  ADVISORY  WRITE 1234 fe:00:5678 0 EOF
// 1: -> POSIX  ADVISORY  WRITE 1250 fe:00:5678 0 99            (waits for lock 1; deeper indentation: waits behind a waiter)
// 2: OFDLCK ADVISORY  READ -1 fe:00:5678 0 EOF
// 3: LEASE  BREAKING  READ 1234 fe:00:5678 0 EOF
// 3: -> LEASE  BREAKER   READ 1250 <none>:0 0 EOF
#include "backend/base/error.h"
#include "backend/kernel/sys_files.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gordian::kernel {

enum class LockClass { posix, ofd, flock, lease, delegation };
enum class LockMode { read, write };

struct LockRow {
    std::uint64_t number = 0;  ///< the kernel's running number; waiters carry that of the lock they wait for
    unsigned depth = 0;        ///< 0: held; 1: waits for it; n: waits behind a waiter of depth n - 1
    LockClass lock_class = LockClass::posix;
    std::optional<LockMode> mode;  ///< empty for UNLCK (a lease that is being given up)
    bool breaking = false;         ///< LEASE BREAKING or a BREAKER line
    std::int64_t pid = 0;  ///< posix: the process; flock: who CALLED flock(2), perhaps dead; ofd: -1; 0: none in this PID namespace
    std::optional<FileId> file;  ///< empty: "<none>" (the parent's)
    std::uint64_t start = 0;
    std::optional<std::uint64_t> end;  ///< last byte, empty: to the end of file, whatever it becomes
};
/// `line` as in /proc/locks, or what follows "lock:\t" in fdinfo.
[[nodiscard]] Result<LockRow> parse_lock_row(std::string_view line);
/// The whole file. Lines that can't be understood are left out and counted in `not_understood`: a later kernel's new class must not
/// hide the locks that are known.
struct LockRows {
    std::vector<LockRow> rows;
    std::size_t not_understood = 0;
};
[[nodiscard]] LockRows parse_lock_rows(std::string_view text);

}  // namespace gordian::kernel
