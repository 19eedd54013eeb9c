// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// From what was seen to what it means. Pure functions.
#include "backend/analysis/moment.h"

namespace gordian::analysis {

/// A wait is a finding only after this long by the kernel's clock.
inline constexpr std::int64_t finding_after_ms = 1000;

/// Waits, holds, chains and findings. A finding that rests on waiting threads is given only where each of them has
/// Thread::second_reading `unchanged`; a thread that changed gives a wait that is not certain.
[[nodiscard]] Means explain(const Snapshot& seen);

/// The threads (indices into seen.threads) on which possible findings rest: those to be read a second time before explain() is asked.
[[nodiscard]] std::vector<std::size_t> threads_to_confirm(const Snapshot& seen);

}  // namespace gordian::analysis
