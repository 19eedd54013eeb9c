// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Who could release what is waited for, and what a process does that could: the edges and the ends of the wait-for graph.
#include "backend/analysis/waits.h"

#include <set>
#include <span>
#include <utility>
#include <vector>

namespace gordian::analysis {

struct Releaser {
    int pid = 0;
    bool certain = false;  ///< it is known to hold it; otherwise it was the last to operate on it
};

struct Releasers {
    std::vector<Releaser> who;  ///< any of them will do; by pid
    /// Nobody else can: these are all there are, and each of them is certain.
    bool complete = false;
    /// Where `who` is empty: abandoned (whoever is known is dead) or unknown.
    Verdict without = Verdict::unknown;
};

/// What keeps a process from releasing, apart from its waits.
struct Activity {
    Verdict verdict = Verdict::unknown;  ///< held, idle, stopped or unknown: of that of its threads which is the least far from acting
    bool certain = false;
};

/// Answers for the waits of one snapshot. Keeps references.
class ReleaserTable {
public:
    ReleaserTable(const Snapshot& seen, const Index& index, std::span<const KnownWait> waits);

    [[nodiscard]] Releasers of(const Target& target) const;
    /// Empty: each of its threads is in a recognised wait, and it acts when one of those ends.
    [[nodiscard]] std::optional<Activity> activity(int pid) const;
    /// The waits of one process.
    [[nodiscard]] std::span<const KnownWait> waits_of(int pid) const;
    /// The last to operate on a semaphore, where it is known that somebody did.
    [[nodiscard]] std::optional<int> last_operator(const SemSet& set, int num) const;

private:
    [[nodiscard]] Releasers of_lock(const FileLock& lock) const;
    [[nodiscard]] Releasers of_semaphore(const Target& target) const;
    [[nodiscard]] Releasers of_queue_room(const Target& target) const;
    [[nodiscard]] Releasers of_pipe_room(const Pipe& pipe) const;
    [[nodiscard]] bool waits_for_semaphore(int pid, const Target& target) const;
    [[nodiscard]] bool receives_from(int pid, const MsgQueue& queue) const;
    [[nodiscard]] bool may_have_unseen_holders(const FileLock& lock) const;

    const Snapshot& m_seen;
    const Index& m_index;
    std::span<const KnownWait> m_waits;
};

}  // namespace gordian::analysis
