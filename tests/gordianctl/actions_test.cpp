// SPDX-License-Identifier: GPL-3.0-or-later
// What acting asks of the session, when it asks a person, and when it refuses.
#include "tests/gordianctl/fake_session.h"
#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

namespace gordian::ctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Situation with(Moment moment) {
    Situation situation;
    situation.moments.push_back(std::move(moment));
    return situation;
}

TEST(Semop, IsAskedForWithTheIdentityThatWasSeen) {
    const Outcome outcome = run_with(samples::stuck_worker(), {"semop", "sysv-sem/7", "0:+1"});
    EXPECT_EQ(outcome.code, done);
    EXPECT_EQ(outcome.out, "did it\n");
    ASSERT_EQ(outcome.performed.size(), 1U);
    const auto& request = std::get<SemopRequest>(outcome.performed.front());
    EXPECT_EQ(
        request.set,
        (Identity{
            .kind = SysvKind::sem, .id = 7, .key = {0x2a}, .cuid = 1000, .cgid = 1000, .ipc_namespace = 4026531839, .cpid = {}}));
    EXPECT_THAT(request.operations, ElementsAre(SemOperation{.num = 0, .op = 1}));
}

TEST(Semop, TakesSeveralOperationsAtOnce) {
    const Outcome outcome = run_with(samples::stuck_worker(), {"semop", "sysv-sem/7", "0:-1,1:+2,2:0", "--nowait"});
    ASSERT_EQ(outcome.performed.size(), 1U);
    EXPECT_THAT(std::get<SemopRequest>(outcome.performed.front()).operations,
                ElementsAre(SemOperation{.num = 0, .op = -1}, SemOperation{.num = 1, .op = 2},
                            SemOperation{.num = 2, .op = 0}));
}

TEST(Semop, RefusesWhatIsNoOperation) {
    for (const std::string text :
         {"", "0", "0:", ":1", "0:+-1", "0:++1", "0:1,", "0:1:wait", "x:1", "0:99999", "70000:1", " 0:1", "0: 1"})
        EXPECT_EQ(run_with(samples::stuck_worker(), {"semop", "sysv-sem/7", text}).code, bad_usage) << text;
}

TEST(Semop, SaysThatThisVersionHoldsNothing) {
    const Outcome undo = run_with(samples::stuck_worker(), {"semop", "sysv-sem/7", "0:-1:undo"});
    EXPECT_EQ(undo.code, bad_usage);
    EXPECT_THAT(undo.err, HasSubstr("this version holds nothing"));
    const Outcome timeout = run_with(samples::stuck_worker(), {"semop", "sysv-sem/7", "0:-1", "--timeout", "5"});
    EXPECT_EQ(timeout.code, bad_usage);
    EXPECT_THAT(timeout.err, HasSubstr("this version holds nothing"));
    EXPECT_THAT(timeout.performed, IsEmpty());
}

TEST(Semop, DryRunSaysWhatWouldFollowAndDoesNothing) {
    const Outcome outcome = run_with(samples::stuck_worker(), {"semop", "sysv-sem/7", "0:+1", "--dry-run"});
    EXPECT_EQ(outcome.out, "Would do on sysv-sem/7:\n  semaphore 0: 0 → 1\n  waiter-1 901 could go on\n");
    EXPECT_THAT(outcome.performed, IsEmpty());
    EXPECT_EQ(run_with(samples::stuck_worker(), {"semop", "sysv-sem/7", "0:-1", "--dry-run"}).code, failed);
}

TEST(Expectations, ADifferenceRefuses) {
    EXPECT_EQ(run_with(samples::stuck_worker(),
                       {"semop", "sysv-sem/7", "0:+1", "--expect", "key=0x2a,cuid=1000", "--expect", "seq=0"})
                  .code,
              done);
    EXPECT_EQ(run_with(samples::stuck_worker(), {"semop", "sysv-sem/7", "0:+1", "--expect", "key=42"}).code, done);
    const Outcome outcome = run_with(samples::stuck_worker(),
                                     {"semop", "sysv-sem/7", "0:+1", "--expect", "key=0x2a,cuid=0"});
    EXPECT_EQ(outcome.code, failed);
    EXPECT_EQ(outcome.err, "gordianctl: semop on sysv-sem/7: it is another object than expected: cuid is 1000, not 0; "
                           "nothing was changed; look again before you act.\n");
    EXPECT_THAT(outcome.performed, IsEmpty());
    EXPECT_EQ(run_with(samples::stuck_worker(), {"semop", "sysv-sem/7", "0:+1", "--expect", "name=x"}).code, bad_usage);
}

