// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The limits of System V IPC, and how much of them is used.
#include "backend/collect/proc_root.h"
#include "backend/kernel/proc_sys_kernel.h"
#include "backend/snapshot/snapshot.h"

#include <map>
#include <string>
#include <vector>

namespace gordian::collect {

struct LimitReadings {
    std::map<std::string, Result<std::uint64_t>> numbers;  ///< by the file's name below /proc/sys/kernel: "msgmni"
    Result<kernel::SemLimits> sem;
};
[[nodiscard]] LimitReadings read_limits(const ProcRoot& proc);

/// Use is counted over the objects of `seen`: they must be there already.
[[nodiscard]] std::vector<Limit> join_limits(const LimitReadings& readings, const Snapshot& seen,
                                             UnreadableList& unreadable);

}  // namespace gordian::collect
