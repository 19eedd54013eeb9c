// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/findings/findings.h"

#include <algorithm>
#include <array>

namespace gordian::analysis {

namespace {

std::string_view last_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// `exec 9>lock; flock 9`: flock(1) takes the lock on the shell's descriptor, for the shell, and ends. Shells have no flock of their own.
bool is_shell(const Process& process) {
    static constexpr auto shells = std::to_array<std::string_view>(
        {"sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "yash", "fish", "busybox"});
    return std::ranges::contains(shells, process.exe ? last_name(*process.exe) : std::string_view(process.comm));
}

/// Whether it may have been there before the taker. Numbers are given in order and begin anew at 32768 or above: one that is far above
/// the taker's belongs to the round before.
bool may_be_older(const Process& process, std::optional<int> taker_pid) {
    constexpr int half_a_round = 16384;
    return !taker_pid || process.pid < *taker_pid || process.pid - *taker_pid > half_a_round;
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
    if (lock.taker_pid && situation.index().liveness(*lock.taker_pid) != Liveness::dead) return std::nullopt;
    const auto had_it_taken = [&](const Process* holder) {
        return is_shell(*holder) && may_be_older(*holder, lock.taker_pid);
    };
    if (std::ranges::any_of(holders, had_it_taken)) return std::nullopt;
    // In a nested PID namespace the kernel gives no number for a taker that is gone, nor for one outside (fs/locks.c, locks_translate_pid()).
    if (!lock.taker_pid) return Inheritance{.certain = false};
    // One that was there before the taker may have opened the file itself: it keeps the lock of one that is gone, but is no heir for certain.
    const bool all_younger = std::ranges::none_of(
        holders, [&](const Process* holder) { return may_be_older(*holder, lock.taker_pid); });
    return Inheritance{.certain = all_younger && std::ranges::all_of(lock.holders, &LockHolder::certain)};
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
