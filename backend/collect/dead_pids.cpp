// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/dead_pids.h"

#include "backend/kernel/proc_pid_status.h"
#include "backend/kernel/sys_files.h"
#include "backend/kernel/sys_process.h"

#include <set>

namespace gordian::collect {

namespace {

bool is_only_a_thread(const ProcRoot& proc, int pid) {
    const auto status = kernel::read_file(proc.of_process(pid, "status")).and_then([](const std::string& text) {
        return kernel::parse_pid_status(text);
    });
    return status && status->tgid != pid;
}

}  // namespace

std::vector<int> unaccounted_pids(const Snapshot& seen) {
    std::set<int> named;
    for (const MsgQueue& queue : seen.msg_queues) named.insert({queue.lspid, queue.lrpid});
    for (const ShmSegment& segment : seen.shm_segments) named.insert({segment.cpid, segment.lpid});
    for (const SemSet& set : seen.sem_sets) {
        for (const Semaphore& semaphore : set.semaphores) named.insert(semaphore.sempid.value_or(0));
    }
    for (const FileLock& lock : seen.locks) named.insert(lock.taker_pid.value_or(0));
    for (const Process& process : seen.processes) named.erase(process.pid);
    named.erase(named.begin(), named.upper_bound(0));
    return {named.begin(), named.end()};
}

std::vector<int> read_dead_pids(const ProcRoot& proc, const Snapshot& seen) {
    std::vector<int> dead;
    for (const int pid : unaccounted_pids(seen)) {
        if (!kernel::process_exists(pid) || is_only_a_thread(proc, pid)) dead.push_back(pid);
    }
    return dead;
}

}  // namespace gordian::collect
