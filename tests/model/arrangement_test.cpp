// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/arrangement.h"

#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace gordian::model {
namespace {

using ::testing::ElementsAre;

struct Case {
    Rows before, after;
    present::Pairing pairing;
};

/// Rows of two Moments of a section: some go, some come, some change; some are not shown before or after; now and then the order is another.
Case random_case(std::mt19937& random) {
    const auto below = [&](std::size_t count) { return random() % count; };
    Case made;
    const std::size_t size = below(200), share = 1 + below(40);
    std::size_t next = 0;
    for (std::size_t row = 0; row < size; ++row) {
        while (below(100) < share / 2) ++next;
        const bool goes = below(100) < share;
        made.pairing.after_of.push_back(goes ? -1 : static_cast<std::int32_t>(next));
        if (!goes) ++next;
    }
    made.pairing.changed.resize(next + below(4));
    const auto shown = [&](std::size_t count) {
        Rows rows;
        for (std::size_t row = 0; row < count; ++row)
            if (below(10) > 0) rows.push_back(static_cast<std::uint32_t>(row));
        return rows;
    };
    made.before = shown(size);
    made.after = shown(made.pairing.changed.size());
    for (const std::int32_t row : made.pairing.after_of)
        if (row >= 0) made.pairing.changed[static_cast<std::size_t>(row)] = below(3) == 0;
    if (below(3) == 0) std::ranges::shuffle(made.after, random);
    return made;
}

/// The section's new row of each row shown before; -1: gone.
std::vector<std::int64_t> carried_over(const Case& c) {
    std::vector<std::int64_t> rows;
    for (const std::uint32_t row : c.before) rows.push_back(c.pairing.after_of[row]);
    return rows;
}

/// As a model tells it: from the last removed range to the first, then insertions.
std::vector<std::int64_t> by_steps(const Case& c, const Difference& steps) {
    std::vector<std::int64_t> rows = carried_over(c);
    for (auto range = steps.removed.rbegin(); range != steps.removed.rend(); ++range)
        rows.erase(rows.begin() + range->first, rows.begin() + range->last + 1);
    for (const auto [first, last] : steps.inserted)
        rows.insert(rows.begin() + first, c.after.begin() + first, c.after.begin() + last + 1);
    return rows;
}

bool is_in(const std::vector<RowRange>& ranges, int row) {
    return std::ranges::any_of(ranges, [&](const RowRange& range) { return range.first <= row && row <= range.last; });
}

TEST(Transition, LeadsFromTheRowsShownToTheNext) {
    std::mt19937 random(1);
    int in_order = 0, other = 0;
    for (int round = 0; round < 5000; ++round) {
        const Case c = random_case(random);
        const Transition change = transition(c.before, c.after, c.pairing);
        const std::vector<std::int64_t> wanted(c.after.begin(), c.after.end());
        if (change.inOrder) {
            ++in_order;
            ASSERT_EQ(by_steps(c, change.steps), wanted);
            EXPECT_LE(change.steps.removed.size() + change.steps.inserted.size(), most_ranges);
            EXPECT_TRUE(change.newRowOf.empty());
            continue;
        }
        ++other;
        ASSERT_EQ(change.newRowOf.size(), c.before.size());
        EXPECT_TRUE(change.steps.removed.empty() && change.steps.inserted.empty());
        const std::vector<std::int64_t> carried = carried_over(c);
        for (std::size_t row = 0; row < c.before.size(); ++row) {
            const auto found = std::ranges::find(wanted, carried[row]);
            EXPECT_EQ(change.newRowOf[row], carried[row] < 0 || found == wanted.end() ? -1 : found - wanted.begin());
        }
    }
    EXPECT_GT(in_order, 500);
    EXPECT_GT(other, 500);
}

TEST(Transition, TellsEachRowThatStayedAndChanged) {
    std::mt19937 random(2);
    for (int round = 0; round < 2000; ++round) {
        const Case c = random_case(random);
        const Transition change = transition(c.before, c.after, c.pairing);
        const std::vector<std::int64_t> carried = carried_over(c);
        std::size_t changed_ranges = 0;
        bool before_changed = false;
        for (std::size_t row = 0; row < c.after.size(); ++row) {
            const bool stayed = std::ranges::contains(carried, std::int64_t{c.after[row]});
            const bool changed = stayed && c.pairing.changed[c.after[row]];
            if (changed && !before_changed) ++changed_ranges;
            before_changed = changed;
            // Where there are too many ranges one takes their place.
            const bool told = is_in(change.steps.changed, static_cast<int>(row));
            EXPECT_TRUE(told == changed || (told && change.steps.changed.size() == 1));
        }
        EXPECT_EQ(change.steps.changed.size(), changed_ranges > most_ranges ? 1 : changed_ranges);
    }
}

TEST(Transition, FewRangesAreToldManyAreOneChangeOfLayout) {
    for (const std::size_t ranges : {most_ranges, most_ranges + 1}) {
        // Every second row goes.
        Case c;
        for (std::size_t row = 0; row < 2 * ranges; ++row) {
            c.before.push_back(static_cast<std::uint32_t>(row));
            c.pairing.after_of.push_back(row % 2 == 0 ? -1 : static_cast<std::int32_t>(row / 2));
        }
        c.pairing.changed.resize(ranges);
        for (std::size_t row = 0; row < ranges; ++row) c.after.push_back(static_cast<std::uint32_t>(row));
        EXPECT_EQ(transition(c.before, c.after, c.pairing).inOrder, ranges <= most_ranges);
    }
}

std::shared_ptr<const present::Scene> scene_of(Moment moment) {
    return std::make_shared<const present::Scene>(std::make_shared<const Moment>(std::move(moment)), present::Names{});
}

Moment queues(const std::vector<std::pair<int, std::optional<std::uint64_t>>>& rows) {
    Moment moment = samples::calm();
    for (const auto& [id, qbytes] : rows) {
        MsgQueue& queue = moment.seen.msg_queues.emplace_back(samples::full_queue().seen.msg_queues.front());
        queue.id = id;
        queue.resource = "sysv-msg/" + std::to_string(id);
        queue.qbytes = qbytes;
    }
    return moment;
}

class Arrange : public ::testing::Test {
protected:
    Rows by(std::string_view column, bool descending) const {
        return arrange(
            section, *scene,
            {.sortColumn = present::find_column(section, column), .descending = descending, .filter = {}, .baseFilter = {}});
    }
    const present::Section& section = *present::find_section("msg_queues");
    std::shared_ptr<const present::Scene> scene = scene_of(queues({{2, 50}, {9, {}}, {10, 70}, {11, 50}, {100, {}}}));
};

TEST_F(Arrange, WhatIsNotKnownComesLastInBothDirectionsAndEqualRowsKeepTheirOrder) {
    EXPECT_THAT(by("qbytes", false), ElementsAre(0, 3, 2, 1, 4));
    EXPECT_THAT(by("qbytes", true), ElementsAre(2, 0, 3, 1, 4));
}

TEST_F(Arrange, ResourcesSortAsPeopleCount) {
    EXPECT_THAT(by("resource", false), ElementsAre(0, 1, 2, 3, 4));
    EXPECT_THAT(by("resource", true), ElementsAre(4, 3, 2, 1, 0));
}

TEST_F(Arrange, WithoutAColumnTheOrderIsTheSectionsOwn) {
    EXPECT_THAT(arrange(section, *scene, {}), ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(Arrange, BothFiltersMustLetARowThrough) {
    const auto filter = [&](std::string_view text) {
        return std::make_shared<const present::Filter>(*present::parse_filter(text, section));
    };
    ViewSpec spec;
    spec.filter = filter("qbytes=50");
    EXPECT_THAT(arrange(section, *scene, spec), ElementsAre(0, 3));
    spec.baseFilter = filter("-sysv-msg/11");
    EXPECT_THAT(arrange(section, *scene, spec), ElementsAre(0));
}

}  // namespace
}  // namespace gordian::model
