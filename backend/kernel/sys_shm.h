// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// System V shared memory segments: one typed call each. Sources: shmctl(2), shmget(2); ipc/shm.c. Nothing here attaches.
#include "backend/base/error.h"

#include <cstdint>
#include <optional>

namespace gordian::kernel {

/// One segment, in the kernel's words (struct shmid_ds). Times are seconds since 1970-01-01 UTC, 0: never.
struct ShmidDs {
    int shmid = 0;
    std::int32_t key = 0;                             ///< 0 once the segment is marked for removal
    unsigned seq = 0, mode = 0;                       ///< mode: the nine permission bits
    bool marked_for_removal = false, locked = false;  ///< SHM_DEST, SHM_LOCKED of the mode
    std::uint32_t uid = 0, gid = 0, cuid = 0, cgid = 0;
    std::uint64_t segsz = 0, nattch = 0;
    std::int32_t cpid = 0, lpid = 0;
    std::int64_t atime = 0, dtime = 0, ctime = 0;
};

/// The highest used index; -1 where no segment exists (SHM_INFO).
[[nodiscard]] Result<int> shmctl_highest_index();
/// SHM_STAT_ANY (Linux 4.17): needs no read permission. EINVAL: nothing at this index.
[[nodiscard]] Result<ShmidDs> shmctl_stat_any(int index);
/// IPC_STAT: EACCES without read permission; EINVAL, EIDRM: no such segment (any more).
[[nodiscard]] Result<ShmidDs> shmctl_stat(int shmid);
[[nodiscard]] Result<void> shmctl_rmid(int shmid);
/// IPC_CREAT | IPC_EXCL with a key; IPC_PRIVATE where there is none. Returns the identifier.
[[nodiscard]] Result<int> shmget_new(std::optional<std::int32_t> key, std::uint64_t size, unsigned mode);

}  // namespace gordian::kernel
