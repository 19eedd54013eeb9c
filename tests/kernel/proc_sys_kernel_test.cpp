// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_sys_kernel.h"

#include <gtest/gtest.h>

namespace gordian::kernel {
namespace {

TEST(ProcSysKernel, TheFourSemaphoreLimitsAreInTheOrderOfTheManPage) {
    const auto limits = parse_sem_limits("32000\t1024000000\t500\t32768\n");
    ASSERT_TRUE(limits);
    EXPECT_EQ(limits->semmsl, 32000U);
    EXPECT_EQ(limits->semmns, 1024000000U);
    EXPECT_EQ(limits->semopm, 500U);
    EXPECT_EQ(limits->semmni, 32768U);
}

TEST(ProcSysKernel, TheGreatestNumberIsCommonForShmmax) {
    EXPECT_EQ(parse_limit("18446744073692774399\n"), 18446744073692774399U);
    EXPECT_EQ(parse_limit("18446744073709551615"), 18446744073709551615U);
    EXPECT_EQ(parse_limit("0\n"), 0U);
}

TEST(ProcSysKernel, WhatIsNoNumberIsRefused) {
    for (const std::string_view text : {"", "\n", "x", "-1\n", "18446744073709551616\n", "12x\n"})
        EXPECT_FALSE(parse_limit(text)) << text;
    for (const std::string_view text : {"", "1\t2\t3\n", "1 2 3 x\n", "1 2 3 -4\n"})
        EXPECT_FALSE(parse_sem_limits(text)) << text;
}

}  // namespace
}  // namespace gordian::kernel
