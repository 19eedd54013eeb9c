// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/finding_text.h"

#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::present {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Finding first_of(Moment moment) {
    add_words(moment);
    EXPECT_FALSE(moment.means.findings.empty());
    return moment.means.findings.empty() ? Finding{} : moment.means.findings.front();
}

TEST(FindingText, AnAbandonedSemaphoreNamesItsDeadLastOperatorAsAGuess) {
    const Finding finding = first_of(samples::stuck_worker());
    EXPECT_EQ(finding.title, "2 threads wait 14 min 02 s for sysv-sem/7/0; its last operator 812 is dead "
                             "(a guess: the kernel records nobody who holds a semaphore)");
    EXPECT_EQ(finding.explanation,
              "The value of sysv-sem/7/0 is 0: waiter-1 901 needs 1 more and waiter-2 902 needs 1 more. "
              "The last process that operated on it, 812, is dead (the set's last operation was 14 min 05 s ago), "
              "and nobody alive is known to have its units. "
              "That is a guess from sempid: any program that may write the set could still post it.");
    EXPECT_EQ(finding.command, "gordianctl semop sysv-sem/7 0:+1");
    EXPECT_EQ(finding.advice.front(),
              "Release one unit: `gordianctl semop sysv-sem/7 0:+1`; then waiter-1 901 can go on.");
}

TEST(FindingText, TheProposedSemopGivesAsManyUnitsAsTheFirstWaiterLacks) {
    Moment moment = samples::stuck_worker();
    moment.seen.sem_sets.front().semaphores.front().semval = 1;
    moment.seen.threads.front().operands = SemopCall{.semid = 7, .operations = {{{.num = 0, .op = -4}}}, .timeout_ms = 0};
    const Finding finding = first_of(moment);
    EXPECT_EQ(finding.command, "gordianctl semop sysv-sem/7 0:+3");
    EXPECT_THAT(finding.advice.front(), HasSubstr("Release 3 units: "));
}

TEST(FindingText, WhoWaitsForZeroIsHelpedByTakingUnits) {
    Moment moment = samples::stuck_worker();
    moment.seen.sem_sets.front().semaphores.front().semval = 2;
    for (Thread& thread : moment.seen.threads)
        thread.operands = SemopCall{.semid = 7, .operations = {{{.num = 0, .op = 0}, {.num = 0, .op = 1}}}, .timeout_ms = 0};
    EXPECT_EQ(first_of(moment).command, "gordianctl semop sysv-sem/7 0:-2");
}

TEST(FindingText, WhereTheOperationsAreHiddenOneUnitIsProposed) {
    Moment moment = samples::stuck_worker();
    for (Thread& thread : moment.seen.threads) thread.operands.reset();
    const Finding finding = first_of(moment);
    EXPECT_EQ(finding.command, "gordianctl semop sysv-sem/7 0:+1");
    EXPECT_THAT(finding.explanation, HasSubstr("The value of sysv-sem/7/0 is 0: waiter-1 901 and waiter-2 902 wait."));
}

TEST(FindingText, AFullQueueSaysWhoIsBlockedHowFullItIsAndWhoReceivedLast) {
    const Finding finding = first_of(samples::full_queue());
    EXPECT_EQ(finding.title,
              "sender 910 waits 5 min 10 s to send to sysv-msg/0, which is full: 16,384 of 16,384 bytes, 32 messages");
    EXPECT_EQ(finding.explanation,
              "A sender waits until there is room. Reader 905 received last from sysv-msg/0, 6 min 40 s ago.");
    EXPECT_EQ(finding.command, "gordianctl why 905") << "why does the receiver not receive?";
}

TEST(FindingText, AFullQueueWhoseReceiverIsDeadAsksForAnother) {
    Moment moment = samples::full_queue();
    moment.seen.msg_queues.front().lrpid = 812;
    moment.seen.dead_pids = {812};
    const Finding finding = first_of(moment);
    EXPECT_EQ(finding.explanation, "A sender waits until there is room. Process 812, which is dead, received last from "
                                   "sysv-msg/0, 6 min 40 s ago.");
    EXPECT_EQ(finding.command, "gordianctl remove sysv-msg/0 --dry-run") << "what is proposed changes nothing";
}

