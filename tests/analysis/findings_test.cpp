// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/snapshot_builder.h"

namespace gordian::analysis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// ---- abandoned-semaphore ---------------------------------------------------------------------------------------------------------------

Scene stuck_worker() {
    Scene scene;
    scene.dead(812);
    scene.sem_set(7, {0}, 812);
    scene.blocked(901, take(7, 0));
    scene.blocked(902, take(7, 0));
    return scene;
}

TEST(AbandonedSemaphore, TwoWaitForWhatADeadProcessTook) {
    const Means means = stuck_worker().means();
    ASSERT_THAT(codes(means), ElementsAre("abandoned-semaphore"));
    const Finding& found = means.findings.front();
    EXPECT_EQ(found.severity, Severity::warning);
    EXPECT_FALSE(found.certain) << "anybody who may write the set could still post it";
    EXPECT_EQ(found.threads, main_threads({901, 902}));
    EXPECT_THAT(found.resources, ElementsAre("sysv-sem/7/0"));
    EXPECT_EQ(chain_of(means, 901)->verdict, Verdict::abandoned);
    EXPECT_EQ(chain_of(means, 901)->root, "sysv-sem/7/0");
    EXPECT_FALSE(chain_of(means, 901)->certain);
    EXPECT_THAT(means.holds, IsEmpty());
}

TEST(AbandonedSemaphore, AlsoWhereTheLastOperatorIsAZombie) {
    Scene scene = stuck_worker();
    scene.seen.dead_pids.clear();
    scene.zombie(812);
    EXPECT_THAT(codes(scene.means()), ElementsAre("abandoned-semaphore"));
}

