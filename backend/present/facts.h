// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A Moment, looked up by what sentences ask: who waits for this, who could release it, what row is this resource. One pass makes it, so that
// sentences for thousands of findings stay linear.
#include "backend/analysis/moment.h"
#include "backend/present/names.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gordian::present {

/// What a thread's semop lacks: the first of its operations that the present values hold up.
struct SemNeed {
    int num = 0;
    int missing = 0;     ///< units that it lacks; 0: it waits for zero
    int above_zero = 0;  ///< where it waits for zero: the units that are in the way
};

/// Points into the Moment: it must live longer.
class Facts {
public:
    explicit Facts(const Moment& moment);

    const Moment& moment;
    const Snapshot& seen;
    People people;

    [[nodiscard]] const std::vector<const Wait*>& waits_of(int pid) const;
    /// Of a thread/PID/TID (or process/PID, where no thread is known).
    [[nodiscard]] const Wait* wait_of(std::string_view thread) const;
    /// Those of these threads that wait, the longest first.
    [[nodiscard]] std::vector<const Wait*> waits_of(const std::vector<std::string>& threads) const;
    /// Who waits for it, the longest first. A semaphore set: for any of its semaphores.
    [[nodiscard]] const std::vector<const Wait*>& waits_for(std::string_view resource) const;
    [[nodiscard]] const std::vector<const Hold*>& holds_on(std::string_view resource) const;
    [[nodiscard]] const std::vector<const Hold*>& holds_of(int pid) const;
    [[nodiscard]] const Chain* chain_of(const Wait& wait) const;
    /// The most severe finding that speaks of this thread.
    [[nodiscard]] const Finding* finding_about(std::string_view thread) const;

    [[nodiscard]] const MsgQueue* msg_queue(std::string_view resource) const;
    /// Of a set or of one of its semaphores.
    [[nodiscard]] const SemSet* sem_set(std::string_view resource) const;
    [[nodiscard]] const Semaphore* semaphore(std::string_view resource) const;
    [[nodiscard]] const ShmSegment* shm_segment(std::string_view resource) const;
    [[nodiscard]] const FileLock* lock(std::string_view resource) const;
    [[nodiscard]] const Pipe* pipe(std::string_view resource) const;
    [[nodiscard]] std::optional<SemNeed> need_of(const Wait& wait) const;

    /// "waiter-1 901", "shopd 901/905".
    [[nodiscard]] std::string who(const Wait& wait) const;
    /// "sysv-sem/7/0", "the write lock on bytes 0-99 of /tmp/x", "the end of shopd 901": the object of a sentence.
    [[nodiscard]] std::string object(std::string_view resource) const;
    /// Whether something may be missing in what this viewer sees of other users' processes.
    [[nodiscard]] bool partly_blind() const;

private:
    std::unordered_map<std::string_view, const MsgQueue*> m_msg_queues;
    std::unordered_map<std::string_view, const SemSet*> m_sem_sets;
    std::unordered_map<std::string_view, const ShmSegment*> m_shm_segments;
    std::unordered_map<std::string_view, const FileLock*> m_locks;
    std::unordered_map<std::string_view, const Pipe*> m_pipes;
    std::unordered_map<std::string, const Wait*> m_wait_by_thread;
    std::unordered_map<int, std::vector<const Wait*>> m_waits_by_pid;
    std::unordered_map<std::string_view, std::vector<const Wait*>> m_waits_by_resource;
    std::unordered_map<std::string_view, std::vector<const Hold*>> m_holds_by_resource;
    std::unordered_map<int, std::vector<const Hold*>> m_holds_by_pid;
    std::unordered_map<std::string_view, const Chain*> m_chains;
    std::unordered_map<std::string_view, const Finding*> m_findings;
};

/// What it waits for: every one of `all_of`, or one of `any_of`, or its resource.
[[nodiscard]] std::vector<std::string_view> things_of(const Wait& wait);
/// "thread/901/901", or "process/901" where no thread is known.
[[nodiscard]] std::string thread_of(const Wait& wait);
/// The pid in "process/901" and in "thread/901/905".
[[nodiscard]] std::optional<int> pid_of(std::string_view resource);
/// "semaphore", "queue", "lock", "child", "process" …: what kind of thing a resource names.
[[nodiscard]] std::string_view kind_of(std::string_view resource);

}  // namespace gordian::present
