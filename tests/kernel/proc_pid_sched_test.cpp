// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_sched.h"

#include <gtest/gtest.h>

#include <string>

namespace gordian::kernel {
namespace {

constexpr std::string_view body = "-------------------------------------------------------------------\n"
                                  "se.exec_start                                :      52837451.048279\n"
                                  "se.vruntime                                  :           411.260316\n"
                                  "se.sum_exec_runtime                          :            12.839154\n"
                                  "se.nr_migrations                             :                    3\n"
                                  "nr_switches                                  :                   57\n"
                                  "nr_voluntary_switches                        :                   41\n"
                                  "prio                                         :                  120\n";

TEST(ProcPidSched, ExecStartAndSwitchesAreRead) {
    const auto sched = parse_pid_sched("sleep (4711, #threads: 1)\n" + std::string(body));
    ASSERT_TRUE(sched);
    EXPECT_DOUBLE_EQ(sched->exec_start_ms, 52837451.048279);
    EXPECT_EQ(sched->nr_switches, 57U);
}

TEST(ProcPidSched, ACommandThatLooksLikeTheAnswerIsNotBelieved) {
    // All of a command's 15 bytes are its own: newlines, colons, dashes and digits too.
    for (const std::string_view comm :
         {"\nse.exec_start:1", "\nnr_switches:9\n", "\n--------------", "a\n----\nse.exec", ") (1, #threads:"}) {
        ASSERT_LE(comm.size(), 15U + 1U);
        const auto sched = parse_pid_sched(std::string(comm) + " (4711, #threads: 1)\n" + std::string(body));
        ASSERT_TRUE(sched) << comm;
        EXPECT_DOUBLE_EQ(sched->exec_start_ms, 52837451.048279) << comm;
        EXPECT_EQ(sched->nr_switches, 57U) << comm;
    }
    const auto longer_than_any = parse_pid_sched("x\nse.exec_start : 1\nse.exec_start : 2 (4711, #threads: 1)\n" +
                                                 std::string(body));
    ASSERT_TRUE(longer_than_any);
    EXPECT_DOUBLE_EQ(longer_than_any->exec_start_ms, 52837451.048279);
}

TEST(ProcPidSched, WithoutExecStartItFails) {
    EXPECT_FALSE(parse_pid_sched(""));
    EXPECT_FALSE(parse_pid_sched("sleep (1, #threads: 1)\n"));
    EXPECT_FALSE(parse_pid_sched(
        "sleep (1, #threads: 1)\n------------------------------------------------------\nprio : 120\n"));
    EXPECT_FALSE(parse_pid_sched("sleep (1, #threads: 1)\n------------------------------------------------------"));
    EXPECT_FALSE(parse_pid_sched("se.exec_start : 1\n")) << "a command, without the line of dashes after it";
}

TEST(ProcPidSched, ANumberThatIsNoneFails) {
    const std::string head = "x (1, #threads: 1)\n" + std::string(60, '-') + "\n";
    EXPECT_FALSE(parse_pid_sched(head + "se.exec_start : x\n"));
    EXPECT_FALSE(parse_pid_sched(head + "se.exec_start : 1.5x\n"));
    EXPECT_FALSE(parse_pid_sched(head + "se.exec_start :\n"));
    EXPECT_FALSE(parse_pid_sched(head + "se.exec_start 1.5\n"));
    EXPECT_FALSE(parse_pid_sched(head + "se.exec_start : inf\n"));
    EXPECT_TRUE(parse_pid_sched(head + "se.exec_start : 0.000000"));
}

}  // namespace
}  // namespace gordian::kernel
