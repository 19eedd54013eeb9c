// SPDX-License-Identifier: GPL-3.0-or-later
// What looking says, to the letter.
#include "tests/gordianctl/fake_session.h"
#include "tests/present/sample_moment.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::ctl {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Summary, NamesEverybodyOfTheDemo) {
    const Outcome outcome = run_with(samples::demo(), {});
    EXPECT_EQ(outcome.out,
              R"(Warning  2 threads wait 14 min 02 s for sysv-sem/7/0; its last operator 812 is dead (a guess: the kernel records nobody who holds a semaphore)
Warning  sender 910 waits 5 min 10 s to send to sysv-msg/0, which is full: 16,384 of 16,384 bytes, 32 messages

        AGE  THREAD        WAITS FOR                                                                              VERDICT
14 min 02 s  waiter-1 901  sysv-sem/7/0 (semop -1: needs 1 more, semval is 0)                                     abandoned (likely)
14 min 01 s  waiter-2 902  sysv-sem/7/0 (semop -1: needs 1 more, semval is 0)                                     abandoned (likely)
 5 min 10 s  sender 910    sysv-msg/0 (msgsnd of 512 bytes: the queue holds 16384 of 16384 bytes in 32 messages)  reader 905 received last
       12 s  asker 921     fcntl (F_SETLKW), to write, bytes 50-149, /tmp/ledger                                  held by writer 920

1 thread waits for a child, as is normal: gordianctl snapshot waits
1 message queue, 1 semaphore set, 0 shared memory segments, 1 file lock, 0 shared mappings, 8 processes.

gordianctl semop sysv-sem/7 0:+1
)");
    EXPECT_EQ(outcome.code, done);
    EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(Summary, IsCalmWhereNothingIsStuck) {
    const Outcome outcome = run_with(samples::calm(), {});
    EXPECT_EQ(outcome.out, R"(Nothing is stuck.

1 thread waits for a child, as is normal: gordianctl snapshot waits
0 message queues, 0 semaphore sets, 0 shared memory segments, 0 file locks, 0 shared mappings, 2 processes.

gordianctl watch
)");
}

TEST(Summary, NoticesAreCountedAndAreNotTheFirstThing) {
    const Outcome outcome = run_with(samples::orphan(), {});
    EXPECT_THAT(outcome.lines().front(), "Nothing is stuck.");
    EXPECT_THAT(outcome.out, HasSubstr("1 notice of things left behind: gordianctl findings\n"));
    EXPECT_EQ(outcome.lines().back(), "gordianctl findings");
}

TEST(Summary, SaysWhatItCouldNotSee) {
    Moment moment = samples::calm();
    moment.seen.viewer.uid = 1000;
    moment.seen.unreadable = {{"processes", {"exe"}, "EACCES", "permission denied", "", 204, {}}};
    EXPECT_EQ(run_with(moment, {}).lines().front(), "Nothing is stuck, as far as uid 1000 can see.");
    EXPECT_THAT(
        run_with(moment, {}).out,
        HasSubstr("Not all was seen: 204 processes are partly hidden from uid 1000. `sudo gordianctl` sees more.\n"));
}

TEST(Summary, ProposesTheProgramAsItWasCalled) {
    Situation situation;
    situation.moments = {samples::demo()};
    situation.program = "build/release/bin/gordianctl";
    EXPECT_EQ(run_with(situation, {}).lines().back(), "build/release/bin/gordianctl semop sysv-sem/7 0:+1");
}

TEST(Summary, EscapesNamesThatWouldWriteToTheTerminal) {
    Moment moment = samples::stuck_worker();
    for (Wait& wait : moment.means.waits)
        if (wait.pid == 901) wait.comm = "\x1b[31mred\nx";
    const Outcome outcome = run_with(moment, {});
    EXPECT_THAT(outcome.out, HasSubstr("\\x1b[31mred\\nx 901"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
}

TEST(Findings, AreSentencesWithAdviceAndExitWithThree) {
    const Outcome outcome = run_with(samples::demo(), {"findings"});
    EXPECT_EQ(outcome.code, finding_exists);
    EXPECT_THAT(outcome.lines().front(), StartsWith("Warning  2 threads wait 14 min 02 s for sysv-sem/7/0"));
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("\n    [abandoned-semaphore, not certain]\n"),
                                   HasSubstr("\n    - Release one unit: `gordianctl semop sysv-sem/7 0:+1`"),
                                   HasSubstr("\n    [full-queue, certain]\n"), HasSubstr("\n    gordianctl why 905\n")));
}