TEST(AbandonedSemaphore, AlsoWhereItsNumberBelongsToAYoungerProcessNow) {
    Scene scene = stuck_worker();
    scene.seen.dead_pids.clear();
    scene.process(812).start_time = seconds_ago(10);
    EXPECT_THAT(codes(scene.means()), ElementsAre("abandoned-semaphore"));
    // Times are whole seconds: in the same one nothing is known about who came first.
    scene.seen.processes.back().start_time = seconds_ago(59);
    for (Process& process : scene.seen.processes)
        if (process.pid == 812) process.start_time = seconds_ago(59);
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(AbandonedSemaphore, AlsoWithTheLockOfTheManPageWhereZeroMeansFree) {
    Scene scene;
    scene.dead(812);
    scene.sem_set(7, {1}, 812);
    scene.blocked(901, semop(7, {op(0, 0), op(0, 1)}));
    EXPECT_THAT(codes(scene.means()), ElementsAre("abandoned-semaphore"));
}

TEST(AbandonedSemaphore, AYoungWaiterIsNamedBesideOneThatLasts) {
    Scene scene = stuck_worker();
    scene.seen.threads[1].blocked_ms = 10;
    EXPECT_EQ(finding(scene.means(), "abandoned-semaphore")->threads, main_threads({901, 902}));
    scene.seen.threads[0].blocked_ms = 10;
    EXPECT_THAT(scene.means().findings, IsEmpty());
    EXPECT_EQ(chain_of(scene.means(), 901)->verdict, Verdict::abandoned)
        << "the verdict does not wait, the finding does";
}

TEST(AbandonedSemaphore, AThreadThatMovedIsNoBasis) {
    Scene scene = stuck_worker();
    scene.seen.threads[0].second_reading = SecondReading::changed;
    scene.seen.threads[1].second_reading = SecondReading::none;
    EXPECT_THAT(scene.means().findings, IsEmpty());
}

TEST(AbandonedSemaphore, AsksForItsWaitersToBeReadAgain) {
    Scene scene = stuck_worker();
    for (Thread& thread : scene.seen.threads) thread.second_reading = SecondReading::none;
    EXPECT_THAT(threads_to_confirm(scene.taken()), ElementsAre(0U, 1U));
}

TEST(AbandonedSemaphore, WhoWaitsBehindAWaiterIsAbandonedTooButNotInTheFinding) {
    Scene scene = stuck_worker();
    scene.flock(1, 901, {{.pid = 901}});
    scene.blocked(903, flock_call(1));
    const Means means = scene.means();
    EXPECT_EQ(chain_of(means, 903)->verdict, Verdict::abandoned);
    EXPECT_EQ(chain_of(means, 903)->root, "sysv-sem/7/0");
    EXPECT_EQ(finding(means, "abandoned-semaphore")->threads, main_threads({901, 902}));
}

// ---- full-queue ------------------------------------------------------------------------------------------------------------------------

TEST(FullQueue, ASenderWaitsForRoom) {
    Scene scene;
    scene.full_queue(3, 20, 0);
    scene.blocked(20, msgsnd(3));
    const Means means = scene.means();
    ASSERT_THAT(codes(means), ElementsAre("full-queue"));
    EXPECT_TRUE(means.findings[0].certain);
    EXPECT_EQ(means.findings[0].severity, Severity::warning);
    EXPECT_EQ(means.findings[0].threads, main_threads({20}));
    EXPECT_THAT(means.findings[0].resources, ElementsAre("sysv-msg/3"));
    EXPECT_EQ(chain_of(means, 20)->verdict, Verdict::unknown) << "nobody has received from it yet";
    EXPECT_EQ(chain_of(means, 20)->root, "sysv-msg/3");
}

TEST(FullQueue, TheChainLeadsToTheLastReceiver) {
    Scene scene;
    scene.full_queue(3, 20, 30);
    scene.blocked(20, msgsnd(3));
    scene.process(30);
    EXPECT_EQ(chain_of(scene.means(), 20)->verdict, Verdict::held);
    EXPECT_EQ(chain_of(scene.means(), 20)->root, "process/30");
    EXPECT_FALSE(chain_of(scene.means(), 20)->certain);
    EXPECT_EQ(hold_of(scene.means(), 30, "sysv-msg/3")->evidence, HoldEvidence::last_operation);
}

TEST(FullQueue, WhoseLastReceiverIsDeadIsAbandonedButNotForCertain) {
    Scene scene;
    scene.dead(30);
    scene.full_queue(3, 20, 30);
    scene.blocked(20, msgsnd(3));
    EXPECT_EQ(chain_of(scene.means(), 20)->verdict, Verdict::abandoned);
    EXPECT_FALSE(chain_of(scene.means(), 20)->certain);
}

TEST(FullQueue, AReceiverThatWaitsForAnotherTypeMakesNoRoom) {
    Scene scene;
    scene.full_queue(3, 20, 30);
    scene.blocked(20, msgsnd(3));
    scene.blocked(30, msgrcv(3, 99));
    EXPECT_EQ(chain_of(scene.means(), 20)->verdict, Verdict::unknown);
    EXPECT_THAT(codes(scene.means()), ElementsAre("full-queue"));
}

TEST(FullQueue, ThatIsOnlyGuessedIsNotCertain) {
    Scene scene;
    scene.full_queue(3, 20, 0);
    scene.hidden(20, "do_msgsnd");
    ASSERT_THAT(codes(scene.means()), ElementsAre("full-queue"));
    EXPECT_FALSE(scene.means().findings[0].certain);
}

TEST(FullQueue, IsNoFindingForAMomentOfBackpressure) {
    Scene scene;
    scene.full_queue(3, 20, 30);
    scene.blocked(20, msgsnd(3)).blocked_ms = 400;
    scene.process(30);
    EXPECT_THAT(scene.means().findings, IsEmpty());
}

// ---- held-by-stopped -------------------------------------------------------------------------------------------------------------------

TEST(HeldByStopped, ALockWhoseHolderIsStoppedIsCertain) {
    for (const std::string state : {"T", "t"}) {
        Scene scene;
        const std::string lock = scene.record_lock(1, 10).resource;
        scene.stop(10, state);
        scene.blocked(20, setlkw(1));
        const Means means = scene.means();
        ASSERT_THAT(codes(means), ElementsAre("held-by-stopped"));
        EXPECT_TRUE(means.findings[0].certain);
        EXPECT_EQ(means.findings[0].threads, main_threads({20}));
        EXPECT_THAT(means.findings[0].resources, ElementsAre(lock, "process/10"));
        EXPECT_EQ(chain_of(means, 20)->verdict, Verdict::stopped);
        EXPECT_EQ(chain_of(means, 20)->root, "process/10");
    }
}

TEST(HeldByStopped, ASemaphoreWhoseLastOperatorIsStoppedIsNotCertain) {
    Scene scene;
    scene.sem_set(7, {0}, 10);
    scene.stop(10);
    scene.blocked(20, take(7, 0));
    ASSERT_THAT(codes(scene.means()), ElementsAre("held-by-stopped"));
    EXPECT_FALSE(scene.means().findings[0].certain);
}

TEST(HeldByStopped, AnotherHolderWhoRunsWillDo) {
    Scene scene;
    scene.flock(1, 10, {{.pid = 10}, {.pid = 11}});
    scene.stop(10);
    scene.blocked(20, flock_call(1));
    EXPECT_THAT(scene.means(), IsSilent());
    EXPECT_EQ(chain_of(scene.means(), 20)->verdict, Verdict::held);
}

TEST(HeldByStopped, WhoWaitsForAWaiterIsNotInTheFinding) {
    Scene scene;
    scene.record_lock(1, 10);
    scene.record_lock(2, 20);
    scene.stop(10);
    scene.blocked(20, setlkw(1));
    scene.blocked(30, setlkw(2));
    const Means means = scene.means();
    ASSERT_THAT(codes(means), ElementsAre("held-by-stopped"));
    EXPECT_EQ(means.findings[0].threads, main_threads({20}));
    EXPECT_EQ(chain_of(means, 30)->verdict, Verdict::stopped);
}

TEST(HeldByStopped, AStoppedChildThatItsParentWaitsForIsOne) {
    Scene scene;
    scene.process(10);
    scene.process(11, 10);
    scene.stop(11);
    scene.blocked(10, child(11));
    ASSERT_THAT(codes(scene.means()), ElementsAre("held-by-stopped"));
    EXPECT_THAT(scene.means().findings[0].resources, ElementsAre("process/11"));
}

// ---- inherited-lock --------------------------------------------------------------------------------------------------------------------

TEST(InheritedLock, ATakersHeirKeepsItAndSomebodyWaits) {
    Scene scene;
    scene.dead(100);
    const std::string lock = scene.flock(1, 100, {{.pid = 101}}).resource;
    scene.in_call(101, "clock_nanosleep");
    scene.blocked(200, flock_call(1));
    const Means means = scene.means();
    ASSERT_THAT(codes(means), ElementsAre("inherited-lock"));
    EXPECT_EQ(means.findings[0].severity, Severity::warning);
    EXPECT_TRUE(means.findings[0].certain);
    EXPECT_EQ(means.findings[0].threads, main_threads({200}));
    EXPECT_THAT(means.findings[0].resources, ElementsAre(lock));
    EXPECT_EQ(hold_of(means, 101, lock)->evidence, HoldEvidence::inherited);
    EXPECT_EQ(chain_of(means, 200)->verdict, Verdict::held);
    EXPECT_EQ(chain_of(means, 200)->root, "process/101");
}

TEST(InheritedLock, IsANoticeWhereNobodyWaits) {
    Scene scene;
    scene.dead(100);
    scene.flock(1, 100, {{.pid = 101}});
    ASSERT_THAT(codes(scene.means()), ElementsAre("inherited-lock"));
    EXPECT_EQ(scene.means().findings[0].severity, Severity::notice);
    EXPECT_THAT(scene.means().findings[0].threads, IsEmpty());
}

TEST(InheritedLock, ATakerWithoutANumberIsGoneButThatIsNotCertain) {
    Scene scene;
    scene.flock(1, 0, {{.pid = 101}}).taker_pid.reset();
    ASSERT_THAT(codes(scene.means()), ElementsAre("inherited-lock"));
    EXPECT_FALSE(scene.means().findings[0].certain);
}

TEST(InheritedLock, AHolderThatWasThereBeforeTheTakerIsNoHeirForCertain) {
    Scene scene;
    scene.dead(101);
    scene.flock(1, 101, {{.pid = 100}});
    ASSERT_THAT(codes(scene.means()), ElementsAre("inherited-lock"));
    EXPECT_FALSE(scene.means().findings[0].certain);
}

TEST(InheritedLock, IsNoneWhereTheTakerLives) {
    Scene scene;
    scene.process(100);
    scene.flock(1, 100, {{.pid = 101}});
    EXPECT_THAT(scene.means().findings, IsEmpty());
}

TEST(InheritedLock, IsNoneWhereNothingIsKnownOfTheTaker) {
    Scene scene;
    scene.flock(1, 100, {{.pid = 101}});
    EXPECT_THAT(scene.means().findings, IsEmpty());
}

TEST(InheritedLock, RecordLocksAreNotInherited) {
    Scene scene;
    scene.dead(100);
    scene.record_lock(1, 101).taker_pid = 100;
    EXPECT_THAT(scene.means().findings, IsEmpty());
}

TEST(InheritedLock, WhatGordianHoldsIsNone) {
    Scene scene;
    scene.dead(100);
    scene.flock(1, 100, {{.pid = 101}}).ours = true;
    EXPECT_THAT(scene.means().findings, IsEmpty());
}

// ---- orphans ---------------------------------------------------------------------------------------------------------------------------

TEST(Orphan, WhatOnlyTheDeadHaveTouchedAndNobodyUses) {
    Scene scene;
    scene.dead(100);
    scene.segment(1, 100, 100);
    scene.empty_queue(2, 100, 0);
    scene.sem_set(3, {1, 0}, 100);
    const Means means = scene.means();
    EXPECT_THAT(codes(means), ElementsAre("orphan-queue", "orphan-segment", "orphan-semaphore-set"));
    for (const Finding& row : means.findings) {
        EXPECT_EQ(row.severity, Severity::notice);
        EXPECT_FALSE(row.certain);
        EXPECT_THAT(row.threads, IsEmpty());
    }
    EXPECT_THAT(means.findings[2].resources, ElementsAre("sysv-sem/3"));
}

TEST(Orphan, IsNothingOfWhichAPidMayLive) {
    Scene scene;
    scene.dead(100);
    scene.process(101);
    scene.segment(1, 100, 101);
    scene.segment(2, 102, 100);  // of 102 nothing is known
    scene.empty_queue(3, 100, 101);
    scene.sem_set(4, {1, 0}, 100).semaphores[1].sempid = 101;
    scene.sem_set(5, {1, 0}, 100).semaphores[1].sempid.reset();
    EXPECT_THAT(scene.means().findings, IsEmpty());
}

TEST(Orphan, IsNothingThatIsAttachedOrWaitedFor) {
    Scene scene;
    scene.dead(100);
    scene.segment(1, 100, 100).nattch = 1;
    scene.empty_queue(2, 100, 100).receivers_waiting = 1;
    scene.empty_queue(3, 100, 100).receivers_waiting.reset();
    scene.sem_set(4, {1}, 100).semaphores[0].semncnt = 1;
    scene.sem_set(5, {1}, 100).semaphores[0].semzcnt.reset();
    scene.empty_queue(6, 100, 100);
    scene.blocked(200, msgrcv(6));
    EXPECT_THAT(scene.means().findings, IsEmpty());
}

TEST(Orphan, IsNothingThatSomebodyWithoutANumberHasTouched) {
    Scene scene;
    // In another PID namespace, alive or dead: the times say that somebody was there.
    scene.empty_queue(2, 0, 0);
    scene.sem_set(3, {1}, 0);
    scene.segment(1, 0, 0);
    EXPECT_THAT(scene.means().findings, IsEmpty());
}

TEST(Orphan, IsNothingWhoseSiblingIsInUse) {
    Scene scene;
    scene.dead(100);
    scene.process(101);
    // One program made all three, with keys side by side; the segment is in use.
    scene.segment(1, 101, 101).key = {.value = 0x2a};
    scene.sem_set(2, {1}, 100).key = {.value = 0x2b};
    scene.empty_queue(3, 100, 100).key = {.value = 0x2c};
    EXPECT_THAT(scene.means().findings, IsEmpty());
    scene.seen.sem_sets[0].ctime = seconds_ago(2000);
    EXPECT_THAT(codes(scene.means()), ElementsAre("orphan-queue", "orphan-semaphore-set"))
        << "made much later: no sibling";
}

TEST(Orphan, PrivateOnesAreSiblingsByTheirIdentifiers) {
    Scene scene;
    scene.dead(100);
    scene.process(101);
    scene.sem_set(7, {1}, 101).key = {.value = 0};
    scene.sem_set(8, {1}, 100).key = {.value = 0};
    scene.sem_set(20, {1}, 100).key = {.value = 0};
    ASSERT_THAT(codes(scene.means()), ElementsAre("orphan-semaphore-set"));
    EXPECT_THAT(scene.means().findings[0].resources, ElementsAre("sysv-sem/20"));
}

// ---- near-limit ------------------------------------------------------------------------------------------------------------------------

TEST(NearLimit, FromNinetyPercentOn) {
    Scene scene;
    scene.seen.limits = {
        {.name = "kernel.msgmni", .classic_name = "MSGMNI", .used = 89, .limit = 100, .resource = "", .how_to_raise = ""},
        {.name = "kernel.sem", .classic_name = "SEMMNI", .used = 90, .limit = 100, .resource = "", .how_to_raise = ""},
        {.name = "kernel.shmall", .classic_name = "SHMALL", .used = 1, .limit = UINT64_MAX, .resource = "", .how_to_raise = ""},
        {.name = "kernel.shmmax", .classic_name = "SHMMAX", .used = {}, .limit = 100, .resource = "", .how_to_raise = ""},
        {.name = "kernel.shmmni", .classic_name = "SHMMNI", .used = 5, .limit = 0, .resource = "", .how_to_raise = ""},
    };
    ASSERT_THAT(codes(scene.means()), ElementsAre("near-limit"));
    EXPECT_THAT(scene.means().findings[0].resources, ElementsAre("kernel.sem"));
    EXPECT_EQ(scene.means().findings[0].severity, Severity::warning);
    EXPECT_TRUE(scene.means().findings[0].certain);
}

}  // namespace
}  // namespace gordian::analysis
