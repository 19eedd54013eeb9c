// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/wait_for_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace gordian::analysis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A small graph with everything that free_all() takes.
struct Case {
    std::vector<Needs> needs;
    std::vector<Edge> edges;
    std::vector<Level> ends;
    [[nodiscard]] WaitForGraph graph() const { return {needs, edges}; }
};

constexpr Level last_level = 4;

/// Dense enough for knots, with all kinds of ends, at most 12 nodes.
rc::Gen<Case> any_case() {
    return rc::gen::exec([] {
        Case made;
        const auto size = *rc::gen::inRange<std::uint32_t>(1, 13);
        for (std::uint32_t i = 0; i < size; ++i) {
            made.needs.push_back(*rc::gen::element(Needs::all, Needs::any));
            made.ends.push_back(*rc::gen::weightedElement<Level>({{8, never}, {1, 0}, {1, 1}, {1, 3}, {1, last_level}}));
        }
        const auto count = *rc::gen::inRange<std::uint32_t>(0, 2 * size + 1);
        for (std::uint32_t i = 0; i < count; ++i)
            made.edges.push_back({.from = *rc::gen::inRange<Node>(0, size), .to = *rc::gen::inRange<Node>(0, size)});
        return made;
    });
}

/// Whether none of the nodes of `set` can ever be freed, if only those in it are not free: nobody in it is free by itself at `level` or
/// better, each that needs all needs one in it, each that needs any needs none outside.
bool holds_itself(const Case& made, std::uint32_t set, Level level) {
    for (Node node = 0; node < made.needs.size(); ++node) {
        if ((set >> node & 1U) == 0) continue;
        if (made.ends[node] <= level) return false;
        bool one_inside = false, one_outside = false;
        for (const Edge& edge : made.edges) {
            if (edge.from != node) continue;
            ((set >> edge.to & 1U) != 0 ? one_inside : one_outside) = true;
        }
        if (made.needs[node] == Needs::all ? !one_inside : one_outside) return false;
    }
    return true;
}

/// The union of all sets that hold themselves: by trying every one.
std::uint32_t stuck_by_trying_everything(const Case& made, Level level) {
    std::uint32_t stuck = 0;
    for (std::uint32_t set = 1; set < 1U << made.needs.size(); ++set) {
        if (holds_itself(made, set, level)) stuck |= set;
    }
    return stuck;
}

RC_GTEST_PROP(FreeAll, WhatIsNeverFreeIsTheLargestSetThatHoldsItself, ()) {
    const Case made = *any_case();
    const Freeing freeing = free_all(made.graph(), made.ends);
    const std::uint32_t stuck = stuck_by_trying_everything(made, last_level);
    for (Node node = 0; node < made.needs.size(); ++node) RC_ASSERT(freeing.stuck(node) == ((stuck >> node & 1U) != 0));
}

RC_GTEST_PROP(FreeAll, ANodesLevelIsTheFirstAtWhichItIsNotHeld, ()) {
    const Case made = *any_case();
    const Freeing freeing = free_all(made.graph(), made.ends);
    for (Level level = 0; level <= last_level; ++level) {
        const std::uint32_t held = stuck_by_trying_everything(made, level);
        for (Node node = 0; node < made.needs.size(); ++node)
            RC_ASSERT((freeing.level[node] > level) == ((held >> node & 1U) != 0));
    }
}

RC_GTEST_PROP(FreeAll, EachWayLeadsByFreerNodesToOneThatIsFreeByItself, ()) {
    const Case made = *any_case();
    const WaitForGraph graph = made.graph();
    const Freeing freeing = free_all(graph, made.ends);
    std::set<Node> before;
    for (const Node node : freeing.order) {
        if (const auto via = freeing.via[node]) {
            RC_ASSERT(before.contains(*via));
            RC_ASSERT(std::ranges::contains(graph.successors(node), *via));
            RC_ASSERT(freeing.level[*via] == freeing.level[node]);
        }
        before.insert(node);
    }
}

