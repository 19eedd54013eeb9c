// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_syscall.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace gordian::kernel {
namespace {

using testing::Each;
using testing::ElementsAre;

TEST(ProcPidSyscall, ABlockedThreadShowsNumberArgumentsAndWhere) {
    const auto line = parse_syscall_line(
        "220 0x7 0x7ffd3a5b1c2a 0x1 0x0 0x7f1f5e4b6bc0 0xffffffffffffffff 0x7ffd3a5b1bf8 0x7f1f5e3c1d5e\n");
    ASSERT_TRUE(line);
    EXPECT_FALSE(line->running);
    EXPECT_EQ(line->number, 220);
    EXPECT_THAT(line->arguments, ElementsAre(7, 0x7ffd3a5b1c2a, 1, 0, 0x7f1f5e4b6bc0, 0xffffffffffffffff));
    EXPECT_EQ(line->sp, 0x7ffd3a5b1bf8U);
    EXPECT_EQ(line->pc, 0x7f1f5e3c1d5eU);
}

TEST(ProcPidSyscall, ARunningThreadShowsNothingElse) {
    const auto line = parse_syscall_line("running\n");
    ASSERT_TRUE(line);
    EXPECT_TRUE(line->running);
    EXPECT_EQ(line->number, -1);
    EXPECT_TRUE(parse_syscall_line("running"));
}

TEST(ProcPidSyscall, BlockedOutsideACallThereAreNoArguments) {
    const auto line = parse_syscall_line("-1 0x7ffd3a5b1bf8 0x7f1f5e3c1d5e\n");
    ASSERT_TRUE(line);
    EXPECT_FALSE(line->running);
    EXPECT_EQ(line->number, -1);
    EXPECT_THAT(line->arguments, Each(0));
    EXPECT_EQ(line->sp, 0x7ffd3a5b1bf8U);
    EXPECT_EQ(line->pc, 0x7f1f5e3c1d5eU);
}

TEST(ProcPidSyscall, EveryCutOffLineIsRefused) {
    const std::string line = "61 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x8";
    for (std::size_t length = 0; length < line.size(); ++length)
        EXPECT_FALSE(parse_syscall_line(line.substr(0, length))) << length;
    EXPECT_TRUE(parse_syscall_line(line));
}

TEST(ProcPidSyscall, GarbageIsRefused) {
    for (const std::string_view text :
         {"", "\n", "runningfast\n", "0", "-1", "-1 0x1", "61 1 2 3 4 5 6 7 8", "x 0x1 0x2", "0x3d 0x1",
          "61 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x10000000000000000", "99999999999999999999 0x1"})
        EXPECT_FALSE(parse_syscall_line(text)) << text;
}

}  // namespace
}  // namespace gordian::kernel
