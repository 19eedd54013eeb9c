// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Every mapping of one process, in parts, so that a process with a hundred thousand of them is shown from its first address on.
#include "backend/collect/proc_root.h"
#include "backend/kernel/proc_pid_maps.h"
#include "backend/snapshot/query.h"

#include <functional>
#include <stop_token>

namespace gordian::collect {

inline constexpr std::size_t vmas_in_a_part = 4096;

/// The row as a value: its path is unescaped and valid UTF-8.
[[nodiscard]] Vma vma_of(const kernel::MapsRow& row);

/// Gives `sink` the list by address, `last` on its final part (a process without memory has that one only, empty), until `sink` returns false
/// or `stop` is asked for: both are no error. The kernel gives the list a page at a time: it is no single moment. Fails with ESRCH where there
/// is no such process, with EACCES where it is another user's.
[[nodiscard]] Result<void> read_vma_list(const ProcRoot& proc, int pid, const std::function<bool(VmaAnswer)>& sink,
                                         const std::stop_token& stop);

}  // namespace gordian::collect
