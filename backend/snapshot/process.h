// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A process. Sources: proc_pid_stat(5), proc_pid_status(5); who may read what: kernel/ptrace.c, __ptrace_may_access().
#include "backend/snapshot/scalars.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gordian {

struct Process {
    std::string resource;  ///< process/PID
    int pid = 0, ppid = 0, pgrp = 0;
    Time start_time;
    std::string comm;
    std::optional<std::string> exe;  ///< empty: it has none (a kernel thread, a zombie)
    std::vector<std::string> cmdline;
    std::optional<std::uint32_t> uid, gid;
    std::string state;  ///< one letter: R running, S sleeping, D uninterruptible, T stopped, t traced, Z zombie, X dead, I idle kernel thread
    std::optional<std::uint64_t> ipc_namespace;  ///< inode
    std::int64_t nthreads = 0;
    bool kernel_thread = false;
    bool readable = false;  ///< its maps and descriptors can be read
    std::optional<std::string> cgroup;
    friend bool operator==(const Process&, const Process&) = default;

    /// A zombie without living threads has ended: it releases nothing any more.
    [[nodiscard]] bool has_ended() const { return (state == "Z" || state == "X") && nthreads <= 1; }
    [[nodiscard]] bool stopped() const { return state == "T" || state == "t"; }
};
BOOST_DESCRIBE_STRUCT(Process, (),
                      (resource, pid, ppid, pgrp, start_time, comm, exe, cmdline, uid, gid, state, ipc_namespace,
                       nthreads, kernel_thread, readable, cgroup))

}  // namespace gordian
