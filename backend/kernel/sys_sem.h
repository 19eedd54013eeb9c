// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// System V semaphore sets: one typed call each. Sources: semctl(2), semop(2), semget(2); ipc/sem.c.
#include "backend/base/error.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gordian::kernel {

/// One set, in the kernel's words (struct semid_ds). Times are seconds since 1970-01-01 UTC, 0: never.
struct SemidDs {
    int semid = 0;
    std::int32_t key = 0;
    unsigned seq = 0, mode = 0;  ///< mode: the nine permission bits
    std::uint32_t uid = 0, gid = 0, cuid = 0, cgid = 0;
    std::uint64_t nsems = 0;
    std::int64_t otime = 0, ctime = 0;  ///< last semop(2); created or changed by semctl(2)
};

/// The highest used index; -1 where no set exists (SEM_INFO).
[[nodiscard]] Result<int> semctl_highest_index();
/// SEM_STAT_ANY (Linux 4.17): needs no read permission. EINVAL: nothing at this index.
[[nodiscard]] Result<SemidDs> semctl_stat_any(int index);
/// IPC_STAT: EACCES without read permission; EINVAL, EIDRM: no such set (any more).
[[nodiscard]] Result<SemidDs> semctl_stat(int semid);
/// GETALL: the values of all semaphores at one instant. `nsems` must be what the set has: the set is asked first (IPC_STAT) and another
/// number is EINVAL. EACCES without read permission.
[[nodiscard]] Result<std::vector<std::uint16_t>> semctl_getall(int semid, std::uint64_t nsems);
/// sempid: who operated last (0: nobody, or nobody visible in this PID namespace). A dead process may stand here: its undo counts as an operation.
[[nodiscard]] Result<int> semctl_getpid(int semid, int semnum);
/// semncnt: tasks waiting until `semnum` grows (ipc/sem.c, count_semcnt()). A sleeper with several operations counts only at the one that blocks it.
[[nodiscard]] Result<int> semctl_getncnt(int semid, int semnum);
/// semzcnt: tasks waiting until `semnum` is zero.
[[nodiscard]] Result<int> semctl_getzcnt(int semid, int semnum);
/// SETVAL: moves ctime, sets sempid, and clears every process's undo for this semaphore. ERANGE beyond SEMVMX (32,767).
[[nodiscard]] Result<void> semctl_setval(int semid, int semnum, int value);
/// SETALL, with as many values as the set has (asked first, so it needs read permission too); another number is EINVAL.
[[nodiscard]] Result<void> semctl_setall(int semid, std::span<const std::uint16_t> values);
[[nodiscard]] Result<void> semctl_rmid(int semid);
/// IPC_CREAT | IPC_EXCL with a key; IPC_PRIVATE where there is none. Returns the identifier.
[[nodiscard]] Result<int> semget_new(std::optional<std::int32_t> key, int nsems, unsigned mode);

/// One element of semop(2)'s array.
struct SemBuf {
    std::uint16_t num = 0;
    std::int16_t op = 0;
    std::int16_t flags = 0;  ///< IPC_NOWAIT 04000, SEM_UNDO 010000
};
/// All operations at once or none. IPC_NOWAIT is added to each, so that it never blocks: EAGAIN instead.
[[nodiscard]] Result<void> semop_now(int semid, std::span<const SemBuf> operations);

}  // namespace gordian::kernel
