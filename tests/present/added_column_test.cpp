// SPDX-License-Identifier: GPL-3.0-or-later
// A field that is described once is a column: it has a name, a header, an alignment and cells without another edit.
#include "backend/present/columns_of.h"

#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::present {
namespace {

using ::testing::ElementsAre;

struct Part {
    int pid = 0;
    int fd = 0;
};
BOOST_DESCRIBE_STRUCT(Part, (), (pid, fd))

struct Place {
    int x = 0, y = 0;
};
BOOST_DESCRIBE_STRUCT(Place, (), (x, y))

/// A section that present has never heard of.
struct Novelty {
    std::string resource;
    std::optional<std::uint64_t> brightness;
    Time since;
    LockMode mode = LockMode::read;
    std::vector<Part> users;
    std::vector<std::string> labels;
    std::optional<Place> place;
    bool ours = false;
};
BOOST_DESCRIBE_STRUCT(Novelty, (), (resource, brightness, since, mode, users, labels, place, ours))

TEST(AddedColumn, AStructWithoutWordsHasAllItsFieldsAsColumns) {
    EXPECT_THAT(default_columns_of<Novelty>(),
                ElementsAre("resource", "brightness", "since", "mode", "users", "labels", "place", "ours"));
    const std::vector<Column> columns = columns_of<Novelty>();
    EXPECT_EQ(columns[1], (Column{"brightness", "brightness", "brightness", true, ColumnKind::number}));
    EXPECT_EQ(columns[0].kind, ColumnKind::text);
    EXPECT_FALSE(columns[0].right_aligned);
}

TEST(AddedColumn, ItsCellsAreWrittenByType) {
    const Moment moment = samples::stuck_worker();
    const People people(moment.seen);
    const Names names;
    const CellContext context{people, names, samples::now, false};
    Novelty row{.resource = "novelty/1",
                .brightness = 7,
                .since = samples::ago(60),
                .mode = LockMode::write,
                .users = {{901, 3}, {812, 4}},
                .labels = {"a", "b"},
                .place = Place{1, 2},
                .ours = true};
    const auto cells = [&] {
        std::vector<std::string> all;
        for (const Column& column : columns_of<Novelty>()) all.push_back(cell_of(row, column.name, context));
        return all;
    };
    EXPECT_THAT(cells(),
                ElementsAre("novelty/1", "7", "1 min 00 s", "write", "901 waiter-1, 812 dead", "a, b", "x=1 y=2", "yes"));
    row = {};
    EXPECT_THAT(cells(), ElementsAre("-", "?", "never", "read", "-", "-", "?", "no"));
}

}  // namespace
}  // namespace gordian::present
