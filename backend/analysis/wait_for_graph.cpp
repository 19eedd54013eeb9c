// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/wait_for_graph.h"

#include <algorithm>

namespace gordian::analysis {

namespace {

/// Tarjan's components without recursion: chains of waits are as long as somebody else likes.
class Components {
public:
    Components(const WaitForGraph& graph, const Freeing& freeing)
        : m_graph(graph), m_freeing(freeing), m_index(graph.size(), unseen), m_low(graph.size(), 0),
          m_on_stack(graph.size(), false) {}

    std::vector<std::vector<Node>> with_a_circle() {
        for (Node node = 0; node < m_graph.size(); ++node) {
            if (m_freeing.stuck(node) && m_index[node] == unseen) walk(node);
        }
        std::ranges::sort(m_found, {}, [](const std::vector<Node>& nodes) { return nodes.front(); });
        return std::move(m_found);
    }

private:
    static constexpr std::uint32_t unseen = 0xffffffff;
    struct Frame {
        Node node;
        std::size_t next_successor;
    };

    void enter(Node node) {
        m_index[node] = m_low[node] = m_next_index++;
        m_stack.push_back(node);
        m_on_stack[node] = true;
        m_frames.push_back({.node = node, .next_successor = 0});
    }

    void walk(Node start) {
        enter(start);
        while (!m_frames.empty()) {
            const Node node = m_frames.back().node;
            const auto successors = m_graph.successors(node);
            if (m_frames.back().next_successor < successors.size()) {
                const Node to = successors[m_frames.back().next_successor++];
                if (!m_freeing.stuck(to)) continue;
                if (m_index[to] == unseen) enter(to);
                else if (m_on_stack[to]) m_low[node] = std::min(m_low[node], m_index[to]);
                continue;
            }
            m_frames.pop_back();
            if (!m_frames.empty()) m_low[m_frames.back().node] = std::min(m_low[m_frames.back().node], m_low[node]);
            if (m_low[node] == m_index[node]) take_component(node);
        }
    }

    void take_component(Node root) {
        std::vector<Node> nodes;
        do {
            nodes.push_back(m_stack.back());
            m_on_stack[m_stack.back()] = false;
            m_stack.pop_back();
        } while (nodes.back() != root);
        if (nodes.size() == 1 && !std::ranges::contains(m_graph.successors(root), root)) return;
        std::ranges::sort(nodes);
        m_found.push_back(std::move(nodes));
    }

    const WaitForGraph& m_graph;
    const Freeing& m_freeing;
    std::vector<std::uint32_t> m_index, m_low;
    std::vector<bool> m_on_stack;
    std::vector<Node> m_stack;
    std::vector<Frame> m_frames;
    std::uint32_t m_next_index = 0;
    std::vector<std::vector<Node>> m_found;
};

}  // namespace

WaitForGraph::Neighbours WaitForGraph::gather(std::size_t size, std::span<const Edge> edges, Node Edge::* at,
                                              Node Edge::* other) {
    Neighbours neighbours{.begin = std::vector<std::size_t>(size + 1, 0), .nodes = std::vector<Node>(edges.size())};
    for (const Edge& edge : edges) ++neighbours.begin[edge.*at + 1];
    for (std::size_t i = 0; i < size; ++i) neighbours.begin[i + 1] += neighbours.begin[i];
    std::vector<std::size_t> next(neighbours.begin.begin(), neighbours.begin.end() - 1);
    for (const Edge& edge : edges) neighbours.nodes[next[edge.*at]++] = edge.*other;
    return neighbours;
}

WaitForGraph::WaitForGraph(std::vector<Needs> needs, std::span<const Edge> edges)
    : m_needs(std::move(needs)), m_forward(gather(m_needs.size(), edges, &Edge::from, &Edge::to)),
      m_backward(gather(m_needs.size(), edges, &Edge::to, &Edge::from)) {}

Freeing free_all(const WaitForGraph& graph, std::span<const Level> ends) {
    const std::size_t size = graph.size();
    Freeing freeing{.level = std::vector<Level>(size, never), .via = std::vector<std::optional<Node>>(size), .order = {}};
    freeing.order.reserve(size);

    std::vector<std::vector<Node>> free_at(never);
    std::vector<std::size_t> still_needed(size);
    for (Node node = 0; node < size; ++node) {
        still_needed[node] = graph.successors(node).size();
        if (graph.needs(node) == Needs::all && still_needed[node] == 0) free_at[0].push_back(node);
        else if (ends[node] != never) free_at[ends[node]].push_back(node);
    }

    // From the best level to the worst, so that whoever is freed first is freed at the best level it can have.
    for (Level level = 0; level < never; ++level) {
        const auto set_free = [&](Node node, std::optional<Node> via) {
            freeing.level[node] = level;
            freeing.via[node] = via;
            freeing.order.push_back(node);
        };
        std::size_t done = freeing.order.size();
        for (const Node node : free_at[level]) {
            if (freeing.stuck(node)) set_free(node, std::nullopt);
        }
        for (; done < freeing.order.size(); ++done) {
            const Node freed = freeing.order[done];
            for (const Node waiting : graph.predecessors(freed)) {
                --still_needed[waiting];
                const bool enough = graph.needs(waiting) == Needs::any || still_needed[waiting] == 0;
                if (enough && freeing.stuck(waiting)) set_free(waiting, freed);
            }
        }
    }
    return freeing;
}

std::vector<std::vector<Node>> knots(const WaitForGraph& graph, const Freeing& freeing) {
    return Components(graph, freeing).with_a_circle();
}

std::vector<std::optional<Node>> ways_into_knots(const WaitForGraph& graph, const Freeing& freeing,
                                                 std::span<const std::vector<Node>> knots) {
    constexpr std::uint32_t outside = 0xffffffff;
    std::vector<std::optional<Node>> way(graph.size());
    std::vector<std::uint32_t> knot_of(graph.size(), outside);
    for (std::uint32_t i = 0; i < knots.size(); ++i) {
        for (const Node node : knots[i]) knot_of[node] = i;
    }

    // Within each knot: breadth first against the edges from its first node, whose own next is the first that gets back soonest.
    std::vector<Node> queue;
    std::vector<std::uint32_t> distance(graph.size(), outside);
    for (std::uint32_t i = 0; i < knots.size(); ++i) {
        const Node first = knots[i].front();
        queue.assign(1, first);
        distance[first] = 0;
        for (std::size_t done = 0; done < queue.size(); ++done) {
            for (const Node before : graph.predecessors(queue[done])) {
                if (knot_of[before] != i || distance[before] != outside) continue;
                distance[before] = distance[queue[done]] + 1;
                way[before] = queue[done];
                queue.push_back(before);
            }
        }
        for (const Node next : graph.successors(first)) {
            if (knot_of[next] == i && (!way[first] || distance[next] < distance[*way[first]])) way[first] = next;
        }
    }

    // Behind the knots: breadth first against the edges from all of them.
    queue.clear();
    for (const auto& knot : knots) queue.insert(queue.end(), knot.begin(), knot.end());
    for (std::size_t done = 0; done < queue.size(); ++done) {
        for (const Node before : graph.predecessors(queue[done])) {
            if (!freeing.stuck(before) || way[before]) continue;
            way[before] = queue[done];
            queue.push_back(before);
        }
    }
    return way;
}

}  // namespace gordian::analysis
