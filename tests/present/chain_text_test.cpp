// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/chain_text.h"

#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::present {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

WhyText why_of(const Facts& facts, const std::vector<std::string>& threads) {
    return why_these_wait(facts, facts.waits_of(threads));
}

TEST(ChainText, OneWaiterForAnAbandonedSemaphore) {
    const Moment moment = samples::with_words(samples::stuck_worker());
    const Facts facts(moment);
    const WhyText text = why_of(facts, {"thread/901/901"});
    EXPECT_THAT(text.tree, ElementsAre("waiter-1 901 waits 14 min 02 s for sysv-sem/7/0 (semop -1: needs 1 more, "
                                       "semval is 0) [system call, certain]",
                                       "└─ sysv-sem/7/0: last operator 812, dead [last operation, a guess]"));
    EXPECT_EQ(text.verdict,
              "abandoned (likely): its last operator 812 is dead and nobody alive is known to release it");
    EXPECT_EQ(text.command, "gordianctl semop sysv-sem/7 0:+1");
    EXPECT_EQ(text.worst, Verdict::abandoned);
}

TEST(ChainText, ThoseWhoWaitForTheSameShareWhatIsBelow) {
    const Moment moment = samples::with_words(samples::stuck_worker());
    const Facts facts(moment);
    EXPECT_THAT(why_of(facts, {"thread/902/902", "thread/901/901"}).tree,
                ElementsAre(HasSubstr("waiter-1 901"), HasSubstr("waiter-2 902"), HasSubstr("└─ sysv-sem/7/0")));
}

TEST(ChainText, ASenderSeesTheQueueAndItsLastReceiver) {
    const Moment moment = samples::with_words(samples::full_queue());
    const Facts facts(moment);
    const WhyText text = why_of(facts, {"thread/910/910"});
    EXPECT_THAT(text.tree, ElementsAre(HasSubstr("sender 910 waits 5 min 10 s for sysv-msg/0"),
                                       "├─ sysv-msg/0: last receiver reader 905, sleeping [last operation, a guess]",
                                       "└─ sysv-msg/0: 16,384 of 16,384 bytes, 32 messages; last received by reader "
                                       "905, sleeping, 6 min 40 s ago; "
                                       "last sent by sender 910, sleeping, 5 min 10 s ago"));
    EXPECT_EQ(text.verdict, "held (likely): reader 905 could end the wait, alive and sleeping");
    EXPECT_EQ(text.command, "gordianctl why 905");
}

TEST(ChainText, ALockNamesItsHolder) {
    const Moment moment = samples::held_lock();
    const Facts facts(moment);
    const WhyText text = why_of(facts, {"thread/921/921"});
    EXPECT_THAT(text.tree, ElementsAre("asker 921 waits 12 s for lock/posix/fe:00:1234/0-99/920 (fcntl (F_SETLKW), "
                                       "to write, bytes 50-149, /tmp/ledger) [system call, certain]",
                                       "└─ lock/posix/fe:00:1234/0-99/920: held by writer 920, sleeping (to write, "
                                       "descriptor 3) [fdinfo, certain]"));
    EXPECT_EQ(text.verdict, "held (certain): writer 920 holds it, alive and sleeping");
    EXPECT_EQ(text.command, "gordianctl why 920");
    EXPECT_EQ(short_verdict(facts, moment.means.waits.back()), "held by writer 920");
}

TEST(ChainText, ACircleIsWalkedOnceAndCloses) {
    const Moment moment = samples::with_words(samples::deadlock());
    const Facts facts(moment);
    const WhyText text = why_of(facts, {"thread/930/930", "thread/931/931"});
    EXPECT_THAT(text.tree, ElementsAre("locker 930 waits 1 min 05 s for sysv-sem/8/0 (semop -1: needs 1 more, "
                                       "semval is 0) [system call, certain]",
                                       "└─ sysv-sem/8/0: last operator taker 931, sleeping [last operation, a guess]",
                                       "   └─ taker 931 waits 1 min 04 s for lock/flock/fe:00:99/0-EOF/930.4 "
                                       "(flock, to write, /tmp/door) [system call, certain]",
                                       "      └─ lock/flock/fe:00:99/0-EOF/930.4: held by locker 930, sleeping (to "
                                       "write, descriptor 4) [fdinfo, certain]",
                                       "         └─ locker 930 waits, as above: the circle closes here"));
    EXPECT_EQ(text.verdict,
              "deadlocked (likely): locker 930 and taker 931 wait for each other; none can go on by itself");
    EXPECT_EQ(text.command, "kill -TERM 930");
}