TEST(Expectations, AKeyMayBeNegativeAsTheKernelPrintsIt) {
    EXPECT_EQ(run_with(samples::full_queue(), {"remove", "sysv-msg/0", "--yes", "--expect", "key=-559038737"}).code, done);
}

TEST(Targets, AnotherNamespaceIsRefusedAndOnesOwnIsNot) {
    const Outcome outcome = run_with(samples::stuck_worker(), {"semop", "ipc:[12]/sysv-sem/7", "0:+1"});
    EXPECT_EQ(outcome.code, failed);
    EXPECT_THAT(outcome.err, HasSubstr("it lives in another IPC namespace"));
    EXPECT_EQ(run_with(samples::stuck_worker(), {"semop", "ipc:[4026531839]/sysv-sem/7", "0:+1"}).code, done);
}

TEST(Targets, WhatIsNotThereAndWhatIsNoSystemVObject) {
    EXPECT_EQ(run_with(samples::stuck_worker(), {"semop", "sysv-sem/8", "0:+1"}).err,
              "gordianctl: semop on sysv-sem/8: there is no such object; see gordianctl snapshot sem_sets.\n");
    EXPECT_THAT(run_with(samples::stuck_worker(), {"remove", "process/1", "--yes"}).err,
                HasSubstr("that is not a System V object"));
    EXPECT_EQ(run_with(samples::stuck_worker(), {"remove", "nonsense", "--yes"}).code, bad_usage);
}

TEST(Remove, AsksNamingWhatHangsOnIt) {
    Situation situation = with(samples::stuck_worker());
    situation.person_says = true;
    const Outcome outcome = run_with(situation, {"remove", "sysv-sem/7"});
    EXPECT_THAT(outcome.asked, ElementsAre("Remove sysv-sem/7? 2 threads wait on it: waiter-1 901 and waiter-2 902. "
                                           "Then its values are lost, and whoever waits on it "
                                           "fails with EIDRM. There is no undo yet."));
    EXPECT_EQ(outcome.performed.size(), 1U);
    EXPECT_EQ(outcome.code, done);
}

TEST(Remove, ANoChangesNothing) {
    Situation situation = with(samples::stuck_worker());
    situation.person_says = false;
    const Outcome outcome = run_with(situation, {"remove", "sysv-sem/7"});
    EXPECT_THAT(outcome.performed, IsEmpty());
    EXPECT_EQ(outcome.code, failed);
    EXPECT_EQ(outcome.err, "gordianctl: sysv-sem/7 was not removed.\n");
}

TEST(Remove, NeedsYesWhereNobodyCanBeAsked) {
    const Outcome outcome = run_with(samples::stuck_worker(), {"remove", "sysv-sem/7"});
    EXPECT_EQ(outcome.code, failed);
    EXPECT_THAT(outcome.performed, IsEmpty());
    EXPECT_THAT(outcome.err, HasSubstr("add --yes"));
    EXPECT_EQ(run_with(samples::stuck_worker(), {"remove", "sysv-sem/7", "--yes"}).performed.size(), 1U);
}

TEST(Remove, OfASegmentTellsItsCreatorToo) {
    const Outcome outcome = run_with(samples::orphan(), {"remove", "sysv-shm/4", "--yes"});
    ASSERT_EQ(outcome.performed.size(), 1U);
    EXPECT_EQ(std::get<RemoveRequest>(outcome.performed.front()).object.cpid, 812);
}

TEST(Remove, TriesEachAndEndsWithTheWorst) {
    Situation situation = with(samples::demo());
    situation.answer = std::unexpected(Error::from_code(EPERM, "removing", "sysv-msg/0"));
    const Outcome outcome = run_with(situation, {"remove", "sysv-msg/9", "sysv-msg/0", "sysv-sem/7", "--yes"});
    EXPECT_EQ(outcome.performed.size(), 2U) << "what is not there does not keep the others";
    EXPECT_EQ(outcome.code, no_permission);
}

