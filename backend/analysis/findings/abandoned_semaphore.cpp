// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/findings/findings.h"

namespace gordian::analysis {

void find_abandoned_semaphores(const Situation& situation, std::vector<Judged>& findings) {
    for (std::size_t i = 0; i < situation.things().size(); ++i) {
        const Node node = situation.node_of_thing(i);
        if (situation.thing(node).kind != Target::Kind::semaphore_taken) continue;
        // By itself: a semaphore whose last operator lives and waits for an abandoned one is not abandoned.
        const Freeing& freeing = situation.as_seen();
        if (freeing.stuck(node) || freeing.via[node] || Situation::verdict_of(freeing.level[node]) != Verdict::abandoned)
            continue;
        auto waits = lasting_waits_for(situation, node);
        if (waits.empty()) continue;
        Judged judged;
        judged.finding.code = "abandoned-semaphore";
        judged.finding.severity = Severity::warning;
        judged.finding.certain = false;  // whoever may write the set could still post it
        judged.finding.threads = thread_names(situation, waits);
        judged.finding.resources = {situation.name(node)};
        judged.rests_on = std::move(waits);
        findings.push_back(std::move(judged));
    }
}

}  // namespace gordian::analysis
