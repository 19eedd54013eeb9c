// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/scene.h"

#include "backend/present/chain_text.h"

#include <algorithm>
#include <numeric>

namespace gordian::present {

namespace {

StuckRow stuck_row(const Facts& facts, const Wait& wait) {
    return {.resource = thread_of(wait),
            .blocked_ms = wait.blocked_ms,
            .thread = facts.who(wait),
            .waits_for = waits_for_words(facts, wait),
            .detail = wait.detail,
            .verdict = short_verdict(facts, wait),
            .normal = is_normal(facts, wait),
            .pid = wait.pid,
            .tid = wait.tid.value_or(0)};
}

bool is_near(const Finding& finding) { return finding.code == "near-limit"; }

}  // namespace

Scene::Scene(std::shared_ptr<const Moment> shown, Names known)
    : moment(std::move(shown)), seen(moment->seen), facts(*moment), names(std::move(known)) {
    stuck.reserve(moment->means.waits.size());
    for (const Wait& wait : moment->means.waits) stuck.push_back(stuck_row(facts, wait));
    counts.normal_waits = static_cast<std::size_t>(std::ranges::count_if(stuck, &StuckRow::normal));
    counts.stuck = stuck.size() - counts.normal_waits;
    counts.processes = static_cast<std::size_t>(std::ranges::count(seen.processes, false, &Process::kernel_thread));
    for (const MsgQueue& queue : seen.msg_queues) counts.queued_bytes += queue.cbytes;
    // The findings are sorted, the most severe first: the first that names a thing is the one to tell.
    for (const Finding& finding : moment->means.findings) {
        ++(finding.severity == Severity::notice ? counts.notices : counts.findings);
        if (is_near(finding)) ++counts.limits_near;
        for (const std::string& resource : finding.resources) m_finding_on.emplace(resource, &finding);
        for (const std::string& thread : finding.threads) m_finding_on.emplace(thread, &finding);
    }
}

const Finding* Scene::finding_on(std::string_view resource) const {
    const auto found = m_finding_on.find(resource);
    return found == m_finding_on.end() ? nullptr : found->second;
}

}  // namespace gordian::present
