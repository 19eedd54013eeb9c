// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/PID/fdinfo/N: an open file description as one descriptor sees it. `lock:` lines show the locks held through it, in every
// process that has it open (heirs and duplicates too), and never waiters. Sources: proc_pid_fdinfo(5); fs/proc/fd.c, fs/locks.c show_fd_locks().
#include "backend/base/error.h"
#include "backend/kernel/proc_locks.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gordian::kernel {

struct FdInfo {
    std::int64_t pos = 0;                      ///< the description's offset: where SEEK_CUR counts from
    std::uint64_t flags = 0;                   ///< octal in the file: access mode, O_NONBLOCK 04000, O_CLOEXEC 02000000
    std::optional<std::uint64_t> mnt_id, ino;  ///< ino since Linux 5.14
    std::optional<int> pidfd_pid;  ///< of a pidfd ("Pid:"): the process in the reader's PID namespace; -1: it has ended, 0: not visible here
    std::vector<LockRow> locks;
    std::size_t locks_not_understood = 0;
};
/// Fails where pos or flags are missing. Lines of other kinds (eventfd-count:, tfd:, …) are passed over.
[[nodiscard]] Result<FdInfo> parse_fdinfo(std::string_view text);

}  // namespace gordian::kernel
