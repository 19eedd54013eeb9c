// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/PID/stat and /proc/PID/task/TID/stat: readable by everyone. The command stands in parentheses and may itself hold
// parentheses, spaces, newlines and bytes that are no UTF-8: it ends at the LAST closing one. Source: proc_pid_stat(5); fs/proc/array.c.
#include "backend/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gordian::kernel {

struct PidStat {
    int pid = 0;
    std::string comm;  ///< bytes, at most 15 for user processes
    char state = '?';  ///< R running, S sleeping, D uninterruptible, T stopped, t traced, Z zombie, X dead, I idle
    int ppid = 0, pgrp = 0, session = 0;
    std::uint64_t flags = 0;  ///< PF_*: 0x00200000 is PF_KTHREAD
    std::int64_t num_threads = 0;
    std::uint64_t start_ticks = 0;  ///< since boot, in ticks of sysconf(_SC_CLK_TCK)
    int processor = 0;              ///< the CPU it ran on last
};
[[nodiscard]] Result<PidStat> parse_pid_stat(std::string_view text);

}  // namespace gordian::kernel
