// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Memory that processes share: the shared mappings of every process, grouped by the object behind them.
#include "backend/collect/proc_root.h"
#include "backend/kernel/sys_files.h"
#include "backend/snapshot/snapshot.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gordian::collect {

/// One shared mapping, as a line of maps told it, with its path unescaped.
struct VmaReading {
    int pid = 0;
    std::uint64_t start = 0, end = 0, offset = 0;
    std::string perms, path;
    kernel::FileId file;
    bool named_so = false;  ///< a path that ends in " (deleted)" and exists so: the words are part of the name
};
struct MapsReading {
    std::vector<VmaReading> vmas;
    std::map<int, Error> refused;                ///< processes whose maps could not be read
    std::optional<kernel::FileId> kernel_tmpfs;  ///< where segments, memfds and anonymous memory lie
    std::optional<kernel::FileId> dev_shm;       ///< the viewer's own /dev/shm
};
[[nodiscard]] MapsReading read_maps(const ProcRoot& proc, const std::vector<Process>& processes);

/// Sizes of the backing objects, by stat through map_files or the process's root: for those that are no System V segments.
[[nodiscard]] std::map<std::string, Result<std::uint64_t>> read_backing_sizes(const ProcRoot& proc,
                                                                              const std::vector<SharedMapping>& mappings);

/// Without sizes. A segment's inode is its identifier: `own_ipc_namespace` tells whose.
[[nodiscard]] std::vector<SharedMapping> join_shared_mappings(const MapsReading& reading,
                                                              const std::vector<Process>& processes,
                                                              std::uint64_t own_ipc_namespace, UnreadableList& unreadable);
void join_backing_sizes(std::vector<SharedMapping>& mappings, const std::map<std::string, Result<std::uint64_t>>& sizes,
                        const std::vector<ShmSegment>& segments, UnreadableList& unreadable);

}  // namespace gordian::collect
