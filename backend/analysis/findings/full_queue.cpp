// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/findings/findings.h"

#include <algorithm>
#include <map>

namespace gordian::analysis {

void find_full_queues(const Situation& situation, std::vector<Judged>& findings) {
    // By name: queues of other namespaces, of which only the blocked senders are seen, are full too.
    std::map<std::string_view, std::vector<std::size_t>> senders;
    for (std::size_t i = 0; i < situation.waits().size(); ++i) {
        const KnownWait& wait = situation.waits()[i];
        // Without a namespace it is not known which queue the identifier means, unless the queue is here and full.
        const bool told = wait.row.certain || !wait.targets.empty();
        if (wait.row.operation == WaitOperation::msgsnd && wait.row.resource && told && situation.confirmed(wait))
            senders[*wait.row.resource].push_back(i);
    }
    for (auto& [queue, waits] : senders) {
        const auto is_lasting = [&](std::size_t wait) { return situation.lasting(situation.waits()[wait]); };
        if (std::ranges::none_of(waits, is_lasting)) continue;
        Judged judged;
        judged.finding.code = "full-queue";
        judged.finding.severity = Severity::warning;
        judged.finding.certain = std::ranges::any_of(
            waits, [&](std::size_t wait) { return is_lasting(wait) && situation.waits()[wait].row.certain; });
        judged.finding.threads = thread_names(situation, waits);
        judged.finding.resources = {std::string(queue)};
        judged.rests_on = std::move(waits);
        findings.push_back(std::move(judged));
    }
}

}  // namespace gordian::analysis
