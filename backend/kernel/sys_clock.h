// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// From a CPU's task clock to CLOCK_MONOTONIC: each CPU's clock stands still while the hypervisor takes the CPU away, so each has its own
// offset. Measured by running on the CPU for a moment and comparing our own se.exec_start with CLOCK_MONOTONIC. Source: sched_setaffinity(2).
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace gordian::kernel {

[[nodiscard]] double monotonic_ms();
/// Nanoseconds since 1970-01-01 UTC.
[[nodiscard]] std::int64_t realtime_ns();
/// CLOCK_BOOTTIME now, ns: process start times count from boot, suspended time included.
[[nodiscard]] std::int64_t boottime_ns();

/// For each of the CPUs that this thread may use: CLOCK_MONOTONIC minus the CPU's task clock, in ms. A CPU that is offline or not ours to
/// use is missing in the result. The calling thread's affinity is as before afterwards.
[[nodiscard]] std::map<int, double> measure_task_clock_offsets(const std::set<int>& cpus,
                                                               const std::string& proc = "/proc");

}  // namespace gordian::kernel
