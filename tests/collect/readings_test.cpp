// SPDX-License-Identifier: GPL-3.0-or-later
// The readings that enter the kernel, on objects in an IPC namespace of the test's own.
#include "backend/collect/collect.h"
#include "backend/collect/msg_queues.h"
#include "backend/collect/sem_sets.h"
#include "backend/collect/shm_segments.h"

#include "tests/kernel/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

namespace gordian::collect {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class Readings : public kernel::PrivateIpc {};

std::optional<int> semncnt_read(int semid, const IpcWaiters& waiters, bool all_threads_are_here) {
    for (const SemReading& reading : read_sem_sets({}, waiters, all_threads_are_here))
        if (reading.ds.semid == semid && reading.semaphores) return reading.semaphores->at(0).semncnt;
    return {};
}

TEST_F(Readings, WhoWaitsForASemaphoreIsAskedUnlessItIsKnownThatNobodyDoes) {
    const int semid = ::semget(IPC_PRIVATE, 1, 0600);
    const kernel::Child waiter([&] {
        sembuf operation{.sem_num = 0, .sem_op = -1, .sem_flg = 0};
        return ::semop(semid, &operation, 1);
    });
    ASSERT_TRUE(kernel::eventually([&] { return ::semctl(semid, 0, GETNCNT) == 1; }));

    IpcWaiters everyone_and_nobody_waits;
    EXPECT_EQ(semncnt_read(semid, everyone_and_nobody_waits, true), 0)
        << "two system calls a semaphore are saved: it was not asked";
    EXPECT_EQ(semncnt_read(semid, everyone_and_nobody_waits, false), 1)
        << "a waiter may be out of this PID namespace's view";
    IpcWaiters everyone_and_one_waits;
    everyone_and_one_waits.semids.insert(semid);
    EXPECT_EQ(semncnt_read(semid, everyone_and_one_waits, true), 1);
    IpcWaiters somebody_is_hidden;
    somebody_is_hidden.everyone_seen = false;
    EXPECT_EQ(semncnt_read(semid, somebody_is_hidden, true), 1);
}

TEST_F(Readings, ASetWithoutReadPermissionIsReadButForItsValues) {
    if (::geteuid() != 0) GTEST_SKIP() << "becoming another user needs root";
    const int semid = ::semget(IPC_PRIVATE, 3, 0600);
    const int answer = kernel::ask_as_ordinary_user([&] {
        const auto readings = read_sem_sets({}, {}, false);
        return readings.size() == 1 && readings[0].ds.semid == semid && readings[0].ds.nsems == 3 &&
               !readings[0].semaphores && readings[0].semaphores.error().code == EACCES;
    });
    EXPECT_EQ(answer, 1);
}

TEST_F(Readings, GapsBetweenIndicesArePassedOver) {
    std::vector<int> sets, queues, segments;
    for (int i = 0; i < 5; ++i) {
        sets.push_back(::semget(IPC_PRIVATE, 1, 0600));
        queues.push_back(::msgget(IPC_PRIVATE, 0600));
        segments.push_back(::shmget(IPC_PRIVATE, 1, 0600));
    }
    for (const int i : {0, 2}) {
        ::semctl(sets[i], 0, IPC_RMID);
        ::msgctl(queues[i], IPC_RMID, nullptr);
        ::shmctl(segments[i], IPC_RMID, nullptr);
    }
    EXPECT_THAT(read_sem_sets({}, {}, false), SizeIs(3));
    EXPECT_THAT(read_msg_queues({}), SizeIs(3));
    EXPECT_THAT(read_shm_segments({}).segments, SizeIs(3));
}

TEST_F(Readings, ASnapshotOfAnEmptyNamespaceIsWhole) {
    const Snapshot seen = take_snapshot();
    EXPECT_THAT(seen.sem_sets, IsEmpty());
    EXPECT_THAT(seen.msg_queues, IsEmpty());
    EXPECT_THAT(seen.shm_segments, IsEmpty());
    EXPECT_FALSE(seen.processes.empty());
    EXPECT_FALSE(seen.limits.empty());
}

TEST_F(Readings, OnesOwnThreadsAreNotInIt) {
    for (const Thread& thread : take_snapshot().threads) EXPECT_NE(thread.pid, ::getpid());
}

TEST_F(Readings, ASecondReadingTellsWhoHasRun) {
    const int semid = ::semget(IPC_PRIVATE, 1, 0600);
    const auto wait_for_a_unit = [&] {
        sembuf operation{.sem_num = 0, .sem_op = -1, .sem_flg = 0};
        for (;;) ::semop(semid, &operation, 1);
        return 0;
    };
    const kernel::Child still(wait_for_a_unit), woken(wait_for_a_unit);
    ASSERT_TRUE(kernel::eventually([&] { return ::semctl(semid, 0, GETNCNT) == 2; }));
    Snapshot seen = take_snapshot();
    const auto index_of = [&](int pid) {
        return static_cast<std::size_t>(std::ranges::find(seen.threads, pid, &Thread::pid) - seen.threads.begin());
    };
    const std::vector<std::size_t> indices{index_of(still.pid()), index_of(woken.pid())};
    ASSERT_LT(indices[0], seen.threads.size());
    ASSERT_LT(indices[1], seen.threads.size());
    ::kill(woken.pid(), SIGSTOP);  // interrupts its call
    ASSERT_TRUE(kernel::eventually([&] { return ::semctl(semid, 0, GETNCNT) == 1; }));
    ::kill(woken.pid(), SIGCONT);  // and it begins another one
    ASSERT_TRUE(kernel::eventually([&] { return ::semctl(semid, 0, GETNCNT) == 2; }));
    read_again(seen, indices);
    EXPECT_EQ(seen.threads[indices[0]].second_reading, SecondReading::unchanged);
    EXPECT_EQ(seen.threads[indices[1]].second_reading, SecondReading::changed);
}

}  // namespace
}  // namespace gordian::collect
