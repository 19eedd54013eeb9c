// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_clock.h"

#include "tests/kernel/support.h"

#include "backend/kernel/proc_pid_sched.h"
#include "backend/kernel/proc_pid_stat.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <time.h>

#include <array>
#include <cmath>
#include <fstream>

namespace gordian::kernel {
namespace {

std::set<int> cpus_of_this_thread() {
    cpu_set_t affinity;
    std::set<int> cpus;
    if (::sched_getaffinity(0, sizeof(affinity), &affinity) != 0) return cpus;
    for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu)
        if (CPU_ISSET(cpu, &affinity)) cpus.insert(static_cast<int>(cpu));
    return cpus;
}

TEST(SysClock, TheClocksAreTheKernels) {
    struct timespec monotonic{}, realtime{}, boottime{};
    ::clock_gettime(CLOCK_MONOTONIC, &monotonic);
    ::clock_gettime(CLOCK_REALTIME, &realtime);
    ::clock_gettime(CLOCK_BOOTTIME, &boottime);
    EXPECT_GE(monotonic_ms(),
              static_cast<double>(monotonic.tv_sec) * 1e3 + static_cast<double>(monotonic.tv_nsec) / 1e6 - 0.001);
    EXPECT_GE(boottime_ns(), boottime.tv_sec * 1'000'000'000 + boottime.tv_nsec);
    EXPECT_LT(std::abs(realtime_ns() / 1'000'000'000 - realtime.tv_sec), 60);
    EXPECT_GE(static_cast<double>(boottime_ns()) / 1e6 + 1, monotonic_ms()) << "it counts suspended time too";
}

TEST(SysClock, TheThreadMayUseTheSameCpusAfterwards) {
    const auto before = cpus_of_this_thread();
    static_cast<void>(measure_task_clock_offsets(before));
    EXPECT_EQ(cpus_of_this_thread(), before);
    static_cast<void>(measure_task_clock_offsets({-1, 0, 1'000'000}));
    EXPECT_EQ(cpus_of_this_thread(), before);
}

TEST(SysClock, ACpuThatIsNotOursToUseIsMissing) {
    const auto offsets = measure_task_clock_offsets({-1, 1'000, 1'000'000});
    EXPECT_TRUE(offsets.empty());
}

TEST(SysClock, WithoutSchedNothingIsMeasured) {
    const TemporaryFolder folder;
    EXPECT_TRUE(measure_task_clock_offsets(cpus_of_this_thread(), folder.file("proc")).empty());
}

/// How long the process has not run, by the kernel's account, from its own clock to ours.
std::optional<double> blocked_ms(int pid, const std::map<int, double>& offsets) {
    const std::string folder = "/proc/" + std::to_string(pid);
    const auto sched_text = read_file(folder + "/sched");
    const auto stat_text = read_file(folder + "/stat");
    if (!sched_text || !stat_text) return {};
    const auto sched = parse_pid_sched(*sched_text);
    const auto stat = parse_pid_stat(*stat_text);
    if (!sched || !stat || !offsets.contains(stat->processor)) return {};
    return monotonic_ms() - (sched->exec_start_ms + offsets.at(stat->processor));
}

TEST(SysClock, HowLongAThreadIsBlockedIsTheTruthWithinMilliseconds) {
    if (!read_file("/proc/self/sched")) GTEST_SKIP() << "this kernel has no /proc/PID/sched";
    std::array<int, 2> ready{}, never{};
    ASSERT_EQ(::pipe2(ready.data(), O_CLOEXEC), 0);
    ASSERT_EQ(::pipe2(never.data(), O_CLOEXEC), 0);
    const UniqueFd ends[] = {UniqueFd(ready[0]), UniqueFd(ready[1]), UniqueFd(never[0]), UniqueFd(never[1])};
    const Child child([&] {
        char byte = 0;
        static_cast<void>(!::write(ready[1], &byte, 1));
        return static_cast<int>(::read(never[0], &byte, 1));
    });
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    const double still_running_ms = monotonic_ms();
    ASSERT_TRUE(eventually([&] {
        return parse_pid_stat(read_file("/proc/" + std::to_string(child.pid()) + "/stat").value())->state == 'S';
    }));
    const double blocked_by_ms = monotonic_ms();
    ASSERT_TRUE(eventually([&] { return monotonic_ms() >= blocked_by_ms + 50; }));

    // A machine whose CPUs are taken away in between moves the offsets while we look: the best of some readings is the measurement.
    constexpr double tolerance_ms = 5;
    double best_error = 1e9;
    for (int attempt = 0; attempt < 10 && best_error > tolerance_ms; ++attempt) {
        const auto offsets = measure_task_clock_offsets(cpus_of_this_thread());
        ASSERT_FALSE(offsets.empty());
        const double least_ms = monotonic_ms() - blocked_by_ms;
        const auto measured = blocked_ms(child.pid(), offsets);
        const double most_ms = monotonic_ms() - still_running_ms;
        ASSERT_TRUE(measured.has_value());
        best_error = std::min(best_error, std::max({0.0, least_ms - *measured, *measured - most_ms}));
    }
    EXPECT_LE(best_error, tolerance_ms);
}

}  // namespace
}  // namespace gordian::kernel
