// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One snapshot put together: its waits, the graph of who needs whom, and what gets free when. Chains and findings read from it.
//
//   wait  ──needs all (or any) of──►  thing  ──needs any of──►  process  ──needs any of──►  wait (of its threads)
//
// A process with a thread that is in no recognised wait, and a thing of which nobody is known who could release it, are free by
// themselves, each at a level of hope (Verdict): what is never free is deadlocked.
#include "backend/analysis/releasers.h"
#include "backend/analysis/wait_for_graph.h"

#include <unordered_map>

namespace gordian::analysis {

/// Whether threads that were not read a second time count as unchanged: to learn which ones to read again.
enum class Confirmation { as_read, assumed };

class Situation {
public:
    Situation(const Snapshot& seen, Confirmation confirmation);
    Situation(const Situation&) = delete;
    Situation& operator=(const Situation&) = delete;

    [[nodiscard]] const Snapshot& seen() const { return m_seen; }
    [[nodiscard]] const Index& index() const { return m_index; }
    [[nodiscard]] std::span<const KnownWait> waits() const { return m_waits; }
    [[nodiscard]] const ReleaserTable& releasers() const { return m_releasers; }

    /// It was seen twice in the same wait: with all others of which this is said, it waited at one instant.
    [[nodiscard]] bool confirmed(const KnownWait& wait) const;
    /// Confirmed, and long enough for a finding.
    [[nodiscard]] bool lasting(const KnownWait& wait) const;

    [[nodiscard]] const WaitForGraph& graph() const { return m_graph; }
    /// Waits are the first nodes, in their order.
    [[nodiscard]] std::size_t wait_count() const { return m_waits.size(); }
    [[nodiscard]] bool is_wait(Node node) const { return node < m_waits.size(); }
    [[nodiscard]] bool is_thing(Node node) const {
        return node >= m_waits.size() && node < m_waits.size() + m_things.size();
    }
    [[nodiscard]] const Target& thing(Node node) const { return m_things[node - m_waits.size()]; }
    [[nodiscard]] std::span<const Target> things() const { return m_things; }
    [[nodiscard]] Node node_of_thing(std::size_t i) const { return static_cast<Node>(m_waits.size() + i); }
    /// Of a node that is neither.
    [[nodiscard]] int pid(Node node) const { return m_pids[node - m_waits.size() - m_things.size()]; }
    /// thread/PID/TID (process/PID where no thread is known), a thing's resource, process/PID.
    [[nodiscard]] std::string name(Node node) const;
    /// The waits that need this thing, with others or alone.
    [[nodiscard]] std::vector<std::size_t> waits_for(Node thing) const;

    /// What gets free at all, and how: levels are of level_of().
    [[nodiscard]] const Freeing& as_seen() const { return m_as_seen; }
    /// The same, with what is not known for certain, or was not confirmed, taken for free: what is stuck here is stuck for certain.
    [[nodiscard]] const Freeing& at_most() const { return m_at_most; }
    /// With waits that don't last taken for free: what findings may rest on; and of that what is certain.
    [[nodiscard]] const Freeing& lasting() const { return m_lasting; }
    [[nodiscard]] const Freeing& lasting_at_most() const { return m_lasting_at_most; }

    /// This node alone: what it says is known, not inferred.
    [[nodiscard]] bool sure(Node node) const { return m_sure[node]; }

    [[nodiscard]] static Level level_of(Verdict verdict);
    [[nodiscard]] static Verdict verdict_of(Level level);

private:
    void build();
    Node node_of_pid(int pid);
    [[nodiscard]] std::vector<Level> ends_without_passing(bool (Situation::*keeps)(const KnownWait&) const,
                                                          bool only_sure) const;

    const Snapshot& m_seen;
    Confirmation m_confirmation;
    Index m_index;
    LockTable m_locks;
    std::vector<KnownWait> m_waits;
    ReleaserTable m_releasers;

    std::vector<Target> m_things;
    std::vector<int> m_pids;
    std::vector<Level> m_ends;
    std::vector<bool> m_sure;
    WaitForGraph m_graph;
    Freeing m_as_seen, m_at_most, m_lasting, m_lasting_at_most;
};

}  // namespace gordian::analysis
