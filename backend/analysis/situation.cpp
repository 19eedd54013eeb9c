// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/situation.h"

#include "backend/analysis/explain.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>

namespace gordian::analysis {

Situation::Situation(const Snapshot& seen, Confirmation confirmation)
    : m_seen(seen), m_confirmation(confirmation), m_index(seen), m_locks(seen),
      m_waits(find_waits(seen, m_index, m_locks)), m_releasers(seen, m_index, m_waits) {
    build();
    m_as_seen = free_all(m_graph, m_ends);
    m_at_most = free_all(m_graph, ends_without_passing(&Situation::confirmed, true));
    m_lasting = free_all(m_graph, ends_without_passing(&Situation::lasting, false));
    m_lasting_at_most = free_all(m_graph, ends_without_passing(&Situation::lasting, true));
}

bool Situation::confirmed(const KnownWait& wait) const {
    if (!wait.thread || wait.passing) return false;
    const SecondReading second = m_seen.threads[*wait.thread].second_reading;
    return second == SecondReading::unchanged ||
           (second == SecondReading::none && m_confirmation == Confirmation::assumed);
}

bool Situation::lasting(const KnownWait& wait) const {
    return confirmed(wait) && wait.row.blocked_ms.value_or(0) >= finding_after_ms;
}

// The better the verdict, the lower the level. What a thing needs all of is as bad as the worst, what it needs any of as good as the best.
Level Situation::level_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::held: return 0;
    case Verdict::idle: return 1;
    case Verdict::unknown: return 2;
    case Verdict::stopped: return 3;
    case Verdict::abandoned: return 4;
    case Verdict::deadlocked: return never;
    }
    return never;
}

Verdict Situation::verdict_of(Level level) {
    switch (level) {
    case 0: return Verdict::held;
    case 1: return Verdict::idle;
    case 2: return Verdict::unknown;
    case 3: return Verdict::stopped;
    case 4: return Verdict::abandoned;
    default: return Verdict::deadlocked;
    }
}

void Situation::build() {
    // Things and processes in an order that does not hang on the order of rows.
    for (const KnownWait& wait : m_waits) m_things.insert(m_things.end(), wait.targets.begin(), wait.targets.end());
    const auto spelled = [&](const Target& target) { return std::pair(spelling(m_seen, target), target); };
    std::ranges::sort(m_things);
    m_things.erase(std::ranges::unique(m_things).begin(), m_things.end());
    std::vector<std::pair<std::string, Target>> named;
    named.reserve(m_things.size());
    for (const Target& target : m_things) named.push_back(spelled(target));
    std::ranges::sort(named);
    std::map<Target, Node> node_of_target;
    for (std::size_t i = 0; i < named.size(); ++i) {
        m_things[i] = named[i].second;
        node_of_target.emplace(m_things[i], node_of_thing(i));
    }

    std::vector<Releasers> releasers;
    releasers.reserve(m_things.size());
    for (const Target& target : m_things) releasers.push_back(m_releasers.of(target));
    for (const Releasers& known : releasers) {
        for (const Releaser& releaser : known.who) m_pids.push_back(releaser.pid);
    }
    std::ranges::sort(m_pids);
    m_pids.erase(std::ranges::unique(m_pids).begin(), m_pids.end());

    const std::size_t size = m_waits.size() + m_things.size() + m_pids.size();
    std::vector<Needs> needs(size, Needs::any);
    std::vector<Edge> edges;
    m_ends.assign(size, never);
    m_sure.assign(size, true);

    for (std::size_t i = 0; i < m_waits.size(); ++i) {
        const auto node = static_cast<Node>(i);
        const KnownWait& wait = m_waits[i];
        needs[node] = wait.row.any_of.empty() ? Needs::all : Needs::any;
        if (wait.targets.empty()) {
            needs[node] = Needs::any;
            m_ends[node] = level_of(Verdict::unknown);
        }
        m_sure[node] = wait.row.certain && wait.row.block == Block::hard && wait.row.time_limit_ms == 0;
        for (const Target& target : wait.targets) edges.push_back({.from = node, .to = node_of_target.at(target)});
    }
    for (std::size_t i = 0; i < m_things.size(); ++i) {
        const Node node = node_of_thing(i);
        m_sure[node] = releasers[i].complete;
        if (releasers[i].who.empty()) m_ends[node] = level_of(releasers[i].without);
        for (const Releaser& releaser : releasers[i].who)
            edges.push_back({.from = node, .to = node_of_pid(releaser.pid)});
    }
    for (std::size_t i = 0; i < m_pids.size(); ++i) {
        const auto node = static_cast<Node>(m_waits.size() + m_things.size() + i);
        if (const auto activity = m_releasers.activity(m_pids[i])) {
            m_ends[node] = level_of(activity->verdict);
            m_sure[node] = activity->certain;
        }
        for (const KnownWait& wait : m_releasers.waits_of(m_pids[i])) {
            if (wait.recognised) edges.push_back({.from = node, .to = static_cast<Node>(&wait - m_waits.data())});
        }
    }
    m_graph = WaitForGraph(std::move(needs), edges);
}

Node Situation::node_of_pid(int pid) {
    const auto found = std::ranges::lower_bound(m_pids, pid);
    return static_cast<Node>(m_waits.size() + m_things.size() + static_cast<std::size_t>(found - m_pids.begin()));
}

std::vector<Level> Situation::ends_without_passing(bool (Situation::*keeps)(const KnownWait&) const, bool only_sure) const {
    std::vector<Level> ends = m_ends;
    for (std::size_t i = 0; i < m_waits.size(); ++i) {
        if (!(this->*keeps)(m_waits[i])) ends[i] = 0;
    }
    if (only_sure) {
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (!m_sure[i]) ends[i] = 0;
        }
    }
    return ends;
}

std::string Situation::name(Node node) const {
    if (is_wait(node)) {
        const Wait& row = m_waits[node].row;
        return row.tid ? resource::thread(row.pid, *row.tid) : resource::process(row.pid);
    }
    return is_thing(node) ? spelling(m_seen, thing(node)) : resource::process(pid(node));
}

std::vector<std::size_t> Situation::waits_for(Node thing) const {
    const auto waiting = m_graph.predecessors(thing);
    std::vector<std::size_t> waits(waiting.begin(), waiting.end());
    std::ranges::sort(waits);
    return waits;
}

}  // namespace gordian::analysis
