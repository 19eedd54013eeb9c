// SPDX-License-Identifier: GPL-3.0-or-later
// How explain() grows. The state: servers of ten processes, each with a lock on one common file that four wait for, a semaphore that three
// wait for, and a pair that is knotted over two ranges: nine waits and three locks a server.
#include "backend/analysis/explain.h"
#include "tests/analysis/many_servers.h"

#include <benchmark/benchmark.h>

namespace gordian::analysis {
namespace {

void BM_Explain(benchmark::State& state) {
    const Snapshot seen = many_servers(static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(explain(seen));
    state.SetComplexityN(state.range(0));
    state.counters["waits"] = static_cast<double>(state.range(0) * 9);
}
BENCHMARK(BM_Explain)->RangeMultiplier(4)->Range(16, 4096)->Unit(benchmark::kMillisecond)->Complexity(benchmark::oNLogN);

}  // namespace
}  // namespace gordian::analysis

BENCHMARK_MAIN();
