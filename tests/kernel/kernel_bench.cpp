// SPDX-License-Identifier: GPL-3.0-or-later
// What the parsers cost, and how it grows: each over texts of 64 to 16,384 lines beside its floor on the same text, which finds the
// lines and nothing else. A parser that is not linear says so in its BigO line.
#include "backend/base/scan.h"
#include "backend/kernel/proc_locks.h"
#include "backend/kernel/proc_pid_fdinfo.h"
#include "backend/kernel/proc_pid_maps.h"
#include "backend/kernel/proc_pid_stat.h"
#include "backend/kernel/proc_sysvipc_msg.h"
#include "backend/kernel/proc_sysvipc_sem.h"
#include "backend/kernel/proc_sysvipc_shm.h"

#include <benchmark/benchmark.h>

#include <cstring>
#include <format>
#include <string>

namespace gordian::kernel {
namespace {

using Sample = std::string (*)(int lines);

std::string sem_text(int lines) {
    std::string text = "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n";
    for (int i = 0; i < lines; ++i)
        text += std::format("{:10} {:10}  {:4o} {:10} {:5} {:5} {:5} {:5} {:10} {:10}\n", -559038737 + i, i, 0600,
                            1 + i % 250, 1000, 1000, 1000, 1000, 0, 1763999990 + i);
    return text;
}

std::string msg_text(int lines) {
    std::string text = "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      "
                       "stime      rtime      ctime\n";
    for (int i = 0; i < lines; ++i)
        text += std::format("{:10} {:10}  {:4o}  {:10} {:10} {:5} {:5} {:5} {:5} {:5} {:5} {:10} {:10} {:10}\n", i, i,
                            0600, 4096, i % 16, 811, 812, 1000, 1000, 1000, 1000, 1763999991, 0, 1763999990 + i);
    return text;
}

std::string shm_text(int lines) {
    std::string text = "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid   "
                       "   atime      dtime      ctime"
                       "                   rss                  swap\n";
    for (int i = 0; i < lines; ++i)
        text += std::format(
            "{:10} {:10}  {:4o} {:21} {:5} {:5}  {:5} {:5} {:5} {:5} {:5} {:10} {:10} {:10} {:21} {:21}\n", i, i, 0600,
            65536 * (i + 1), 811, 812, i % 4, 1000, 1000, 1000, 1000, 1763999991, 0, 1763999990 + i, 4096, 0);
    return text;
}

std::string maps_text(int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i) {
        const std::uint64_t start = 0x7f5c8d000000 + static_cast<std::uint64_t>(i) * 0x2000;
        const std::string head = std::format("{:x}-{:x} rw-s {:08x} fe:00 {} ", start, start + 0x1000, i * 0x1000,
                                             5678 + i);
        text += std::format("{:<73}/usr/lib/x86_64-linux-gnu/libsomething-{}.so.6\n", head, i);
    }
    return text;
}

std::string locks_text(int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i)
        text += std::format("{}: {}POSIX  ADVISORY  WRITE {} fe:00:{} {} {}\n", i, i % 4 == 3 ? "-> " : "", 1000 + i,
                            5678 + i, 2 * i, 2 * i);
    return text;
}

std::string fdinfo_text(int lines) {
    std::string text = "pos:\t0\nflags:\t02100002\nmnt_id:\t31\nino:\t5678\n";
    for (int i = 0; i < lines; ++i)
        text += std::format("lock:\t{}: POSIX  ADVISORY  WRITE 1234 fe:00:5678 {} {}\n", i, 2 * i, 2 * i);
    return text;
}

std::string stat_text(int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i)
        text += std::format("{} (worker {}) S 1 4711 4710 34816 4711 4194304 153 0 0 0 12 34 0 0 20 0 7 0 5283745 "
                            "2985984 238 18446744073709551615 94308474359808 "
                            "94308474378185 140725604397472 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 94308474393520 "
                            "94308474395016 94308482306048 140725604401455 "
                            "140725604401466 140725604401466 140725604405227 0\n",
                            1000 + i, i % 10);
    return text;
}

/// The floor of every parser: the text is looked at once, by the fastest search for line ends that there is.
template <Sample sample>
void BM_Floor(benchmark::State& state) {
    const std::string text = sample(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        std::size_t lines = 0;
        const char* const end = text.data() + text.size();
        for (const char* at = text.data(); at != end; ++lines) {
            const void* const newline = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
            if (newline == nullptr) break;
            at = static_cast<const char*>(newline) + 1;
        }
        benchmark::DoNotOptimize(lines);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.SetComplexityN(state.range(0));
}

/// A parser of the whole text.
template <Sample sample, auto parse>
void BM_Whole(benchmark::State& state) {
    const std::string text = sample(static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(parse(text));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.SetComplexityN(state.range(0));
}

/// A parser of one line, line by line.
template <Sample sample, auto parse>
void BM_Lines(benchmark::State& state) {
    const std::string text = sample(static_cast<int>(state.range(0)));
    for (auto _ : state) for_each_line(text, [](std::string_view line) { benchmark::DoNotOptimize(parse(line)); });
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.SetComplexityN(state.range(0));
}

void every_size(benchmark::internal::Benchmark* benchmark) {
    benchmark->RangeMultiplier(4)->Range(64, 16384)->Complexity(benchmark::oN);
}

BENCHMARK(BM_Whole<sem_text, parse_sem_rows>)->Name("sysvipc_sem")->Apply(every_size);
BENCHMARK(BM_Floor<sem_text>)->Name("sysvipc_sem/floor")->Apply(every_size);
BENCHMARK(BM_Whole<msg_text, parse_msg_rows>)->Name("sysvipc_msg")->Apply(every_size);
BENCHMARK(BM_Floor<msg_text>)->Name("sysvipc_msg/floor")->Apply(every_size);
BENCHMARK(BM_Whole<shm_text, parse_shm_rows>)->Name("sysvipc_shm")->Apply(every_size);
BENCHMARK(BM_Floor<shm_text>)->Name("sysvipc_shm/floor")->Apply(every_size);
BENCHMARK(BM_Lines<maps_text, parse_maps_row>)->Name("maps")->Apply(every_size);
BENCHMARK(BM_Floor<maps_text>)->Name("maps/floor")->Apply(every_size);
BENCHMARK(BM_Whole<locks_text, parse_lock_rows>)->Name("locks")->Apply(every_size);
BENCHMARK(BM_Floor<locks_text>)->Name("locks/floor")->Apply(every_size);
BENCHMARK(BM_Whole<fdinfo_text, parse_fdinfo>)->Name("fdinfo")->Apply(every_size);
BENCHMARK(BM_Floor<fdinfo_text>)->Name("fdinfo/floor")->Apply(every_size);
BENCHMARK(BM_Lines<stat_text, parse_pid_stat>)->Name("stat")->Apply(every_size);
BENCHMARK(BM_Floor<stat_text>)->Name("stat/floor")->Apply(every_size);

}  // namespace
}  // namespace gordian::kernel

BENCHMARK_MAIN();
