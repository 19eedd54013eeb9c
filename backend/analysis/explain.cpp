// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/explain.h"

#include "backend/analysis/chains.h"
#include "backend/analysis/findings/findings.h"
#include "backend/analysis/holds.h"
#include "backend/analysis/situation.h"

#include <algorithm>

namespace gordian::analysis {

namespace {

std::vector<Judged> find_all(const Situation& situation) {
    std::vector<Judged> findings;
    find_deadlocks(situation, findings);
    find_abandoned_semaphores(situation, findings);
    find_full_queues(situation, findings);
    find_full_pipes(situation, findings);
    find_held_by_stopped(situation, findings);
    find_inherited_locks(situation, findings);
    find_orphans(situation, findings);
    find_near_limits(situation, findings);
    return findings;
}

}  // namespace

Means explain(const Snapshot& seen) {
    const Situation situation(seen, Confirmation::as_read);
    Means means;
    for (const KnownWait& wait : situation.waits()) means.waits.push_back(wait.row);
    means.holds = find_holds(seen, situation.index(), situation.releasers(), situation.waits());
    means.chains = find_chains(situation);
    for (Judged& judged : find_all(situation)) means.findings.push_back(std::move(judged.finding));
    std::ranges::stable_sort(means.findings, {}, [](const Finding& finding) { return row_key(finding); });
    const auto repeated = std::ranges::unique(means.findings, {}, [](const Finding& finding) { return row_key(finding); });
    means.findings.erase(repeated.begin(), repeated.end());
    return means;
}

std::vector<std::size_t> threads_to_confirm(const Snapshot& seen) {
    const Situation situation(seen, Confirmation::assumed);
    std::vector<std::size_t> threads;
    for (const Judged& judged : find_all(situation)) {
        for (const std::size_t wait : judged.rests_on) {
            if (const auto thread = situation.waits()[wait].thread) threads.push_back(*thread);
        }
    }
    std::ranges::sort(threads);
    const auto repeated = std::ranges::unique(threads);
    threads.erase(repeated.begin(), repeated.end());
    return threads;
}

}  // namespace gordian::analysis
