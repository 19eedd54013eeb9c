// SPDX-License-Identifier: GPL-3.0-or-later
// What peek asks, and how the kernel's text gets to a terminal.
#include "tests/gordianctl/fake_session.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

namespace gordian::ctl {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::VariantWith;

Situation answering(std::vector<Answers> answers) {
    Situation situation;
    situation.answers = std::move(answers);
    return situation;
}
Answers texts(std::vector<RawText> all) { return {.parts = {RawTextAnswer{std::move(all)}}, .end = {}}; }

TEST(Peek, PrintsEachSourceAndWhyOneIsMissing) {
    const Outcome outcome = run_with(answering({texts({{"/proc/812/status", "Name:\tshopd\nUmask:\t0022\nPid:\t812\n", ""},
                                                       {"/proc/812/stack", "", "permission denied; root may read it"},
                                                       {"/proc/812/sched", "one\n", "only its first line is shown"}})}),
                                     {"peek", "process/812"});
    EXPECT_EQ(outcome.out, R"(/proc/812/status
Name:   shopd
Umask:  0022
Pid:    812

/proc/812/stack
(permission denied; root may read it)

/proc/812/sched
one
(only its first line is shown)
)");
    EXPECT_EQ(outcome.code, done);
    EXPECT_THAT(outcome.queries, ElementsAre(VariantWith<RawTextQuery>(RawTextQuery{"process/812"})));
    EXPECT_THAT(outcome.performed, IsEmpty());
}

TEST(Peek, TakesAPidAlone) {
    const Outcome outcome = run_with(answering({texts({{"s", "x", ""}})}), {"peek", "812"});
    EXPECT_THAT(outcome.queries, ElementsAre(VariantWith<RawTextQuery>(RawTextQuery{"process/812"})));
}

TEST(Peek, EscapesWhatWouldWriteToTheTerminal) {
    const Answers maps{
        .parts = {VmaAnswer{
            {{.start = 0x1000, .end = 0x2000, .offset = 0, .perms = "r--p", .device = {}, .inode = 0, .path = "/x\x1b[2J\n"}},
            true}},
        .end = {}};
    const Outcome outcome = run_with(answering({texts({{"/proc/1/status", "Name:\t\x1b[31mred\n", ""}}), maps}),
                                     {"peek", "process/1", "--maps"});
    EXPECT_THAT(outcome.out,
                AllOf(HasSubstr("Name:   \\x1b[31mred\n"), HasSubstr("/x\\x1b[2J\\n\n"), Not(HasSubstr("\x1b"))));
}

TEST(Peek, ListsTheMappingsInTheOrderOfTheParts) {
    const Vma heap{
        .start = 0x55d0c8a00000, .end = 0x55d0c8a21000, .offset = 0, .perms = "rw-p", .device = {}, .inode = 0, .path = "[heap]"};
    const Vma file{.start = 0x7f0000000000,
                   .end = 0x7f0000001000,
                   .offset = 0x2000,
                   .perms = "r-xp",
                   .device = {0xfe, 1},
                   .inode = 1234,
                   .path = "/bin/shopd"};
    const Answers maps{.parts = {VmaAnswer{{heap}, false}, VmaAnswer{{file}, true}}, .end = {}};
    const Outcome outcome = run_with(answering({texts({{"s", "x\n", ""}}), maps}), {"peek", "process/812", "--maps"});
    EXPECT_EQ(outcome.out, R"(s
x

mappings
55d0c8a00000-55d0c8a21000  132.0 KiB rw-p 00000000 00:00         0 [heap]
7f0000000000-7f0000001000    4.0 KiB r-xp 00002000 fe:01      1234 /bin/shopd
)");
    EXPECT_THAT(outcome.queries, ElementsAre(VariantWith<RawTextQuery>(RawTextQuery{"process/812"}),
                                             VariantWith<VmaQuery>(VmaQuery{812})));

    const Outcome as_json = run_with(answering({texts({{"s", "x\n", ""}}), maps}),
                                     {"peek", "process/812", "--maps", "--json"});
    const auto object = boost::json::parse(as_json.out).as_object();
    EXPECT_EQ(object.at("resource").as_string(), "process/812");
    EXPECT_EQ(object.at("texts").at(0).at("source").as_string(), "s");
    EXPECT_EQ(object.at("texts").at(0).at("text").as_string(), "x\n");
    ASSERT_EQ(object.at("vmas").as_array().size(), 2U);
    EXPECT_EQ(object.at("vmas").at(1).at("device").as_string(), "fe:01");
}

TEST(Peek, AsJsonHasNoMappingsThatWereNotAskedFor) {
    const Outcome outcome = run_with(answering({texts({{"/proc/sysvipc/sem", "key\n", ""}})}),
                                     {"peek", "sysv-sem/7", "--json"});
    EXPECT_FALSE(boost::json::parse(outcome.out).as_object().contains("vmas"));
    EXPECT_EQ(outcome.code, done);
}

TEST(Peek, FailsWithOneSentence) {
    Outcome outcome = run_with(
        answering({{.parts = {},
                    .end = std::unexpected(Error::refused("reading", "sysv-sem/7", "there is no such semaphore set"))}}),
        {"peek", "sysv-sem/7"});
    EXPECT_EQ(outcome.code, failed);
    EXPECT_EQ(outcome.err, "gordianctl: reading on sysv-sem/7: there is no such semaphore set.\n");
    EXPECT_THAT(outcome.out, IsEmpty());

    outcome = run_with(
        answering({texts({{"s", "x\n", ""}}),
                   {.parts = {}, .end = std::unexpected(Error::from_code(EACCES, "reading the mappings", "process/1"))}}),
        {"peek", "1", "--maps"});
    EXPECT_EQ(outcome.code, no_permission);

    outcome = run_with(answering({texts({{"/proc/*/maps", "", "no process maps it"}})}), {"peek", "memfd/00:01:5"});
    EXPECT_EQ(outcome.code, failed) << "nothing was found";
    EXPECT_THAT(outcome.out, HasSubstr("(no process maps it)"));
}

TEST(Peek, RefusesWhatIsNoResourceBeforeItAsks) {
    for (const std::vector<std::string>& wrong :
         {std::vector<std::string>{"peek", "nonsense"}, {"peek"}, {"peek", "sysv-sem/7", "--maps"}, {"peek", "0"}}) {
        const Outcome outcome = run_with(answering({texts({})}), wrong);
        EXPECT_EQ(outcome.code, bad_usage);
        EXPECT_THAT(outcome.queries, IsEmpty());
        EXPECT_THAT(outcome.out, IsEmpty());
    }
}

}  // namespace
}  // namespace gordian::ctl
