// SPDX-License-Identifier: GPL-3.0-or-later
// What looks stuck and is not. Silence on a healthy machine is part of the contract: each of these must stay silent.
#include "tests/analysis/snapshot_builder.h"

namespace gordian::analysis {
namespace {

TEST(Healthy, AnIdlePoolWaitsForTheAcceptSemaphoreOfOneThatWaitsForConnections) {
    Scene scene;
    scene.sem_set(7, {0}, 100);
    scene.in_call(100, "epoll_wait");
    for (int pid = 101; pid < 110; ++pid) scene.blocked(pid, take(7, 0));
    const Means means = scene.means();
    EXPECT_THAT(means, IsSilent());
    EXPECT_EQ(chain_of(means, 105)->verdict, Verdict::idle);
    EXPECT_EQ(chain_of(means, 105)->root, "process/100");
}

TEST(Healthy, AnIdlePoolOfThreadsWaitsForTheOneOfThemThatWaitsForConnections) {
    Scene scene;
    scene.sem_set(7, {0}, 100);
    scene.process(100).nthreads = 3;
    scene.in_call(100, "accept4");
    scene.thread(100, 101, take(7, 0));
    scene.thread(100, 102, take(7, 0));
    EXPECT_THAT(scene.means(), IsSilent());
    EXPECT_EQ(chain_of(scene.means(), 100, 101)->verdict, Verdict::idle);
}

TEST(Healthy, AConsumerWaitsForAMessage) {
    Scene scene;
    scene.dead(99);
    scene.empty_queue(3, 99, 100);
    scene.blocked(100, msgrcv(3));
    EXPECT_THAT(scene.means(), IsSilent());
    EXPECT_EQ(chain_of(scene.means(), 100)->verdict, Verdict::unknown);
}

TEST(Healthy, AConsumerThatTookTheLastUnitWaitsForTheNext) {
    Scene scene;
    scene.sem_set(7, {0}, 100);
    scene.blocked(100, take(7, 0));
    scene.blocked(101, take(7, 0));
    EXPECT_THAT(scene.means(), IsSilent());
    EXPECT_EQ(chain_of(scene.means(), 100)->verdict, Verdict::unknown);
    EXPECT_EQ(chain_of(scene.means(), 100)->root, "sysv-sem/7/0");
}

TEST(Healthy, AConsumerWaitsForASemaphoreThatOnlyItsInitialiserHasSet) {
    Scene scene;
    scene.dead(99);
    scene.sem_set(7, {0}, 99).otime = {};
    scene.blocked(100, take(7, 0));
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, AConsumerWaitsForASemaphoreThatSomebodyHasSetToZeroSince) {
    Scene scene;
    scene.dead(99);
    SemSet& set = scene.sem_set(7, {0}, 99);
    set.ctime = seconds_ago(30);  // SETVAL, after the last operation: sempid is who called it
    scene.blocked(100, take(7, 0));
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, AConsumerWaitsForASemaphoreThatNobodyHasTouched) {
    Scene scene;
    scene.sem_set(7, {0}, 0);
    scene.blocked(100, take(7, 0));
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, AProducerGaveOneAndEndedAndTheConsumerNeedsTwo) {
    Scene scene;
    scene.dead(99);
    scene.sem_set(7, {1}, 99);
    scene.blocked(100, semop(7, {op(0, -2)}));
    EXPECT_THAT(scene.means(), IsSilent());
    EXPECT_EQ(chain_of(scene.means(), 100)->verdict, Verdict::unknown);
}

TEST(Healthy, AParentWaitsUntilAllJobsHaveCountedDownAndTheLastToDoSoHasEnded) {
    Scene scene;
    scene.dead(99);
    scene.sem_set(7, {3}, 99);
    scene.blocked(100, semop(7, {op(0, 0)}));
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, ADeadOperatorOfASemaphoreThatNobodyWaitsForIsNoHarm) {
    Scene scene;
    scene.dead(99);
    scene.sem_set(7, {0}, 99);
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, AShellKeepsALockThatTheFlockProgramTookForIt) {
    Scene scene;
    scene.dead(101);  // exec 9>lock; flock 9
    scene.process(100).exe = "/usr/bin/dash";
    scene.process(105, 100);
    scene.flock(1, 101, {{.pid = 100, .fd = 9}, {.pid = 105, .fd = 9}});
    scene.blocked(100, child(105));
    scene.in_call(105, "clock_nanosleep");
    scene.blocked(200, flock_call(1));
    const Means means = scene.means();
    EXPECT_THAT(means, IsSilent());
    EXPECT_TRUE(means.findings.empty());
    EXPECT_EQ(chain_of(means, 200)->verdict, Verdict::held);
}

TEST(Healthy, AShellInAContainerKeepsALockThatTheFlockProgramTookForIt) {
    Scene scene;
    scene.process(100).exe = "/usr/bin/bash";
    scene.flock(1, 0, {{.pid = 100, .fd = 9}}).taker_pid.reset();
    scene.blocked(200, flock_call(1));
    EXPECT_TRUE(scene.means().findings.empty());
}

TEST(Healthy, AParentWaitsForARunningChild) {
    Scene scene;
    scene.process(100);
    scene.process(101, 100);
    scene.blocked(100, child(101));
    EXPECT_THAT(scene.means(), IsSilent());
    EXPECT_EQ(chain_of(scene.means(), 100)->verdict, Verdict::held);
}

TEST(Healthy, AShellWaitsForAServerThatWaitsForConnections) {
    Scene scene;
    scene.process(100);
    scene.process(101, 100);
    scene.blocked(100, any_child());
    scene.in_call(101, "epoll_wait");
    EXPECT_THAT(scene.means(), IsSilent());
    EXPECT_EQ(chain_of(scene.means(), 100)->verdict, Verdict::idle);
}

TEST(Healthy, ADebuggerWaitsForWhatItDebugs) {
    Scene scene;
    scene.process(100);
    scene.process(101, 100);
    scene.stop(101, "t");
    scene.blocked(100, any_child());
    EXPECT_TRUE(scene.means().findings.empty());
}

TEST(Healthy, AShortWaitForALockIsEverydayLife) {
    Scene scene;
    scene.dead(812);
    scene.sem_set(7, {0}, 812);
    scene.blocked(901, take(7, 0)).blocked_ms = 3;
    scene.record_lock(1, 100);
    scene.blocked(902, setlkw(1)).blocked_ms = 3;
    EXPECT_TRUE(scene.means().findings.empty());
}

TEST(Healthy, AWriterWaitsForReadersWhoRun) {
    Scene scene;
    for (int pid = 100; pid < 105; ++pid) scene.record_lock(1, pid).mode = LockMode::read;
    scene.blocked(200, setlkw(1));
    const Means means = scene.means();
    EXPECT_THAT(means, IsSilent());
    EXPECT_THAT(wait_of(means, 200)->all_of, testing::SizeIs(5));
    EXPECT_EQ(chain_of(means, 200)->verdict, Verdict::held);
}

TEST(Healthy, ALongQueueForALockThatIsPassedOn) {
    Scene scene;
    scene.record_lock(1, 100);
    for (int pid = 101; pid < 150; ++pid) scene.blocked(pid, setlkw(1));
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, FlockAndFcntlInOppositeOrderOnOneFileDoNotMeet) {
    Scene scene;
    scene.flock(1, 10, {{.pid = 10}});
    scene.record_lock(1, 20);
    scene.blocked(10, setlkw(2));
    scene.blocked(20, flock_call(2));
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, RangesThatOnlyTouchMakeNoCircle) {
    Scene scene;
    scene.record_lock(1, 10, 0, 49);
    scene.record_lock(1, 20, 50, 99);
    scene.record_lock(1, 30, 100, 149);
    scene.blocked(10, setlkw(1, 100, 50));  // 30 runs
    scene.blocked(20, setlkw(1, 0, 50));
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, ACircleThroughAYoungerProcessOfTheSameNumberIsNone) {
    Scene scene;
    // 10 once took the semaphore and ended; the process that has its number now waits for a lock of a waiter on the semaphore.
    scene.sem_set(7, {0}, 10);
    scene.flock(1, 20, {{.pid = 20}});
    scene.blocked(10, flock_call(1));
    scene.process(10).start_time = seconds_ago(10);
    scene.blocked(20, take(7, 0));
    const Means means = scene.means();
    EXPECT_EQ(finding(means, "deadlock"), nullptr);
    EXPECT_EQ(chain_of(means, 20)->verdict, Verdict::abandoned);
}

TEST(Healthy, WhoSharesAnIdentifierInAnotherNamespaceDoesNotMeetUs) {
    Scene scene;
    scene.sem_set(7, {0}, 10);
    scene.flock(1, 20, {{.pid = 20}});
    scene.blocked(10, flock_call(1));
    scene.process(20).ipc_namespace = elsewhere;
    scene.blocked(20, take(7, 0));
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, AHolderWithAThreadThatRunsWillReleaseWhenItLikes) {
    Scene scene;
    scene.record_lock(1, 10);
    scene.process(10).nthreads = 4;
    scene.blocked(10, setlkw(2));
    scene.record_lock(2, 20);
    scene.blocked(20, setlkw(1));
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, AMakeWaitsForAnyOfItsJobsOfWhichOneIsStopped) {
    Scene scene;
    scene.process(10);
    scene.process(11, 10);
    scene.process(12, 10);
    scene.stop(11);
    scene.blocked(10, any_child());
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(Healthy, AQueueOfMessagesLeftForAReceiverThatLivesIsInUse) {
    Scene scene;
    scene.dead(99);
    scene.full_queue(3, 99, 100);
    scene.process(100);
    EXPECT_TRUE(scene.means().findings.empty());
}

TEST(Healthy, ADatabaseSessionThatWaitsInEpollDrawsNoEdge) {
    Scene scene;
    scene.in_call(100, "epoll_wait");
    scene.in_call(101, "epoll_wait");
    const Means means = scene.means();
    EXPECT_TRUE(means.waits.empty());
    EXPECT_THAT(means, IsSilent());
}

TEST(Healthy, AnEmptySnapshotMeansNothing) {
    EXPECT_EQ(explain(Snapshot{}), Means{});
    EXPECT_TRUE(threads_to_confirm(Snapshot{}).empty());
}

}  // namespace
}  // namespace gordian::analysis
