// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_sem.h"

#include "tests/kernel/support.h"

#include "backend/kernel/proc_sysvipc_sem.h"
#include "backend/kernel/sys_clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ipc.h>
#include <sys/sem.h>

namespace gordian::kernel {
namespace {

using testing::AnyOf;
using testing::Each;
using testing::ElementsAre;

constexpr std::int32_t key_with_high_bit = static_cast<std::int32_t>(0xdeadbeefU);

class SysSem : public PrivateIpc {};

int code_of(const auto& result) { return result ? 0 : result.error().code; }

/// A process that sleeps in semop(2) with this one operation.
int sleep_in_semop(int semid, SemBuf operation) {
    struct sembuf sop{.sem_num = operation.num, .sem_op = operation.op, .sem_flg = operation.flags};
    return ::semop(semid, &sop, 1) == 0 ? 0 : 1;
}

TEST_F(SysSem, WithoutSetsThereIsNoHighestIndexAndWithOneItIsZero) {
    EXPECT_EQ(semctl_highest_index(), -1);
    ASSERT_TRUE(semget_new({}, 1, 0600));
    EXPECT_EQ(semctl_highest_index(), 0) << "the kernel answers 0 to both";
    ASSERT_TRUE(semget_new({}, 1, 0600));
    EXPECT_EQ(semctl_highest_index(), 1);
}

TEST_F(SysSem, AFreshSetIsWhatTheManPagePromises) {
    const auto earliest = realtime_ns() / 1'000'000'000 - 1;  // the kernel's seconds may lag behind by a tick
    const auto semid = semget_new(key_with_high_bit, 3, 0640);
    ASSERT_TRUE(semid) << to_string(semid.error());
    const auto set = semctl_stat_any(0);
    ASSERT_TRUE(set) << to_string(set.error());
    EXPECT_EQ(set->semid, *semid);
    EXPECT_EQ(set->key, key_with_high_bit);
    EXPECT_EQ(set->mode, 0640U);
    EXPECT_EQ(set->nsems, 3U);
    EXPECT_EQ(set->uid, ::geteuid());
    EXPECT_EQ(set->gid, ::getegid());
    EXPECT_EQ(set->cuid, ::geteuid());
    EXPECT_EQ(set->cgid, ::getegid());
    EXPECT_EQ(set->otime, 0);
    EXPECT_GE(set->ctime, earliest);
    EXPECT_LE(set->ctime, realtime_ns() / 1'000'000'000);
    EXPECT_THAT(semctl_getall(*semid, 3).value(), ElementsAre(0, 0, 0));
    for (int semnum = 0; semnum < 3; ++semnum) {
        EXPECT_EQ(semctl_getpid(*semid, semnum), 0);
        EXPECT_EQ(semctl_getncnt(*semid, semnum), 0);
        EXPECT_EQ(semctl_getzcnt(*semid, semnum), 0);
    }
}

TEST_F(SysSem, StatAndStatAnyAndTheFileSayTheSame) {
    const auto semid = semget_new(7, 2, 0600);
    ASSERT_TRUE(semid);
    ASSERT_TRUE(semop_now(*semid, std::to_array<SemBuf>({{.num = 1, .op = 5}})));
    const auto by_index = semctl_stat_any(0);
    const auto by_id = semctl_stat(*semid);
    const auto text = read_file("/proc/sysvipc/sem");
    ASSERT_TRUE(by_index && by_id && text);
    const auto rows = parse_sem_rows(*text);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 1U);
    const SemRow& row = rows->front();
    EXPECT_NE(row.otime, 0);
    for (const SemidDs& set : {*by_index, *by_id}) {
        EXPECT_EQ(set.semid, row.semid);
        EXPECT_EQ(set.key, row.key);
        EXPECT_EQ(set.mode, row.perms);
        EXPECT_EQ(set.nsems, row.nsems);
        EXPECT_EQ(set.uid, row.uid);
        EXPECT_EQ(set.cgid, row.cgid);
        EXPECT_EQ(set.otime, row.otime);
        EXPECT_EQ(set.ctime, row.ctime);
    }
}

TEST_F(SysSem, TheIndexIsNotTheIdentifier) {
    const auto first = semget_new({}, 1, 0600);
    ASSERT_TRUE(first && semctl_rmid(*first));
    const auto second = semget_new({}, 1, 0600);
    ASSERT_TRUE(second);
    EXPECT_NE(*second, *first);
    const auto set = semctl_stat_any(semctl_highest_index().value());
    ASSERT_TRUE(set);
    EXPECT_EQ(set->semid, *second);
}

TEST_F(SysSem, AGapInTheIndicesIsInvalid) {
    const auto first = semget_new({}, 1, 0600);
    ASSERT_TRUE(first && semget_new({}, 1, 0600) && semctl_rmid(*first));
    EXPECT_EQ(code_of(semctl_stat_any(0)), EINVAL);
    EXPECT_TRUE(semctl_stat_any(1));
}

TEST_F(SysSem, NcntAndZcntCountTheSleepers) {
    const auto semid = semget_new({}, 2, 0600);
    ASSERT_TRUE(semid && semctl_setval(*semid, 1, 3));
    const Child wants_more([&] { return sleep_in_semop(*semid, {.num = 0, .op = -1}); });
    const Child wants_more_too([&] { return sleep_in_semop(*semid, {.num = 0, .op = -2}); });
    const Child wants_zero([&] { return sleep_in_semop(*semid, {.num = 1, .op = 0}); });
    EXPECT_TRUE(eventually([&] { return semctl_getncnt(*semid, 0) == 2; }));
    EXPECT_TRUE(eventually([&] { return semctl_getzcnt(*semid, 1) == 1; }));
    EXPECT_EQ(semctl_getzcnt(*semid, 0), 0);
    EXPECT_EQ(semctl_getncnt(*semid, 1), 0);
    EXPECT_EQ(semctl_stat(*semid)->otime, 0) << "asking is no operation, waiting neither";
}

TEST_F(SysSem, ASleeperIsReleasedByAnOperationOfOurs) {
    const auto semid = semget_new({}, 1, 0600);
    ASSERT_TRUE(semid);
    Child sleeper([&] { return sleep_in_semop(*semid, {.num = 0, .op = -1}); });
    ASSERT_TRUE(eventually([&] { return semctl_getncnt(*semid, 0) == 1; }));
    const int pid = sleeper.pid();
    ASSERT_TRUE(semop_now(*semid, std::to_array<SemBuf>({{.num = 0, .op = 1}})));
    EXPECT_EQ(sleeper.wait(), 0);
    EXPECT_EQ(semctl_getall(*semid, 1).value().front(), 0);
    EXPECT_THAT(semctl_getpid(*semid, 0).value(), AnyOf(pid, 0)) << "the last operator, dead by now";
}

TEST_F(SysSem, AfterRemovalEveryQuestionIsInvalid) {
    const auto semid = semget_new({}, 1, 0600);
    ASSERT_TRUE(semid && semctl_rmid(*semid));
    EXPECT_THAT(code_of(semctl_stat(*semid)), AnyOf(EINVAL, EIDRM));
    EXPECT_THAT(code_of(semctl_getall(*semid, 1)), AnyOf(EINVAL, EIDRM));
    EXPECT_THAT(code_of(semctl_getncnt(*semid, 0)), AnyOf(EINVAL, EIDRM));
    EXPECT_THAT(code_of(semctl_getzcnt(*semid, 0)), AnyOf(EINVAL, EIDRM));
    EXPECT_THAT(code_of(semctl_getpid(*semid, 0)), AnyOf(EINVAL, EIDRM));
    EXPECT_THAT(code_of(semctl_setval(*semid, 0, 1)), AnyOf(EINVAL, EIDRM));
    EXPECT_THAT(code_of(semctl_rmid(*semid)), AnyOf(EINVAL, EIDRM));
    EXPECT_THAT(code_of(semop_now(*semid, std::to_array<SemBuf>({{.num = 0, .op = 1}}))), AnyOf(EINVAL, EIDRM));
}

TEST_F(SysSem, AnotherUserSeesThatASetExistsButNotWhatIsInIt) {
    if (::geteuid() != 0) GTEST_SKIP() << "another user can only be tried by root";
    const auto semid = semget_new({}, 1, 0600);
    ASSERT_TRUE(semid);
    EXPECT_EQ(ask_as_ordinary_user([] { return code_of(semctl_stat_any(0)); }), 0);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(semctl_stat(*semid)); }), EACCES);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(semctl_getall(*semid, 1)); }), EACCES);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(semctl_getncnt(*semid, 0)); }), EACCES);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(semctl_getzcnt(*semid, 0)); }), EACCES);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(semctl_getpid(*semid, 0)); }), EACCES);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(semctl_setval(*semid, 0, 1)); }), EACCES);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(semctl_rmid(*semid)); }), EPERM);
}

