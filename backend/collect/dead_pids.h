// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which of the pids that objects name are nobody's any more.
#include "backend/collect/proc_root.h"
#include "backend/snapshot/snapshot.h"

#include <vector>

namespace gordian::collect {

/// Asked of the kernel now, one by one: a process may have started, or be hidden (hidepid), since the list was read. A number that only a
/// thread has is no process's. Ascending.
[[nodiscard]] std::vector<int> read_dead_pids(const ProcRoot& proc, const Snapshot& seen);

/// The pids that objects name and that no process of the snapshot has: pure.
[[nodiscard]] std::vector<int> unaccounted_pids(const Snapshot& seen);

}  // namespace gordian::collect
