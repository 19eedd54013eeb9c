// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/snapshot_builder.h"

namespace gordian::analysis {
namespace {

using testing::HasSubstr;

TEST(SemopWait, NamesTheSemaphoreAndHowManyUnitsAreMissing) {
    Scene scene;
    scene.sem_set(7, {5, 1}, 0);
    scene.blocked(901, semop(7, {op(1, -3)}));
    const Means means = scene.means();
    const Wait* wait = wait_of(means, 901);
    ASSERT_NE(wait, nullptr);
    EXPECT_EQ(wait->resource, "sysv-sem/7/1");
    EXPECT_EQ(wait->operation, WaitOperation::semop);
    EXPECT_EQ(wait->detail, "semop -3: needs 2 more, semval is 1");
    EXPECT_TRUE(wait->certain);
    EXPECT_EQ(wait->evidence, WaitEvidence::syscall);
    EXPECT_EQ(wait->blocked_ms, 5000);
    EXPECT_EQ(wait->blocked_source, BlockedSource::kernel);
}

TEST(SemopWait, TheFirstOperationThatCannotBeDoneIsTheOneThatWaits) {
    Scene scene;
    scene.sem_set(7, {0, 0, 0}, 0);
    scene.blocked(901, semop(7, {op(0, 0), op(1, 0), op(2, -1)}));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 901)->resource, "sysv-sem/7/2");
    EXPECT_THAT(wait_of(means, 901)->detail, HasSubstr("operation 3 of 3"));
}

TEST(SemopWait, EarlierOperationsOfTheSameCallCountForLaterOnes) {
    Scene scene;
    scene.sem_set(7, {1, 0}, 0);
    // By the values alone each -1 would go through; together they don't.
    scene.blocked(901, semop(7, {op(0, -1), op(1, 0), op(0, -1)}));
    scene.blocked(902, semop(7, {op(1, 2), op(1, -1), op(1, -2)}));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 901)->detail, "semop -1 (operation 3 of 3): needs 1 more, semval is 0");
    EXPECT_EQ(wait_of(means, 902)->resource, "sysv-sem/7/1");
    EXPECT_EQ(wait_of(means, 902)->detail, "semop -2 (operation 3 of 3): needs 1 more, semval is 1");
}

TEST(SemopWait, ForZeroSaysWhatTheValueIs) {
    Scene scene;
    scene.sem_set(7, {2}, 0);
    scene.blocked(901, semop(7, {op(0, 0)}));
    EXPECT_EQ(wait_of(scene.means(), 901)->detail, "semop 0: waits for zero, semval is 2");
}

TEST(SemopWait, OneWhoseUnitsAreThereIsJustBeingWoken) {
    Scene scene;
    scene.dead(812);
    scene.sem_set(7, {1}, 812);
    scene.blocked(901, take(7, 0));
    const Means means = scene.means();
    EXPECT_FALSE(wait_of(means, 901)->certain);
    EXPECT_EQ(wait_of(means, 901)->resource, "sysv-sem/7/0");
    EXPECT_THAT(means, IsSilent());
}

TEST(SemopWait, AnOperationThatMustNotWaitDoesNot) {
    Scene scene;
    scene.sem_set(7, {0, 0}, 0);
    SemOperation impatient = op(0, -1);
    impatient.nowait = true;
    scene.blocked(901, semop(7, {impatient, op(1, -1)}));
    EXPECT_FALSE(wait_of(scene.means(), 901)->certain) << "the call fails with EAGAIN instead: it is on its way out";
}

TEST(SemopWait, HiddenValuesLeaveNoDoubtWhereOneOperationCanWait) {
    Scene scene;
    for (Semaphore& semaphore : scene.sem_set(7, {0, 0}, 0).semaphores)
        semaphore = {.num = semaphore.num, .semval = {}, .sempid = {}, .semncnt = {}, .semzcnt = {}};
    scene.blocked(901, take(7, 1));
    scene.blocked(902, semop(7, {op(0, -1), op(1, -1)}));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 901)->resource, "sysv-sem/7/1");
    EXPECT_TRUE(wait_of(means, 901)->certain);
    EXPECT_EQ(wait_of(means, 902)->resource, "sysv-sem/7/0");
    EXPECT_FALSE(wait_of(means, 902)->certain);
}

TEST(SemopWait, UnreadableOperationsAreToldByTheOnlySemaphoreWithWaiters) {
    Scene scene;
    scene.sem_set(7, {0, 0}, 0).semaphores[1].semncnt = 1;
    scene.blocked(901, SemopCall{.semid = 7, .operations = {}, .timeout_ms = {}});
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 901)->resource, "sysv-sem/7/1");
    EXPECT_EQ(wait_of(means, 901)->evidence, WaitEvidence::sem_counts);
    EXPECT_FALSE(wait_of(means, 901)->certain);
}

