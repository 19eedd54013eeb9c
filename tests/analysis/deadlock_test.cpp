// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/snapshot_builder.h"

namespace gordian::analysis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// 10 holds the flock of file 1 and wants that of 2; 20 the other way round.
Scene two_flocks_in_opposite_order() {
    Scene scene;
    scene.flock(1, 10, {{.pid = 10}});
    scene.flock(2, 20, {{.pid = 20}});
    scene.blocked(10, flock_call(2));
    scene.blocked(20, flock_call(1));
    return scene;
}

TEST(Deadlock, TwoFlocksInOppositeOrderAreCertain) {
    const Means means = two_flocks_in_opposite_order().means();
    const Finding* found = finding(means, "deadlock");
    ASSERT_NE(found, nullptr);
    EXPECT_THAT(codes(means), ElementsAre("deadlock"));
    EXPECT_EQ(found->severity, Severity::critical);
    EXPECT_TRUE(found->certain);
    EXPECT_EQ(found->threads, main_threads({10, 20}));
    EXPECT_THAT(found->resources, ElementsAre("lock/flock/fe:00:1/0-EOF/10.3", "lock/flock/fe:00:2/0-EOF/20.3"));
}

TEST(Deadlock, TheChainGoesOnceAroundAndItsRootIsWhereItCloses) {
    const Means means = two_flocks_in_opposite_order().means();
    const Chain* chain = chain_of(means, 20);
    ASSERT_NE(chain, nullptr);
    EXPECT_EQ(chain->verdict, Verdict::deadlocked);
    EXPECT_TRUE(chain->certain);
    EXPECT_THAT(chain->links, ElementsAre(Link{"thread/20/20", "lock/flock/fe:00:1/0-EOF/10.3"},
                                          Link{"thread/10/10", "lock/flock/fe:00:2/0-EOF/20.3"}));
    EXPECT_EQ(chain->root, "thread/20/20");
}

TEST(Deadlock, WhoWaitsBehindACircleIsDeadlockedButNotPartOfIt) {
    Scene scene = two_flocks_in_opposite_order();
    scene.blocked(30, flock_call(1));
    const Means means = scene.means();
    EXPECT_EQ(chain_of(means, 30)->verdict, Verdict::deadlocked);
    EXPECT_TRUE(chain_of(means, 30)->certain);
    EXPECT_EQ(finding(means, "deadlock")->threads, main_threads({10, 20}));
}

TEST(Deadlock, OverAFlockAndASemaphoreIsFoundButNotCertain) {
    Scene scene;
    scene.sem_set(7, {0}, 10);
    scene.flock(1, 20, {{.pid = 20}});
    scene.blocked(10, flock_call(1));
    scene.blocked(20, take(7, 0));
    const Means means = scene.means();
    ASSERT_NE(finding(means, "deadlock"), nullptr);
    EXPECT_FALSE(finding(means, "deadlock")->certain);
    EXPECT_EQ(finding(means, "deadlock")->threads, main_threads({10, 20}));
    EXPECT_THAT(finding(means, "deadlock")->resources, ElementsAre("lock/flock/fe:00:1/0-EOF/20.3", "sysv-sem/7/0"));
    EXPECT_EQ(hold_of(means, 10, "sysv-sem/7/0")->evidence, HoldEvidence::last_operation);
    EXPECT_FALSE(hold_of(means, 10, "sysv-sem/7/0")->certain);
    EXPECT_FALSE(chain_of(means, 10)->certain);
}

TEST(Deadlock, OfTwoShellsWhoseChildrenWantTheOthersLockIsCertain) {
    Scene scene;
    // Each shell opened descriptor 9 and had flock(1), which is dead, lock it; its child inherited 9 and wants the other's lock.
    scene.dead(11);
    scene.dead(21);
    scene.process(10).exe = scene.process(20).exe = "/usr/bin/dash";
    scene.process(12, 10);
    scene.process(22, 20);
    scene.flock(1, 11, {{.pid = 10, .fd = 9}, {.pid = 12, .fd = 9}});
    scene.flock(2, 21, {{.pid = 20, .fd = 9}, {.pid = 22, .fd = 9}});
    scene.blocked(10, any_child());
    scene.blocked(20, any_child());
    scene.blocked(12, flock_call(2));
    scene.blocked(22, flock_call(1));
    const Means means = scene.means();
    EXPECT_THAT(codes(means), ElementsAre("deadlock"));
    EXPECT_TRUE(finding(means, "deadlock")->certain);
    EXPECT_EQ(finding(means, "deadlock")->threads, main_threads({10, 12, 20, 22}));
}

