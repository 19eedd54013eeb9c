// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Processes: who they are, and in which IPC namespace they live.
#include "backend/collect/proc_root.h"
#include "backend/kernel/proc_pid_stat.h"
#include "backend/kernel/proc_pid_status.h"
#include "backend/kernel/sys_files.h"
#include "backend/snapshot/host.h"
#include "backend/snapshot/process.h"
#include "backend/snapshot/unreadable.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gordian::collect {

/// What the kernel said of one process, before anything is concluded.
struct ProcessReading {
    kernel::PidStat stat;
    Result<kernel::PidStatus> status;
    Result<std::string> cmdline, exe, cgroup;
    Result<kernel::FileId> ipc_namespace;
};
/// Processes that vanish before their stat is read are left out.
[[nodiscard]] std::vector<ProcessReading> read_processes(const ProcRoot& proc);

/// `boot_time_s`: /proc/stat's btime, seconds since 1970. `ticks_per_second`: sysconf(_SC_CLK_TCK).
[[nodiscard]] std::vector<Process> join_processes(const std::vector<ProcessReading>& readings, std::int64_t boot_time_s,
                                                  std::int64_t ticks_per_second, UnreadableList& unreadable);

/// The namespaces that processes live in; the viewer's own is labelled "this one" and is there even if nobody can be read.
[[nodiscard]] std::vector<IpcNamespace> join_ipc_namespaces(const std::vector<Process>& processes, std::uint64_t own);

/// /proc/stat's btime, constant while the machine is up: start times don't jitter from one snapshot to the next. 0 where it can't be read.
[[nodiscard]] std::int64_t read_boot_time_s(const ProcRoot& proc);

}  // namespace gordian::collect
