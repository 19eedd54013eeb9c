// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// System V semaphore sets of the reader's IPC namespace.
#include "backend/collect/ipc_waiters.h"
#include "backend/collect/proc_root.h"
#include "backend/kernel/sys_sem.h"
#include "backend/snapshot/snapshot.h"

#include <optional>
#include <vector>

namespace gordian::collect {

/// What the kernel said of one set: its line, and its semaphores or why not.
struct SemReading {
    kernel::SemidDs ds;
    bool from_text = false;  ///< by /proc/sysvipc/sem, which has no seq
    Result<std::vector<Semaphore>> semaphores;
};

/// Sets that vanish in between are left out. GETNCNT and GETZCNT cost a call each for each semaphore: they are asked where somebody may
/// wait, that is everywhere but for sets that none of `waiters` waits on while every thread of the machine was seen; there nobody waits.
/// `all_threads_are_here`: this is the initial PID namespace, so no waiter is out of view.
[[nodiscard]] std::vector<SemReading> read_sem_sets(const ProcRoot& proc, const IpcWaiters& waiters,
                                                    bool all_threads_are_here);

[[nodiscard]] std::vector<SemSet> join_sem_sets(std::vector<SemReading> readings, std::uint64_t ipc_namespace,
                                                UnreadableList& unreadable);

}  // namespace gordian::collect
