// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A snapshot, ready to be asked: who is pid 812, does it live, who are its children, which set is meant by id 7 in its namespace.
#include "backend/snapshot/snapshot.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace gordian::analysis {

/// `unknown`: neither seen nor known to be nobody's (hidden, or in another PID namespace).
enum class Liveness { alive, dead, unknown };

/// Which object an identifier means in the mouth of a process.
struct SysvPlace {
    std::optional<std::size_t> row;  ///< in sem_sets or msg_queues of the snapshot
    std::string prefix;              ///< "ipc:[N]/" where it is another namespace's
    bool elsewhere = false;          ///< it is another namespace's, of which nothing is known here
    bool namespace_known = false;    ///< the process's own, that is: what is said here is certain
};

/// Keeps references: the snapshot must outlive it.
class Index {
public:
    explicit Index(const Snapshot& seen);

    [[nodiscard]] const Process* find_process(int pid) const;
    [[nodiscard]] Liveness liveness(int pid) const;
    /// Of the process that had this number when it operated on an object, at `last` at the latest: one that has started since then got
    /// the number of a dead one.
    [[nodiscard]] Liveness liveness_of_operator(int pid, Time last) const;
    /// Not ended, by pid.
    [[nodiscard]] std::span<const int> living_children(int pid) const;
    /// A child of it has ended and was not waited for yet.
    [[nodiscard]] std::span<const int> ended_children(int pid) const;
    /// Rows of Snapshot::threads, by tid; each tid once.
    [[nodiscard]] std::span<const std::size_t> threads_of(int pid) const;
    /// Rows of Snapshot::threads, by (pid, tid), each once.
    [[nodiscard]] std::span<const std::size_t> threads() const { return m_threads; }

    [[nodiscard]] SysvPlace sem_set_of(int pid, int semid) const { return place(m_sem_sets, pid, semid); }
    [[nodiscard]] SysvPlace msg_queue_of(int pid, int msqid) const { return place(m_msg_queues, pid, msqid); }
    /// The row's place among SemSet::semaphores; empty where the set has no such semaphore.
    [[nodiscard]] static std::optional<std::size_t> find_semaphore(const SemSet& set, int num);
    /// Whether an object of this namespace can be meant by a process of an unknown one.
    [[nodiscard]] bool is_own_namespace(std::uint64_t ipc_namespace) const {
        return !m_own_namespace || *m_own_namespace == ipc_namespace;
    }

    /// Somebody whose descriptors can't be read may have inherited an open file description from one of these: a descendant, or an orphan
    /// that was left to an ancestor of theirs since `since` (empty: ever).
    [[nodiscard]] bool may_have_unseen_heirs(std::span<const int> pids, std::optional<Time> since) const;

private:
    using SysvKey = std::pair<std::uint64_t, int>;  ///< namespace, identifier
    using SysvRows = std::map<SysvKey, std::size_t>;
    [[nodiscard]] SysvPlace place(const SysvRows& rows, int pid, int id) const;
    void find_own_namespace(const Snapshot& seen);
    void find_unreadable_relatives();

    const Snapshot& m_seen;
    std::unordered_map<int, const Process*> m_processes;
    std::unordered_set<int> m_dead;
    std::unordered_map<int, std::vector<int>> m_living_children, m_ended_children;
    std::vector<std::size_t> m_threads;
    std::unordered_map<int, std::pair<std::size_t, std::size_t>> m_threads_of;  ///< [begin, end) in m_threads
    std::optional<std::uint64_t> m_own_namespace;
    SysvRows m_sem_sets, m_msg_queues;
    std::unordered_set<int> m_with_unreadable_descendant;                        ///< themselves included
    std::unordered_map<int, std::vector<const Process*>> m_unreadable_children;  ///< the two that started last
};

}  // namespace gordian::analysis
