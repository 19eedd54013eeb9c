// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/snapshot/difference.h"

#include "tests/snapshot/random_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <ostream>
#include <ranges>

namespace gordian {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Row {
    int key = 0, value = 0;
    friend bool operator==(const Row&, const Row&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.key << ':' << row.value; }
};
int row_key(const Row& row) { return row.key; }

using Rows = std::vector<Row>;

Rows applied(const SectionDifference<Row>& difference, Rows rows) {
    apply_rows(difference, rows);
    return rows;
}

/// Few keys and values, so that rows meet; in no order, and keys may come twice.
Rows pick_rows() {
    Rows rows;
    for (int i = testing::pick_below(12); i > 0; --i) rows.push_back({testing::pick_below(10), testing::pick_below(3)});
    return rows;
}
/// As a section of a snapshot is: each key once, in order.
Rows pick_section() {
    Rows rows = pick_rows();
    std::ranges::sort(rows, {}, &Row::key);
    const auto [first, last] = std::ranges::unique(rows, {}, &Row::key);
    rows.erase(first, last);
    return rows;
}

/// What a table on the screen does with the ranges (it takes the contents from `next`); every step must be one that it can do.
Rows shown_by_a_model(Rows rows, const Rows& next, const Difference& difference) {
    for (const auto [first, last] : difference.removed | std::views::reverse) {
        RC_ASSERT(0 <= first && first <= last && last < std::ssize(rows));
        rows.erase(rows.begin() + first, rows.begin() + last + 1);
    }
    for (const auto [first, last] : difference.inserted) {
        RC_ASSERT(0 <= first && first <= std::ssize(rows) && first <= last && last < std::ssize(next));
        rows.insert(rows.begin() + first, next.begin() + first, next.begin() + last + 1);
    }
    RC_ASSERT(rows.size() == next.size());
    for (const auto [first, last] : difference.changed) {
        RC_ASSERT(0 <= first && first <= last && last < std::ssize(rows));
        for (int row = first; row <= last; ++row) {
            RC_ASSERT(rows[static_cast<std::size_t>(row)].key == next[static_cast<std::size_t>(row)].key);
            rows[static_cast<std::size_t>(row)] = next[static_cast<std::size_t>(row)];
        }
    }
    return rows;
}

bool is_ascending_and_apart(const std::vector<RowRange>& ranges) {
    return std::ranges::adjacent_find(ranges, [](RowRange a, RowRange b) { return a.last + 1 >= b.first; }) ==
           ranges.end();
}

std::size_t count(const std::vector<RowRange>& ranges) {
    std::size_t rows = 0;
    for (const auto [first, last] : ranges) rows += static_cast<std::size_t>(last - first + 1);
    return rows;
}

RC_GTEST_PROP(Difference, LeadsFromAnySectionToAnyOther, ()) {
    const Rows before = pick_section(), after = pick_section();
    const auto difference = diff_rows(before, after);
    RC_ASSERT(applied(difference, before) == after);
    RC_ASSERT(shown_by_a_model(before, after, difference) == after);
}

RC_GTEST_PROP(Difference, LeadsFromAnyRowsToAnyOthersWhateverTheirOrder, ()) {
    const Rows before = pick_rows(), after = pick_rows();
    const auto difference = diff_rows(before, after);
    RC_ASSERT(applied(difference, before) == after);
    RC_ASSERT(shown_by_a_model(before, after, difference) == after);
    RC_ASSERT(is_ascending_and_apart(difference.removed) && is_ascending_and_apart(difference.inserted) &&
              is_ascending_and_apart(difference.changed));
}

RC_GTEST_PROP(Difference, OfASectionSaysNoMoreThanHappened, ()) {
    const Rows before = pick_section(), after = pick_section();
    const auto difference = diff_rows(before, after);
    const auto has_key = [](const Rows& rows, int key) { return std::ranges::contains(rows, key, &Row::key); };
    RC_ASSERT(std::ssize(before) - std::ranges::count_if(before, [&](const Row& row) { return has_key(after, row.key); }) ==
              static_cast<std::ptrdiff_t>(count(difference.removed)));
    RC_ASSERT(static_cast<std::size_t>(std::ranges::count_if(
                  after, [&](const Row& row) { return !has_key(before, row.key); })) == count(difference.inserted));
    RC_ASSERT(static_cast<std::size_t>(std::ranges::count_if(after, [&](const Row& row) {
                  return has_key(before, row.key) && !std::ranges::contains(before, row);
              })) == count(difference.changed));
    RC_ASSERT(difference.empty() == (before == after));
}

TEST(Difference, NumbersRowsAsAModelDoes) {
    const auto difference = diff_rows(Rows{{1, 0}, {2, 0}, {3, 0}, {5, 0}, {6, 0}},
                                      Rows{{0, 0}, {3, 1}, {4, 0}, {5, 0}, {6, 1}, {7, 0}, {8, 0}});
    EXPECT_THAT(difference.removed, ElementsAre(RowRange{0, 1}));
    EXPECT_THAT(difference.inserted, ElementsAre(RowRange{0, 0}, RowRange{2, 2}, RowRange{5, 6}));
    EXPECT_THAT(difference.changed, ElementsAre(RowRange{1, 1}, RowRange{4, 4}));
    EXPECT_THAT(difference.inserted_rows, ElementsAre(Row{0, 0}, Row{4, 0}, Row{7, 0}, Row{8, 0}));
    EXPECT_THAT(difference.changed_rows, ElementsAre(Row{3, 1}, Row{6, 1}));
}

TEST(Difference, RowsThatShareAKeyArePairedInTheirOrder) {
    const auto difference = diff_rows(Rows{{1, 0}, {1, 1}, {2, 0}}, Rows{{1, 0}, {2, 0}});
    EXPECT_THAT(difference.removed, ElementsAre(RowRange{1, 1}));
    EXPECT_THAT(difference.inserted, IsEmpty());
    EXPECT_THAT(difference.changed, IsEmpty());
}

TEST(Difference, OfOtherRowsIsRefused) {
    const auto difference = diff_rows(Rows{{1, 0}, {2, 0}}, Rows{{2, 1}, {3, 0}});
    Rows none, many{{1, 0}, {2, 0}, {3, 0}, {4, 0}};
    EXPECT_THROW(apply_rows(difference, none), std::out_of_range);
    SectionDifference<Row> without_contents = difference;
    without_contents.inserted_rows.clear();
    EXPECT_THROW(apply_rows(without_contents, many), std::out_of_range);
    EXPECT_EQ(many.size(), 4u);
}

struct House {
    std::string name;
    std::vector<Row> rows;
    std::vector<int> numbers;
    friend bool operator==(const House&, const House&) = default;
};
BOOST_DESCRIBE_STRUCT(House, (), (name, rows, numbers))

TEST(Difference, OfAStructKnowsRowsFromValues) {
    const House before{"a", {{1, 0}}, {1}}, after{"b", {{1, 1}}, {1}};
    const auto difference = diff_struct(before, after);
    static_assert(std::is_same_v<decltype(difference.of<&House::rows>()), const SectionDifference<Row>&>);
    EXPECT_EQ(difference.of<&House::name>().next, "b");
    EXPECT_THAT(difference.of<&House::rows>().changed, ElementsAre(RowRange{0, 0}));
    EXPECT_EQ(difference.of<&House::numbers>().next, std::nullopt);
    EXPECT_FALSE(difference.empty());
    EXPECT_TRUE(diff_struct(before, before).empty());
    House house = before;
    apply_struct(difference, house);
    EXPECT_EQ(house, after);
}

}  // namespace
}  // namespace gordian
