// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What is wrong: one file a finding. Each says what it rests on, so that those threads can be read again before anything is claimed.
// Titles, explanations and advice are added by present.
#include "backend/analysis/chains.h"
#include "backend/analysis/situation.h"

#include <vector>

namespace gordian::analysis {

/// With the waits that it rests on (places in Situation::waits()).
struct Judged {
    Finding finding;
    std::vector<std::size_t> rests_on;
};

/// deadlock: critical. One a knot; threads are those in the circle, resources what they wait for.
void find_deadlocks(const Situation& situation, std::vector<Judged>& findings);
/// abandoned-semaphore: warning, never certain. One a semaphore: resources are the semaphore; threads are those who wait for it.
void find_abandoned_semaphores(const Situation& situation, std::vector<Judged>& findings);
/// full-queue: warning. One a queue: resources are the queue; threads are the blocked senders.
void find_full_queues(const Situation& situation, std::vector<Judged>& findings);
/// full-pipe: warning. One a pipe: resources are the pipe; threads are the blocked writers.
void find_full_pipes(const Situation& situation, std::vector<Judged>& findings);
/// held-by-stopped: warning. One a thing that is held: resources are the thing, then process/PID of each stopped holder (a child that is
/// waited for is both); threads are those who wait for it.
void find_held_by_stopped(const Situation& situation, std::vector<Judged>& findings);
/// inherited-lock: warning where somebody waits (threads), else notice. One a lock: resources are the lock.
void find_inherited_locks(const Situation& situation, std::vector<Judged>& findings);
/// orphan-segment, orphan-queue, orphan-semaphore-set: notice, never certain. One an object.
void find_orphans(const Situation& situation, std::vector<Judged>& findings);
/// near-limit: warning. One a limit: resources are what the limit is about, if that is one object, and the limit's name.
void find_near_limits(const Situation& situation, std::vector<Judged>& findings);

/// The names of these waits' threads, each once, in order.
[[nodiscard]] std::vector<std::string> thread_names(const Situation& situation, std::span<const std::size_t> waits);
/// Of the waits for a thing: those confirmed (of any age), if one of them lasts; otherwise none.
[[nodiscard]] std::vector<std::size_t> lasting_waits_for(const Situation& situation, Node thing);

}  // namespace gordian::analysis
