// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/wait_of_call.h"

#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <format>

namespace gordian::analysis {

void fill_child_wait(const Surroundings& around, const WaitCall& call, KnownWait& wait) {
    const int pid = wait.row.pid;
    const Process* self = around.index.find_process(pid);
    // wait4(0) is the caller's own group.
    const int group = call.id == 0 && self != nullptr ? self->pgrp : call.id;
    const auto is_meant = [&](int child) {
        switch (call.children) {
        case ChildSelection::any: return true;
        case ChildSelection::pid: return child == call.id;
        case ChildSelection::group: {
            const Process* process = around.index.find_process(child);
            return process != nullptr && process->pgrp == group;
        }
        }
        return true;
    };
    wait.row.operation = WaitOperation::child_exit;
    switch (call.children) {
    case ChildSelection::any: wait.row.detail = "waits for any child to end"; break;
    case ChildSelection::pid: wait.row.detail = std::format("waits for child {} to end", call.id); break;
    case ChildSelection::group:
        wait.row.detail = std::format("waits for a child in process group {} to end", group);
        break;
    }

    std::vector<Target> children;
    for (const int child : around.index.living_children(pid)) {
        if (is_meant(child)) children.push_back({.kind = Target::Kind::child, .row = 0, .number = child});
    }
    if (std::ranges::any_of(around.index.ended_children(pid), is_meant)) {
        // One has ended already: it is just being woken.
        wait.passing = true;
        wait.row.certain = false;
    }
    if (children.empty()) {
        wait.row.certain = false;
        if (call.children == ChildSelection::pid) wait.row.resource = resource::process(call.id);
        return;
    }
    wait_for_any(around.seen, std::move(children), wait);
}

}  // namespace gordian::analysis