TEST(Findings, OfLessSeverityAreLeftOutAndDoNotCount) {
    EXPECT_EQ(run_with(samples::orphan(), {"findings"}).code, done);
    const Outcome outcome = run_with(samples::demo(), {"findings", "--min-severity", "critical"});
    EXPECT_EQ(outcome.code, done);
    EXPECT_EQ(outcome.out, "Nothing of severity critical or above.\n");
    EXPECT_EQ(run_with(samples::calm(), {"findings"}).out, "Nothing is wrong that Gordian can see.\n");
}

TEST(Findings, AsJsonExitWithThreeToo) {
    const Outcome outcome = run_with(samples::demo(), {"findings", "--json"});
    EXPECT_EQ(outcome.code, finding_exists);
    const auto object = boost::json::parse(outcome.out).as_object();
    EXPECT_EQ(object.at("findings").as_array().size(), 2U);
    EXPECT_TRUE(object.contains("unreadable"));
}

TEST(Why, WithoutArgumentExplainsTheWorstFinding) {
    const Outcome outcome = run_with(samples::demo(), {"why"});
    EXPECT_EQ(outcome.out,
              R"(waiter-1 901 waits 14 min 02 s for sysv-sem/7/0 (semop -1: needs 1 more, semval is 0) [system call, certain]
waiter-2 902 waits 14 min 01 s for sysv-sem/7/0 (semop -1: needs 1 more, semval is 0) [system call, certain]
└─ sysv-sem/7/0: last operator 812, dead [last operation, a guess]
abandoned (likely): its last operator 812 is dead and nobody alive is known to release it
gordianctl semop sysv-sem/7 0:+1
)");
    EXPECT_EQ(outcome.code, finding_exists);
}

TEST(Why, WithoutAFindingExplainsWhoIsBlockedLongest) {
    const Outcome outcome = run_with(samples::held_lock(), {"why"});
    EXPECT_EQ(outcome.code, done) << "held by somebody who lives is not wrong";
    EXPECT_THAT(outcome.lines().front(), StartsWith("asker 921 waits 12 s for lock/posix/fe:00:1234/0-99/920"));
}

TEST(Why, SaysThatNothingIsStuck) {
    const Outcome outcome = run_with(samples::calm(), {"why"});
    EXPECT_EQ(outcome.out, "Nothing is stuck.\ngordianctl watch\n");
    EXPECT_EQ(outcome.code, done);
}

TEST(Why, TakesAPidANameAnObjectAndAPath) {
    EXPECT_THAT(run_with(samples::demo(), {"why", "902"}).lines().front(), StartsWith("waiter-2 902"));
    EXPECT_THAT(run_with(samples::demo(), {"why", "sender"}).lines().front(), StartsWith("sender 910"));
    EXPECT_THAT(run_with(samples::demo(), {"why", "sysv-sem/7"}).lines(),
                ElementsAre(StartsWith("waiter-1"), StartsWith("waiter-2"), StartsWith("└─"), StartsWith("abandoned"),
                            "gordianctl semop sysv-sem/7 0:+1"));
    EXPECT_THAT(run_with(samples::demo(), {"why", "sysv-sem/7/0"}).lines().front(), StartsWith("waiter-1"));
    EXPECT_THAT(run_with(samples::demo(), {"why", "/tmp/ledger"}).lines().front(), StartsWith("asker 921"));
    EXPECT_THAT(run_with(samples::demo(), {"why", "thread/901/901"}).lines().front(), StartsWith("waiter-1 901"));
    EXPECT_THAT(run_with(samples::demo(), {"why", "process/901"}).lines().front(), StartsWith("waiter-1 901"));
}