TEST(SemopWait, UnreadableOperationsNameOnlyTheSetWhereSeveralHaveWaiters) {
    Scene scene;
    SemSet& set = scene.sem_set(7, {0, 0}, 0);
    set.semaphores[0].semncnt = 1;
    set.semaphores[1].semzcnt = 1;
    scene.blocked(901, SemopCall{.semid = 7, .operations = {}, .timeout_ms = {}});
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 901)->resource, "sysv-sem/7");
    EXPECT_EQ(chain_of(means, 901)->verdict, Verdict::unknown);
    EXPECT_EQ(chain_of(means, 901)->root, "sysv-sem/7");
}

TEST(SemopWait, OnASetThatIsNotThereIsNotCertain) {
    Scene scene;
    scene.blocked(901, take(7, 0));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 901)->resource, "sysv-sem/7");
    EXPECT_FALSE(wait_of(means, 901)->certain);
}

TEST(SemopWait, InAnotherNamespaceIsNotForOurSetOfThatNumber) {
    Scene scene;
    scene.dead(812);
    scene.sem_set(7, {0}, 812);
    scene.process(901).ipc_namespace = elsewhere;
    scene.blocked(901, take(7, 0));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 901)->resource, "ipc:[4026532290]/sysv-sem/7/0");
    EXPECT_TRUE(wait_of(means, 901)->certain);
    EXPECT_THAT(means, IsSilent());
}

TEST(SemopWait, OfAProcessWhoseNamespaceIsHiddenIsJoinedButNotCertain) {
    Scene scene;
    scene.sem_set(7, {0}, 0);
    scene.process(901).ipc_namespace.reset();
    scene.blocked(901, take(7, 0));
    EXPECT_EQ(wait_of(scene.means(), 901)->resource, "sysv-sem/7/0");
    EXPECT_FALSE(wait_of(scene.means(), 901)->certain);
}

TEST(SemopWait, KeepsItsTimeLimit) {
    Scene scene;
    scene.sem_set(7, {0}, 0);
    SemopCall call = take(7, 0);
    call.timeout_ms = 30000;
    scene.blocked(901, call);
    EXPECT_EQ(wait_of(scene.means(), 901)->time_limit_ms, 30000);
}

TEST(SemopWait, OfAThreadThatChangedIsKeptAndNotCertain) {
    Scene scene;
    scene.sem_set(7, {0}, 0);
    scene.blocked(901, take(7, 0)).second_reading = SecondReading::changed;
    EXPECT_FALSE(wait_of(scene.means(), 901)->certain);
}

TEST(SemopWait, AStoppedThreadShowsACallThatItHasLeft) {
    Scene scene;
    scene.sem_set(7, {0}, 0);
    scene.blocked(901, take(7, 0));
    scene.stop(901);
    EXPECT_TRUE(scene.means().waits.empty());
}

TEST(SemopWait, WithAHiddenCallIsToldByWchanAndTheOnlySemaphoreThatHasWaiters) {
    Scene scene;
    scene.sem_set(7, {0, 0}, 0).semaphores[1].semncnt = 1;
    scene.sem_set(8, {0}, 0);
    scene.hidden(901, "__do_semtimedop");
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 901)->resource, "sysv-sem/7/1");
    EXPECT_EQ(wait_of(means, 901)->evidence, WaitEvidence::sem_counts);
    EXPECT_FALSE(wait_of(means, 901)->certain);
}

TEST(SemopWait, WithAHiddenCallNamesNothingWhereSeveralHaveWaiters) {
    Scene scene;
    scene.sem_set(7, {0}, 0).semaphores[0].semncnt = 1;
    scene.sem_set(8, {0}, 0).semaphores[0].semncnt = 1;
    scene.hidden(901, "__do_semtimedop.isra.0");
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 901)->operation, WaitOperation::semop);
    EXPECT_EQ(wait_of(means, 901)->resource, std::nullopt);
    EXPECT_EQ(wait_of(means, 901)->evidence, WaitEvidence::wchan);
    EXPECT_EQ(chain_of(means, 901)->verdict, Verdict::unknown);
}

TEST(HiddenCall, WithoutAWordFromWchanIsNoWait) {
    Scene scene;
    scene.hidden(901, "0");
    scene.hidden(902, "");
    scene.hidden(903, std::nullopt);
    EXPECT_TRUE(scene.means().waits.empty());
}

TEST(UninterruptibleSleep, IsAWaitOfUnknownKindOnceItLasts) {
    Scene scene;
    Thread& slow = scene.in_call(901, "fsync");
    slow.state = "D";
    Thread& fast = scene.in_call(902, "fsync");
    fast.state = "D";
    fast.blocked_ms = 20;
    const Means means = scene.means();
    ASSERT_NE(wait_of(means, 901), nullptr);
    EXPECT_EQ(wait_of(means, 901)->operation, WaitOperation::unknown);
    EXPECT_EQ(wait_of(means, 902), nullptr);
    EXPECT_THAT(means, IsSilent());
}

}  // namespace
}  // namespace gordian::analysis
