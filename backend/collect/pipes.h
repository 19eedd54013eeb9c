// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The pipes and FIFOs that a thread is blocked in writing to: who has which end open. Every process's descriptors are looked at, but only where
// somebody is blocked at all. Nothing is opened.
#include "backend/collect/proc_root.h"
#include "backend/snapshot/snapshot.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gordian::collect {

/// A descriptor of a pipe.
struct PipeDescriptor {
    std::uint64_t inode = 0;
    std::string path;  ///< as its link says
    int pid = 0, fd = 0;
    std::uint64_t flags = 0;  ///< of open(2): access mode, O_NONBLOCK
};
struct PipeReadings {
    std::vector<PipeDescriptor> descriptors;
    std::map<int, Error> refused;  ///< processes whose descriptors could not be read
};

/// Of those that `threads` are blocked on.
[[nodiscard]] PipeReadings read_pipes(const ProcRoot& proc, const std::vector<Thread>& threads,
                                      const std::vector<Process>& processes);
[[nodiscard]] std::vector<Pipe> join_pipes(const PipeReadings& readings, const std::vector<Thread>& threads,
                                           UnreadableList& unreadable);

}  // namespace gordian::collect
