// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/PID/task/TID/sched: when it ran last. Readable by everyone; always there since Linux 6.15, before that with SCHED_DEBUG.
// `se.exec_start` is milliseconds of the CPU's task clock (not CLOCK_MONOTONIC) when the thread last left the CPU or was accounted.
// Source: kernel/sched/debug.c, proc_sched_show_task().
#include "backend/base/error.h"

#include <cstdint>
#include <string_view>

namespace gordian::kernel {

struct PidSched {
    double exec_start_ms = 0;
    std::uint64_t nr_switches = 0;
};
/// Fails where se.exec_start is missing. The heading holds the command, which may hold anything.
[[nodiscard]] Result<PidSched> parse_pid_sched(std::string_view text);

}  // namespace gordian::kernel
