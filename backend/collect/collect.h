// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One snapshot of this machine: every reading, then every join, in an order that lets a confirming second reading speak for all of it.
#include "backend/collect/proc_root.h"
#include "backend/snapshot/snapshot.h"

#include <span>

namespace gordian::collect {

/// Threads are read first and everything they may wait for after them: a thread that read_again() finds unchanged waited all the while.
/// Never fails as a whole: what could not be read is in Snapshot::unreadable.
[[nodiscard]] Snapshot take_snapshot(const ProcRoot& proc = {});

/// The confirming second reading of these threads (indices into seen.threads): fills Thread::second_reading.
void read_again(Snapshot& seen, std::span<const std::size_t> threads, const ProcRoot& proc = {});

}  // namespace gordian::collect
