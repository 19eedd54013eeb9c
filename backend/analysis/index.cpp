// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/index.h"

#include <algorithm>
#include <format>

namespace gordian::analysis {

namespace {

/// Chains of parents are short, and must end also in nonsense.
constexpr int max_ancestors = 4096;

/// One that has a number, may hold descriptors, and does not show them.
bool is_unreadable(const Process& process) {
    return !process.readable && !process.kernel_thread && !process.has_ended();
}

template <class Map>
std::span<const int> pids_at(const Map& map, int pid) {
    const auto found = map.find(pid);
    return found == map.end() ? std::span<const int>{} : std::span<const int>(found->second);
}

}  // namespace

Index::Index(const Snapshot& seen) : m_seen(seen), m_dead(seen.dead_pids.begin(), seen.dead_pids.end()) {
    m_processes.reserve(seen.processes.size());
    for (const Process& process : seen.processes) {
        const auto [entry, is_new] = m_processes.emplace(process.pid, &process);
        // A number that two rows have was reused while the snapshot was taken: the younger has it now.
        if (!is_new && process.start_time > entry->second->start_time) entry->second = &process;
    }
    for (const auto& [pid, process] : m_processes)
        (process->has_ended() ? m_ended_children : m_living_children)[process->ppid].push_back(pid);
    for (auto& [pid, children] : m_living_children) std::ranges::sort(children);
    for (auto& [pid, children] : m_ended_children) std::ranges::sort(children);

    const auto by_pid_and_tid = [&](std::size_t row) { return std::pair(seen.threads[row].pid, seen.threads[row].tid); };
    for (std::size_t row = 0; row < seen.threads.size(); ++row) m_threads.push_back(row);
    std::ranges::stable_sort(m_threads, {}, by_pid_and_tid);
    const auto repeated = std::ranges::unique(m_threads, {}, by_pid_and_tid);
    m_threads.erase(repeated.begin(), repeated.end());
    for (std::size_t i = 0; i < m_threads.size(); ++i) {
        auto& range = m_threads_of.try_emplace(seen.threads[m_threads[i]].pid, i, i).first->second;
        range.second = i + 1;
    }

    for (std::size_t row = 0; row < seen.sem_sets.size(); ++row)
        m_sem_sets.emplace(SysvKey(seen.sem_sets[row].ipc_namespace, seen.sem_sets[row].id), row);
    for (std::size_t row = 0; row < seen.msg_queues.size(); ++row)
        m_msg_queues.emplace(SysvKey(seen.msg_queues[row].ipc_namespace, seen.msg_queues[row].id), row);
    find_own_namespace(seen);
    find_unreadable_relatives();
}

void Index::find_own_namespace(const Snapshot& seen) {
    for (const IpcNamespace& ipc_namespace : seen.ipc_namespaces) {
        if (ipc_namespace.label == "this one") m_own_namespace = ipc_namespace.inode;
    }
    if (m_own_namespace) return;
    if (const Process* viewer = find_process(seen.viewer.pid); viewer != nullptr && viewer->ipc_namespace)
        m_own_namespace = viewer->ipc_namespace;
    else if (!m_sem_sets.empty()) m_own_namespace = m_sem_sets.begin()->first.first;
    else if (!m_msg_queues.empty()) m_own_namespace = m_msg_queues.begin()->first.first;
}

void Index::find_unreadable_relatives() {
    for (const auto& [pid, process] : m_processes) {
        if (!is_unreadable(*process)) continue;
        auto& latest = m_unreadable_children[process->ppid];
        latest.push_back(process);
        std::ranges::sort(latest, std::ranges::greater{},
                          [](const Process* child) { return std::pair(child->start_time, child->pid); });
        if (latest.size() > 2) latest.pop_back();
        int ancestor = pid;
        for (int i = 0; i < max_ancestors && m_with_unreadable_descendant.insert(ancestor).second; ++i) {
            const Process* above = find_process(ancestor);
            if (above == nullptr) break;
            ancestor = above->ppid;
        }
    }
}

const Process* Index::find_process(int pid) const {
    const auto found = m_processes.find(pid);
    return found == m_processes.end() ? nullptr : found->second;
}

Liveness Index::liveness(int pid) const {
    if (const Process* process = find_process(pid)) return process->has_ended() ? Liveness::dead : Liveness::alive;
    return m_dead.contains(pid) ? Liveness::dead : Liveness::unknown;
}

Liveness Index::liveness_of_operator(int pid, Time last) const {
    // The objects' times are whole seconds, rounded down; the boot time that start times count from is rounded too.
    constexpr std::int64_t rounding_ns = 2'000'000'000;
    const Process* process = find_process(pid);
    const bool too_young = process != nullptr && !last.never() && last.ns < INT64_MAX - rounding_ns &&
                           process->start_time.ns >= last.ns + rounding_ns;
    return too_young ? Liveness::dead : liveness(pid);
}

std::span<const int> Index::living_children(int pid) const { return pids_at(m_living_children, pid); }
std::span<const int> Index::ended_children(int pid) const { return pids_at(m_ended_children, pid); }

std::span<const std::size_t> Index::threads_of(int pid) const {
    const auto found = m_threads_of.find(pid);
    if (found == m_threads_of.end()) return {};
    return std::span(m_threads).subspan(found->second.first, found->second.second - found->second.first);
}

SysvPlace Index::place(const SysvRows& rows, int pid, int id) const {
    const Process* process = find_process(pid);
    const auto its = process != nullptr ? process->ipc_namespace : std::nullopt;
    SysvPlace place;
    place.namespace_known = its.has_value();
    if (const auto ipc_namespace = its ? its : m_own_namespace) {
        if (const auto found = rows.find({*ipc_namespace, id}); found != rows.end()) place.row = found->second;
    }
    if (!place.row && its && m_own_namespace && *its != *m_own_namespace) {
        place.elsewhere = true;
        place.prefix = std::format("ipc:[{}]/", *its);
    }
    return place;
}

std::optional<std::size_t> Index::find_semaphore(const SemSet& set, int num) {
    if (num < 0) return std::nullopt;
    const auto place = static_cast<std::size_t>(num);
    if (place < set.semaphores.size() && set.semaphores[place].num == num) return place;
    const auto found = std::ranges::find(set.semaphores, num, &Semaphore::num);
    if (found == set.semaphores.end()) return std::nullopt;
    return static_cast<std::size_t>(found - set.semaphores.begin());
}

bool Index::may_have_unseen_heirs(std::span<const int> pids, std::optional<Time> since) const {
    const auto has_orphan = [&](int parent, int but) {
        const auto found = m_unreadable_children.find(parent);
        if (found == m_unreadable_children.end()) return false;
        return std::ranges::any_of(found->second, [&](const Process* child) {
            return child->pid != but && (!since || child->start_time >= *since);
        });
    };
    for (const int pid : pids) {
        if (m_with_unreadable_descendant.contains(pid)) return true;
        // Orphans go to the nearest ancestor that asked for them (PR_SET_CHILD_SUBREAPER), else to the namespace's first process.
        int below = pid;
        for (int i = 0; i < max_ancestors; ++i) {
            const Process* process = find_process(below);
            if (process == nullptr || process->ppid == below || process->ppid <= 0) break;
            if (has_orphan(process->ppid, below)) return true;
            below = process->ppid;
        }
        if (below != 1 && has_orphan(1, below)) return true;
    }
    return false;
}

}  // namespace gordian::analysis
