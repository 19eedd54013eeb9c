// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_clock.h"

#include "backend/kernel/proc_pid_sched.h"
#include "backend/kernel/sys_files.h"

#include <sched.h>
#include <time.h>

#include <limits>
#include <memory>
#include <optional>

namespace gordian::kernel {

namespace {

std::int64_t clock_ns(clockid_t clock) {
    struct timespec now{};
    ::clock_gettime(clock, &now);  // fails for unknown clocks only
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

/// A set of CPUs as big as this kernel wants it: cpu_set_t ends at 1,024.
class CpuSet {
public:
    explicit CpuSet(int cpus) : m_size(CPU_ALLOC_SIZE(cpus)), m_set(CPU_ALLOC(cpus)) {
        if (m_set) CPU_ZERO_S(m_size, m_set.get());
    }
    /// The calling thread's affinity; empty where even a large set does not hold it.
    static std::optional<CpuSet> of_this_thread() {
        for (int cpus = CPU_SETSIZE; cpus <= 1 << 20; cpus *= 2) {
            CpuSet set(cpus);
            if (set.m_set && ::sched_getaffinity(0, set.m_size, set.m_set.get()) == 0) return set;
        }
        return {};
    }
    /// A set of the same size with this CPU only, where it is in this one.
    [[nodiscard]] std::optional<CpuSet> only(int cpu) const {
        if (cpu < 0 || !CPU_ISSET_S(static_cast<std::size_t>(cpu), m_size, m_set.get())) return {};
        CpuSet single(static_cast<int>(m_size * 8));
        if (!single.m_set) return {};
        CPU_SET_S(static_cast<std::size_t>(cpu), m_size, single.m_set.get());
        return single;
    }
    [[nodiscard]] bool apply_to_this_thread() const { return ::sched_setaffinity(0, m_size, m_set.get()) == 0; }

private:
    struct Free {
        void operator()(cpu_set_t* set) const { CPU_FREE(set); }
    };
    std::size_t m_size;
    std::unique_ptr<cpu_set_t, Free> m_set;
};

/// The calling thread's affinity when this was made, put back when this ends.
class AffinityKept {
public:
    explicit AffinityKept(const CpuSet& before) : m_before(before) {}
    AffinityKept(const AffinityKept&) = delete;
    AffinityKept& operator=(const AffinityKept&) = delete;
    ~AffinityKept() { static_cast<void>(m_before.apply_to_this_thread()); }

private:
    const CpuSet& m_before;
};

/// Yielding accounts our time, which moves exec_start to now. If we lose the CPU in between, the two clocks are read far apart: of a few
/// tries the one counts that took the least time.
std::optional<double> offset_of_this_cpu(const std::string& sched_path) {
    std::optional<double> offset;
    double shortest_ms = std::numeric_limits<double>::max();
    for (int attempt = 0; attempt < 5; ++attempt) {
        const double before_ms = monotonic_ms();
        ::sched_yield();
        const double yielded_ms = monotonic_ms();
        const auto text = read_file(sched_path);
        const double after_ms = monotonic_ms();
        if (!text) continue;
        const auto sched = parse_pid_sched(*text);
        if (!sched || after_ms - before_ms >= shortest_ms) continue;
        shortest_ms = after_ms - before_ms;
        offset = yielded_ms - sched->exec_start_ms;
    }
    return offset;
}

}  // namespace

double monotonic_ms() { return static_cast<double>(clock_ns(CLOCK_MONOTONIC)) / 1e6; }
std::int64_t realtime_ns() { return clock_ns(CLOCK_REALTIME); }
std::int64_t boottime_ns() { return clock_ns(CLOCK_BOOTTIME); }

std::map<int, double> measure_task_clock_offsets(const std::set<int>& cpus, const std::string& proc) {
    std::map<int, double> offsets;
    const auto before = CpuSet::of_this_thread();
    if (!before) return offsets;
    const AffinityKept kept(*before);
    for (const int cpu : cpus) {
        const auto single = before->only(cpu);
        if (!single || !single->apply_to_this_thread()) continue;
        if (const auto offset = offset_of_this_cpu(proc + "/thread-self/sched")) offsets.emplace(cpu, *offset);
    }
    return offsets;
}

}  // namespace gordian::kernel
