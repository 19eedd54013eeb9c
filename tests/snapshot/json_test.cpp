// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of structs that are described here, small enough to write their JSON down by hand.
#include "backend/snapshot/json.h"

#include "backend/base/text.h"
#include "backend/snapshot/action.h"
#include "backend/snapshot/file_lock.h"
#include "backend/snapshot/sem_set.h"
#include "backend/snapshot/unreadable.h"
#include "tests/snapshot/random_value.h"
#include "tests/snapshot/schema_checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gordian {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// One of everything that JSON is made of.
struct Everything {
    bool flag = false;
    std::int16_t small = 0;
    std::uint64_t large = 0;
    double ratio = 0;
    std::string text;
    LockEvidence evidence = LockEvidence::fdinfo;
    Key key;
    std::optional<int> maybe;
    std::vector<std::string> names;
    std::map<std::string, Availability> sources;
    Operands operands;
    std::vector<std::optional<LockMode>> modes;
    friend bool operator==(const Everything&, const Everything&) = default;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (flag, small, large, ratio, text, evidence, key, maybe, names, sources, operands, modes))

template <class T>
std::string written(const T& value) {
    return json::compact(json::to_json(value));
}
template <class T>
Result<T> read(std::string_view text) {
    return json::parse(text).and_then([](const boost::json::value& value) { return json::from_json<T>(value); });
}
template <class T>
std::string refusal(std::string_view text) {
    const auto result = read<T>(text);
    return result ? "accepted" : to_string(result.error());
}

constexpr std::string_view everything_text =
    R"({"flag":true,"small":-5,"large":18446744073709551615,"ratio":0.1,"text":"x","evidence":"proc-locks","key":"0x0000002a","maybe":null,)"
    R"("names":["a","b"],"sources":{"kcmp":true,"syscall":"no permission"},"operands":{"call":"semop","semid":7,"operations":)"
    R"([{"num":0,"op":-1,"nowait":false,"undo":true}],"timeout_ms":null},"modes":["read",null]})";

Everything everything() {
    Everything value;
    value.flag = true;
    value.small = -5;
    value.large = std::numeric_limits<std::uint64_t>::max();
    value.ratio = 0.1;
    value.text = "x";
    value.evidence = LockEvidence::proc_locks;
    value.key = Key{42};
    value.names = {"a", "b"};
    value.sources = {{"syscall", {"no permission"}}, {"kcmp", {}}};
    value.operands = SemopCall{7, std::vector<SemOperation>{{0, -1, false, true}}, std::nullopt};
    value.modes = {LockMode::read, std::nullopt};
    return value;
}

TEST(Json, EachTypeIsWrittenAsTheContractSays) { EXPECT_EQ(written(everything()), everything_text); }
TEST(Json, WhatIsWrittenIsReadBack) { EXPECT_EQ(read<Everything>(everything_text).value(), everything()); }

RC_GTEST_PROP(Json, AnyValueComesBack, ()) {
    const auto value = testing::pick<Everything>();
    const auto compact = json::parse(json::compact(json::to_json(value)));
    const auto indented = json::parse(json::indented(json::to_json(value)));
    RC_ASSERT(compact.has_value());
    RC_ASSERT(indented.has_value());
    RC_ASSERT(json::from_json<Everything>(*compact).value() == value);
    RC_ASSERT(json::from_json<Everything>(*indented).value() == value);
    RC_ASSERT(testing::SchemaChecker::complaints(*compact, json::schema_of<Everything>()).empty());
}

RC_GTEST_PROP(Json, AnyActionComesBack, ()) {
    const auto request = testing::pick<ActionRequest>();
    RC_ASSERT(json::from_json<ActionRequest>(json::parse(written(request)).value()).value() == request);
}

TEST(Json, TwoMembersHaveNamesThatCppCannotGiveThem) {
    EXPECT_THAT(written(FileLock{}), HasSubstr(R"("class":"posix")"));
    EXPECT_THAT(written(Unreadable{}), HasSubstr(R"("errno":"")"));
    EXPECT_THAT(written(FileLock{}) + written(Unreadable{}), Not(HasSubstr("_class")));
    static_assert(member_name("lock_class") == "class" && member_name("errno_name") == "errno" &&
                  member_name("semncnt") == "semncnt");
}

