// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/findings/findings.h"

#include <algorithm>

namespace gordian::analysis {

/// A reader that rests until somebody types or sends (a pager, say) keeps its writer waiting as it should: that is no finding. Nor is one that is
/// told as a deadlock or held by somebody stopped.
void find_full_pipes(const Situation& situation, std::vector<Judged>& findings) {
    for (std::size_t i = 0; i < situation.things().size(); ++i) {
        const Target& thing = situation.things()[i];
        if (thing.kind != Target::Kind::pipe_room) continue;
        const Node node = situation.node_of_thing(i);
        const Verdict verdict = Situation::verdict_of(situation.as_seen().level[node]);
        if (verdict != Verdict::held && verdict != Verdict::unknown) continue;
        auto waits = lasting_waits_for(situation, node);
        if (waits.empty()) continue;
        Judged judged;
        judged.finding.code = "full-pipe";
        judged.finding.severity = Severity::warning;
        judged.finding.certain = std::ranges::any_of(waits, [&](std::size_t wait) {
            return situation.lasting(situation.waits()[wait]) && situation.waits()[wait].row.certain;
        });
        judged.finding.threads = thread_names(situation, waits);
        judged.finding.resources = {situation.name(node)};
        judged.rests_on = std::move(waits);
        findings.push_back(std::move(judged));
    }
}

}  // namespace gordian::analysis
