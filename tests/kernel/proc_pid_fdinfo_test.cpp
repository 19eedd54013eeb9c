// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_fdinfo.h"

#include <gtest/gtest.h>

#include <fcntl.h>

#include <string>

namespace gordian::kernel {
namespace {

TEST(ProcPidFdinfo, ARegularFileWithItsLocks) {
    const auto info = parse_fdinfo("pos:\t4096\nflags:\t02100002\nmnt_id:\t31\nino:\t5678\n"
                                   "lock:\t1: FLOCK  ADVISORY  WRITE 359 00:13:11691 0 EOF\n"
                                   "lock:\t2: OFDLCK ADVISORY  READ -1 00:13:11691 10 19\n");
    ASSERT_TRUE(info);
    EXPECT_EQ(info->pos, 4096);
    EXPECT_EQ(info->flags, 02100002U);
    EXPECT_NE(info->flags & O_CLOEXEC, 0U);
    EXPECT_EQ(info->mnt_id, 31U);
    EXPECT_EQ(info->ino, 5678U);
    ASSERT_EQ(info->locks.size(), 2U);
    EXPECT_EQ(info->locks[0].lock_class, LockClass::flock);
    EXPECT_EQ(info->locks[0].file, (FileId{.major = 0, .minor = 0x13, .inode = 11691}));
    EXPECT_EQ(info->locks[1].end, 19U);
    EXPECT_EQ(info->locks_not_understood, 0U);
}

TEST(ProcPidFdinfo, BeforeLinux514ThereIsNoInode) {
    const auto info = parse_fdinfo("pos:\t0\nflags:\t0100000\nmnt_id:\t31\n");
    ASSERT_TRUE(info);
    EXPECT_FALSE(info->ino.has_value());
}

TEST(ProcPidFdinfo, LinesOfOtherKindsArePassedOver) {
    const auto info = parse_fdinfo(
        "pos:\t0\nflags:\t02\nmnt_id:\t16\nino:\t1038\neventfd-count:                5\neventfd-id: 3\n"
        "tfd:        5 events:       19 data: ffffffff  pos:0 ino:6 sdev:f\nsigmask:\t0000000000000001\n");
    ASSERT_TRUE(info);
    EXPECT_EQ(info->ino, 1038U);
    EXPECT_EQ(info->flags, 02U);
}

TEST(ProcPidFdinfo, ALockThatIsNotUnderstoodIsCountedAndHidesNoOther) {
    const auto info = parse_fdinfo("pos:\t0\nflags:\t02\nlock:\t1: FUTURE ADVISORY WRITE 1 00:13:2 0 EOF\n"
                                   "lock:\t2: POSIX  ADVISORY  WRITE 0 00:13:2 0 EOF\nlock:\n");
    ASSERT_TRUE(info);
    EXPECT_EQ(info->locks_not_understood, 2U);
    ASSERT_EQ(info->locks.size(), 1U);
    EXPECT_EQ(info->locks[0].pid, 0) << "its taker has no number in this PID namespace";
}

TEST(ProcPidFdinfo, TenThousandLocksAreAllThere) {
    std::string text = "pos:\t0\nflags:\t02\nmnt_id:\t31\nino:\t5\n";
    for (int i = 0; i < 10'000; ++i)
        text += "lock:\t" + std::to_string(i) + ": POSIX  ADVISORY  WRITE 7 fe:00:5 " + std::to_string(2 * i) + " " +
                std::to_string(2 * i) + "\n";
    const auto info = parse_fdinfo(text);
    ASSERT_TRUE(info);
    ASSERT_EQ(info->locks.size(), 10'000U);
    EXPECT_EQ(info->locks.back().start, 19'998U);
}

TEST(ProcPidFdinfo, WithoutPositionOrFlagsItIsNoFdinfo) {
    EXPECT_FALSE(parse_fdinfo(""));
    EXPECT_FALSE(parse_fdinfo("pos:\t0\n"));
    EXPECT_FALSE(parse_fdinfo("flags:\t02\n"));
    EXPECT_FALSE(parse_fdinfo("pos:\t0\nflags:\t09\n")) << "flags are octal";
    EXPECT_FALSE(parse_fdinfo("pos:\tx\nflags:\t02\n"));
}

TEST(ProcPidFdinfo, APositionMayBeNegativeForMemory) {
    const auto info = parse_fdinfo("pos:\t-4096\nflags:\t02\n");
    ASSERT_TRUE(info);
    EXPECT_EQ(info->pos, -4096);
}

}  // namespace
}  // namespace gordian::kernel
