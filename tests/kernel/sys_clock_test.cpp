// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_clock.h"

#include "tests/kernel/support.h"

#include "backend/kernel/proc_pid_sched.h"
#include "backend/kernel/proc_pid_stat.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

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

/// A process goes to sleep; 50 ms later the kernel is asked since when. By how much its answer misses what we know: it still ran when it
/// told us its time, and no longer when its state was seen.
double error_of_one_sleep() {
    std::array<int, 2> told{}, never{};
    EXPECT_EQ(::pipe2(told.data(), O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(never.data(), O_CLOEXEC), 0);
    const UniqueFd ends[] = {UniqueFd(told[0]), UniqueFd(told[1]), UniqueFd(never[0]), UniqueFd(never[1])};
    const Child child([&] {
        const double running_ms = monotonic_ms();
        static_cast<void>(!::write(told[1], &running_ms, sizeof(running_ms)));
        char byte = 0;
        return static_cast<int>(::read(never[0], &byte, 1));
    });
    double running_ms = 0;
    EXPECT_EQ(::read(told[0], &running_ms, sizeof(running_ms)), ssize_t{sizeof(running_ms)});
    EXPECT_TRUE(eventually([&] {
        return parse_pid_stat(read_file("/proc/" + std::to_string(child.pid()) + "/stat").value())->state == 'S';
    }));
    const double blocked_by_ms = monotonic_ms();
    EXPECT_TRUE(eventually([&] { return monotonic_ms() >= blocked_by_ms + 50; }));

    const auto offsets = measure_task_clock_offsets(cpus_of_this_thread());
    const double least_ms = monotonic_ms() - blocked_by_ms;
    const auto measured_ms = blocked_ms(child.pid(), offsets);
    const double most_ms = monotonic_ms() - running_ms;
    EXPECT_TRUE(measured_ms.has_value());
    return std::max({0.0, least_ms - measured_ms.value_or(0), measured_ms.value_or(0) - most_ms});
}

TEST(SysClock, HowLongAThreadIsBlockedIsTheTruthWithinMilliseconds) {
    if (!read_file("/proc/self/sched")) GTEST_SKIP() << "this kernel has no /proc/PID/sched";
    // A CPU that the hypervisor takes away between the sleep and the question moves its offset: that happens to one sleep, not to all.
    constexpr double tolerance_ms = 5;
    double least_error_ms = error_of_one_sleep();
    for (int again = 0; again < 4 && least_error_ms > tolerance_ms; ++again)
        least_error_ms = std::min(least_error_ms, error_of_one_sleep());
    EXPECT_LE(least_error_ms, tolerance_ms);
}

}  // namespace
}  // namespace gordian::kernel