TEST(Why, OfAProcessThatDoesNotWaitSaysWhatItDoes) {
    const Outcome outcome = run_with(samples::demo(), {"why", "1"});
    EXPECT_EQ(outcome.out, "init 1 is sleeping, runs `init`\nnot stuck: it waits for nothing that Gordian knows\nps -o "
                           "pid,ppid,user,stat,etime,wchan:24,args -p 1\n");
    EXPECT_EQ(outcome.code, done);
}

TEST(Why, WhatIsNotThereIsAFailureInOneSentence) {
    const Outcome dead = run_with(samples::demo(), {"why", "812"});
    EXPECT_EQ(dead.code, failed);
    EXPECT_EQ(dead.err, "gordianctl: why on 812: that process is dead; what it left behind: gordianctl findings.\n");
    EXPECT_EQ(run_with(samples::demo(), {"why", "nobody-here"}).code, failed);
    EXPECT_EQ(run_with(samples::demo(), {"why", "sysv-sem/99"}).code, failed);
    EXPECT_EQ(run_with(samples::demo(), {"why", "sysv-sem/x"}).code, bad_usage);
    EXPECT_EQ(run_with(samples::demo(), {"why", "/no/such/file"}).code, failed);
}

TEST(Why, AsJsonHasChainsWaitsAndHolds) {
    const Outcome outcome = run_with(samples::demo(), {"why", "sender", "--json"});
    const auto object = boost::json::parse(outcome.out).as_object();
    ASSERT_EQ(object.at("chains").as_array().size(), 1U);
    EXPECT_EQ(object.at("chains").at(0).at("thread"), "thread/910/910");
    EXPECT_EQ(object.at("waits").as_array().size(), 1U);
    EXPECT_EQ(object.at("holds").as_array().size(), 1U);
}

TEST(SnapshotCommand, PrintsOneSectionAsAPlainTable) {
    EXPECT_EQ(
        run_with(samples::demo(), {"snapshot", "sem_sets", "--columns", "resource,key,values,waiting,last_operators"}).out,
        "RESOURCE    KEY         VALUES  WAITING  LAST_OPERATORS\n"
        "sysv-sem/7  0x0000002a  0             2  812 dead\n");
    EXPECT_EQ(run_with(samples::demo(), {"snapshot", "sem_sets", "--columns", "resource,values", "--no-header"}).out,
              "sysv-sem/7  0\n");
}

TEST(SnapshotCommand, HasHeadingsWhereThereAreSeveralSections) {
    const Outcome outcome = run_with(samples::demo(), {"snapshot", "msg_queues", "shm_segments"});
    EXPECT_THAT(outcome.out, HasSubstr("Message queues (msg_queues): 1\nRESOURCE"));
    EXPECT_THAT(outcome.out, HasSubstr("\n\nShared memory segments (shm_segments): none\n"));
}

TEST(SnapshotCommand, SaysBesideTheTableWhatAQuestionMarkStandsFor) {
    Moment moment = samples::demo();
    moment.seen.sem_sets.front().semaphores.front().semval.reset();
    moment.seen.unreadable = {{"sem_sets", {"semval"}, "EACCES", "permission denied", "run it as root", 1, {}}};
    const Outcome outcome = run_with(moment, {"snapshot", "sem_sets", "--columns", "values", "--no-header"});
    EXPECT_EQ(outcome.out, "?\n");
    EXPECT_EQ(outcome.err, "gordianctl: ? stands for semval of 1 semaphore set: permission denied; run it as root.\n");
}

TEST(SnapshotCommand, AsJsonHasTheSectionsThatWereAskedFor) {
    const auto object = boost::json::parse(run_with(samples::demo(), {"snapshot", "--json", "locks"}).out).as_object();
    EXPECT_TRUE(object.contains("locks"));
    EXPECT_FALSE(object.contains("sem_sets"));
    EXPECT_EQ(object.at("schema"), "gordian.snapshot/1");
}