TEST(Remove, DryRunSaysWhatHangsOnItAndDoesNothing) {
    const Outcome outcome = run_with(samples::full_queue(), {"remove", "sysv-msg/0", "--dry-run"});
    EXPECT_EQ(outcome.out,
              "Would remove sysv-msg/0: 1 thread waits on it: sender 910; 32 messages (16.0 KiB) would be lost.\n"
              "  Then its messages are lost, and whoever waits on it fails with EIDRM. There would be no undo yet.\n");
    EXPECT_THAT(outcome.performed, IsEmpty());
    EXPECT_EQ(outcome.code, done);
}

TEST(Setval, AsksSayingThatThereIsNoUndo) {
    Situation situation = with(samples::stuck_worker());
    situation.person_says = true;
    const Outcome outcome = run_with(situation, {"setval", "sysv-sem/7/0", "1"});
    EXPECT_THAT(outcome.asked, ElementsAre("Set sysv-sem/7/0: 0 → 1; waiter-1 901 could go on. There is no undo yet, "
                                           "and the undo values that processes hold for it "
                                           "(semadj) are cleared. Do it?"));
    ASSERT_EQ(outcome.performed.size(), 1U);
    const auto& request = std::get<SetvalRequest>(outcome.performed.front());
    EXPECT_EQ(request.num, 0);
    EXPECT_EQ(request.value, 1);
}

TEST(Setval, RefusesAWholeSetANumberTooFarAndAValueTooLarge) {
    EXPECT_EQ(run_with(samples::stuck_worker(), {"setval", "sysv-sem/7", "1", "--yes"}).code, failed);
    EXPECT_EQ(run_with(samples::stuck_worker(), {"setval", "sysv-sem/7/1", "1", "--yes"}).code, failed);
    EXPECT_EQ(run_with(samples::stuck_worker(), {"setval", "sysv-sem/7/0", "32768", "--yes"}).code, bad_usage);
    EXPECT_EQ(run_with(samples::stuck_worker(), {"setval", "sysv-sem/7/0", "1"}).code, failed)
        << "nobody to ask, and no --yes";
}

TEST(Create, PrintsNothingButTheName) {
    Situation situation = with(samples::calm());
    situation.answer = ActionResult{"sysv-sem/12", "created sysv-sem/12"};
    const Outcome outcome = run_with(situation,
                                     {"create", "sysv-sem", "--key", "0x2b", "--values", "1,0", "--mode", "0660"});
    EXPECT_EQ(outcome.out, "sysv-sem/12\n");
    ASSERT_EQ(outcome.performed.size(), 1U);
    EXPECT_EQ(std::get<CreateRequest>(outcome.performed.front()),
              (CreateRequest{.kind = SysvKind::sem, .key = Key{0x2b}, .mode = {0660}, .values = {1, 0}, .size = 0}));
}

TEST(Create, SizesTakeUnits) {
    for (const auto& [text, size] : std::vector<std::pair<std::string, std::uint64_t>>{
             {"4096", 4096}, {"4K", 4096}, {"1M", 1'048'576}, {"2G", 2'147'483'648}}) {
        const Outcome outcome = run_with(samples::calm(), {"create", "sysv-shm", "--private", "--size", text});
        ASSERT_EQ(outcome.performed.size(), 1U) << text;
        EXPECT_EQ(std::get<CreateRequest>(outcome.performed.front()).size, size);
        EXPECT_FALSE(std::get<CreateRequest>(outcome.performed.front()).key);
    }
}

TEST(Create, BadUsage) {
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{"create", "sysv-sem", "--values", "1"},
                                               {"create", "sysv-sem", "--private"},
                                               {"create", "sysv-sem", "--private", "--key", "1", "--values", "1"},
                                               {"create", "sysv-msg", "--private", "--values", "1"},
                                               {"create", "sysv-shm", "--private"},
                                               {"create", "sysv-shm", "--private", "--size", "4X"},
                                               {"create", "sysv-shm", "--private", "--size", "0"},
                                               {"create", "sysv-shm", "--private", "--size", "99999999999G"},
                                               {"create", "sysv-msg", "--key", "0"},
                                               {"create", "sysv-msg", "--key", "0x123456789"},
                                               {"create", "sysv-msg", "--private", "--mode", "999"},
                                               {"create", "sysv-msg", "--private", "--mode", "01777"},
                                               {"create", "sysv-sem", "--private", "--values", "1,,0"},
                                               {"create", "sysv-sem", "--private", "--values", "40000"},
                                               {"create", "sysv-msg", "--ftok", "/"},
                                               {"create", "posix-mq", "--private"}}) {
        const Outcome outcome = run_with(samples::calm(), arguments);
        EXPECT_EQ(outcome.code, bad_usage) << ::testing::PrintToString(arguments) << outcome.err;
        EXPECT_THAT(outcome.performed, IsEmpty());
    }
}

