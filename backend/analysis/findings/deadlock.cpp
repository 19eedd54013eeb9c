// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/findings/findings.h"

#include <algorithm>

namespace gordian::analysis {

namespace {

/// Every wait that must stand for the knot to hold: those in it, and those that keep their processes, to the end.
std::vector<std::size_t> waits_behind(const Situation& situation, const Freeing& freeing, std::span<const Node> knot,
                                      std::vector<std::size_t>& met_in, std::size_t knot_number) {
    std::vector<Node> queue(knot.begin(), knot.end());
    for (const Node node : queue) met_in[node] = knot_number;
    std::vector<std::size_t> waits;
    for (std::size_t done = 0; done < queue.size(); ++done) {
        if (situation.is_wait(queue[done])) waits.push_back(queue[done]);
        for (const Node next : situation.graph().successors(queue[done])) {
            if (!freeing.stuck(next) || met_in[next] == knot_number) continue;
            met_in[next] = knot_number;
            queue.push_back(next);
        }
    }
    std::ranges::sort(waits);
    return waits;
}

void add_knots(const Situation& situation, const Freeing& freeing, bool certain, std::vector<Judged>& findings) {
    const auto found = knots(situation.graph(), freeing);
    std::vector<std::size_t> met_in(situation.graph().size(), found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        Judged judged;
        std::vector<std::size_t> waits;
        bool has_certain_core = false;
        for (const Node node : found[i]) {
            if (situation.is_wait(node)) {
                waits.push_back(node);
                has_certain_core = has_certain_core || situation.lasting_at_most().stuck(node);
            } else if (situation.is_thing(node)) judged.finding.resources.push_back(situation.name(node));
        }
        // What is certain of this knot was said.
        if (!certain && has_certain_core) continue;
        judged.finding.code = "deadlock";
        judged.finding.severity = Severity::critical;
        judged.finding.certain = certain;
        judged.finding.threads = thread_names(situation, waits);
        std::ranges::sort(judged.finding.resources);
        const auto repeated = std::ranges::unique(judged.finding.resources);
        judged.finding.resources.erase(repeated.begin(), repeated.end());
        judged.rests_on = waits_behind(situation, freeing, found[i], met_in, i);
        findings.push_back(std::move(judged));
    }
}

}  // namespace

void find_deadlocks(const Situation& situation, std::vector<Judged>& findings) {
    add_knots(situation, situation.lasting_at_most(), true, findings);
    add_knots(situation, situation.lasting(), false, findings);
}

}  // namespace gordian::analysis