TEST(SnapshotCommand, PrintsItsSchemaWithoutLooking) {
    EXPECT_THAT(run_with(Situation{}, {"snapshot", "--schema"}).out, HasSubstr("json-schema.org"));
}

TEST(SnapshotCommand, UnknownNamesAreBadUsageAndAreListed) {
    const Outcome section = run_with(samples::demo(), {"snapshot", "semaphores"});
    EXPECT_EQ(section.code, bad_usage);
    EXPECT_THAT(section.err, AllOf(StartsWith("gordianctl: there is no section \"semaphores\"; there are: "),
                                   HasSubstr("sem_sets")));
    const Outcome column = run_with(samples::demo(), {"snapshot", "sem_sets", "--columns", "value"});
    EXPECT_EQ(column.code, bad_usage);
    EXPECT_THAT(column.err, HasSubstr("there is no column \"value\"; there are: resource"));
    EXPECT_EQ(run_with(samples::demo(), {"snapshot", "--columns", "key"}).code, bad_usage) << "of which section?";
}

TEST(Watch, IsSilentWhereNothingChanges) {
    Situation situation;
    situation.moments = {samples::demo(), samples::demo()};
    const Outcome outcome = run_with(situation, {"watch"});
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.code, done);
}

TEST(Watch, PrintsALineAChange) {
    Situation situation;
    situation.moments = {samples::calm(), samples::orphan()};
    const Outcome outcome = run_with(situation, {"watch", "shm_segments"});
    ASSERT_EQ(outcome.lines().size(), 1U);
    EXPECT_THAT(outcome.lines().front(), HasSubstr(" added   shm_segments sysv-shm/4  {"));
    const Outcome json = run_with(situation, {"watch", "--json", "shm_segments"});
    ASSERT_EQ(json.lines().size(), 1U);
    const auto line = boost::json::parse(json.lines().front()).as_object();
    EXPECT_EQ(line.at("change"), "added");
    EXPECT_EQ(line.at("resource"), "sysv-shm/4");
    EXPECT_EQ(line.at("at"), "2026-11-24T17:31:04.000000000Z");
}

TEST(Watch, ALineIsNotLongerThanTheTerminal) {
    Situation situation;
    situation.moments = {samples::calm(), samples::orphan()};
    situation.width = 60;
    const Outcome outcome = run_with(situation, {"watch", "shm_segments"});
    EXPECT_THAT(outcome.lines().back(), ::testing::EndsWith("…"));
}

TEST(CommandLine, BadUsageIsTwo) {
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{"nonsense"},
                                               {"snapshot", "--nonsense"},
                                               {"findings", "--min-severity", "grave"},
                                               {"watch", "--interval", "0"},
                                               {"remove"},
                                               {"semop", "sysv-sem/7"}}) {
        const Outcome outcome = run_with(samples::demo(), arguments);
        EXPECT_EQ(outcome.code, bad_usage) << arguments.front();
        EXPECT_THAT(outcome.err, StartsWith("gordianctl: "));
        EXPECT_THAT(outcome.out, IsEmpty());
    }
}

TEST(CommandLine, EveryCommandHasHelpWithExamplesAndExitCodes) {
    for (const std::string command : {"snapshot", "findings", "why", "watch", "create", "semop", "setval", "remove"}) {
        const Outcome outcome = run_with(Situation{}, {command, "--help"});
        EXPECT_EQ(outcome.code, done);
        EXPECT_THAT(outcome.out, AllOf(HasSubstr("Usage: gordianctl " + command),
                                       HasSubstr("Examples:\n  gordianctl " + command), HasSubstr("Exit codes:")));
    }
    EXPECT_THAT(run_with(Situation{}, {"--help"}).out,
                AllOf(HasSubstr("snapshot"), HasSubstr("Exit codes:"), HasSubstr("sysv-sem/7/0")));
    EXPECT_THAT(run_with(Situation{}, {"--version"}).out, StartsWith("gordianctl "));
}

}  // namespace
}  // namespace gordian::ctl