TEST(Create, FtokIsAskedOfTheHostThatIsLookedAt) {
    Situation situation = with(samples::calm());
    situation.answers = {{.parts = {FtokAnswer{{0x07fe0001}}}, .end = {}}};
    const Outcome outcome = run_with(situation, {"create", "sysv-msg", "--ftok", "/etc/a:b/file:7"});
    EXPECT_EQ(outcome.code, done) << outcome.err;
    EXPECT_THAT(outcome.queries, ElementsAre(Query{FtokQuery{.path = "/etc/a:b/file", .id = 7}}));
    ASSERT_EQ(outcome.performed.size(), 1U);
    EXPECT_EQ(std::get<CreateRequest>(outcome.performed.front()).key, (Key{0x07fe0001}));
}

TEST(Create, FtokTakesACharacterAsPeopleWriteItInC) {
    Situation situation = with(samples::calm());
    situation.answers = {{.parts = {FtokAnswer{{1}}}, .end = {}}};
    const Outcome outcome = run_with(situation, {"create", "sysv-msg", "--ftok", "/etc/file:A"});
    EXPECT_THAT(outcome.queries, ElementsAre(Query{FtokQuery{.path = "/etc/file", .id = 'A'}}));
}

TEST(Create, FtokOfAFileThatIsNotThereIsAFailure) {
    Situation situation = with(samples::calm());
    situation.answers = {{.parts = {}, .end = std::unexpected(Error::from_code(ENOENT, "ftok", "/no/such/file"))}};
    const Outcome outcome = run_with(situation, {"create", "sysv-msg", "--ftok", "/no/such/file:7"});
    EXPECT_EQ(outcome.code, failed);
    EXPECT_THAT(outcome.err, HasSubstr("ftok on /no/such/file: no such file or directory"));
    EXPECT_THAT(outcome.performed, IsEmpty());
}

TEST(Create, DryRunSeesThatTheKeyIsTaken) {
    const Outcome taken = run_with(samples::stuck_worker(),
                                   {"create", "sysv-sem", "--key", "42", "--values", "1", "--dry-run"});
    EXPECT_EQ(taken.code, failed);
    EXPECT_THAT(taken.err, HasSubstr("sysv-sem/7 has the key 0x0000002a already"));
    const Outcome free = run_with(samples::calm(), {"create", "sysv-sem", "--key", "42", "--values", "1,0", "--dry-run"});
    EXPECT_EQ(free.out, "Would create a set of 2 semaphores with the values 1 0, key 0x0000002a, mode 0600.\n");
    EXPECT_THAT(free.performed, IsEmpty());
}

TEST(ExitCodes, PermissionIsFourAndTheRestIsOne) {
    Situation situation = with(samples::stuck_worker());
    situation.answer = std::unexpected(Error::from_code(EACCES, "semop", "sysv-sem/7"));
    EXPECT_EQ(run_with(situation, {"semop", "sysv-sem/7", "0:+1"}).code, no_permission);
    situation.answer = std::unexpected(Error::from_code(EAGAIN, "semop", "sysv-sem/7"));
    EXPECT_EQ(run_with(situation, {"semop", "sysv-sem/7", "0:+1"}).code, failed);
}

}  // namespace
}  // namespace gordian::ctl
