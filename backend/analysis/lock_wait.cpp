// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/wait_of_call.h"

#include <algorithm>
#include <charconv>
#include <format>

namespace gordian::analysis {

namespace {

std::string range_text(std::uint64_t start, std::optional<std::uint64_t> end) {
    return std::format("bytes {}-{}", start, end ? std::to_string(*end) : "EOF");
}

std::string call_text(const LockCall& call, const std::optional<LockRequest>& request) {
    std::string text = call.lock_class == LockClass::flock ? "flock"
                       : call.lock_class == LockClass::ofd ? "fcntl (F_OFD_SETLKW)"
                                                           : "fcntl (F_SETLKW)";
    if (call.mode) text += *call.mode == LockMode::write ? ", to write" : ", to read";
    if (request && call.lock_class != LockClass::flock) text += ", " + range_text(request->start, request->end);
    if (call.path) text += ", " + *call.path;
    return text;
}

std::vector<Target> lock_targets(const std::vector<std::size_t>& rows) {
    std::vector<Target> targets;
    for (const std::size_t row : rows) targets.push_back({.kind = Target::Kind::lock, .row = row, .number = 0});
    return targets;
}

std::optional<std::int64_t> seconds_in_ms(std::string_view text) {
    double seconds = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr double longest = 1e12;
    if (failure != std::errc{} || end != text.data() + text.size() || seconds <= 0 || seconds > longest)
        return std::nullopt;
    return std::max<std::int64_t>(static_cast<std::int64_t>(seconds * 1000), 1);
}

/// flock(2) has no time limit, but flock(1) gives itself one by an interval timer, which no file of /proc shows: `flock -w 10 FILE`.
std::int64_t time_limit_of_flock_program(const Process* process) {
    if (process == nullptr || process->comm != "flock") return 0;
    const auto& words = process->cmdline;
    for (std::size_t i = 1; i < words.size(); ++i) {
        for (const std::string_view option : {"-w", "--wait", "--timeout"}) {
            std::string_view word = words[i];
            if (!word.starts_with(option)) continue;
            word.remove_prefix(option.size());
            if (word.empty() && i + 1 < words.size()) word = words[i + 1];
            else if (word.starts_with('=')) word.remove_prefix(1);
            if (const auto limit = seconds_in_ms(word)) return *limit;
        }
        if (!words[i].starts_with('-')) break;
    }
    return 0;
}

/// No lock that is held stands in its way, so somebody does who waits for one: a request that conflicts with a waiting one is queued
/// behind it, and stays there when that one is tried again and waits again (fs/locks.c, __locks_wake_up_blocks()).
void fill_soft_wait(const Surroundings& around, const LockRequest& request, const LockCall& call, KnownWait& wait) {
    wait.row.certain = false;
    wait.row.block = Block::soft;
    const auto rows = around.locks.queued_for(request);
    if (!rows.empty()) return wait_for_all(around.seen, lock_targets(rows), wait);
    if (call.device) wait.row.resource = std::format("file/{}:{}", text_of(*call.device), request.inode);
}

}  // namespace

bool fill_wait_from_lock_lists(const Surroundings& around, std::optional<int> tid, KnownWait& wait) {
    const auto rows = around.locks.waited_for_by(wait.row.pid, tid);
    if (rows.empty()) return false;
    const FileLock& first = around.seen.locks[rows.front()];
    wait.row.operation = first.lock_class == LockClass::flock ? WaitOperation::flock : WaitOperation::lock;
    wait.row.evidence = WaitEvidence::proc_locks;
    wait.row.detail = first.lock_class == LockClass::flock ? "flock" : "fcntl";
    if (first.path) wait.row.detail += ", " + *first.path;
    wait.row.time_limit_ms = time_limit_of_flock_program(around.index.find_process(wait.row.pid));
    wait_for_all(around.seen, lock_targets(rows), wait);
    return true;
}

void fill_lock_wait(const Surroundings& around, const LockCall& call, KnownWait& wait) {
    const auto request = request_of(wait.row.pid, call);
    const Obstacles obstacles = request ? around.locks.obstacles(*request) : Obstacles{};
    if (obstacles.locks.empty() && fill_wait_from_lock_lists(around, wait.row.tid, wait)) {
        wait.row.detail = call_text(call, request);
        return;
    }
    wait.row.operation = call.lock_class == LockClass::flock ? WaitOperation::flock : WaitOperation::lock;
    wait.row.detail = call_text(call, request);
    wait.row.time_limit_ms = time_limit_of_flock_program(around.index.find_process(wait.row.pid));
    if (!request) {
        wait.row.certain = false;
        if (call.device && call.inode)
            wait.row.resource = std::format("file/{}:{}", text_of(*call.device), *call.inode);
        return;
    }
    if (obstacles.locks.empty()) return fill_soft_wait(around, *request, call, wait);
    if (obstacles.perhaps_own) wait.row.certain = false;
    if (obstacles.by_inode_only) {
        const auto listed = around.locks.waited_for_by(wait.row.pid, wait.row.tid);
        const bool confirmed = std::ranges::all_of(obstacles.locks,
                                                   [&](std::size_t row) { return std::ranges::contains(listed, row); });
        if (!confirmed) wait.row.certain = false;
    }
    wait_for_all(around.seen, lock_targets(obstacles.locks), wait);
}

}  // namespace gordian::analysis
