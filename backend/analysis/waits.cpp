// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/waits.h"

#include "backend/analysis/explain.h"
#include "backend/analysis/wait_of_call.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <array>
#include <format>
#include <set>

namespace gordian::analysis {

namespace {

/// What a thread whose system call is hidden waits in, going by a name: of the call, or of the kernel function it sleeps in.
enum class Sleep { semop, msgsnd, msgrcv, child_exit, lock, other };

/// "locks_lock_inode_wait.constprop.0" is locks_lock_inode_wait: compilers make variants of functions.
std::string_view without_suffix(std::string_view function) { return function.substr(0, function.find('.')); }

Sleep sleep_of(const Thread& thread) {
    struct Name {
        std::string_view name;
        Sleep sleep;
    };
    // fcntl is not among the calls: without its arguments it need not be a lock.
    static constexpr auto calls = std::to_array<Name>({{"semop", Sleep::semop},
                                                       {"semtimedop", Sleep::semop},
                                                       {"msgsnd", Sleep::msgsnd},
                                                       {"msgrcv", Sleep::msgrcv},
                                                       {"wait4", Sleep::child_exit},
                                                       {"waitid", Sleep::child_exit},
                                                       {"flock", Sleep::lock}});
    static constexpr auto functions = std::to_array<Name>({{"__do_semtimedop", Sleep::semop},
                                                           {"do_semtimedop", Sleep::semop},
                                                           {"do_msgsnd", Sleep::msgsnd},
                                                           {"do_msgrcv", Sleep::msgrcv},
                                                           {"do_wait", Sleep::child_exit},
                                                           {"fcntl_setlk", Sleep::lock},
                                                           {"locks_lock_inode_wait", Sleep::lock}});
    const auto find = [](const auto& names, std::string_view name) {
        const auto found = std::ranges::find(names, name, &Name::name);
        return found == names.end() ? Sleep::other : found->sleep;
    };
    if (thread.syscall) return find(calls, *thread.syscall);
    return thread.wchan ? find(functions, without_suffix(*thread.wchan)) : Sleep::other;
}

class WaitFinder {
public:
    WaitFinder(const Snapshot& seen, const Index& index, const LockTable& locks)
        : m_around{.seen = seen, .index = index, .locks = locks} {}

    std::vector<KnownWait> find() {
        for (const std::size_t row : m_around.index.threads()) add_thread(row);
        add_listed_lock_waiters();
        std::ranges::sort(m_waits, {}, [](const KnownWait& wait) { return row_key(wait.row); });
        return std::move(m_waits);
    }

private:
    void add_thread(std::size_t row) {
        const Thread& thread = m_around.seen.threads[row];
        // It shows the call that it was stopped in and has left.
        if (thread.stopped() || thread.state == "Z" || thread.state == "X") return;
        KnownWait wait;
        wait.thread = row;
        wait.row.pid = thread.pid;
        wait.row.tid = thread.tid;
        wait.row.comm = thread.comm;
        wait.row.certain = true;
        wait.row.evidence = WaitEvidence::syscall;
        wait.row.blocked_ms = thread.blocked_ms;
        wait.row.blocked_source = thread.blocked_ms ? BlockedSource::kernel : BlockedSource::unknown;
        const bool recognised = thread.operands ? add_call(*thread.operands, wait) : add_hidden_call(thread, wait);
        if (!recognised && !add_uninterruptible(thread, wait)) return;
        if (thread.second_reading == SecondReading::changed) {
            wait.row.certain = false;
            wait.passing = true;
        }
        m_waits.push_back(std::move(wait));
    }

    bool add_call(const Operands& operands, KnownWait& wait) {
        if (const auto* semop = std::get_if<SemopCall>(&operands)) fill_semop_wait(m_around, *semop, wait);
        else if (const auto* msgsnd = std::get_if<MsgsndCall>(&operands)) fill_msgsnd_wait(m_around, *msgsnd, wait);
        else if (const auto* msgrcv = std::get_if<MsgrcvCall>(&operands)) fill_msgrcv_wait(m_around, *msgrcv, wait);
        else if (const auto* lock = std::get_if<LockCall>(&operands)) fill_lock_wait(m_around, *lock, wait);
        else if (const auto* transfer = std::get_if<TransferCall>(&operands))
            return fill_transfer_wait(m_around, *transfer, wait);
        else if (const auto* child = std::get_if<WaitCall>(&operands)) fill_child_wait(m_around, *child, wait);
        else return false;
        return true;
    }

