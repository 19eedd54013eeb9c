// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Everything that was seen at a moment, as values: no Qt, no descriptors, nothing that points into the kernel. Sections are sorted by
// their keys (row_key.h): differences and models rely on that order. The JSON keys are
// the members' names.
#include "backend/snapshot/file_lock.h"
#include "backend/snapshot/host.h"
#include "backend/snapshot/limit.h"
#include "backend/snapshot/msg_queue.h"
#include "backend/snapshot/pipe.h"
#include "backend/snapshot/process.h"
#include "backend/snapshot/sem_set.h"
#include "backend/snapshot/shared_mapping.h"
#include "backend/snapshot/shm_segment.h"
#include "backend/snapshot/thread.h"
#include "backend/snapshot/unreadable.h"

namespace gordian {

inline constexpr std::string_view snapshot_schema = "gordian.snapshot/1";

struct Snapshot {
    std::string schema{snapshot_schema};
    Time taken_at;
    std::int64_t duration_us = 0;
    Host host;
    Viewer viewer;
    std::vector<IpcNamespace> ipc_namespaces;  ///< by inode
    std::vector<Process> processes;            ///< by pid
    std::vector<int> dead_pids;  ///< pids that an object names (last operators, takers …) and of which the kernel says that nobody has them
    std::vector<Thread> threads;       ///< by (pid, tid)
    std::vector<MsgQueue> msg_queues;  ///< by id, as the next two
    std::vector<SemSet> sem_sets;
    std::vector<ShmSegment> shm_segments;
    std::vector<Pipe> pipes;  ///< those that somebody is blocked in writing to; by resource, as the next two
    std::vector<FileLock> locks;
    std::vector<SharedMapping> shared_mappings;
    std::vector<Limit> limits;           ///< by name and classic name
    std::vector<Unreadable> unreadable;  ///< by section, fields, reason
    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};
BOOST_DESCRIBE_STRUCT(Snapshot, (),
                      (schema, taken_at, duration_us, host, viewer, ipc_namespaces, processes, dead_pids, threads,
                       msg_queues, sem_sets, shm_segments, pipes, locks, shared_mappings, limits, unreadable))

}  // namespace gordian
