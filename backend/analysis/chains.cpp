// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/chains.h"

#include <algorithm>

namespace gordian::analysis {

namespace {

class ChainFinder {
public:
    explicit ChainFinder(const Situation& situation)
        : m_situation(situation), m_certain(certain_to_the_end(situation)),
          m_ways(ways_into_knots(situation.graph(), situation.as_seen(), knots(situation.graph(), situation.as_seen()))),
          m_root(situation.graph().size()), m_visited(situation.wait_count(), 0) {}

    std::vector<Chain> find() {
        find_roots();
        std::vector<Chain> chains;
        chains.reserve(m_situation.wait_count());
        for (std::size_t wait = 0; wait < m_situation.wait_count(); ++wait)
            chains.push_back(chain_of(static_cast<Node>(wait)));
        std::ranges::sort(chains, {}, [](const Chain& chain) { return row_key(chain); });
        return chains;
    }

private:
    [[nodiscard]] std::optional<Node> next(Node node) const {
        return m_situation.as_seen().stuck(node) ? m_ways[node] : m_situation.as_seen().via[node];
    }

    /// Where the ways of those who get free end: each comes after the one it goes by.
    void find_roots() {
        for (const Node node : m_situation.as_seen().order) {
            const auto via = m_situation.as_seen().via[node];
            m_root[node] = via ? m_root[*via] : node;
        }
    }

    [[nodiscard]] std::string resource_of(Node wait, std::optional<Node> thing) const {
        if (thing) return m_situation.name(*thing);
        return m_situation.waits()[wait].row.resource.value_or("");
    }

    [[nodiscard]] std::string root_name(Node root) const {
        // A wait that is free by itself waits for something of which nothing more is known.
        const auto resource = m_situation.is_wait(root) ? m_situation.waits()[root].row.resource : std::nullopt;
        return resource ? *resource : m_situation.name(root);
    }

    Chain chain_of(Node start) {
        const bool stuck = m_situation.as_seen().stuck(start);
        Chain chain;
        chain.thread = m_situation.name(start);
        chain.verdict = verdict_of_wait(m_situation, start);
        chain.certain = m_certain[start];
        ++m_walk;
        std::optional<Node> wait = start;
        while (wait && m_visited[*wait] != m_walk && chain.links.size() < max_links) {
            m_visited[*wait] = m_walk;
            const auto thing = next(*wait);
            chain.links.push_back({.thread = m_situation.name(*wait), .resource = resource_of(*wait, thing)});
            const auto process = thing ? next(*thing) : std::nullopt;
            wait = process ? next(*process) : std::nullopt;
        }
        if (!stuck) chain.root = root_name(*m_root[start]);
        else if (wait) chain.root = m_situation.name(*wait);
        return chain;
    }

    const Situation& m_situation;
    std::vector<bool> m_certain;
    std::vector<std::optional<Node>> m_ways;
    std::vector<std::optional<Node>> m_root;
    std::vector<std::size_t> m_visited;  ///< the walk that a wait was last met on
    std::size_t m_walk = 0;
};

}  // namespace

std::vector<Chain> find_chains(const Situation& situation) { return ChainFinder(situation).find(); }

Verdict verdict_of_wait(const Situation& situation, std::size_t wait) {
    return Situation::verdict_of(situation.as_seen().level[wait]);
}

std::vector<bool> certain_to_the_end(const Situation& situation) {
    const WaitForGraph& graph = situation.graph();
    const Freeing& freeing = situation.as_seen();
    std::vector<bool> certain(graph.size(), false);
    for (const Node node : freeing.order) {
        const Verdict verdict = Situation::verdict_of(freeing.level[node]);
        // What is unknown is not certain; and nobody's death proves that no one else will post a semaphore or read a queue.
        if (!situation.sure(node) || verdict == Verdict::unknown || verdict == Verdict::abandoned) continue;
        const auto via = freeing.via[node];
        if (!via) {
            certain[node] = true;
            continue;
        }
        // That one of several can go on is enough to say who; that all others are worse must be known of each.
        const bool one_is_enough = graph.needs(node) == Needs::any && verdict == Verdict::held;
        certain[node] = one_is_enough ? certain[*via] : std::ranges::all_of(graph.successors(node), [&](Node other) {
            return certain[other] || freeing.stuck(other);
        });
    }
    for (Node node = 0; node < graph.size(); ++node) {
        if (freeing.stuck(node)) certain[node] = situation.at_most().stuck(node);
    }
    return certain;
}

}  // namespace gordian::analysis
