// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/snapshot_builder.h"

namespace gordian::analysis {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

/// 20 waits for a record lock of 10; what 10 does is for the test to say.
Scene a_waiter_and_a_holder() {
    Scene scene;
    scene.record_lock(1, 10);
    scene.blocked(20, setlkw(1));
    return scene;
}

TEST(Chain, LeadsOverEachWaitToTheProcessThatCouldGoOn) {
    Scene scene = a_waiter_and_a_holder();
    scene.record_lock(2, 5);
    scene.blocked(10, setlkw(2));
    const Means means = scene.means();
    const Chain* chain = chain_of(means, 20);
    EXPECT_EQ(chain->verdict, Verdict::held);
    EXPECT_TRUE(chain->certain);
    EXPECT_THAT(chain->links, ElementsAre(Link{"thread/20/20", "lock/posix/fe:00:1/0-EOF/10"},
                                          Link{"thread/10/10", "lock/posix/fe:00:2/0-EOF/5"}));
    EXPECT_EQ(chain->root, "process/5");
}

TEST(Chain, OfAllThatItNeedsTheWorstDecides) {
    Scene scene;
    scene.record_lock(1, 10, 0, 9);
    scene.record_lock(1, 11, 10, 19);
    scene.record_lock(1, 12, 20, 29);
    scene.in_call(11, "epoll_wait");
    scene.stop(12);
    scene.blocked(20, setlkw(1));
    EXPECT_EQ(chain_of(scene.means(), 20)->verdict, Verdict::stopped);
    EXPECT_EQ(chain_of(scene.means(), 20)->root, "process/12");
    scene.stop(12, "S");
    EXPECT_EQ(chain_of(scene.means(), 20)->verdict, Verdict::idle);
    EXPECT_EQ(chain_of(scene.means(), 20)->root, "process/11");
}

TEST(Chain, OfAnyThatWillDoTheBestDecidesAlsoWhereItIsFurtherAway) {
    Scene scene;
    // One holder is stopped, the other waits for a lock whose holder runs.
    scene.flock(1, 10, {{.pid = 10}, {.pid = 11}});
    scene.stop(10);
    scene.record_lock(2, 12);
    scene.blocked(11, setlkw(2));
    scene.blocked(20, flock_call(1));
    const Means means = scene.means();
    EXPECT_EQ(chain_of(means, 20)->verdict, Verdict::held);
    EXPECT_THAT(chain_of(means, 20)->links, SizeIs(2));
    EXPECT_EQ(chain_of(means, 20)->root, "process/12");
}

TEST(Chain, AHolderThatSleepsOrReadsHoldsItAndOneThatWaitsForInputIsIdle) {
    for (const auto& [syscall, verdict] : std::vector<std::pair<std::string, Verdict>>{{"clock_nanosleep", Verdict::held},
                                                                                       {"read", Verdict::held},
                                                                                       {"futex", Verdict::held},
                                                                                       {"poll", Verdict::idle},
                                                                                       {"epoll_pwait2", Verdict::idle},
                                                                                       {"accept4", Verdict::idle}}) {
        Scene scene = a_waiter_and_a_holder();
        scene.in_call(10, syscall);
        EXPECT_EQ(chain_of(scene.means(), 20)->verdict, verdict) << syscall;
        EXPECT_EQ(chain_of(scene.means(), 20)->root, "process/10");
    }
}

TEST(Chain, ThatEndsInInputIsNotCertainBecauseTheDescriptorsWereNotLookedAt) {
    Scene scene = a_waiter_and_a_holder();
    scene.in_call(10, "epoll_wait");
    EXPECT_FALSE(chain_of(scene.means(), 20)->certain);
}

TEST(Chain, ThreadsThatWaitForEachOtherInAServerDoNotMakeItBusy) {
    Scene scene = a_waiter_and_a_holder();
    scene.process(10).nthreads = 2;
    scene.in_call(10, "epoll_wait");
    scene.thread(10, 11, OtherCall{}).syscall = "futex";
    EXPECT_EQ(chain_of(scene.means(), 20)->verdict, Verdict::idle);
}

TEST(Chain, BehindAConsumerIsUnknownAndEndsAtItsQueue) {
    Scene scene = a_waiter_and_a_holder();
    scene.empty_queue(3, 0, 0);
    scene.blocked(10, msgrcv(3));
    const Means means = scene.means();
    EXPECT_EQ(chain_of(means, 20)->verdict, Verdict::unknown);
    EXPECT_EQ(chain_of(means, 20)->root, "sysv-msg/3");
    EXPECT_FALSE(chain_of(means, 20)->certain);
}

TEST(Chain, OfALockWithoutAHolderInSightIsUnknown) {
    Scene scene;
    const std::string lock = scene.lock(LockClass::ofd, 1, std::nullopt, {}, 0, std::nullopt).resource;
    scene.blocked(20, ofd_setlkw(1));
    EXPECT_EQ(chain_of(scene.means(), 20)->verdict, Verdict::unknown);
    EXPECT_EQ(chain_of(scene.means(), 20)->root, lock);
}

TEST(Chain, OfAHolderThatIsHiddenIsHeldButNotCertain) {
    Scene scene = a_waiter_and_a_holder();
    scene.process(10).readable = false;
    scene.hidden(10, "0");
    EXPECT_EQ(chain_of(scene.means(), 20)->verdict, Verdict::held);
    EXPECT_FALSE(chain_of(scene.means(), 20)->certain);
}

TEST(Chain, BehindAThreadThatMovedIsHeldByItsProcess) {
    Scene scene = a_waiter_and_a_holder();
    scene.record_lock(2, 20);
    scene.blocked(10, setlkw(2)).second_reading = SecondReading::changed;
    const Means means = scene.means();
    EXPECT_EQ(chain_of(means, 20)->verdict, Verdict::held);
    EXPECT_EQ(chain_of(means, 20)->root, "process/10");
    EXPECT_FALSE(chain_of(means, 20)->certain);
}

TEST(Hold, EveryLockHasOneForEachLivingHolder) {
    Scene scene;
    scene.zombie(12);
    const std::string lock = scene.flock(1, 10, {{.pid = 10}, {.pid = 11, .fd = 4}, {.pid = 12}}).resource;
    const Means means = scene.means();
    EXPECT_THAT(means.holds, SizeIs(2));
    EXPECT_EQ(hold_of(means, 10, lock)->evidence, HoldEvidence::fdinfo);
    EXPECT_EQ(hold_of(means, 11, lock)->evidence, HoldEvidence::inherited);
    EXPECT_EQ(hold_of(means, 11, lock)->detail, "to write, descriptor 4");
    EXPECT_TRUE(hold_of(means, 11, lock)->certain);
    EXPECT_EQ(hold_of(means, 12, lock), nullptr);
}

TEST(Hold, TwoDescriptorsOfOneProcessAreOne) {
    Scene scene;
    scene.flock(1, 10, {{.pid = 10, .fd = 3}, {.pid = 10, .fd = 4}});
    EXPECT_THAT(scene.means().holds, SizeIs(1));
}

TEST(Hold, ALockThatOnlyTheListsNameSaysSo) {
    Scene scene;
    FileLock& lock = scene.record_lock(1, 10);
    lock.holders[0].evidence = LockEvidence::proc_locks;
    lock.holders[0].certain = false;
    const std::string resource = lock.resource;
    EXPECT_EQ(hold_of(scene.means(), 10, resource)->evidence, HoldEvidence::proc_locks);
    EXPECT_FALSE(hold_of(scene.means(), 10, resource)->certain);
}

TEST(Hold, TheLastOperatorHasOneOnlyWhereSomebodyWaits) {
    Scene scene;
    scene.sem_set(7, {0, 0}, 10);
    scene.process(10);
    EXPECT_TRUE(scene.means().holds.empty());
    scene.blocked(20, take(7, 1));
    ASSERT_THAT(scene.means().holds, SizeIs(1));
    EXPECT_EQ(scene.means().holds[0].resource, "sysv-sem/7/1");
}

TEST(Hold, NobodyHasOneWhoOnlySetTheValue) {
    Scene scene;
    scene.sem_set(7, {0}, 10).otime = {};
    scene.process(10);
    scene.blocked(20, take(7, 0));
    EXPECT_TRUE(scene.means().holds.empty());
}

}  // namespace
}  // namespace gordian::analysis