TEST(Deadlock, OfAParentAndAChildThatWantsTheParentsLockIsCertain) {
    Scene scene;
    scene.process(10);
    scene.process(11, 10);
    scene.record_lock(1, 10);
    scene.blocked(10, child(11));
    scene.blocked(11, setlkw(1));
    const Means means = scene.means();
    EXPECT_TRUE(finding(means, "deadlock")->certain);
    EXPECT_THAT(finding(means, "deadlock")->resources, ElementsAre("lock/posix/fe:00:1/0-EOF/10", "process/11"));
}

TEST(Deadlock, OfAProcessThatLocksAFileTwiceThroughTwoOpenFilesIsCertain) {
    Scene scene;
    scene.flock(1, 10, {{.pid = 10, .fd = 3}});
    scene.blocked(10, flock_call(1, 8));
    const Means means = scene.means();
    EXPECT_TRUE(finding(means, "deadlock")->certain);
    EXPECT_EQ(finding(means, "deadlock")->threads, main_threads({10}));
    EXPECT_EQ(chain_of(means, 10)->root, "thread/10/10");
}

TEST(Deadlock, OfTwoReadersWhoBothWantToWriteThroughTheirOpenFilesIsCertain) {
    Scene scene;
    scene.ofd_lock(1, {{.pid = 10, .fd = 8}}).mode = LockMode::read;
    scene.ofd_lock(1, {{.pid = 20, .fd = 8}}).mode = LockMode::read;
    scene.blocked(10, ofd_setlkw(1));
    scene.blocked(20, ofd_setlkw(1));
    const Means means = scene.means();
    EXPECT_TRUE(finding(means, "deadlock")->certain);
    EXPECT_EQ(finding(means, "deadlock")->threads, main_threads({10, 20}));
}

TEST(Deadlock, OneLockOfSeveralThatIsNeverReleasedIsEnough) {
    Scene scene = two_flocks_in_opposite_order();
    scene.flock(2, 30, {{.pid = 30}}).mode = LockMode::read;  // and 30 runs
    const Means means = scene.means();
    EXPECT_THAT(wait_of(means, 10)->all_of, testing::SizeIs(2));
    EXPECT_TRUE(finding(means, "deadlock")->certain);
}

TEST(Deadlock, OneHolderOfSeveralWhoRunsBreaksIt) {
    Scene scene = two_flocks_in_opposite_order();
    scene.process(30);
    scene.seen.locks[1].holders.push_back(
        {.pid = 30, .fd = 3, .inherited = true, .certain = true, .evidence = LockEvidence::fdinfo});
    const Means means = scene.means();
    EXPECT_THAT(means, IsSilent());
    EXPECT_EQ(chain_of(means, 10)->verdict, Verdict::held);
    EXPECT_EQ(chain_of(means, 10)->root, "process/30");
}

TEST(Deadlock, AnotherThreadThatRunsBreaksIt) {
    Scene scene = two_flocks_in_opposite_order();
    scene.process(10).nthreads = 2;
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Deadlock, AnotherThreadThatWaitsForSomethingElseThatIsStuckDoesNotBreakIt) {
    Scene scene = two_flocks_in_opposite_order();
    scene.process(10).nthreads = 2;
    scene.thread(10, 11, flock_call(2));
    EXPECT_TRUE(finding(scene.means(), "deadlock")->certain);
}

