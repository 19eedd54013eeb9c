// SPDX-License-Identifier: GPL-3.0-or-later
// The language typed above a table, over a section made by hand: cells, numbers behind them, states, and rows below.
#include "backend/present/filter.h"

#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace gordian::present {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct FakeRow {
    std::string resource;
    std::string uid, mode, key, thread;
    SortKey mode_key, key_key, size, age, semval;
    std::vector<std::string> states;
    std::vector<std::string> children;
};

enum Place : std::size_t { segment, uid, mode, key, thread, segsz, otime, semval, blocked_ms, creators_group };

class FakeSection final : public Section {
public:
    std::vector<FakeRow> rows;
    mutable std::map<std::size_t, std::size_t> written;  ///< cells, by column

    [[nodiscard]] std::string_view name() const override { return "fakes"; }
    [[nodiscard]] const std::vector<Column>& columns() const override {
        static const std::vector<Column> all{{"resource", "Segment", "", false, ColumnKind::text},
                                             {"uid", "Owner", "", false, ColumnKind::text},
                                             {"mode", "Mode", "", false, ColumnKind::number},
                                             {"key", "Key", "", false, ColumnKind::number},
                                             {"thread", "Thread", "", false, ColumnKind::text},
                                             {"segsz", "Size", "", true, ColumnKind::bytes},
                                             {"otime", "Last operation", "", true, ColumnKind::duration},
                                             {"semval", "Value", "", true, ColumnKind::number},
                                             {"blocked_ms", "Age", "", true, ColumnKind::duration},
                                             {"cgid", "Creator's group", "", false, ColumnKind::text}};
        return all;
    }
    [[nodiscard]] const std::vector<std::string>& default_columns() const override {
        static const std::vector<std::string> names{"uid", "mode", "key", "thread"};
        return names;
    }
    [[nodiscard]] std::size_t size(const Scene&) const override { return rows.size(); }
    [[nodiscard]] std::string cell(const Scene& scene, std::size_t row, std::size_t column, bool) const override {
        ++written[column];
        const FakeRow& values = rows.at(row);
        switch (column) {
        case segment: return values.resource;
        case uid: return values.uid;
        case mode: return values.mode;
        case key: return values.key;
        case thread: return values.thread;
        case creators_group: return "hidden word";
        default: break;
        }
        const SortKey number = sort_key(scene, row, column);
        const auto* value = std::get_if<double>(&number);
        return value != nullptr ? std::to_string(static_cast<std::int64_t>(*value)) : "?";
    }
    [[nodiscard]] SortKey sort_key(const Scene&, std::size_t row, std::size_t column) const override {
        const FakeRow& values = rows.at(row);
        switch (column) {
        case mode: return values.mode_key;
        case key: return values.key_key;
        case segsz: return values.size;
        case otime: return values.age;
        case blocked_ms: return values.age;
        case semval: return values.semval;
        default: return values.resource;
        }
    }
    [[nodiscard]] std::string resource(const Scene&, std::size_t row) const override { return rows.at(row).resource; }
    [[nodiscard]] std::vector<std::string> states(const Scene&, std::size_t row) const override {
        return rows.at(row).states;
    }
    [[nodiscard]] Mark mark(const Scene&, std::size_t) const override { return Mark::none; }
    [[nodiscard]] Pairing pair(const Scene&, const Scene&) const override { return {}; }
    [[nodiscard]] bool has_children() const override { return true; }
    [[nodiscard]] std::size_t child_count(const Scene&, std::size_t row) const override {
        return rows.at(row).children.size();
    }
    [[nodiscard]] std::string child_cell(const Scene&, std::size_t row, std::size_t child, std::size_t column,
                                         bool) const override {
        return column == thread ? rows.at(row).children.at(child) : "";
    }
    [[nodiscard]] std::string child_resource(const Scene&, std::size_t row, std::size_t child) const override {
        return rows.at(row).resource + "/" + std::to_string(child);
    }
};

constexpr double mib = 1024.0 * 1024, minute = 60'000, hour = 60 * minute;