    bool add_hidden_call(const Thread& thread, KnownWait& wait) {
        wait.row.certain = false;
        wait.row.evidence = thread.syscall ? WaitEvidence::syscall : WaitEvidence::wchan;
        switch (sleep_of(thread)) {
        case Sleep::semop: add_hidden_semop(wait); break;
        case Sleep::msgsnd: add_hidden_msgsnd(wait); break;
        case Sleep::msgrcv:
            wait.row.operation = WaitOperation::msgrcv;
            wait.row.detail = "msgrcv";
            break;
        case Sleep::child_exit:
            fill_child_wait(m_around, {.children = ChildSelection::any, .id = 0}, wait);
            wait.row.certain = false;
            break;
        case Sleep::lock: add_hidden_lock(thread, wait); break;
        case Sleep::other: return false;
        }
        return true;
    }

    void add_hidden_semop(KnownWait& wait) {
        wait.row.operation = WaitOperation::semop;
        wait.row.detail = "semop";
        const auto [row, num] = the_only_waited_for_semaphore();
        if (!may_be_here(wait.row.pid) || !row) return;
        const Semaphore& semaphore = m_around.seen.sem_sets[*row].semaphores[num];
        const bool taken = semaphore.semzcnt == 0 && semaphore.semval == 0;
        wait.row.evidence = WaitEvidence::sem_counts;
        wait.row.detail = "semop on the only semaphore that somebody waits for";
        wait_for_all(
            m_around.seen,
            {{.kind = taken ? Target::Kind::semaphore_taken : Target::Kind::semaphore, .row = *row, .number = semaphore.num}},
            wait);
    }

    void add_hidden_msgsnd(KnownWait& wait) {
        wait.row.operation = WaitOperation::msgsnd;
        wait.row.detail = "msgsnd";
        const auto row = the_only_full_queue();
        if (!may_be_here(wait.row.pid) || !row) return;
        wait.row.evidence = WaitEvidence::queue_full;
        wait.row.detail = "msgsnd to the only queue that is full";
        wait_for_all(m_around.seen, {{.kind = Target::Kind::queue_room, .row = *row, .number = 0}}, wait);
    }

    void add_hidden_lock(const Thread& thread, KnownWait& wait) {
        const bool is_flock = thread.syscall == "flock" ||
                              (thread.wchan && without_suffix(*thread.wchan) == "locks_lock_inode_wait");
        wait.row.operation = is_flock ? WaitOperation::flock : WaitOperation::lock;
        wait.row.detail = is_flock ? "flock" : "fcntl";
        // The lock lists name processes. With one thread there is no doubt whose request it is.
        const Process* process = m_around.index.find_process(thread.pid);
        if (fill_wait_from_lock_lists(m_around, thread.tid, wait))
            wait.row.certain = process != nullptr && process->nthreads == 1;
    }

    /// Sleep that no signal ends is worth a line when it lasts: a disk that does not answer, a server that is gone.
    static bool add_uninterruptible(const Thread& thread, KnownWait& wait) {
        if (thread.state != "D" || thread.blocked_ms.value_or(0) < finding_after_ms) return false;
        wait.recognised = false;
        wait.row.certain = true;
        wait.row.operation = WaitOperation::unknown;
        wait.row.evidence = thread.syscall ? WaitEvidence::syscall : WaitEvidence::wchan;
        wait.row.detail = "uninterruptible sleep";
        if (thread.syscall) wait.row.detail += " in " + *thread.syscall;
        if (thread.wchan && *thread.wchan != "0" && !thread.wchan->empty())
            wait.row.detail += std::format(" ({})", *thread.wchan);
        return true;
    }

    /// Those of /proc/locks of whom no thread is known to wait for a lock.
    void add_listed_lock_waiters() {
        std::set<int> known;
        std::set<std::pair<int, std::optional<int>>> taken;
        for (const KnownWait& wait : m_waits) {
            if (wait.row.operation == WaitOperation::lock || wait.row.operation == WaitOperation::flock)
                known.insert(wait.row.pid);
            taken.insert({wait.row.pid, wait.row.tid});
        }
        for (const int pid : m_around.locks.waiting_pids()) {
            const Process* process = m_around.index.find_process(pid);
            // Without a row it may have ended; stopped or ended it does not wait.
            if (known.contains(pid) || process == nullptr || process->stopped() || process->has_ended()) continue;
            // Its threads were read: none of them waits for a lock any more.
            const auto threads = m_around.index.threads_of(pid);
            const bool all_read = std::ranges::all_of(
                threads, [&](std::size_t row) { return m_around.seen.threads[row].operands.has_value(); });
            if (!threads.empty() && all_read && static_cast<std::int64_t>(threads.size()) >= process->nthreads)
                continue;
            KnownWait wait;
            wait.row.pid = pid;
            wait.row.comm = process->comm;
            if (process->nthreads == 1) wait.row.tid = pid;
            if (taken.contains({pid, wait.row.tid}) || !fill_wait_from_lock_lists(m_around, std::nullopt, wait))
                continue;
            wait.row.certain = wait.row.tid.has_value();
            if (wait.row.tid) {
                for (const std::size_t row : threads) {
                    const Thread& thread = m_around.seen.threads[row];
                    if (thread.tid != *wait.row.tid || thread.stopped()) continue;
                    wait.thread = row;
                    wait.row.blocked_ms = thread.blocked_ms;
                    wait.row.blocked_source = thread.blocked_ms ? BlockedSource::kernel : BlockedSource::unknown;
                    wait.passing = thread.second_reading == SecondReading::changed;
                    if (wait.passing) wait.row.certain = false;
                }
            }
            m_waits.push_back(std::move(wait));
        }
    }

