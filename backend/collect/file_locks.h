// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Locks on files, of all classes: the union of what each descriptor shows (fdinfo: the truth about who holds) and of /proc/locks (who
// waits, and locks whose holders are hidden; not one point in time).
#include "backend/collect/proc_root.h"
#include "backend/kernel/proc_locks.h"
#include "backend/snapshot/snapshot.h"

#include <map>
#include <string>
#include <vector>

namespace gordian::collect {

/// A descriptor through which locks are held.
struct LockedDescriptor {
    int pid = 0, fd = 0;
    std::string path;  ///< empty: too deep for the kernel to tell one
    std::vector<kernel::LockRow> locks;
    /// Equal for descriptors known to be one open file description (kcmp); where that could not be asked, `description_known` is false.
    int description = 0;
    bool description_known = false;
};
struct LockReadings {
    std::vector<LockedDescriptor> descriptors;
    Result<kernel::LockRows> list;  ///< /proc/locks
    std::map<int, Error> refused;   ///< processes whose descriptors could not be read
};
/// Reads /proc/locks once: every locker of the machine waits while it is read.
[[nodiscard]] LockReadings read_file_locks(const ProcRoot& proc, const std::vector<Process>& processes);

/// Requests come from `threads` (blocked in fcntl and flock) and, for those that are hidden, from /proc/locks.
[[nodiscard]] std::vector<FileLock> join_file_locks(const LockReadings& readings, const std::vector<Thread>& threads,
                                                    const std::vector<Process>& processes, UnreadableList& unreadable);

}  // namespace gordian::collect