TEST(Json, AnEnumsUnderscoresAreHyphens) {
    EXPECT_EQ(enum_name(BackingKind::sysv_shm), "sysv-shm");
    EXPECT_EQ(enum_from_name<BackingKind>("posix-shm"), BackingKind::posix_shm);
    EXPECT_EQ(enum_from_name<BackingKind>("posix_shm"), std::nullopt);
    EXPECT_EQ(enum_from_name<BackingKind>(""), std::nullopt);
}

TEST(Json, MembersThatAreNotKnownAreIgnored) {
    EXPECT_EQ(read<LockHolder>(R"({"new":1,"pid":5,"fd":3,"inherited":null,"more":{"a":[]},"certain":true,"evidence":"fdinfo"})")
                  .value(),
              (LockHolder{5, 3, std::nullopt, true, LockEvidence::fdinfo}));
}

TEST(Json, AVariantWithoutMembersIsItsCallAlone) {
    EXPECT_EQ(written(Operands{}), R"({"call":"other"})");
    EXPECT_EQ(read<Operands>(R"({"call":"other"})").value(), Operands{});
}

TEST(Json, EveryMistakeIsRefusedWithItsPath) {
    struct Mistake {
        std::string_view right, wrong, refusal;
    };
    const Mistake mistakes[] = {
        {R"("flag":true)", R"("flag":1)", "reading JSON on flag: expected true or false, found 1"},
        {R"(-5)", R"(32768)", "reading JSON on small: expected an integer from -32768 to 32767, found 32768"},
        {R"(-5)", R"(-32769)", "reading JSON on small: expected an integer from -32768 to 32767, found -32769"},
        {R"(-5)", R"(5.0)", "reading JSON on small: expected an integer from -32768 to 32767, found 5"},
        {R"(18446744073709551615)", R"(-1)",
         "reading JSON on large: expected an integer from 0 to 18446744073709551615, found -1"},
        {R"(18446744073709551615)", R"("x")",
         "reading JSON on large: expected an integer from 0 to 18446744073709551615, found \"x\""},
        {R"(0.1)", R"("0.1")", "reading JSON on ratio: expected a number, found \"0.1\""},
        {R"(0.1)", R"(null)", "reading JSON on ratio: expected a number, found null"},
        {R"("text":"x")", R"("text":null)", "reading JSON on text: expected a string, found null"},
        {R"("proc-locks")", R"("proc_locks")",
         "reading JSON on evidence: expected one of fdinfo, proc-locks, found \"proc_locks\""},
        {R"("0x0000002a")", R"(42)", "reading JSON on key: expected a string, found 42"},
        {R"("0x0000002a")",
         R"("2a")", "reading JSON on key: reading on a key (0x0000002a, or a decimal number of 32 bits): not the expected form: \"2a\""},
        {R"("maybe":null)", R"("maybe":"")",
         "reading JSON on maybe: expected an integer from -2147483648 to 2147483647, found \"\""},
        {R"("maybe":null,)", R"()", "reading JSON on maybe: missing"},
        {R"(["a","b"])", R"({})", "reading JSON on names: expected an array, found an object"},
        {R"("b")", R"([])", "reading JSON on names[1]: expected a string, found an array"},
        {R"("kcmp":true)", R"("kcmp":false)",
         "reading JSON on sources.kcmp: expected true, or the reason why not, found false"},
        {R"("kcmp":true)", R"("kcmp":"")", "reading JSON on sources.kcmp: expected true, or the reason why not, found \"\""},
        {R"("call":"semop",)", R"()", "reading JSON on operands.call: missing"},
        {R"("call":"semop")",
         R"("call":"semtimedop")", "reading JSON on operands.call: expected one of other, semop, msgsnd, msgrcv, lock, wait, transfer, found \"semtimedop\""},
        {R"("semid":7,)", R"()", "reading JSON on operands.semid: missing"},
        {R"("op":-1)", R"("op":"x")",
         "reading JSON on operands.operations[0].op: expected an integer from -32768 to 32767, found \"x\""},
        {R"("read",null)", R"("read",1)", "reading JSON on modes[1]: expected one of read, write, found 1"},
    };
    for (const Mistake& mistake : mistakes) {
        std::string text(everything_text);
        const auto place = text.find(mistake.right);
        ASSERT_NE(place, std::string::npos) << mistake.right;
        text.replace(place, mistake.right.size(), mistake.wrong);
        EXPECT_EQ(refusal<Everything>(text), mistake.refusal);
    }
}