class Filters : public testing::Test {
protected:
    Filters() {
        section.rows = {
            {"sysv-shm/0", "root", "0600", "0x0000002a", "init 1", 384.0, 42.0, 4096.0, 2 * hour, 0.0, {"attached"}, {}},
            {"sysv-shm/1",
             "Shop",
             "0644",
             "0x00000000",
             "two words",
             420.0,
             0.0,
             2 * mib,
             5 * minute,
             7.0,
             {"waiting", "deadlocked"},
             {"812 dead"}},
            {"sysv-shm/2", "shop", "0600", "0x0000002b", "say \"x\" \\ y", 384.0, 43.0, {}, {}, -1.0, {"waiting", "dead"}, {}},
        };
    }

    /// The numbers of the rows that match.
    std::vector<std::size_t> shown(std::string_view text) const {
        const auto filter = parse_filter(text, section);
        if (!filter) {
            ADD_FAILURE() << text << ": " << filter.error().sentence;
            return {};
        }
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < section.rows.size(); ++row)
            if (filter->matches(section, scene, row)) rows.push_back(row);
        return rows;
    }
    FilterError error_of(std::string_view text) const {
        const auto filter = parse_filter(text, section);
        return filter ? FilterError{.offset = 9999, .length = 0, .sentence = "no error"} : filter.error();
    }
    /// What would stand there after each completion at the bar.
    std::vector<std::string> completed(std::string text) const {
        const std::size_t cursor = text.find('|');
        text.erase(cursor, 1);
        std::vector<std::string> texts;
        for (const Completion& completion : complete(text, cursor, section, scene))
            texts.push_back(std::string(text).replace(completion.offset, completion.length, completion.text));
        return texts;
    }

    FakeSection section;
    const Scene scene{std::make_shared<const Moment>(samples::calm()), {}};
};

TEST_F(Filters, NothingTypedShowsEverything) {
    EXPECT_THAT(shown(""), ElementsAre(0, 1, 2));
    EXPECT_THAT(shown(" \t\n"), ElementsAre(0, 1, 2));
    EXPECT_TRUE(Filter().empty());
    EXPECT_TRUE(Filter().matches(section, scene, 0));
    EXPECT_TRUE(parse_filter(" ", section)->empty());
    EXPECT_FALSE(parse_filter("x", section)->empty());
}

TEST_F(Filters, AWordIsLookedForInWhatIsShownTheResourceAndTheRowsBelow) {
    EXPECT_THAT(shown("SHOP"), ElementsAre(1, 2));
    EXPECT_THAT(shown("sysv-shm/2"), ElementsAre(2));
    EXPECT_THAT(shown("812"), ElementsAre(1)) << "below it";
    EXPECT_THAT(shown("shm/1/0"), ElementsAre(1)) << "a row below has a name too";
    EXPECT_THAT(shown("hidden"), IsEmpty()) << "that column is not shown";
    EXPECT_THAT(shown("2097152"), IsEmpty());
    EXPECT_THAT(shown("init shop"), IsEmpty()) << "all terms must match";
    EXPECT_THAT(shown("words shop"), ElementsAre(1));
}

TEST_F(Filters, AKeyMayBeWrittenWithoutItsZeros) {
    EXPECT_THAT(shown("0x2a"), ElementsAre(0));
    EXPECT_THAT(shown("0X2A"), ElementsAre(0));
    EXPECT_THAT(shown("key:0x2b"), ElementsAre(2));
    EXPECT_THAT(shown("key=0x2b"), ElementsAre(2));
    EXPECT_THAT(shown("key=43"), ElementsAre(2));
    EXPECT_THAT(shown("key>0x2a"), ElementsAre(2));
    EXPECT_THAT(shown("0x"), ElementsAre(0, 1, 2));
}

