// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_status.h"

#include <gtest/gtest.h>

#include <string>

namespace gordian::kernel {
namespace {

std::string text_of(std::string_view name) {
    return "Name:\t" + std::string(name) +
           "\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t10\nPid:\t10\nPPid:\t1\nTracerPid:\t77\n"
           "Uid:\t1000\t1001\t1002\t1003\nGid:\t2000\t2001\t2002\t2003\nFDSize:\t64\nGroups:\t4 24\n"
           "CapInh:\t0000000000000000\nCapPrm:\t000001ffffffffff\nCapEff:\t000001fffffeffff\nCapBnd:"
           "\t000001ffffffffff\n";
}

TEST(ProcPidStatus, OwnersCapabilitiesAndTracerAreRead) {
    const auto status = parse_pid_status(text_of("sleep"));
    ASSERT_TRUE(status);
    EXPECT_EQ(status->uid, 1000U);
    EXPECT_EQ(status->euid, 1001U);
    EXPECT_EQ(status->gid, 2000U);
    EXPECT_EQ(status->egid, 2001U);
    EXPECT_EQ(status->cap_eff, 0x1fffffeffffU);
    EXPECT_EQ(status->tracer_pid, 77);
}

TEST(ProcPidStatus, ANameWithALineOfItsOwnInItIsOneLineOfTheKernels) {
    const auto status = parse_pid_status(text_of("x\\nUid:\\t0\\t0"));  // fs/proc/array.c escapes newlines and backslashes
    ASSERT_TRUE(status);
    EXPECT_EQ(status->uid, 1000U);
    EXPECT_EQ(status->euid, 1001U);
}

TEST(ProcPidStatus, EvenAnUnescapedNameDoesNotWin) {
    const auto status = parse_pid_status(text_of("x\nUid:\t0\t0"));
    ASSERT_TRUE(status);
    EXPECT_EQ(status->uid, 1000U);
}

TEST(ProcPidStatus, TheGreatestIdentifiersAreRead) {
    const auto status = parse_pid_status(
        "Uid:\t4294967295\t4294967295\t0\t0\nGid:\t0\t4294967295\t0\t0\nCapEff:\tffffffffffffffff\n");
    ASSERT_TRUE(status);
    EXPECT_EQ(status->uid, 4294967295U);
    EXPECT_EQ(status->cap_eff, ~std::uint64_t{0});
}

TEST(ProcPidStatus, WithoutOwnersItFails) {
    EXPECT_FALSE(parse_pid_status(""));
    EXPECT_FALSE(parse_pid_status("Name:\tx\n"));
    EXPECT_FALSE(parse_pid_status("Uid:\t0\t0\t0\t0\n"));
    EXPECT_FALSE(parse_pid_status("Gid:\t0\t0\t0\t0\n"));
    EXPECT_FALSE(parse_pid_status("Uid:\t0\nGid:\t0\t0\t0\t0\n")) << "cut off";
    EXPECT_FALSE(parse_pid_status("Uid:\t4294967296\t0\t0\t0\nGid:\t0\t0\t0\t0\n"));
    EXPECT_FALSE(parse_pid_status("Uid:\t-1\t0\t0\t0\nGid:\t0\t0\t0\t0\n"));
}

TEST(ProcPidStatus, TracerAndCapabilitiesMayBeMissing) {
    const auto status = parse_pid_status("Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n");
    ASSERT_TRUE(status);
    EXPECT_EQ(status->tracer_pid, 0);
    EXPECT_EQ(status->cap_eff, 0U);
}

}  // namespace
}  // namespace gordian::kernel