RC_GTEST_PROP(Knots, EachStuckNodesWayEndsInACircleOfAKnot, ()) {
    const Case made = *any_case();
    const WaitForGraph graph = made.graph();
    const Freeing freeing = free_all(graph, made.ends);
    const auto found = knots(graph, freeing);
    std::set<Node> knotted;
    for (const auto& knot : found) knotted.insert(knot.begin(), knot.end());
    const auto ways = ways_into_knots(graph, freeing, found);
    for (Node start = 0; start < graph.size(); ++start) {
        if (!freeing.stuck(start)) {
            RC_ASSERT(!ways[start]);
            continue;
        }
        std::set<Node> met;
        std::optional<Node> node = start;
        // One that needs any of nothing, and was given no end, is stuck without a circle.
        while (node && met.insert(*node).second) {
            if (ways[*node]) RC_ASSERT(std::ranges::contains(graph.successors(*node), *ways[*node]));
            node = ways[*node];
        }
        if (node) RC_ASSERT(knotted.contains(*node));
    }
}

/// Reachability by walking, for each pair: no shared code with the components.
RC_GTEST_PROP(Knots, TwoNodesAreInOneKnotExactlyWhereEachLeadsToTheOther, ()) {
    const Case made = *any_case();
    const WaitForGraph graph = made.graph();
    const Freeing freeing = free_all(graph, made.ends);
    const std::size_t size = graph.size();
    std::vector<std::vector<bool>> reaches(size, std::vector<bool>(size, false));
    for (const Edge& edge : made.edges)
        if (freeing.stuck(edge.from) && freeing.stuck(edge.to)) reaches[edge.from][edge.to] = true;
    for (std::size_t via = 0; via < size; ++via)
        for (std::size_t from = 0; from < size; ++from)
            for (std::size_t to = 0; to < size; ++to)
                if (reaches[from][via] && reaches[via][to]) reaches[from][to] = true;

    std::vector<std::optional<std::size_t>> knot_of(size);
    const auto found = knots(graph, freeing);
    for (std::size_t i = 0; i < found.size(); ++i)
        for (const Node node : found[i]) knot_of[node] = i;
    for (std::size_t a = 0; a < size; ++a)
        for (std::size_t b = 0; b < size; ++b)
            RC_ASSERT((knot_of[a] && knot_of[a] == knot_of[b]) == (reaches[a][b] && reaches[b][a]));
}

TEST(FreeAll, WhoNeedsAllOfNothingIsFreeAndWhoNeedsAnyOfNothingNeverIs) {
    const WaitForGraph graph({Needs::all, Needs::any}, {});
    const Freeing freeing = free_all(graph, std::vector<Level>{never, never});
    EXPECT_EQ(freeing.level[0], 0);
    EXPECT_TRUE(freeing.stuck(1));
    EXPECT_THAT(knots(graph, freeing), IsEmpty()) << "stuck, but in no circle";
}

TEST(Knots, TwoCirclesAreTwoKnotsAndWhoWaitsBehindIsInNone) {
    // 0 ⇄ 1, 2 ⇄ 3, 4 → 0
    const std::vector<Edge> edges{
        {.from = 0, .to = 1}, {.from = 1, .to = 0}, {.from = 2, .to = 3}, {.from = 3, .to = 2}, {.from = 4, .to = 0}};
    const WaitForGraph graph(std::vector<Needs>(5, Needs::all), edges);
    const Freeing freeing = free_all(graph, std::vector<Level>(5, never));
    EXPECT_THAT(knots(graph, freeing), ElementsAre(ElementsAre(0U, 1U), ElementsAre(2U, 3U)));
    EXPECT_TRUE(freeing.stuck(4));
}

TEST(FreeAll, AChainOfAMillionNodesIsWalkedWithoutRecursion) {
    constexpr std::uint32_t length = 1'000'000;
    std::vector<Edge> edges;
    for (Node node = 0; node < length; ++node) edges.push_back({.from = node, .to = (node + 1) % length});
    const WaitForGraph graph(std::vector<Needs>(length, Needs::all), edges);
    const Freeing freeing = free_all(graph, std::vector<Level>(length, never));
    const auto found = knots(graph, freeing);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().size(), length);
    EXPECT_EQ(ways_into_knots(graph, freeing, found)[length - 1], 0U);
}

}  // namespace
}  // namespace gordian::analysis