TEST(Deadlock, AFirstThreadThatHasEndedDoesNotBreakIt) {
    Scene scene = two_flocks_in_opposite_order();
    scene.process(10).nthreads = 2;
    scene.process(10).state = "Z";
    scene.seen.threads[0].tid = 15;
    scene.seen.threads[0].resource = "thread/10/15";
    EXPECT_TRUE(finding(scene.means(), "deadlock")->certain);
}

TEST(Deadlock, ThroughAWaitWithATimeLimitIsNotCertain) {
    Scene scene = two_flocks_in_opposite_order();
    scene.process(10).comm = "flock";
    scene.process(10).cmdline = {"flock", "-w", "60", "9"};
    const Means means = scene.means();
    EXPECT_FALSE(finding(means, "deadlock")->certain);
    EXPECT_EQ(wait_of(means, 10)->time_limit_ms, 60000);
}

TEST(Deadlock, IsNoFindingBeforeASecondHasPassed) {
    Scene scene = two_flocks_in_opposite_order();
    scene.seen.threads[1].blocked_ms = 999;
    EXPECT_EQ(finding(scene.means(), "deadlock"), nullptr);
    scene.seen.threads[1].blocked_ms.reset();
    EXPECT_EQ(finding(scene.means(), "deadlock"), nullptr);
    EXPECT_EQ(chain_of(scene.means(), 10)->verdict, Verdict::deadlocked);
}

TEST(Deadlock, IsNoFindingWhereAThreadWasNotReadAgainOrChanged) {
    Scene scene = two_flocks_in_opposite_order();
    scene.seen.threads[1].second_reading = SecondReading::none;
    EXPECT_EQ(finding(scene.means(), "deadlock"), nullptr);
    EXPECT_FALSE(chain_of(scene.means(), 10)->certain);
    scene.seen.threads[1].second_reading = SecondReading::changed;
    EXPECT_THAT(scene.means(), IsSilent()) << "it moved: it is not stuck";
}

TEST(Deadlock, AsksForEachOfItsThreadsToBeReadAgain) {
    Scene scene = two_flocks_in_opposite_order();
    scene.process(10).nthreads = 2;
    scene.thread(10, 11, flock_call(2));
    scene.blocked(30, flock_call(1));
    scene.in_call(40, "epoll_wait");
    for (Thread& thread : scene.seen.threads) thread.second_reading = SecondReading::none;
    const Snapshot seen = scene.taken();
    std::vector<std::string> asked;
    for (const std::size_t row : threads_to_confirm(seen)) asked.push_back(seen.threads[row].resource);
    EXPECT_THAT(asked, ElementsAre("thread/10/10", "thread/10/11", "thread/20/20"));
}

TEST(Deadlock, TwoKnotsAreTwoFindings) {
    Scene scene = two_flocks_in_opposite_order();
    scene.flock(3, 30, {{.pid = 30}});
    scene.flock(4, 40, {{.pid = 40}});
    scene.blocked(30, flock_call(4));
    scene.blocked(40, flock_call(3));
    const Means means = scene.means();
    EXPECT_THAT(codes(means), ElementsAre("deadlock", "deadlock"));
}

TEST(Deadlock, ACertainCoreOfAnUncertainKnotIsSaidForCertain) {
    Scene scene = two_flocks_in_opposite_order();
    // 30 took a semaphore last that 10's other thread waits for, and waits for 10's lock.
    scene.sem_set(7, {0}, 30);
    scene.process(10).nthreads = 2;
    scene.thread(10, 11, take(7, 0));
    scene.blocked(30, flock_call(1));
    const Means means = scene.means();
    ASSERT_THAT(codes(means), ElementsAre("deadlock"));
    EXPECT_FALSE(finding(means, "deadlock")->certain) << "somebody may post the semaphore: then 10 can act";

    Scene surer = two_flocks_in_opposite_order();
    // 20 itself needs the semaphore's holder too: the two flocks alone are enough.
    surer.sem_set(7, {0}, 30);
    surer.process(20).nthreads = 1;
    surer.blocked(30, flock_call(1));
    surer.blocked(40, take(7, 0));
    const Means sure = surer.means();
    EXPECT_TRUE(finding(sure, "deadlock")->certain);
    EXPECT_EQ(finding(sure, "deadlock")->threads, main_threads({10, 20}));
    EXPECT_EQ(chain_of(sure, 40)->verdict, Verdict::deadlocked);
    EXPECT_FALSE(chain_of(sure, 40)->certain);
}

