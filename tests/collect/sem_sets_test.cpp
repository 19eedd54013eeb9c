// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/ipc_waiters.h"
#include "backend/collect/sem_sets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

namespace gordian::collect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

SemReading reading(int semid, Result<std::vector<Semaphore>> semaphores, std::uint64_t nsems = 1) {
    kernel::SemidDs ds;
    ds.semid = semid;
    ds.key = static_cast<std::int32_t>(0xdeadbeef);
    ds.mode = 0600;
    ds.nsems = nsems;
    ds.ctime = 1763999990;
    return {.ds = ds, .from_text = false, .semaphores = std::move(semaphores)};
}

TEST(JoinSemSets, ValuesThatPermissionsHideAreNullAndTheSetIsStillThere) {
    UnreadableList unreadable;
    const auto sets = join_sem_sets(
        {reading(7, std::unexpected(Error::from_code(EACCES, "semctl(GETALL)", "sysv-sem/7")), 3)}, 42, unreadable);
    ASSERT_THAT(sets, SizeIs(1));
    ASSERT_THAT(sets[0].semaphores, SizeIs(3));
    EXPECT_EQ(sets[0].semaphores[2], (Semaphore{.num = 2, .semval = {}, .sempid = {}, .semncnt = {}, .semzcnt = {}}));
    const auto reasons = unreadable.take();
    ASSERT_THAT(reasons, SizeIs(1));
    EXPECT_EQ(reasons[0].errno_name, "EACCES");
    EXPECT_THAT(reasons[0].fields, ElementsAre("semval", "sempid", "semncnt", "semzcnt"));
    EXPECT_THAT(reasons[0].resources, ElementsAre("sysv-sem/7"));
}

TEST(JoinSemSets, KeysWithTheHighBitAreWholeAndTimesThatNeverWereAreNever) {
    UnreadableList unreadable;
    const auto sets = join_sem_sets(
        {reading(7, std::vector<Semaphore>{{.num = 0, .semval = 1, .sempid = 0, .semncnt = 0, .semzcnt = 0}})}, 42,
        unreadable);
    EXPECT_EQ(text_of(sets.at(0).key), "0xdeadbeef");
    EXPECT_TRUE(sets.at(0).otime.never());
    EXPECT_THAT(unreadable.take(), IsEmpty());
}

TEST(JoinSemSets, SetsAreSortedByIdentifier) {
    UnreadableList unreadable;
    std::vector<SemReading> readings;
    for (const int id : {9, 7, 8}) readings.push_back(reading(id, std::vector<Semaphore>(1)));
    const auto sets = join_sem_sets(std::move(readings), 42, unreadable);
    EXPECT_THAT(sets, ElementsAre(testing::Field(&SemSet::id, 7), testing::Field(&SemSet::id, 8),
                                  testing::Field(&SemSet::id, 9)));
}

Thread in_semop(int pid, int semid, std::string state = "S") {
    Thread thread;
    thread.pid = pid;
    thread.tid = pid;
    thread.state = std::move(state);
    thread.operands = SemopCall{.semid = semid, .operations = {}, .timeout_ms = 0};
    return thread;
}

TEST(IpcWaiters, AThreadThatCouldNotBeReadMayWaitForAnything) {
    Thread hidden;
    hidden.pid = 5;
    EXPECT_FALSE(ipc_waiters({in_semop(4, 7), hidden}, {}, 42).everyone_seen);
    EXPECT_TRUE(ipc_waiters({in_semop(4, 7)}, {}, 42).everyone_seen);
    EXPECT_THAT(ipc_waiters({in_semop(4, 7)}, {}, 42).semids, ElementsAre(7));
}

TEST(IpcWaiters, AnIdentifierOfAnotherNamespaceIsNotOurs) {
    Process elsewhere;
    elsewhere.pid = 4;
    elsewhere.ipc_namespace = 43;
    EXPECT_THAT(ipc_waiters({in_semop(4, 7)}, {elsewhere}, 42).semids, IsEmpty());
}

TEST(IpcWaiters, AStoppedThreadHasLeftTheQueue) {
    EXPECT_THAT(ipc_waiters({in_semop(4, 7, "T")}, {}, 42).semids, IsEmpty());
}

}  // namespace
}  // namespace gordian::collect
