// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// System V message queues: one typed call each. Sources: msgctl(2), msgget(2), svipc(7); ipc/msg.c.
#include "backend/base/error.h"

#include <cstdint>
#include <optional>

namespace gordian::kernel {

/// One queue, in the kernel's words (struct msqid_ds). Times are seconds since 1970-01-01 UTC, 0: never. Pids are those of the
/// caller's PID namespace, 0: nobody yet, or nobody who is visible here.
struct MsqidDs {
    int msqid = 0;
    std::int32_t key = 0;
    unsigned seq = 0, mode = 0;  ///< mode: the nine permission bits
    std::uint32_t uid = 0, gid = 0, cuid = 0, cgid = 0;
    std::uint64_t cbytes = 0, qnum = 0, qbytes = 0;
    std::int32_t lspid = 0, lrpid = 0;
    std::int64_t stime = 0, rtime = 0, ctime = 0;
};

/// The highest used index; -1 where no queue exists (MSG_INFO).
[[nodiscard]] Result<int> msgctl_highest_index();
/// MSG_STAT_ANY (Linux 4.17): needs no read permission. EINVAL: nothing at this index. The identifier is in the result.
[[nodiscard]] Result<MsqidDs> msgctl_stat_any(int index);
/// IPC_STAT: EACCES without read permission; EINVAL, EIDRM: no such queue (any more).
[[nodiscard]] Result<MsqidDs> msgctl_stat(int msqid);
[[nodiscard]] Result<void> msgctl_rmid(int msqid);
/// IPC_CREAT | IPC_EXCL with a key; IPC_PRIVATE where there is none. Returns the identifier.
[[nodiscard]] Result<int> msgget_new(std::optional<std::int32_t> key, unsigned mode);

}  // namespace gordian::kernel
