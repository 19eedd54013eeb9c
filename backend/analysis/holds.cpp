// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/holds.h"

#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <format>

namespace gordian::analysis {

namespace {

Hold hold_of(const FileLock& lock, const LockHolder& holder, bool alive) {
    Hold hold;
    hold.pid = holder.pid;
    hold.resource = lock.resource;
    hold.detail = lock.mode == LockMode::write ? "to write" : "to read";
    if (holder.fd) hold.detail += std::format(", descriptor {}", *holder.fd);
    hold.certain = holder.certain && alive;
    if (holder.evidence == LockEvidence::proc_locks) hold.evidence = HoldEvidence::proc_locks;
    else hold.evidence = holder.inherited.value_or(false) ? HoldEvidence::inherited : HoldEvidence::fdinfo;
    return hold;
}

void add_lock_holds(const Snapshot& seen, const Index& index, std::vector<Hold>& holds) {
    for (const FileLock& lock : seen.locks) {
        for (const LockHolder& holder : lock.holders) {
            const Liveness liveness = index.liveness(holder.pid);
            if (liveness != Liveness::dead) holds.push_back(hold_of(lock, holder, liveness == Liveness::alive));
        }
    }
}

/// What is waited for and no list of holders exists for.
void add_inferred_hold(const Snapshot& seen, const Target& target, const Releaser& releaser, std::vector<Hold>& holds) {
    Hold hold;
    hold.pid = releaser.pid;
    hold.resource = spelling(seen, target);
    hold.certain = releaser.certain;
    switch (target.kind) {
    case Target::Kind::lock: return;
    case Target::Kind::semaphore:
    case Target::Kind::semaphore_taken:
        hold.detail = "was the last to operate on it";
        hold.evidence = HoldEvidence::last_operation;
        break;
    case Target::Kind::queue_room:
        hold.detail = "was the last to receive from it";
        hold.evidence = HoldEvidence::last_operation;
        break;
    case Target::Kind::pipe_room:
        hold.detail = "has its reading end open";
        hold.evidence = HoldEvidence::open;
        break;
    case Target::Kind::child:
        hold.detail = "its end is waited for";
        hold.evidence = HoldEvidence::child;
        break;
    }
    holds.push_back(std::move(hold));
}

}  // namespace

std::vector<Hold> find_holds(const Snapshot& seen, const Index& index, const ReleaserTable& releasers,
                             std::span<const KnownWait> waits) {
    std::vector<Hold> holds;
    add_lock_holds(seen, index, holds);
    std::set<Target> targets;
    for (const KnownWait& wait : waits) {
        for (const Target& target : wait.targets) {
            if (target.kind != Target::Kind::lock) targets.insert(target);
        }
    }
    for (const Target& target : targets) {
        for (const Releaser& releaser : releasers.of(target).who) add_inferred_hold(seen, target, releaser, holds);
    }
    std::ranges::stable_sort(holds, {}, [](const Hold& hold) { return row_key(hold); });
    const auto repeated = std::ranges::unique(holds, {}, [](const Hold& hold) { return row_key(hold); });
    holds.erase(repeated.begin(), repeated.end());
    return holds;
}

}  // namespace gordian::analysis
