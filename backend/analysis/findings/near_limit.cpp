// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/findings/findings.h"

namespace gordian::analysis {

void find_near_limits(const Situation& situation, std::vector<Judged>& findings) {
    for (const Limit& limit : situation.seen().limits) {
        if (!limit.used || !limit.limit || *limit.limit == 0) continue;
        // used ≥ 90 % of the limit, without leaving whole numbers: SHMALL and SHMMAX default to nearly 2^64.
        const bool near = *limit.used >= *limit.limit - *limit.limit / 10;
        if (!near) continue;
        Judged judged;
        judged.finding.code = "near-limit";
        judged.finding.severity = Severity::warning;
        judged.finding.certain = true;
        if (!limit.resource.empty()) judged.finding.resources.push_back(limit.resource);
        judged.finding.resources.push_back(limit.name);
        findings.push_back(std::move(judged));
    }
}

}  // namespace gordian::analysis