    /// It may live in the namespace whose objects were listed.
    [[nodiscard]] bool may_be_here(int pid) const {
        const Process* process = m_around.index.find_process(pid);
        return process == nullptr || !process->ipc_namespace || m_around.index.is_own_namespace(*process->ipc_namespace);
    }

    std::pair<std::optional<std::size_t>, std::size_t> the_only_waited_for_semaphore() {
        if (!m_only_semaphore) {
            m_only_semaphore.emplace();
            int count = 0;
            for (std::size_t row = 0; row < m_around.seen.sem_sets.size(); ++row) {
                const SemSet& set = m_around.seen.sem_sets[row];
                if (!m_around.index.is_own_namespace(set.ipc_namespace)) continue;
                for (std::size_t i = 0; i < set.semaphores.size(); ++i) {
                    const Semaphore& semaphore = set.semaphores[i];
                    // Of a hidden one it is not known that nobody waits: then there is no only one.
                    if (!semaphore.semncnt || !semaphore.semzcnt) count = 2;
                    else if (*semaphore.semncnt > 0 || *semaphore.semzcnt > 0) {
                        ++count;
                        *m_only_semaphore = {row, i};
                    }
                }
            }
            if (count != 1) m_only_semaphore->first.reset();
        }
        return *m_only_semaphore;
    }

    std::optional<std::size_t> the_only_full_queue() {
        if (!m_only_full_queue) {
            m_only_full_queue.emplace();
            int count = 0;
            for (std::size_t row = 0; row < m_around.seen.msg_queues.size(); ++row) {
                const MsgQueue& queue = m_around.seen.msg_queues[row];
                if (!m_around.index.is_own_namespace(queue.ipc_namespace)) continue;
                if (!queue.qbytes) count = 2;
                else if (!has_room(queue, 1)) {
                    ++count;
                    *m_only_full_queue = row;
                }
            }
            if (count != 1) m_only_full_queue->reset();
        }
        return *m_only_full_queue;
    }

    Surroundings m_around;
    std::vector<KnownWait> m_waits;
    std::optional<std::pair<std::optional<std::size_t>, std::size_t>> m_only_semaphore;
    std::optional<std::optional<std::size_t>> m_only_full_queue;
};

}  // namespace

std::string spelling(const Snapshot& seen, const Target& target) {
    switch (target.kind) {
    case Target::Kind::lock: return seen.locks[target.row].resource;
    case Target::Kind::semaphore:
    case Target::Kind::semaphore_taken: return std::format("{}/{}", seen.sem_sets[target.row].resource, target.number);
    case Target::Kind::queue_room: return seen.msg_queues[target.row].resource;
    case Target::Kind::pipe_room: return seen.pipes[target.row].resource;
    case Target::Kind::child: return resource::process(target.number);
    }
    return {};
}

void wait_for_all(const Snapshot& seen, std::vector<Target> targets, KnownWait& wait) {
    wait.row.resource = spelling(seen, targets.front());
    if (targets.size() > 1) {
        for (const Target& target : targets) wait.row.all_of.push_back(spelling(seen, target));
    }
    wait.targets = std::move(targets);
}

void wait_for_any(const Snapshot& seen, std::vector<Target> targets, KnownWait& wait) {
    wait.row.resource = spelling(seen, targets.front());
    if (targets.size() > 1) {
        for (const Target& target : targets) wait.row.any_of.push_back(spelling(seen, target));
    }
    wait.targets = std::move(targets);
}

std::vector<KnownWait> find_waits(const Snapshot& seen, const Index& index, const LockTable& locks) {
    return WaitFinder(seen, index, locks).find();
}

}  // namespace gordian::analysis