TEST_F(SysSem, AStaleNumberOfSemaphoresIsRefusedBothWays) {
    const auto semid = semget_new({}, 250, 0600);
    ASSERT_TRUE(semid);
    // The kernel would copy 250 values into room for 3: the address sanitizer's build would see it.
    const auto few = semctl_getall(*semid, 3);
    ASSERT_FALSE(few);
    EXPECT_EQ(few.error().code, EINVAL);
    EXPECT_EQ(to_string(few.error()),
              "semctl(GETALL) on sysv-sem/" + std::to_string(*semid) + ": it has 250 semaphores, not 3");
    EXPECT_EQ(code_of(semctl_getall(*semid, 251)), EINVAL);
    EXPECT_EQ(code_of(semctl_setall(*semid, std::vector<std::uint16_t>(3, 1))), EINVAL);
    EXPECT_THAT(semctl_getall(*semid, 250).value(), Each(0)) << "nothing was set";
}

TEST_F(SysSem, WhatIsSetIsRead) {
    const auto semid = semget_new({}, 3, 0600);
    ASSERT_TRUE(semid);
    ASSERT_TRUE(semctl_setall(*semid, std::to_array<std::uint16_t>({1, 0, 32767})));
    EXPECT_THAT(semctl_getall(*semid, 3).value(), ElementsAre(1, 0, 32767));
    ASSERT_TRUE(semctl_setval(*semid, 1, 9));
    EXPECT_THAT(semctl_getall(*semid, 3).value(), ElementsAre(1, 9, 32767));
    EXPECT_EQ(semctl_getpid(*semid, 1), ::getpid()) << "SETVAL counts as an operation";
}