TEST(FindingText, AFullQueueFromWhichNobodyReceivedSaysSo) {
    Moment moment = samples::full_queue();
    moment.seen.msg_queues.front().lrpid = 0;
    moment.seen.msg_queues.front().rtime = {};
    EXPECT_EQ(first_of(moment).explanation,
              "A sender waits until there is room. Nobody has received from sysv-msg/0 yet.");
}

TEST(FindingText, AStoppedReceiverIsLetGoOn) {
    Moment moment = samples::full_queue();
    for (Process& process : moment.seen.processes)
        if (process.pid == 905) process.state = "T";
    EXPECT_EQ(first_of(moment).command, "kill -CONT 905");
}

TEST(FindingText, ADeadlockTellsWhoHasWhatTheOthersWaitFor) {
    const Finding finding = first_of(samples::deadlock());
    EXPECT_EQ(finding.title,
              "locker 930 and taker 931 have waited for each other for 1 min 04 s: none can go on (likely)");
    EXPECT_EQ(
        finding.explanation,
        "locker 930 waits for sysv-sem/8/0, whose last operator is taker 931 (a guess: the kernel records no holder). "
        "taker 931 waits for the write flock on /tmp/door, which locker 930 holds.");
    EXPECT_EQ(finding.command, "kill -TERM 930")
        << "its lock goes with it; ending the other would not give the semaphore back";
    EXPECT_THAT(
        finding.advice,
        ElementsAre("End one of them: `kill -TERM 930` (locker 930); that releases the write flock on /tmp/door.",
                    "Do not post a semaphore whose taker lives: two would be in the section that it protects.",
                    "For good: let all programs take these things in the same order."));
}

TEST(FindingText, AnHeirIsNotSaidToReleaseWhatOthersHoldToo) {
    Moment moment = samples::deadlock();
    moment.means.holds.push_back(
        {800, {}, "lock/flock/fe:00:99/0-EOF/930.4", "to write, descriptor 4", true, HoldEvidence::inherited});
    EXPECT_THAT(first_of(moment).advice.front(), Not(HasSubstr("releases")));
}

TEST(FindingText, HeldByStoppedContinuesTheHolder) {
    Moment moment = samples::held_lock();
    for (Process& process : moment.seen.processes)
        if (process.pid == 920) process.state = "T";
    Finding finding;
    finding.code = "held-by-stopped";
    finding.severity = Severity::warning;
    finding.threads = {"thread/921/921"};
    finding.resources = {moment.seen.locks.front().resource, "process/920"};
    moment.means.findings = {finding};
    const Finding said = first_of(moment);
    EXPECT_EQ(
        said.title,
        "asker 921 waits 12 s for the write lock on bytes 0-99 of /tmp/ledger; writer 920 holds it and is stopped");
    EXPECT_EQ(said.command, "kill -CONT 920");
}