TEST(ChainText, OfSeveralTreesTheWorstComesLast) {
    const Moment moment = samples::with_words(samples::demo());
    const Facts facts(moment);
    const WhyText text = why_of(facts, {"thread/901/901", "thread/921/921"});
    ASSERT_EQ(text.tree.size(), 6U);
    EXPECT_THAT(text.tree[0], HasSubstr("asker 921"));
    EXPECT_EQ(text.tree[2], "held (certain): writer 920 holds it, alive and sleeping");
    EXPECT_EQ(text.tree[3], "");
    EXPECT_THAT(text.tree[4], HasSubstr("waiter-1 901"));
    EXPECT_EQ(text.worst, Verdict::abandoned);
}

TEST(ChainText, ManyHoldersAreCountedNotPrinted) {
    Moment moment = samples::held_lock();
    for (int pid = 2000; pid < 2100; ++pid)
        moment.means.holds.push_back({pid, {}, moment.seen.locks.front().resource, "to read", true, HoldEvidence::fdinfo});
    const Facts facts(moment);
    const WhyText text = why_of(facts, {"thread/921/921"});
    EXPECT_EQ(text.tree.size(), 13U);
    EXPECT_THAT(text.tree.back(), HasSubstr("and 90 more"));
}

TEST(ChainText, AChainOfAThousandIsFollowedToALimit) {
    Moment moment = samples::calm();
    for (int pid = 2000; pid < 3000; ++pid) {
        Wait wait;
        wait.pid = pid;
        wait.comm = "p";
        wait.resource = "lock/flock/fe:00:1/0-EOF/" + std::to_string(pid + 1);
        moment.means.waits.push_back(wait);
        moment.means.holds.push_back({pid + 1, {}, *wait.resource, "", true, HoldEvidence::fdinfo});
    }
    const Facts facts(moment);
    const WhyText text = why_of(facts, {"process/2000"});
    EXPECT_THAT(text.tree.back(), HasSubstr("… and so on"));
    EXPECT_LT(text.tree.size(), 100U);
}

TEST(ChainText, AProcessThatDoesNotWaitSaysWhatItDoesAndHolds) {
    Moment moment = samples::held_lock();
    Thread thread = samples::thread(920, 920, "writer");
    thread.syscall = "nanosleep";
    thread.blocked_ms = 60'000;
    moment.seen.threads = {thread};
    const Facts facts(moment);
    const WhyText text = why_process_does_not_wait(facts, *facts.people.process(920));
    EXPECT_THAT(text.tree, ElementsAre("writer 920 is sleeping in nanosleep since 1 min 00 s, runs `writer`",
                                       "└─ holds lock/posix/fe:00:1234/0-99/920 (to write, descriptor 3); 1 thread "
                                       "waits for it [fdinfo, certain]"));
    EXPECT_EQ(text.verdict, "not stuck: it waits for nothing that Gordian knows, but 1 thread waits for it");
}

TEST(ChainText, AStoppedHolderIsContinued) {
    Moment moment = samples::held_lock();
    for (Process& process : moment.seen.processes)
        if (process.pid == 920) process.state = "T";
    const Facts facts(moment);
    const WhyText text = why_process_does_not_wait(facts, *facts.people.process(920));
    EXPECT_EQ(text.verdict, "stopped: others wait for what it holds");
    EXPECT_EQ(text.command, "kill -CONT 920");
    EXPECT_EQ(text.worst, Verdict::stopped);
}

TEST(ChainText, AnObjectForWhichNobodyWaitsSaysSo) {
    Moment moment = samples::stuck_worker();
    moment.means.waits.clear();
    const Facts facts(moment);
    const WhyText text = why_nobody_waits(facts, "sysv-sem/7");
    EXPECT_THAT(text.tree, ElementsAre("sysv-sem/7: 1 semaphore, value 0, last operation 14 min 05 s ago"));
    EXPECT_EQ(text.verdict, "not stuck: nobody waits for it");
}

TEST(ChainText, AParentThatWaitsForItsChildIsNormalUnlessTheEndIsBad) {
    Moment moment = samples::calm();
    const Wait& wait = moment.means.waits.front();
    EXPECT_TRUE(is_normal(Facts(moment), wait));
    moment.means.chains.front().verdict = Verdict::deadlocked;
    EXPECT_FALSE(is_normal(Facts(moment), wait));
}

TEST(ChainText, AWaitOfWhichNothingIsKnownStaysUnknown) {
    Moment moment = samples::calm();
    Wait wait;
    wait.pid = 800;
    wait.comm = "sh";
    moment.means.waits = {wait};
    moment.means.chains.clear();
    const Facts facts(moment);
    const WhyText text = why_of(facts, {"process/800"});
    EXPECT_THAT(text.tree, ElementsAre("sh 800 waits [system call, a guess]"));
    EXPECT_EQ(text.verdict, "unknown: nothing is known about who could end this wait");
}

}  // namespace
}  // namespace gordian::present