TEST_F(SysSem, AValueBeyondSemvmxIsOutOfRange) {
    const auto semid = semget_new({}, 1, 0600);
    ASSERT_TRUE(semid);
    EXPECT_EQ(code_of(semctl_setval(*semid, 0, 32768)), ERANGE);
    EXPECT_EQ(code_of(semctl_setval(*semid, 0, -1)), ERANGE);
    EXPECT_EQ(code_of(semctl_setall(*semid, std::to_array<std::uint16_t>({32768}))), ERANGE);
}

TEST_F(SysSem, ASemaphoreThatTheSetDoesNotHaveIsInvalid) {
    const auto semid = semget_new({}, 1, 0600);
    ASSERT_TRUE(semid);
    EXPECT_EQ(code_of(semctl_getncnt(*semid, 1)), EINVAL);
    EXPECT_EQ(code_of(semctl_getncnt(*semid, -1)), EINVAL);
    EXPECT_EQ(code_of(semop_now(*semid, std::to_array<SemBuf>({{.num = 1, .op = 1}}))), EFBIG);
}

TEST_F(SysSem, AnOperationThatWouldBlockChangesNothingAndReturns) {
    const auto semid = semget_new({}, 2, 0600);
    ASSERT_TRUE(semid);
    EXPECT_EQ(code_of(semop_now(*semid, std::to_array<SemBuf>({{.num = 0, .op = 1}, {.num = 1, .op = -1}}))), EAGAIN);
    EXPECT_THAT(semctl_getall(*semid, 2).value(), ElementsAre(0, 0)) << "all or none";
    EXPECT_EQ(code_of(semop_now(*semid, {})), EINVAL) << "no operation at all";
}

TEST_F(SysSem, AKeyThatIsTakenIsNotGivenTwice) {
    ASSERT_TRUE(semget_new(key_with_high_bit, 1, 0600));
    const auto again = semget_new(key_with_high_bit, 1, 0600);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, EEXIST);
    EXPECT_NE(to_string(again.error()).find("0xdeadbeef"), std::string::npos);
    EXPECT_TRUE(semget_new({}, 1, 0600)) << "without a key there is always room for one more";
}

}  // namespace
}  // namespace gordian::kernel
