// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/releasers.h"

#include <algorithm>
#include <array>

namespace gordian::analysis {

namespace {

/// Where a server rests until something comes from outside.
bool waits_for_input(std::string_view syscall) {
    static constexpr auto calls = std::to_array<std::string_view>(
        {"poll", "ppoll", "select", "_newselect", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2",
         "epoll_wait_old", "accept", "accept4", "recvfrom", "recvmsg", "recvmmsg"});
    return std::ranges::contains(calls, syscall);
}

/// A terminal, a socket, an event: what comes through it is not known to the kernel beforehand.
bool reads_from_outside(const Thread& thread) {
    const auto* call = thread.operands ? std::get_if<TransferCall>(&*thread.operands) : nullptr;
    return call != nullptr && call->direction == TransferDirection::read &&
           (call->kind == DescriptorKind::terminal || call->kind == DescriptorKind::socket ||
            call->kind == DescriptorKind::event);
}

/// Better for who waits: held (it acts when it likes), idle, unknown, stopped.
bool is_better(Verdict a, Verdict b) {
    const auto rank = [](Verdict verdict) {
        switch (verdict) {
        case Verdict::held: return 0;
        case Verdict::idle: return 1;
        case Verdict::unknown: return 2;
        default: return 3;
        }
    };
    return rank(a) < rank(b);
}

class ActivityOfThreads {
public:
    void add(Verdict verdict, bool certain) {
        if (m_best && !is_better(verdict, m_best->verdict)) return;
        m_best = Activity{.verdict = verdict, .certain = certain};
    }
    [[nodiscard]] std::optional<Activity> best() const { return m_best; }

private:
    std::optional<Activity> m_best;
};

}  // namespace

ReleaserTable::ReleaserTable(const Snapshot& seen, const Index& index, std::span<const KnownWait> waits)
    : m_seen(seen), m_index(index), m_waits(waits) {}

std::span<const KnownWait> ReleaserTable::waits_of(int pid) const {
    const auto found = std::ranges::equal_range(m_waits, pid, {}, [](const KnownWait& wait) { return wait.row.pid; });
    return {found.begin(), found.end()};
}

std::optional<Activity> ReleaserTable::activity(int pid) const {
    const Process* process = m_index.find_process(pid);
    // Perhaps it is hidden, perhaps it has ended since: either way nothing says that it is stuck.
    if (process == nullptr) return Activity{.verdict = Verdict::unknown, .certain = false};

    ActivityOfThreads activity;
    bool in_futex = false;
    std::int64_t accounted = 0;
    std::set<int> waiting;
    bool waits = false;
    for (const KnownWait& wait : waits_of(pid)) {
        if (!wait.recognised) continue;
        waits = true;
        if (wait.row.tid) waiting.insert(*wait.row.tid);
        if (!wait.thread) ++accounted;
        if (wait.passing) activity.add(Verdict::held, false);
    }
    for (const std::size_t row : m_index.threads_of(pid)) {
        const Thread& thread = m_seen.threads[row];
        ++accounted;
        if (thread.state == "Z" || thread.state == "X" || waiting.contains(thread.tid)) continue;
        if (thread.stopped()) activity.add(Verdict::stopped, true);
        else if (!thread.syscall && thread.state != "R") activity.add(Verdict::held, false);
        else if (thread.syscall && (waits_for_input(*thread.syscall) || reads_from_outside(thread)))
            activity.add(Verdict::idle, false);  // perhaps for a pipe from who waits for it
        // One thread waits for another of (most often) the same process: the others say more. Alone, something that is not seen keeps it.
        else if (thread.syscall && thread.syscall->starts_with("futex")) in_futex = true;
        else activity.add(Verdict::held, true);
    }
    // The first thread of a process may end before the others; it is counted until the last one ends.
    if (process->state == "Z") ++accounted;
    // Threads that are not listed run; in a stopped process they are stopped.
    if (accounted < std::max<std::int64_t>(process->nthreads, 1))
        activity.add(process->stopped() ? Verdict::stopped : Verdict::held, true);
    if (in_futex && !activity.best()) activity.add(Verdict::held, false);
    // All of its threads have ended, but it has not: it is just ending.
    if (!waits && !activity.best()) activity.add(Verdict::unknown, false);
    return activity.best();
}

Releasers ReleaserTable::of(const Target& target) const {
    switch (target.kind) {
    case Target::Kind::lock: return of_lock(m_seen.locks[target.row]);
    case Target::Kind::semaphore:
    case Target::Kind::semaphore_taken: return of_semaphore(target);
    case Target::Kind::queue_room: return of_queue_room(target);
    case Target::Kind::pipe_room: return of_pipe_room(m_seen.pipes[target.row]);
    case Target::Kind::child: break;
    }
    return {.who = {{.pid = target.number, .certain = true}}, .complete = true, .without = Verdict::unknown};
}

Releasers ReleaserTable::of_lock(const FileLock& lock) const {
    Releasers releasers{.who = {}, .complete = true, .without = Verdict::unknown};
    for (const LockHolder& holder : lock.holders) {
        const Liveness liveness = m_index.liveness(holder.pid);
        // Its descriptors went with it.
        if (liveness == Liveness::dead) continue;
        releasers.who.push_back({.pid = holder.pid, .certain = holder.certain && liveness == Liveness::alive});
    }
    std::ranges::sort(releasers.who, {},
                      [](const Releaser& releaser) { return std::pair(releaser.pid, !releaser.certain); });
    const auto repeated = std::ranges::unique(releasers.who, {}, &Releaser::pid);
    releasers.who.erase(repeated.begin(), repeated.end());
    releasers.complete = !releasers.who.empty() && std::ranges::all_of(releasers.who, &Releaser::certain) &&
                         !may_have_unseen_holders(lock);
    return releasers;
}

/// An open file description may be held by more than those whose descriptors could be read; a record lock is its process's alone.
bool ReleaserTable::may_have_unseen_holders(const FileLock& lock) const {
    if (lock.lock_class == LockClass::posix) return false;
    std::vector<int> known;
    std::optional<Time> first_start;
    int lowest_pid = INT32_MAX;
    for (const LockHolder& holder : lock.holders) {
        known.push_back(holder.pid);
        lowest_pid = std::min(lowest_pid, holder.pid);
        const Process* process = m_index.find_process(holder.pid);
        if (process != nullptr && (!first_start || process->start_time < *first_start))
            first_start = process->start_time;
    }
    const bool taker_alive = lock.taker_pid && m_index.liveness(*lock.taker_pid) == Liveness::alive;
    if (taker_alive) known.push_back(*lock.taker_pid);
    // Who opened the file may be gone, and have had children before those that are left started.
    const bool opener_may_be_gone = lock.taker_pid ? !taker_alive && *lock.taker_pid < lowest_pid : true;
    return m_index.may_have_unseen_heirs(known, opener_may_be_gone ? std::nullopt : first_start);
}

std::optional<int> ReleaserTable::last_operator(const SemSet& set, int num) const {
    // sempid is also set by SETVAL and SETALL (ipc/sem.c). Before the first semop(2), and after such a call that came later than the last
    // one, it may name who initialised the semaphore: that tells nothing about who has the units.
    if (set.otime.never() || set.otime < set.ctime) return std::nullopt;
    const auto place = Index::find_semaphore(set, num);
    if (!place) return std::nullopt;
    const auto sempid = set.semaphores[*place].sempid;
    return sempid && *sempid > 0 ? sempid : std::nullopt;
}

bool ReleaserTable::waits_for_semaphore(int pid, const Target& target) const {
    return std::ranges::any_of(waits_of(pid), [&](const KnownWait& wait) {
        return std::ranges::any_of(wait.targets, [&](const Target& other) {
            const bool is_semaphore = other.kind == Target::Kind::semaphore || other.kind == Target::Kind::semaphore_taken;
            return is_semaphore && other.row == target.row && other.number == target.number;
        });
    });
}

Releasers ReleaserTable::of_semaphore(const Target& target) const {
    const SemSet& set = m_seen.sem_sets[target.row];
    Releasers releasers{.who = {}, .complete = false, .without = Verdict::unknown};
    const auto pid = last_operator(set, target.number);
    if (!pid) return releasers;
    switch (m_index.liveness_of_operator(*pid, std::max(set.otime, set.ctime))) {
    case Liveness::unknown: break;
    case Liveness::dead:
        if (target.kind == Target::Kind::semaphore_taken) releasers.without = Verdict::abandoned;
        break;
    case Liveness::alive:
        // A consumer that took the last unit and waits for the next holds nothing; unless another of its threads has taken it.
        if (!waits_for_semaphore(*pid, target) || activity(*pid))
            releasers.who.push_back({.pid = *pid, .certain = false});
        break;
    }
    return releasers;
}

bool ReleaserTable::receives_from(int pid, const MsgQueue& queue) const {
    return std::ranges::any_of(waits_of(pid), [&](const KnownWait& wait) {
        return wait.row.operation == WaitOperation::msgrcv && (!wait.row.resource || *wait.row.resource == queue.resource);
    });
}

Releasers ReleaserTable::of_queue_room(const Target& target) const {
    const MsgQueue& queue = m_seen.msg_queues[target.row];
    Releasers releasers{.who = {}, .complete = false, .without = Verdict::unknown};
    if (queue.rtime.never() || queue.lrpid <= 0) return releasers;
    switch (m_index.liveness_of_operator(queue.lrpid, queue.rtime)) {
    case Liveness::unknown: break;
    case Liveness::dead: releasers.without = Verdict::abandoned; break;
    case Liveness::alive:
        // One that waits for a message of a type that is not there does not make room.
        if (!receives_from(queue.lrpid, queue)) releasers.who.push_back({.pid = queue.lrpid, .certain = false});
        break;
    }
    return releasers;
}

Releasers ReleaserTable::of_pipe_room(const Pipe& pipe) const {
    Releasers releasers{.who = {}, .complete = pipe.ends_complete, .without = Verdict::unknown};
    for (const PipeEnd& reader : pipe.readers) {
        if (m_index.liveness(reader.pid) == Liveness::dead) continue;
        if (!releasers.who.empty() && releasers.who.back().pid == reader.pid) continue;
        // One who has both ends open may read in a signal handler, or in a thread that is not seen: it is not known that it will not.
        const bool has_both = std::ranges::contains(pipe.writers, reader.pid, &PipeEnd::pid);
        if (has_both) releasers.complete = false;
        releasers.who.push_back({.pid = reader.pid, .certain = true});
    }
    if (releasers.who.empty()) releasers.complete = false;
    return releasers;
}

}  // namespace gordian::analysis