TEST(Json, AMistakeInAnOuterPlaceIsCalledTheDocument) {
    EXPECT_EQ(refusal<Everything>("[]"), "reading JSON on the document: expected an object, found an array");
}

TEST(Json, AMistakeInAListOfListsHasBothIndices) {
    EXPECT_EQ(refusal<std::vector<std::vector<int>>>("[[],[1,true]]"),
              "reading JSON on [1][1]: expected an integer from -2147483648 to 2147483647, found true");
    EXPECT_EQ(refusal<std::vector<SemSet>>(R"([{"resource":7}])"),
              "reading JSON on [0].resource: expected a string, found 7");
}

TEST(Json, ALongWrongValueIsQuotedShortAndSafe) {
    const std::string sentence = refusal<int>("\"\\u001b[31m" + std::string(5000, 'x') + "\"");
    EXPECT_THAT(sentence, HasSubstr(R"(found "\u001b[31mxxx)"));
    EXPECT_LT(sentence.size(), 200u);
    const std::string cut = refusal<int>("\"" + std::string(57, 'x') + "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\"");
    EXPECT_EQ(cut, valid_utf8(cut));
}

TEST(Json, TextThatIsNoJsonIsRefusedWithItsPlace) {
    EXPECT_THAT(refusal<int>("{\n  \"a\": 1,\n  oops\n}"), HasSubstr("reading JSON on line 3, column 3: "));
    EXPECT_THAT(refusal<int>(""), HasSubstr("line 1, column 1: "));
    EXPECT_THAT(refusal<int>("[1"), HasSubstr("incomplete"));
    EXPECT_THAT(refusal<int>("1 2"), HasSubstr("line 1, column 3: "));
    EXPECT_THAT(refusal<std::string>("\"\xff\""), HasSubstr("line 1, column 2: "));
    EXPECT_THAT(refusal<std::string>(R"("\ud800")"), HasSubstr("reading JSON on line 1"));
    EXPECT_THAT(refusal<int>(std::string(1'000'000, '[')), HasSubstr("reading JSON on line 1"));
    EXPECT_EQ(read<int>(" \r\n7\n\n").value(), 7);
}

TEST(Json, WhatMisleadsATerminalIsWrittenAsEscapes) {
    EXPECT_EQ(written(std::string("a\x1b[31m\x7f\xc2\x9b\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8b\xef\xbb\xbf\n\t\"\\")),
              R"("a\u001b[31m\u007f\u009b\u202e\u2066\u200b\ufeff\n\t\"\\")");
    EXPECT_EQ(written(std::string("\xc2\xa0\xc3\xa9\xe2\x82\xac\xe2\x88\x92\xef\xbf\xbd\xf0\x9f\x98\x80/")),
              "\"\xc2\xa0\xc3\xa9\xe2\x82\xac\xe2\x88\x92\xef\xbf\xbd\xf0\x9f\x98\x80/\"");
    EXPECT_EQ(written(std::string("\0", 1)), R"("\u0000")");
}

TEST(Json, DoublesHaveAsManyDigitsAsReadingThemBackNeeds) {
    EXPECT_EQ(written(0.1), "0.1");
    EXPECT_EQ(written(5.0), "5");
    EXPECT_EQ(written(-0.0), "-0.0");
    EXPECT_EQ(written(5e-324), "5e-324");
    EXPECT_TRUE(std::signbit(read<double>("-0.0").value()));
    EXPECT_EQ(written(std::numeric_limits<double>::infinity()), "null");
    EXPECT_EQ(written(std::numeric_limits<double>::quiet_NaN()), "null");
}

RC_GTEST_PROP(Json, ADoubleComesBackToTheLastBit, ()) {
    const double d = std::bit_cast<double>(testing::pick<std::uint64_t>() * 0x9e3779b97f4a7c15U);
    RC_PRE(std::isfinite(d));
    RC_ASSERT(std::bit_cast<std::uint64_t>(read<double>(written(d)).value()) == std::bit_cast<std::uint64_t>(d));
}

TEST(Json, IndentedTextPutsShortListsOfScalarsOnOneLine) {
    EXPECT_EQ(json::indented(json::parse(R"({"a":[1,2],"b":[{"c":1,"d":null}],"e":[],"f":{},"g":{"h":[[]]}})").value()), R"({
  "a": [1, 2],
  "b": [
    {"c": 1, "d": null}
  ],
  "e": [],
  "f": {},
  "g": {
    "h": [
      []
    ]
  }
}
)");
    const std::string lines = json::indented(
        json::parse("[\"" + std::string(80, 'x') + "\",\"" + std::string(80, 'y') + "\"]").value());
    EXPECT_EQ(std::ranges::count(lines, '\n'), 4);
}

TEST(JsonSchema, AWrongValueDoesNotFit) {
    const auto schema = json::schema_of<Everything>();
    const auto right = json::parse(everything_text).value();
    EXPECT_THAT(testing::SchemaChecker::complaints(right, schema), IsEmpty());
    const auto complaints_with = [&](std::string_view name, const boost::json::value& value) {
        auto wrong = right;
        wrong.as_object()[name] = value;
        return testing::SchemaChecker::complaints(wrong, schema).size();
    };
    EXPECT_EQ(complaints_with("maybe", 5), 0u);
    EXPECT_EQ(complaints_with("something_new", 5), 0u);
    EXPECT_EQ(complaints_with("flag", 1), 1u);
    EXPECT_EQ(complaints_with("small", 32768), 1u);
    EXPECT_EQ(complaints_with("large", -1), 1u);
    EXPECT_EQ(complaints_with("ratio", "x"), 1u);
    EXPECT_EQ(complaints_with("text", nullptr), 1u);
    EXPECT_EQ(complaints_with("evidence", "proc_locks"), 1u);
    EXPECT_EQ(complaints_with("key", "0x2a"), 1u);
    EXPECT_EQ(complaints_with("maybe", "x"), 1u);
    EXPECT_EQ(complaints_with("names", boost::json::array{1, 2}), 2u);
    EXPECT_EQ(complaints_with("sources", boost::json::object{{"kcmp", false}}), 1u);
    EXPECT_EQ(complaints_with("operands", boost::json::object{{"call", "semtimedop"}}), 1u);
    EXPECT_EQ(complaints_with("modes", boost::json::array{nullptr, "read", "steal"}), 1u);
    auto without = right;
    without.as_object().erase("flag");
    EXPECT_EQ(testing::SchemaChecker::complaints(without, schema).size(), 1u);
}

TEST(JsonSchema, SaysWhatAPersonNeedsToKnow) {
    EXPECT_EQ(json::compact(json::schema_of<Semaphore>()),
              R"({"type":"object","properties":{"num":{"type":"integer","minimum":-2147483648,"maximum":2147483647},)"
              R"("semval":{"type":["integer","null"],"minimum":-2147483648,"maximum":2147483647},)"
              R"("sempid":{"type":["integer","null"],"minimum":-2147483648,"maximum":2147483647},)"
              R"("semncnt":{"type":["integer","null"],"minimum":-2147483648,"maximum":2147483647},)"
              R"("semzcnt":{"type":["integer","null"],"minimum":-2147483648,"maximum":2147483647}},)"
              R"("required":["num","semval","sempid","semncnt","semzcnt"],"additionalProperties":true})");
    EXPECT_EQ(json::compact(json::schema_of<std::optional<LockMode>>()),
              R"({"type":["string","null"],"enum":["read","write",null]})");
}

}  // namespace
}  // namespace gordian
