// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_cmdline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::kernel {
namespace {

using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ProcPidCmdline, EachArgumentEndsWithItsNul) {
    EXPECT_THAT(parse_cmdline("sleep\0001000\0"sv), ElementsAre("sleep", "1000"));
}

TEST(ProcPidCmdline, KernelThreadsAndZombiesHaveNone) { EXPECT_THAT(parse_cmdline(""), IsEmpty()); }

TEST(ProcPidCmdline, ALastArgumentWithoutItsNulCounts) {
    EXPECT_THAT(parse_cmdline("nginx: worker process"), ElementsAre("nginx: worker process"));
    EXPECT_THAT(parse_cmdline("a\0b"sv), ElementsAre("a", "b"));
}

TEST(ProcPidCmdline, EmptyArgumentsCount) {
    EXPECT_THAT(parse_cmdline("\0"sv), ElementsAre(""));
    EXPECT_THAT(parse_cmdline("grep\0\0file\0\0"sv), ElementsAre("grep", "", "file", ""));
}

TEST(ProcPidCmdline, AnArgumentMayHoldAnyOtherByte) {
    EXPECT_THAT(parse_cmdline("a b\0\n\xff\x1b[2J\0"sv), ElementsAre("a b", "\n\xff\x1b[2J"));
}

TEST(ProcPidCgroup, VersionTwoWinsWhereverItsLineStands) {
    EXPECT_EQ(parse_cgroup("0::/user.slice/a.scope\n"), "/user.slice/a.scope");
    EXPECT_EQ(parse_cgroup("4:memory:/m\n1:name=systemd:/s\n0::/two\n"), "/two");
}

TEST(ProcPidCgroup, WithoutItTheSystemdHierarchyThenTheFirst) {
    EXPECT_EQ(parse_cgroup("4:memory:/m\n1:name=systemd:/s\n"), "/s");
    EXPECT_EQ(parse_cgroup("4:memory:/m\n3:cpu,cpuacct:/c\n"), "/m");
}

TEST(ProcPidCgroup, APathMayHoldColonsAndBlanks) {
    EXPECT_EQ(parse_cgroup("0::/a:b c (deleted)\n"), "/a:b c (deleted)");
}

TEST(ProcPidCgroup, NothingIsNothing) {
    EXPECT_EQ(parse_cgroup(""), "");
    EXPECT_EQ(parse_cgroup("garbage\n0:\n\n"), "");
}

}  // namespace
}  // namespace gordian::kernel
