// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Blocked threads: the system call of each, and what its arguments point at.
#include "backend/collect/proc_root.h"
#include "backend/collect/processes.h"
#include "backend/kernel/proc_pid_sched.h"
#include "backend/kernel/proc_pid_syscall.h"
#include "backend/kernel/syscall_table.h"
#include "backend/snapshot/snapshot.h"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace gordian::collect {

/// A descriptor that a lock is waited for on.
struct DescriptorReading {
    Result<kernel::FileId> file;  ///< device of the super block, as the lock lists print it
    Result<std::string> path;
    bool is_fifo = false;          ///< a FIFO, or a pipe without a name
    std::int64_t position = 0;     ///< where SEEK_CUR counts from
    std::uint64_t size_bytes = 0;  ///< where SEEK_END counts from
};

/// What the kernel said of one thread that does not run.
struct ThreadReading {
    int pid = 0;
    kernel::PidStat stat;
    Result<kernel::SyscallLine> syscall;
    std::string wchan;
    Result<kernel::PidSched> sched;
    double read_at_ms = 0;  ///< CLOCK_MONOTONIC
    double age_ms = 0;      ///< since it was started
    kernel::DecodedCall call;
    /// What the arguments of `call` point at, where it has pointers (empty: has none, or the thread left the call while we read).
    std::optional<Result<std::vector<std::byte>>> memory, timeout;
    std::optional<DescriptorReading> descriptor;
    std::optional<int> pidfd_pid;  ///< waitid(P_PIDFD)
};

/// Threads that run, threads of the kernel and our own are left out.
[[nodiscard]] std::vector<ThreadReading> read_threads(const ProcRoot& proc, const std::vector<ProcessReading>& processes);
/// What read_threads() saw of one thread, now; without operands. Fails when the thread is gone.
[[nodiscard]] Result<ThreadReading> read_thread(const ProcRoot& proc, int pid, int tid);

/// `task_clock_offsets`: kernel::measure_task_clock_offsets() of the CPUs they ran on.
[[nodiscard]] std::vector<Thread> join_threads(const std::vector<ThreadReading>& readings,
                                               const std::map<int, double>& task_clock_offsets,
                                               const std::vector<Process>& processes, UnreadableList& unreadable);

/// Reads these threads again and notes in Thread::second_reading whether they ran in between.
void read_threads_again(const ProcRoot& proc, std::vector<Thread>& threads, std::span<const std::size_t> indices);

}  // namespace gordian::collect