TEST(FindingText, AnInheritedLockNamesHeirAndTaker) {
    Moment moment = samples::deadlock();
    moment.seen.processes.push_back(samples::process(940, "heir"));
    moment.seen.dead_pids = {930};
    std::erase_if(moment.seen.processes, [](const Process& process) { return process.pid == 930; });
    std::erase_if(moment.means.waits, [](const Wait& wait) { return wait.pid == 930; });
    moment.seen.locks.front().holders = {
        {.pid = 940, .fd = 9, .inherited = true, .certain = true, .evidence = LockEvidence::fdinfo}};
    Finding finding;
    finding.code = "inherited-lock";
    finding.severity = Severity::warning;
    finding.threads = {"thread/931/931"};
    finding.resources = {moment.seen.locks.front().resource};
    moment.means.findings = {finding};
    const Finding said = first_of(moment);
    EXPECT_EQ(said.title, "taker 931 waits 1 min 04 s for the write flock on /tmp/door; heir 940 keeps it through an "
                          "inherited descriptor, and its taker 930 is gone");
    EXPECT_EQ(said.command, "kill -TERM 940");
    EXPECT_THAT(said.explanation, HasSubstr("heir 940 runs `heir`: sleeping, started 2 h 00 min ago."));
    EXPECT_THAT(said.advice.back(), HasSubstr("close descriptor 9 in its children"));

    moment.means.findings.front().threads.clear();
    const Finding unwaited = first_of(moment);
    EXPECT_EQ(
        unwaited.title,
        "The write flock on /tmp/door is kept by heir 940 through an inherited descriptor; its taker 930 is gone");
    EXPECT_EQ(unwaited.command, "gordianctl why 940") << "nobody waits: nobody is to be ended";
}

TEST(FindingText, AnOrphanIsToBeRemoved) {
    const Finding finding = first_of(samples::orphan());
    EXPECT_EQ(finding.title, "sysv-shm/4 (1.0 MiB) is used by nobody: not attached, and its creator 812 is dead");
    EXPECT_EQ(finding.explanation,
              "Key 0x00000051, owned by uid 1000. Last attached 2 d 7 h ago, last detached 1 d 3 h ago.");
    EXPECT_EQ(finding.command, "gordianctl remove sysv-shm/4");
}

TEST(FindingText, NearALimitTheCommandThatRaisesItIsGiven) {
    Moment moment = samples::calm();
    moment.seen.limits = {{"kernel.msgmni", "MSGMNI", 10, 32'000, "", "sysctl kernel.msgmni=64000"},
                          {"kernel.shmmni", "SHMMNI", 3'900, 4'096, "", "sysctl kernel.shmmni=8192"}};
    Finding finding;
    finding.code = "near-limit";
    finding.severity = Severity::warning;
    finding.resources = {"kernel.shmmni"};
    moment.means.findings = {finding};
    const Finding said = first_of(moment);
    EXPECT_EQ(said.title, "kernel.shmmni (SHMMNI) is nearly used up: 3,900 of 4,096 (95 %)");
    EXPECT_EQ(said.command, "sysctl kernel.shmmni=8192");
}

TEST(FindingText, EveryFindingHasATitleAndACommandEvenWithoutWordsOfItsOwn) {
    Moment moment = samples::stuck_worker();
    for (const std::string_view code : {"something-new", "orphan-queue", "orphan-semaphore-set", "removed-but-attached",
                                        "uninitialised-semaphore-set", "deadlock", "held-by-stopped", "inherited-lock",
                                        "full-queue", "near-limit", "abandoned-semaphore"}) {
        Finding finding;
        finding.code = code;
        moment.means.findings = {finding};
        const Finding said = first_of(moment);
        EXPECT_FALSE(said.title.empty()) << code;
        EXPECT_FALSE(said.command.empty()) << code;
    }
}

TEST(FindingText, WordsAreMadeAnewFromTheSameMoment) {
    Moment once = samples::with_words(samples::demo());
    Moment twice = once;
    add_words(twice);
    EXPECT_EQ(once, twice);
}

TEST(OwnCommand, IsReplacedAtTheBeginningAndInBackticksOnly) {
    EXPECT_EQ(own_command("gordianctl why 1", "bin/gordianctl"), "bin/gordianctl why 1");
    EXPECT_EQ(own_command("sudo gordianctl", "bin/gordianctl"), "sudo bin/gordianctl");
    EXPECT_EQ(own_command("Look: `gordianctl why 1`, said gordianctl", "x"), "Look: `x why 1`, said gordianctl");
    EXPECT_EQ(own_command("kill -TERM 1", "x"), "kill -TERM 1");
    EXPECT_EQ(own_command("gordianctl2 x", "x"), "gordianctl2 x");
}

}  // namespace
}  // namespace gordian::present
