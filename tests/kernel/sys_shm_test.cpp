// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_shm.h"

#include "tests/kernel/support.h"

#include "backend/kernel/proc_sysvipc_shm.h"
#include "backend/kernel/sys_clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ipc.h>
#include <sys/shm.h>

#include <bit>

namespace gordian::kernel {
namespace {

using testing::AnyOf;

class SysShm : public PrivateIpc {};

int code_of(const auto& result) { return result ? 0 : result.error().code; }

TEST_F(SysShm, WithoutSegmentsThereIsNoHighestIndexAndWithOneItIsZero) {
    EXPECT_EQ(shmctl_highest_index(), -1);
    ASSERT_TRUE(shmget_new({}, 1, 0600));
    EXPECT_EQ(shmctl_highest_index(), 0);
}

TEST_F(SysShm, AFreshSegmentIsWhatTheManPagePromises) {
    const auto earliest = realtime_ns() / 1'000'000'000 - 1;
    const auto shmid = shmget_new(0x2a, 5000, 0644);
    ASSERT_TRUE(shmid) << to_string(shmid.error());
    const auto segment = shmctl_stat_any(0);
    ASSERT_TRUE(segment) << to_string(segment.error());
    EXPECT_EQ(segment->shmid, *shmid);
    EXPECT_EQ(segment->key, 0x2a);
    EXPECT_EQ(segment->mode, 0644U);
    EXPECT_FALSE(segment->marked_for_removal);
    EXPECT_FALSE(segment->locked);
    EXPECT_EQ(segment->uid, ::geteuid());
    EXPECT_EQ(segment->cgid, ::getegid());
    EXPECT_EQ(segment->segsz, 5000U);
    EXPECT_EQ(segment->nattch, 0U);
    EXPECT_EQ(segment->cpid, ::getpid());
    EXPECT_EQ(segment->lpid, 0);
    EXPECT_EQ(segment->atime, 0);
    EXPECT_EQ(segment->dtime, 0);
    EXPECT_GE(segment->ctime, earliest);
}

TEST_F(SysShm, ASegmentRemovedWhileAttachedLosesItsKeyAndIsMarked) {
    const auto shmid = shmget_new(0x2a, 8192, 0600);
    ASSERT_TRUE(shmid);
    void* const address = ::shmat(*shmid, nullptr, 0);
    ASSERT_NE(std::bit_cast<std::intptr_t>(address), -1);
    *static_cast<volatile char*>(address) = 1;
    ASSERT_TRUE(shmctl_rmid(*shmid));

    const auto segment = shmctl_stat(*shmid);
    const auto text = read_file("/proc/sysvipc/shm");
    ASSERT_TRUE(segment && text);
    EXPECT_TRUE(segment->marked_for_removal);
    EXPECT_EQ(segment->mode, 0600U);
    EXPECT_EQ(segment->key, 0);
    EXPECT_EQ(segment->nattch, 1U);
    EXPECT_EQ(segment->lpid, ::getpid());

    const auto rows = parse_shm_rows(*text);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ(rows->front().perms, 01600U);
    EXPECT_EQ(rows->front().key, 0);
    EXPECT_EQ(rows->front().nattch, 1U);
    EXPECT_EQ(rows->front().size, 8192U);
    EXPECT_EQ(rows->front().atime, segment->atime);
    EXPECT_EQ(rows->front().ctime, segment->ctime);
    EXPECT_GT(rows->front().rss, 0U);

    ASSERT_EQ(::shmdt(address), 0);
    EXPECT_THAT(code_of(shmctl_stat(*shmid)), AnyOf(EINVAL, EIDRM)) << "the last one to leave turned off the light";
}

TEST_F(SysShm, ALockedSegmentSaysSo) {
    const auto shmid = shmget_new({}, 4096, 0600);
    ASSERT_TRUE(shmid);
    if (::shmctl(*shmid, SHM_LOCK, nullptr) != 0) GTEST_SKIP() << "shmctl(SHM_LOCK): " << ::strerror(errno);
    EXPECT_TRUE(shmctl_stat(*shmid)->locked);
    EXPECT_EQ(shmctl_stat(*shmid)->mode, 0600U);
}

TEST_F(SysShm, AnotherUserSeesASegmentItMayNotRead) {
    if (::geteuid() != 0) GTEST_SKIP() << "another user can only be tried by root";
    const auto shmid = shmget_new({}, 4096, 0600);
    ASSERT_TRUE(shmid);
    EXPECT_EQ(ask_as_ordinary_user([] { return code_of(shmctl_stat_any(0)); }), 0);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(shmctl_stat(*shmid)); }), EACCES);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(shmctl_rmid(*shmid)); }), EPERM);
}

TEST_F(SysShm, SizesOutOfTheLimitsAndTakenKeysAreRefused) {
    EXPECT_EQ(code_of(shmget_new({}, 0, 0600)), EINVAL);
    ASSERT_TRUE(shmget_new(7, 1, 0600));
    EXPECT_EQ(code_of(shmget_new(7, 1, 0600)), EEXIST);
}

}  // namespace
}  // namespace gordian::kernel
