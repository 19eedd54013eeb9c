// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_stat.h"

#include <gtest/gtest.h>

#include <string>

namespace gordian::kernel {
namespace {

constexpr std::string_view after_comm =
    " S 1 4711 4710 34816 4711 4194304 153 0 0 0 12 34 0 0 20 0 7 0 5283745 2985984 238 18446744073709551615 "
    "94308474359808 94308474378185 140725604397472 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 94308474393520 "
    "94308474395016 94308482306048 140725604401455 140725604401466 140725604401466 140725604405227 0\n";

PidStat stat_of(std::string_view comm, std::string_view rest = after_comm) {
    const auto stat = parse_pid_stat("4711 (" + std::string(comm) + ")" + std::string(rest));
    EXPECT_TRUE(stat) << comm;
    return stat.value_or(PidStat{});
}

TEST(ProcPidStat, TheFieldsAreThoseOfTheirNumbers) {
    const PidStat stat = stat_of("sleep");
    EXPECT_EQ(stat.pid, 4711);
    EXPECT_EQ(stat.comm, "sleep");
    EXPECT_EQ(stat.state, 'S');
    EXPECT_EQ(stat.ppid, 1);
    EXPECT_EQ(stat.pgrp, 4711);
    EXPECT_EQ(stat.session, 4710);
    EXPECT_EQ(stat.flags, 4194304U);
    EXPECT_EQ(stat.num_threads, 7);
    EXPECT_EQ(stat.start_ticks, 5283745U);
    EXPECT_EQ(stat.processor, 1);
}

TEST(ProcPidStat, ACommandMayHoldAnythingAndEndsAtTheLastParenthesis) {
    for (const std::string_view comm : {"two words", "(sd-pam)", ")", "(", "))((", ") R 1 2", "a) Z 0 0 0",
                                        "line\nbreak", "\xff\xfe\x80", "", " ", "a\t)\n("}) {
        const PidStat stat = stat_of(comm);
        EXPECT_EQ(stat.comm, comm);
        EXPECT_EQ(stat.state, 'S') << comm;
        EXPECT_EQ(stat.ppid, 1) << comm;
        EXPECT_EQ(stat.processor, 1) << comm;
    }
}

TEST(ProcPidStat, AKernelWorkersLongNameIsKept) {
    EXPECT_EQ(stat_of("kworker/u16:3+events_unbound").comm, "kworker/u16:3+events_unbound");
}

TEST(ProcPidStat, ALineThatEndsAtTheProcessorIsEnough) {
    const std::string_view rest = after_comm.substr(0, after_comm.find(" 17 1 ") + 5);
    EXPECT_EQ(stat_of("x", rest).processor, 1);
}

TEST(ProcPidStat, EveryLineCutOffBeforeTheProcessorIsRefused) {
    const std::string whole = "4711 (x)" + std::string(after_comm.substr(0, after_comm.find(" 17 1 ") + 4));
    for (std::size_t length = 0; length <= whole.size(); ++length)
        EXPECT_FALSE(parse_pid_stat(whole.substr(0, length))) << length;
}

TEST(ProcPidStat, NumbersBeyondTheirTypeAreRefused) {
    EXPECT_FALSE(parse_pid_stat("99999999999 (x)" + std::string(after_comm)));
    std::string huge_start(after_comm);
    huge_start.replace(huge_start.find("5283745"), 7, "18446744073709551616");
    EXPECT_FALSE(parse_pid_stat("1 (x)" + huge_start));
    EXPECT_FALSE(parse_pid_stat("1 x" + std::string(after_comm)));
    EXPECT_FALSE(parse_pid_stat("1 (x) SS" + std::string(after_comm.substr(2)))) << "a state is one letter";
}

}  // namespace
}  // namespace gordian::kernel