TEST_F(Filters, QuotesGroupAndEscape) {
    EXPECT_THAT(shown("\"two words\""), ElementsAre(1));
    EXPECT_THAT(shown("\"words two\""), IsEmpty());
    EXPECT_THAT(shown("thread:\"o w\""), ElementsAre(1));
    EXPECT_THAT(shown(R"("say \"x\" \\ y")"), ElementsAre(2));
    EXPECT_THAT(shown("tw\"o w\"ords"), ElementsAre(1)) << "they may begin within a word";
    EXPECT_THAT(shown("\"\""), ElementsAre(0, 1, 2));
    EXPECT_THAT(shown("\"owner:shop\""), IsEmpty()) << "text, no field";
    EXPECT_THAT(shown("-\"two words\""), ElementsAre(0, 2));
}

TEST_F(Filters, AFieldIsAskedByColonAndEquals) {
    EXPECT_THAT(shown("uid:sho"), ElementsAre(1, 2));
    EXPECT_THAT(shown("uid=sho"), IsEmpty());
    EXPECT_THAT(shown("uid=SHOP"), ElementsAre(1, 2));
    EXPECT_THAT(shown("mode=0600"), ElementsAre(0, 2)) << "the text of the cell";
    EXPECT_THAT(shown("mode=600"), IsEmpty());
    EXPECT_THAT(shown("segsz=2M"), ElementsAre(1));
    EXPECT_THAT(shown("segsz=2097152"), ElementsAre(1));
    EXPECT_THAT(shown("segsz=?"), ElementsAre(2)) << "what is not known stands there so";
    EXPECT_THAT(shown("uid=\"\""), IsEmpty());
    EXPECT_THAT(shown("thread:say"), ElementsAre(2));
}

TEST_F(Filters, NumbersAreComparedWithUnits) {
    EXPECT_THAT(shown("segsz>1M"), ElementsAre(1));
    EXPECT_THAT(shown("segsz>=2MiB"), ElementsAre(1));
    EXPECT_THAT(shown("segsz>2mb"), IsEmpty());
    EXPECT_THAT(shown("segsz<1.5M"), ElementsAre(0));
    EXPECT_THAT(shown("segsz<=4096"), ElementsAre(0));
    EXPECT_THAT(shown("segsz<=4K"), ElementsAre(0));
    EXPECT_THAT(shown("segsz<1G"), ElementsAre(0, 1)) << "what is not known is neither less";
    EXPECT_THAT(shown("segsz>=0"), ElementsAre(0, 1)) << "nor more";
    EXPECT_THAT(shown("-segsz>=0"), ElementsAre(2));
    EXPECT_THAT(shown("otime<1h"), ElementsAre(1));
    EXPECT_THAT(shown("otime>=120min"), ElementsAre(0));
    EXPECT_THAT(shown("otime<1d"), ElementsAre(0, 1));
    EXPECT_THAT(shown("otime>299s"), ElementsAre(0, 1));
    EXPECT_THAT(shown("otime>300000ms"), ElementsAre(0));
    EXPECT_THAT(shown("otime>0"), ElementsAre(0, 1));
    EXPECT_THAT(shown("semval>-1"), ElementsAre(0, 1));
    EXPECT_THAT(shown("semval<=-1"), ElementsAre(2));
    EXPECT_THAT(shown("blocked_ms>=300000"), ElementsAre(0, 1)) << "the name tells the unit";
}

TEST_F(Filters, FieldsAreNamesTitlesAndWordsOfEveryDay) {
    EXPECT_THAT(shown("owner:shop"), ElementsAre(1, 2));
    EXPECT_THAT(shown("OWNER:shop"), ElementsAre(1, 2));
    EXPECT_THAT(shown("user:shop"), ElementsAre(1, 2));
    EXPECT_THAT(shown("last-operation<1h"), ElementsAre(1));
    EXPECT_THAT(shown("size>1M"), ElementsAre(1));
    EXPECT_THAT(shown("age>5min"), ElementsAre(0)) << "here the title of blocked_ms";
    EXPECT_THAT(shown("creators-group:hidden"), ElementsAre(0, 1, 2));
    EXPECT_THAT(shown("creator's-group:hidden"), ElementsAre(0, 1, 2));
    EXPECT_THAT(shown("name:init"), ElementsAre(0)) << "no column name, so that of the thread";
    EXPECT_THAT(shown("waits_for:shm/1"), ElementsAre(1));
}

TEST_F(Filters, StateAsksWhatTheRowIsSaidToBe) {
    EXPECT_THAT(shown("state:waiting"), ElementsAre(1, 2));
    EXPECT_THAT(shown("state:wait"), ElementsAre(1, 2)) << "while it is typed";
    EXPECT_THAT(shown("state:dead"), ElementsAre(1, 2));
    EXPECT_THAT(shown("state=dead"), ElementsAre(2));
    EXPECT_THAT(shown("-state:waiting"), ElementsAre(0));
    EXPECT_THAT(shown("owner:shop state:waiting size>1M"), ElementsAre(1));
}

TEST_F(Filters, WhatIsStillTypedHidesNothing) {
    for (const char* text : {"-", "owner:", "owner=", "-owner:", "state:", "state=", "owner: state:", "-state:", "- "})
        EXPECT_THAT(shown(text), ElementsAre(0, 1, 2)) << text;
    EXPECT_THAT(shown("shop owner:"), ElementsAre(1, 2));
    EXPECT_THAT(shown("uid= shop"), IsEmpty()) << "an owner without a name";
}

TEST_F(Filters, WhatIsWrongIsASentenceAboutAPlace) {
    FilterError error = error_of("shop ownr:x");
    EXPECT_EQ(error.offset, 5U);
    EXPECT_EQ(error.length, 4U);
    EXPECT_THAT(error.sentence,
                AllOf(HasSubstr("there is no field \"ownr\" here; did you mean owner? Fields: state, uid, mode, key"),
                      HasSubstr("segsz")));
    EXPECT_THAT(error_of("-qqqqqq:x").sentence, Not(HasSubstr("did you mean")));
    EXPECT_EQ(error_of("-qqqqqq:x").offset, 1U);

    error = error_of("uid:x size>1X");
    EXPECT_EQ(error.offset, 11U);
    EXPECT_EQ(error.length, 2U);
    EXPECT_EQ(error.sentence, "there is no unit \"x\" here; size is counted in B, K, M, G or T, as in 1M");
    EXPECT_THAT(error_of("otime>5m").sentence, HasSubstr("ms, s, min, h or d"));
    EXPECT_EQ(error_of("age>5").sentence, "5 what? age is counted in ms, s, min, h or d, as in 5min");
    EXPECT_THAT(error_of("semval>1K").sentence, HasSubstr("no unit"));
    EXPECT_EQ(error_of("size>big").sentence, "\"big\" is no number; size is counted in B, K, M, G or T, as in 1M");
    for (const char* text : {"size>inf", "size>nan", "size>1e9", "size>0x10", "size>--1"})
        EXPECT_LT(error_of(text).offset, 9999U) << text;

    error = error_of("size>");
    EXPECT_EQ(error.offset, 0U);
    EXPECT_EQ(error.length, 5U);
    EXPECT_THAT(error.sentence, HasSubstr("size> needs a number"));
    EXPECT_THAT(error_of("size> x").sentence, HasSubstr("needs a number"));

    error = error_of("owner<shop");
    EXPECT_EQ(error.offset, 0U);
    EXPECT_EQ(error.length, 6U);
    EXPECT_THAT(error.sentence, HasSubstr("neither less nor more"));
    EXPECT_THAT(error_of("state>waiting").sentence, HasSubstr("state:waiting"));

    error = error_of("shop \"two wor");
    EXPECT_EQ(error.offset, 5U);
    EXPECT_EQ(error.length, 8U);
    EXPECT_THAT(error.sentence, HasSubstr("quote"));
    EXPECT_EQ(error_of("owner:\"sh").offset, 6U);
    EXPECT_EQ(error_of("\"x\\\"").offset, 0U) << "an escaped quote ends nothing";
}

TEST_F(Filters, PathsAndDevicesAreText) {
    for (const char* text : {"/tmp/a:b", "fe/00:1", "00:01:5", "0x2a:3", "lock/posix/fe:00:1234/0-99/812"})
        EXPECT_THAT(shown(text), IsEmpty()) << text;
}

TEST_F(Filters, CaseIsNoMatterInLatinGreekAndCyrillic) {
    section.rows[0].uid = "M\u00dcLLER \u0391\u03a9\u03a0 \u041f\u0420\u042f";
    EXPECT_THAT(shown("owner:m\u00fcller"), ElementsAre(0));
    EXPECT_THAT(shown("\u03b1\u03c9\u03c0"), ElementsAre(0));
    EXPECT_THAT(shown("\u043f\u0440\u044f"), ElementsAre(0));
    EXPECT_THAT(shown("\u00d7"), IsEmpty()) << "a multiplication sign is no letter";
}

TEST_F(Filters, AFieldTermWritesNoOtherCell) {
    EXPECT_THAT(shown("uid:shop size>1M"), ElementsAre(1));
    EXPECT_EQ(section.written.size(), 1U);
    EXPECT_EQ(section.written[uid], 3U);
    section.written.clear();
    EXPECT_THAT(shown("zzz size>1T"), IsEmpty());
    EXPECT_THAT(section.written, IsEmpty()) << "what a number refuses is not written at all";
}

TEST_F(Filters, NegationIsTheComplement) {
    for (const char* term : {"shop", "0x2a", "\"two words\"", "owner:shop", "mode=0600", "size>1M", "size<=4K",
                             "age>5min", "state:waiting", "state=dead", "key=42", "uid=\"\"", "semval>=0", "812"}) {
        const std::vector<std::size_t> with = shown(term), without = shown(std::string("-") + term);
        std::vector<std::size_t> all;
        std::ranges::merge(with, without, std::back_inserter(all));
        EXPECT_THAT(all, ElementsAre(0, 1, 2)) << term;
    }
}

TEST_F(Filters, WhateverIsTypedAndWhateverIsThereNothingBreaks) {
    section.rows[0].thread = "\xff\xfe \xe2\x80\xae right to left \xc3";
    section.rows[1].thread = std::string("new\nline\0and nul", 16);
    section.rows[2].thread = std::string(10'000, 'x');
    section.rows[2].children = {"\xf0\x9f", ""};
    const std::vector<std::string> bits{
        "-",     "\"",           "\\",  ":",    "=",     "<", ">", "<=", " ", "\n", "\xff",
        "\xc3",  "\xe2\x80\xae", "uid", "size", "state", "1", "M", "0x", "x", ".",  std::string(1, '\0'),
        "\u05d0"};
    std::mt19937 random(20261124);
    for (int i = 0; i < 5'000; ++i) {
        std::string text;
        for (std::size_t length = random() % 9; length > 0; --length) text += bits[random() % bits.size()];
        const auto filter = parse_filter(text, section);
        if (!filter) {
            EXPECT_LE(filter.error().offset + filter.error().length, text.size()) << text;
            EXPECT_FALSE(filter.error().sentence.empty());
            EXPECT_THAT(filter.error().sentence, Not(HasSubstr("\n")));
        } else {
            for (std::size_t row = 0; row < 3; ++row) (void)filter->matches(section, scene, row);
        }
        for (const Completion& completion : complete(text, random() % 12, section, scene))
            EXPECT_LE(completion.offset + completion.length, text.size()) << text;
    }
    EXPECT_THAT(shown("\xff\xfe"), ElementsAre(0));
    EXPECT_THAT(shown("\"\xe2\x80\xae\""), ElementsAre(0));
    EXPECT_THAT(shown("\"new\nline\""), ElementsAre(1));
}

// ---- completion ---------------------------------------------------------------------------------------------------------------

TEST_F(Filters, FieldsAreCompletedWithWhatFollowsThem) {
    EXPECT_THAT(completed("ow|"), ElementsAre("owner:", "uid:"))
        << "the word of every day, and the column of that title";
    EXPECT_THAT(completed("shop seg|"), ElementsAre("shop segsz>", "shop resource:"));
    EXPECT_THAT(completed("-st|").front(), "-state:");
    EXPECT_THAT(completed("o|wner:shop").front(), "owner:shop") << "what stands behind the colon stays";
    const std::vector<std::string> all = completed("|");
    EXPECT_EQ(all.front(), "state:");
    EXPECT_THAT(all, testing::IsSupersetOf({"uid:", "owner:", "segsz>", "size>", "age>", "key:", "cgid:"}));
    EXPECT_THAT(completed("shop | x").front(), "shop state: x");
    EXPECT_THAT(completed("/tm|"), IsEmpty());
    EXPECT_THAT(completed("\"ow|"), IsEmpty());
    EXPECT_EQ(complete("segs", 4, section, scene).front().hint, "Size: B, K, M, G or T, as in 1M");
}

TEST_F(Filters, StatesAndValuesThatOccurAreCompletedTheFrequentFirst) {
    EXPECT_THAT(completed("state:|"), ElementsAre("state:waiting", "state:attached", "state:dead", "state:deadlocked"));
    EXPECT_THAT(completed("state:de|x"), ElementsAre("state:dead", "state:deadlocked"));
    EXPECT_EQ(complete("state:w", 7, section, scene).front(), (Completion{6, 1, "waiting", "2 rows"}));
    EXPECT_THAT(completed("uid:SH| init"), ElementsAre("uid:Shop init", "uid:shop init"));
    EXPECT_THAT(completed("thread:wor|"), ElementsAre("thread:\"two words\""));
    EXPECT_THAT(completed("thread:\"two w|"), ElementsAre("thread:\"two words\""));
    EXPECT_THAT(completed("size>|"), IsEmpty());
    EXPECT_THAT(completed("nosuch:|"), IsEmpty());
}

TEST_F(Filters, WhatIsCompletedFindsItsRow) {
    for (std::size_t row = 0; row < section.rows.size(); ++row)
        EXPECT_THAT(shown("thread=" + quoted_for_filter(section.rows[row].thread)), ElementsAre(row));
    EXPECT_EQ(quoted_for_filter("plain"), "plain");
    EXPECT_EQ(quoted_for_filter(""), "\"\"");
}

TEST_F(Filters, CompletionIsBounded) {
    const FakeRow row = section.rows[0];
    section.rows.clear();
    for (int i = 0; i < 6'000; ++i) {
        section.rows.push_back(row);
        section.rows.back().uid = "user" + std::to_string(i % 5'500);
    }
    section.rows[1].uid = std::string(300, 'x');
    section.rows[2].uid = "tab\there";
    section.rows[3].uid = "\xff";
    const std::vector<Completion> values = complete("uid:", 4, section, scene);
    EXPECT_THAT(values, SizeIs(50));
    EXPECT_EQ(section.written[uid], 5'000U) << "no further row is looked at";
    EXPECT_THAT(values, testing::Each(Field(&Completion::text, HasSubstr("user"))));
}

// ---- the real sections ----------------------------------------------------------------------------------------------------------

class RealSections : public testing::Test {
protected:
    std::vector<std::string> shown(std::string_view name, std::string_view text) const {
        const Section* section = find_section(name);
        const auto filter = parse_filter(text, *section);
        if (!filter) {
            ADD_FAILURE() << filter.error().sentence;
            return {};
        }
        std::vector<std::string> resources;
        for (std::size_t row = 0; row < section->size(scene); ++row)
            if (filter->matches(*section, scene, row)) resources.push_back(section->resource(scene, row));
        return resources;
    }
    const Scene scene{std::make_shared<const Moment>(samples::with_words(samples::demo())),
                      {{{0, "root"}, {1000, "shop"}}, {}}};
};

TEST_F(RealSections, AreAskedInTheWordsOfEveryDay) {
    EXPECT_THAT(shown("sem_sets", "state:waiting owner:shop"), ElementsAre("sysv-sem/7"));
    EXPECT_THAT(shown("sem_sets", "-state:waiting"), IsEmpty());
    EXPECT_THAT(shown("msg_queues", "state:full pid:905"), ElementsAre("sysv-msg/0"));
    EXPECT_THAT(shown("msg_queues", "size>=16K size<1M"), ElementsAre("sysv-msg/0"));
    EXPECT_THAT(shown("stuck", "age>10min waits_for:sysv-sem/7"), SizeIs(2));
    EXPECT_THAT(shown("processes", "pid=901"), ElementsAre("process/901"));
}

TEST_F(RealSections, EveryColumnCanBeAskedByItsNameAndItsTitle) {
    for (const char* name : {"stuck", "findings", "msg_queues", "sem_sets", "shm_segments", "shared_mappings", "locks",
                             "processes", "limits"}) {
        const Section* section = find_section(name);
        ASSERT_NE(section, nullptr) << name;
        for (const Column& column : section->columns()) {
            const auto filter = parse_filter(column.name + ":x", *section);
            EXPECT_TRUE(filter) << name << ": " << filter.error().sentence;
            std::string title = column.title;
            std::ranges::replace(title, ' ', '-');
            const auto by_title = parse_filter(title + ":x", *section);
            EXPECT_TRUE(by_title) << name << ": " << by_title.error().sentence;
        }
    }
}

}  // namespace
}  // namespace gordian::present