TEST(Deadlock, IsNotCertainWhereAChildWhoseDescriptorsAreHiddenMayHoldTheLockToo) {
    Scene scene = two_flocks_in_opposite_order();
    scene.process(31, 10).readable = false;
    EXPECT_FALSE(finding(scene.means(), "deadlock")->certain);
}

TEST(Deadlock, IsNotCertainWhereAnOrphanWhoseDescriptorsAreHiddenMayHoldTheLockToo) {
    Scene scene = two_flocks_in_opposite_order();
    Process& stranger = scene.process(31, 1);
    stranger.readable = false;
    stranger.start_time = seconds_ago(60);
    EXPECT_FALSE(finding(scene.means(), "deadlock")->certain);
    stranger.start_time = seconds_ago(7200);
    EXPECT_TRUE(finding(scene.means(), "deadlock")->certain)
        << "it was there before them: it inherited nothing from them";
}

TEST(Deadlock, OverRecordLocksIsCertainWhoeverIsHidden) {
    Scene scene;
    scene.record_lock(1, 10);
    scene.record_lock(2, 20);
    scene.blocked(10, setlkw(2));
    scene.blocked(20, setlkw(1));
    scene.process(31, 10).readable = false;
    EXPECT_TRUE(finding(scene.means(), "deadlock")->certain) << "record locks are not inherited";
}

TEST(Deadlock, IsNotCertainWhereAHolderIsOnlyGuessed) {
    Scene scene = two_flocks_in_opposite_order();
    scene.seen.locks[0].holders[0].certain = false;
    scene.seen.locks[0].holders[0].evidence = LockEvidence::proc_locks;
    EXPECT_FALSE(finding(scene.means(), "deadlock")->certain);
}

TEST(Deadlock, AStoppedMemberBreaksItBecauseItMayBeLetGo) {
    Scene scene = two_flocks_in_opposite_order();
    scene.stop(20);
    const Means means = scene.means();
    EXPECT_EQ(finding(means, "deadlock"), nullptr);
    EXPECT_EQ(chain_of(means, 10)->verdict, Verdict::stopped);
}

TEST(Deadlock, AWaitThatOnlyTheLockListsKnowIsNoBasis) {
    Scene scene;
    scene.flock(1, 10, {{.pid = 10}}).waiters.push_back({.pid = 20, .tid = 20, .mode = LockMode::write, .start = 0, .end = {}});
    scene.flock(2, 20, {{.pid = 20}}).waiters.push_back({.pid = 10, .tid = 10, .mode = LockMode::write, .start = 0, .end = {}});
    const Means means = scene.means();
    EXPECT_EQ(chain_of(means, 10)->verdict, Verdict::deadlocked);
    EXPECT_FALSE(chain_of(means, 10)->certain);
    EXPECT_THAT(means.findings, IsEmpty());
}

TEST(Deadlock, OfTwoSendersWhoEachReceiveFromTheOthersFullQueueIsNotCertain) {
    Scene scene;
    scene.full_queue(3, 10, 20);
    scene.full_queue(4, 20, 10);
    scene.blocked(10, msgsnd(3));
    scene.blocked(20, msgsnd(4));
    const Means means = scene.means();
    EXPECT_THAT(codes(means), ElementsAre("deadlock", "full-queue", "full-queue"));
    EXPECT_FALSE(finding(means, "deadlock")->certain);
}

TEST(Deadlock, AHolderThatEndedBetweenTwoReadsHoldsNothing) {
    Scene scene = two_flocks_in_opposite_order();
    scene.zombie(20);
    const Means means = scene.means();
    EXPECT_EQ(chain_of(means, 10)->verdict, Verdict::unknown);
    EXPECT_EQ(hold_of(means, 20, "lock/flock/fe:00:2/0-EOF/20.3"), nullptr);
}

}  // namespace
}  // namespace gordian::analysis
