// SPDX-License-Identifier: GPL-3.0-or-later
// A field is added to a struct and to its description, in one place, and nothing else is edited: it is in JSON out and in, in the schema,
// in differences and changes, and in the tables of the command line and the window.
#include "backend/analysis/moment_members.h"
#include "backend/present/cell_text.h"
#include "backend/present/table.h"
#include "backend/snapshot/difference.h"
#include "backend/snapshot/json_difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian {

// The same code twice, once with one more member. What is tested below knows none of the members.
// NOLINTBEGIN(bugprone-macro-parentheses): a declaration has no parentheses
#define DEFINE_ROOM(EXTRA_MEMBER, EXTRA_NAME)                                                                          \
    struct Door {                                                                                                      \
        int id = 0;                                                                                                    \
        std::string name;                                                                                              \
        EXTRA_MEMBER                                                                                                   \
        friend bool operator==(const Door&, const Door&) = default;                                                    \
    };                                                                                                                 \
    BOOST_DESCRIBE_STRUCT(Door, (), (id, name EXTRA_NAME))                                                             \
    inline int row_key(const Door& door) { return door.id; }                                                           \
    struct Room {                                                                                                      \
        std::vector<Door> doors;                                                                                       \
        friend bool operator==(const Room&, const Room&) = default;                                                    \
    };                                                                                                                 \
    BOOST_DESCRIBE_STRUCT(Room, (), (doors))
// NOLINTEND(bugprone-macro-parentheses)
#define NOTHING
#define AND_COLOUR , colour

namespace yesterday {
DEFINE_ROOM(NOTHING, NOTHING)
}
namespace today {
DEFINE_ROOM(std::optional<std::string> colour;, AND_COLOUR)
}

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

template <class Room>
class AddedField : public ::testing::Test {
protected:
    using Door = decltype(Room::doors)::value_type;
    static constexpr bool has_colour = requires(Door door) { door.colour; };

    /// A door with this colour, where doors have one.
    static Door door(const std::string& colour) {
        Door door{};
        door.id = 1;
        door.name = "front";
        if constexpr (has_colour) door.colour = colour;
        return door;
    }
    static auto is_seen() {
        return has_colour ? ::testing::Matcher<std::string>(HasSubstr("colour")) : Not(HasSubstr("colour"));
    }
};
using Both = ::testing::Types<yesterday::Room, today::Room>;
TYPED_TEST_SUITE(AddedField, Both);

TYPED_TEST(AddedField, IsWritten) {
    EXPECT_THAT(json::compact(json::to_json(TypeParam{{this->door("red")}})), this->is_seen());
}

TYPED_TEST(AddedField, IsRead) {
    using Door = TestFixture::Door;
    const auto json = json::parse(R"({"id":1,"name":"front","colour":"red"})").value();
    EXPECT_EQ(json::from_json<Door>(json).value(), this->door("red"));
    const auto without = json::from_json<Door>(json::parse(R"({"id":1,"name":"front"})").value());
    ASSERT_EQ(without.has_value(), !this->has_colour);
    if (!without) { EXPECT_EQ(to_string(without.error()), "reading JSON on colour: missing"); }
}

TYPED_TEST(AddedField, IsInTheSchemaAndRequired) {
    const auto schema = json::schema_of<typename TestFixture::Door>();
    EXPECT_EQ(schema.at("properties").as_object().contains("colour"), this->has_colour);
    EXPECT_EQ(schema.at("required").as_array().size(), this->has_colour ? 3u : 2u);
}

TYPED_TEST(AddedField, IsInDifferences) {
    const TypeParam before{{this->door("red")}}, after{{this->door("blue")}};
    const auto difference = diff_struct(before, after);
    EXPECT_EQ(difference.empty(), !this->has_colour);
    TypeParam room = before;
    apply_struct(difference, room);
    EXPECT_EQ(room, after);
}

TYPED_TEST(AddedField, IsInWhatPeopleAreToldOfAChange) {
    const auto fields = json::fields_that_differ(this->door("red"), this->door("blue"),
                                                 [](const auto&...) { return false; });
    EXPECT_EQ(json::compact(fields.before), this->has_colour ? R"({"colour":"red"})" : "{}");
    EXPECT_EQ(json::compact(fields.after), this->has_colour ? R"({"colour":"blue"})" : "{}");
}

TYPED_TEST(AddedField, IsInTheWalkThatColumnsAreMadeOf) {
    std::vector<std::string> names;
    for_each_member_of<typename TestFixture::Door>([&](std::string_view name, auto) { names.emplace_back(name); });
    std::vector<std::string> expected{"id", "name"};
    if (this->has_colour) expected.emplace_back("colour");
    EXPECT_EQ(names, expected);
}

TYPED_TEST(AddedField, IsSaidInCells) {
    const Snapshot seen;
    const present::People people(seen);
    const present::Names names;
    EXPECT_THAT(present::cell_text(this->door("red"), present::Shape::plain, "?", {people, names, Time{}}),
                this->is_seen());
}

template <class Row>
std::vector<std::string> member_names() {
    std::vector<std::string> names;
    for_each_member_of<Row>([&](std::string_view name, auto) { names.emplace_back(name); });
    return names;
}

TEST(AddedFieldInTables, EveryMemberOfEveryRowIsAColumn) {
    int sections = 0;
    analysis::for_each_member_of_moment([&](std::string_view section, auto part, auto pointer) {
        using Rows = std::remove_cvref_t<decltype(std::declval<const Moment&>().*part.*pointer)>;
        if constexpr (analysis::is_section<Rows>) {
            if constexpr (Described<typename Rows::value_type>) {
                ++sections;
                std::vector<std::string> columns;
                for (const present::Column& column : present::columns_of<typename Rows::value_type>())
                    columns.push_back(column.name);
                const auto members = member_names<typename Rows::value_type>();
                ASSERT_GE(columns.size(), members.size()) << section;
                columns.resize(members.size());  // what follows is made of several members
                EXPECT_EQ(columns, members) << section;
            }
        }
    });
    EXPECT_EQ(sections, 15);
}

TEST(AddedFieldInTables, AMemberWithoutWordsIsCalledByItsName) {
    EXPECT_EQ(present::words_of_field({}, "colour").title, "colour");
}

}  // namespace
}  // namespace gordian
