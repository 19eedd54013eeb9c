// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/findings/findings.h"

#include <algorithm>
#include <array>

namespace gordian::analysis {

namespace {

std::string_view last_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// `exec 9>lock; flock 9`: flock(1) takes the lock on the shell's descriptor, for the shell, and ends. Shells have no flock of their own.
bool is_shell(const Process& process) {
    static constexpr auto shells = std::to_array<std::string_view>({"sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "yash", "fish", "busybox"});
    return std::ranges::contains(shells, process.exe ? last_name(*process.exe) : std::string_view(process.comm));
}

/// Its parent has ended, and it was left to the first process. A child that process forked itself, and that still runs the same command
/// (a subshell), was not.
bool is_orphan(const Index& index, const Process& process) {
    if (process.ppid != 1 || process.pid == 1) return false;
    const Process* first = index.find_process(1);
    return first == nullptr || process.cmdline.empty() || first->cmdline != process.cmdline;
}

/// The one who took the lock is gone, and who has it now had it from them. Empty: not so.
struct Inheritance {
    bool certain = false;
};
std::optional<Inheritance> inheritance(const Situation& situation, const FileLock& lock) {
    if (lock.lock_class != LockClass::flock || lock.ours) return std::nullopt;
    std::vector<const Process*> holders;
    for (const LockHolder& holder : lock.holders) {
        // Which of the descriptors is the lock's must be known; one that is not seen may be its taker's heir as well as anybody.
        const Process* process = situation.index().find_process(holder.pid);
        if (process == nullptr || process->has_ended() || holder.evidence != LockEvidence::fdinfo) return std::nullopt;
        holders.push_back(process);
    }
    if (holders.empty()) return std::nullopt;
    if (!lock.taker_pid) {
        // In a nested PID namespace the kernel gives no number for a taker that is gone, nor for one outside (fs/locks.c,
        // locks_translate_pid()). Only who lost a parent can have lost it.
        const bool all_left_behind = std::ranges::all_of(holders, [&](const Process* holder) { return is_orphan(situation.index(), *holder) && !is_shell(*holder); });
        return all_left_behind ? std::optional(Inheritance{.certain = false}) : std::nullopt;
    }
    if (situation.index().liveness(*lock.taker_pid) != Liveness::dead) return std::nullopt;
    // A holder that was there before the taker had the descriptor first and had the lock taken for it: it is no heir.
    const bool was_there_before = std::ranges::any_of(holders, [&](const Process* holder) { return holder->pid < *lock.taker_pid; });
    if (was_there_before) return std::nullopt;
    return Inheritance{.certain = std::ranges::all_of(lock.holders, &LockHolder::certain)};
}

}  // namespace

void find_inherited_locks(const Situation& situation, std::vector<Judged>& findings) {
    std::vector<std::optional<Node>> node_of_lock(situation.seen().locks.size());
    for (std::size_t i = 0; i < situation.things().size(); ++i) {
        const Node node = situation.node_of_thing(i);
        if (situation.thing(node).kind == Target::Kind::lock) node_of_lock[situation.thing(node).row] = node;
    }
    for (std::size_t row = 0; row < situation.seen().locks.size(); ++row) {
        const FileLock& lock = situation.seen().locks[row];
        const auto inherited = inheritance(situation, lock);
        if (!inherited) continue;
        Judged judged;
        if (node_of_lock[row]) judged.rests_on = lasting_waits_for(situation, *node_of_lock[row]);
        judged.finding.code = "inherited-lock";
        judged.finding.severity = judged.rests_on.empty() ? Severity::notice : Severity::warning;
        judged.finding.certain = inherited->certain;
        judged.finding.threads = thread_names(situation, judged.rests_on);
        judged.finding.resources = {lock.resource};
        findings.push_back(std::move(judged));
    }
}

}  // namespace gordian::analysis
