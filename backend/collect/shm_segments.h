// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// System V shared memory segments of the reader's IPC namespace.
#include "backend/collect/proc_root.h"
#include "backend/kernel/proc_sysvipc_shm.h"
#include "backend/kernel/sys_shm.h"
#include "backend/snapshot/snapshot.h"

#include <vector>

namespace gordian::collect {

struct ShmReadings {
    std::vector<kernel::ShmidDs> segments;
    bool from_text = false;                    ///< by /proc/sysvipc/shm alone, which has no seq
    Result<std::vector<kernel::ShmRow>> text;  ///< the only place that tells rss and swap
};
[[nodiscard]] ShmReadings read_shm_segments(const ProcRoot& proc);

/// Attachments are those of `mappings` (join_shared_mappings()) that name the segment.
[[nodiscard]] std::vector<ShmSegment> join_shm_segments(const ShmReadings& readings, std::uint64_t ipc_namespace,
                                                        const std::vector<SharedMapping>& mappings,
                                                        UnreadableList& unreadable);

}  // namespace gordian::collect
