// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/collect.h"

#include "backend/collect/dead_pids.h"
#include "backend/collect/file_locks.h"
#include "backend/collect/ipc_waiters.h"
#include "backend/collect/limits.h"
#include "backend/collect/msg_queues.h"
#include "backend/collect/pipes.h"
#include "backend/collect/processes.h"
#include "backend/collect/sem_sets.h"
#include "backend/collect/shared_mappings.h"
#include "backend/collect/shm_segments.h"
#include "backend/collect/threads.h"
#include "backend/kernel/sys_clock.h"
#include "backend/kernel/sys_files.h"
#include "backend/kernel/sys_process.h"

#include <algorithm>
#include <set>

namespace gordian::collect {

namespace {

/// include/linux/proc_ns.h, PROC_PID_INIT_INO: the initial PID namespace has this inode on every machine.
constexpr std::uint64_t initial_pid_namespace = 0xEFFFFFFC;

Host read_host(const ProcRoot& proc) {
    const kernel::HostIdentity identity = kernel::host_identity();
    std::string boot_id = kernel::read_file(proc.of("sys/kernel/random/boot_id")).value_or("");
    std::erase(boot_id, '\n');
    return {.name = identity.name, .kernel = identity.kernel, .page_size = identity.page_size, .boot_id = boot_id};
}

Viewer read_viewer(const ProcRoot& proc) {
    Viewer viewer{.pid = kernel::own_pid(), .uid = kernel::effective_uid(), .capabilities = {}, .sources = {}};
    const auto status = kernel::read_file(proc.of("self/status")).and_then([](const std::string& text) {
        return kernel::parse_pid_status(text);
    });
    if (status) viewer.capabilities = kernel::capability_names(status->cap_eff);
    return viewer;
}

/// What worked for anybody is available; otherwise the first reason.
template <class Readings, class Field>
Availability availability_of(const Readings& readings, Field field) {
    std::string why_not;
    for (const auto& reading : readings) {
        const auto& result = field(reading);
        if (result) return {};
        if (why_not.empty()) why_not = to_string(result.error());
    }
    return {why_not};
}

std::map<int, double> offsets_of_cpus(const std::vector<ThreadReading>& threads) {
    std::set<int> cpus;
    for (const ThreadReading& thread : threads) {
        if (thread.sched) cpus.insert(thread.stat.processor);
    }
    return kernel::measure_task_clock_offsets(cpus);
}

}  // namespace

Snapshot take_snapshot(const ProcRoot& proc) {
    const double began_ms = kernel::monotonic_ms();
    Snapshot seen;
    UnreadableList unreadable;
    seen.taken_at = {kernel::realtime_ns()};
    seen.host = read_host(proc);
    seen.viewer = read_viewer(proc);
    const std::uint64_t own_ipc =
        kernel::stat_file(proc.of("self/ns/ipc")).transform([](const kernel::FileId& id) { return id.inode; }).value_or(0);
    const auto own_pid_namespace = kernel::stat_file(proc.of("self/ns/pid"));
    const bool all_threads_are_here = own_pid_namespace && own_pid_namespace->inode == initial_pid_namespace;

    const std::vector<ProcessReading> processes = read_processes(proc);
    seen.processes = join_processes(processes, read_boot_time_s(proc), kernel::ticks_per_second(), unreadable);
    seen.ipc_namespaces = join_ipc_namespaces(seen.processes, own_ipc);

    const std::vector<ThreadReading> threads = read_threads(proc, processes);
    seen.threads = join_threads(threads, offsets_of_cpus(threads), seen.processes, unreadable);
    seen.viewer.sources["syscall"] = availability_of(threads,
                                                     [](const ThreadReading& t) -> const auto& { return t.syscall; });
    seen.viewer.sources["task-clock"] = availability_of(threads,
                                                        [](const ThreadReading& t) -> const auto& { return t.sched; });
    seen.viewer.sources["sem-undo"] = {
        "this version reads no SEM_UNDO adjustments: who holds a semaphore is inferred from its last operator"};

    const IpcWaiters waiters = ipc_waiters(seen.threads, seen.processes, own_ipc);
    seen.sem_sets = join_sem_sets(read_sem_sets(proc, waiters, all_threads_are_here), own_ipc, unreadable);
    seen.msg_queues = join_msg_queues(read_msg_queues(proc), own_ipc, seen.threads, seen.processes, unreadable);

    seen.pipes = join_pipes(read_pipes(proc, seen.threads, seen.processes), seen.threads, unreadable);

    const MapsReading maps = read_maps(proc, seen.processes);
    seen.shared_mappings = join_shared_mappings(maps, seen.processes, own_ipc, unreadable);
    seen.shm_segments = join_shm_segments(read_shm_segments(proc), own_ipc, seen.shared_mappings, unreadable);
    join_backing_sizes(seen.shared_mappings, read_backing_sizes(proc, seen.shared_mappings), seen.shm_segments, unreadable);

    const LockReadings locks = read_file_locks(proc, seen.processes);
    seen.viewer.sources["proc-locks"] = locks.list ? Availability{} : Availability{to_string(locks.list.error())};
    seen.locks = join_file_locks(locks, seen.threads, seen.processes, unreadable);

    seen.limits = join_limits(read_limits(proc), seen, unreadable);
    seen.dead_pids = read_dead_pids(proc, seen);
    seen.unreadable = unreadable.take();
    seen.duration_us = static_cast<std::int64_t>((kernel::monotonic_ms() - began_ms) * 1000);
    return seen;
}

void read_again(Snapshot& seen, std::span<const std::size_t> threads, const ProcRoot& proc) {
    read_threads_again(proc, seen.threads, threads);
}

}  // namespace gordian::collect
