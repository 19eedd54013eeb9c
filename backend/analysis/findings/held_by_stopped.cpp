// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/findings/findings.h"

#include "backend/snapshot/resource_id.h"

#include <algorithm>

namespace gordian::analysis {

namespace {

/// A debugger waits for what it debugs, and what it debugs is stopped: that is how it should be.
bool is_traced_child(const Situation& situation, const Target& target) {
    if (target.kind != Target::Kind::child) return false;
    const Process* child = situation.index().find_process(target.number);
    const auto threads = situation.index().threads_of(target.number);
    return (child != nullptr && child->state == "t") ||
           std::ranges::any_of(threads, [&](std::size_t row) { return situation.seen().threads[row].state == "t"; });
}

}  // namespace

void find_held_by_stopped(const Situation& situation, std::vector<Judged>& findings) {
    const Freeing& freeing = situation.as_seen();
    const auto certain = certain_to_the_end(situation);
    const auto is_stopped = [&](Node node) {
        return !freeing.stuck(node) && Situation::verdict_of(freeing.level[node]) == Verdict::stopped;
    };
    for (std::size_t i = 0; i < situation.things().size(); ++i) {
        const Node node = situation.node_of_thing(i);
        if (!is_stopped(node) || is_traced_child(situation, situation.thing(node))) continue;
        std::vector<std::string> holders;
        for (const Node process : situation.graph().successors(node)) {
            // Stopped itself, not waiting for somebody who is.
            if (is_stopped(process) && !freeing.via[process])
                holders.push_back(resource::process(situation.pid(process)));
        }
        if (holders.empty()) continue;
        std::erase(holders, situation.name(node));  // a child that is waited for is the thing itself
        auto waits = lasting_waits_for(situation, node);
        // Where others would do as well, they are not kept by it.
        std::erase_if(waits, [&](std::size_t wait) { return !is_stopped(static_cast<Node>(wait)); });
        if (std::ranges::none_of(waits, [&](std::size_t wait) { return situation.lasting(situation.waits()[wait]); }))
            continue;
        Judged judged;
        judged.finding.code = "held-by-stopped";
        judged.finding.severity = Severity::warning;
        judged.finding.certain = certain[node] && std::ranges::any_of(waits, [&](std::size_t wait) {
                                     return situation.sure(static_cast<Node>(wait)) &&
                                            situation.lasting(situation.waits()[wait]);
                                 });
        judged.finding.threads = thread_names(situation, waits);
        judged.finding.resources = {situation.name(node)};
        judged.finding.resources.insert(judged.finding.resources.end(), holders.begin(), holders.end());
        judged.rests_on = std::move(waits);
        findings.push_back(std::move(judged));
    }
}

}  // namespace gordian::analysis
