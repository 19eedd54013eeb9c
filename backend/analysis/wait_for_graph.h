// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// An AND/OR graph of who needs whom, and what gets free when. It knows nothing of IPC: a node needs all of its successors, or any one of
// them, or is free by itself. What is left after repeatedly freeing whoever can be freed is deadlocked; cycles only spell it out.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gordian::analysis {

using Node = std::uint32_t;

enum class Needs : std::uint8_t { all, any };

struct Edge {
    Node from = 0, to = 0;  ///< `from` needs `to`
};

/// Immutable once built. Edges may repeat, and may lead from a node to itself.
class WaitForGraph {
public:
    WaitForGraph() = default;
    /// `needs` has one entry a node; each edge's ends must be below its size.
    WaitForGraph(std::vector<Needs> needs, std::span<const Edge> edges);

    [[nodiscard]] std::size_t size() const { return m_needs.size(); }
    [[nodiscard]] Needs needs(Node node) const { return m_needs[node]; }
    [[nodiscard]] std::span<const Node> successors(Node node) const { return m_forward.of(node); }
    [[nodiscard]] std::span<const Node> predecessors(Node node) const { return m_backward.of(node); }

private:
    /// All neighbours in one array, those of a node side by side.
    struct Neighbours {
        std::vector<std::size_t> begin;
        std::vector<Node> nodes;
        [[nodiscard]] std::span<const Node> of(Node node) const {
            return std::span(nodes).subspan(begin[node], begin[node + 1] - begin[node]);
        }
    };
    static Neighbours gather(std::size_t size, std::span<const Edge> edges, Node Edge::* at, Node Edge::* other);

    std::vector<Needs> m_needs;
    Neighbours m_forward, m_backward;
};

/// How far from hope: 0 is best. A node that needs all of its successors has the worst of their levels, one that needs any the best.
using Level = std::uint8_t;
inline constexpr Level never = 255;

struct Freeing {
    std::vector<Level> level;  ///< `never`: deadlocked
    std::vector<std::optional<Node>> via;  ///< the successor whose freedom decided it: the worst of all, the best of any; empty: free by itself
    std::vector<Node> order;  ///< the free ones, each after its `via`
    [[nodiscard]] bool stuck(Node node) const { return level[node] == never; }
};
/// `ends` has one entry a node: the level at which it is free by itself, or `never`. A node that needs all of nothing is free at level 0,
/// one that needs any of nothing never is. Linear: each node and each edge is looked at once (Knuth 1977, for superior functions min and max).
[[nodiscard]] Freeing free_all(const WaitForGraph& graph, std::span<const Level> ends);

/// The strongly connected components, among the nodes that are stuck, that contain a circle. Nodes ascending, components by first node.
[[nodiscard]] std::vector<std::vector<Node>> knots(const WaitForGraph& graph, const Freeing& freeing);

/// For each stuck node the next one on a way into a circle and around it. In a knot all ways lead to its first node and from there by the
/// shortest way back to it. Empty for nodes that are not stuck.
[[nodiscard]] std::vector<std::optional<Node>> ways_into_knots(const WaitForGraph& graph, const Freeing& freeing,
                                                               std::span<const std::vector<Node>> knots);

}  // namespace gordian::analysis
