// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/lock_table.h"

#include <algorithm>
#include <limits>

namespace gordian::analysis {

namespace {

constexpr std::uint64_t end_of_file = std::numeric_limits<std::uint64_t>::max();

bool modes_conflict(LockMode a, LockMode b) { return a == LockMode::write || b == LockMode::write; }

/// Whose a lock is, seen from who asks for one.
enum class Ownership { others, own, perhaps_own };

Ownership ownership(const FileLock& lock, const LockRequest& request) {
    // Record locks belong to processes: one never waits for its own.
    if (lock.lock_class == LockClass::posix && request.lock_class == LockClass::posix) {
        const bool own = lock.holders.empty() ? lock.taker_pid == request.pid
                                              : std::ranges::contains(lock.holders, request.pid, &LockHolder::pid);
        return own ? Ownership::own : Ownership::others;
    }
    // The others belong to open file descriptions, and a process may be in its own way through another one.
    if (lock.lock_class == LockClass::posix || request.lock_class == LockClass::posix) return Ownership::others;
    bool perhaps = false;
    for (const LockHolder& holder : lock.holders) {
        if (holder.pid != request.pid) continue;
        if (holder.fd == request.fd) return Ownership::own;
        if (!holder.fd || !holder.certain) perhaps = true;
    }
    return perhaps ? Ownership::perhaps_own : Ownership::others;
}

}  // namespace

std::optional<LockRequest> request_of(int pid, const LockCall& call) {
    if (!call.inode || !call.mode) return std::nullopt;
    LockRequest request{.pid = pid,
                        .lock_class = call.lock_class,
                        .fd = call.fd,
                        .mode = *call.mode,
                        .device = call.device,
                        .inode = *call.inode,
                        .start = 0,
                        .end = std::nullopt};
    if (call.lock_class == LockClass::flock) return request;  // always the whole file
    if (!call.start || !call.length) return std::nullopt;
    request.start = *call.start;
    const bool open_ended = *call.length == 0 || *call.length - 1 > end_of_file - *call.start;
    if (!open_ended) request.end = *call.start + *call.length - 1;
    return request;
}

LockTable::LockTable(const Snapshot& seen) : m_seen(seen) {
    for (std::size_t row = 0; row < seen.locks.size(); ++row) {
        const FileLock& lock = seen.locks[row];
        m_files[{lock.inode, lock.device, group_of(lock.lock_class)}].locks.push_back(row);
        for (const LockWaiter& waiter : lock.waiters) {
            if (waiter.pid) m_waited_for_by[*waiter.pid].push_back({.row = row, .tid = waiter.tid});
        }
    }
    for (auto& [key, file] : m_files) {
        std::ranges::sort(file.locks, {}, [&](std::size_t row) { return std::pair(seen.locks[row].start, row); });
        file.reach.resize(file.locks.size());
        build_reach(file, 0, file.locks.size());
    }
    for (auto& [pid, requests] : m_waited_for_by)
        std::ranges::sort(requests, {}, [&](const Listed& listed) {
            return std::tie(seen.locks[listed.row].resource, listed.row, listed.tid);
        });
}

LockTable::Group LockTable::group_of(LockClass lock_class) {
    if (same_conflict_group(lock_class, LockClass::flock)) return Group::whole_file;
    return same_conflict_group(lock_class, LockClass::lease) ? Group::leases : Group::ranges;
}

void LockTable::build_reach(File& file, std::size_t begin, std::size_t end) const {
    if (begin == end) return;
    const std::size_t middle = begin + (end - begin) / 2;
    build_reach(file, begin, middle);
    build_reach(file, middle + 1, end);
    std::uint64_t reach = m_seen.locks[file.locks[middle]].end.value_or(end_of_file);
    for (const auto& [half_begin, half_end] : {std::pair(begin, middle), std::pair(middle + 1, end)}) {
        if (half_begin != half_end) reach = std::max(reach, file.reach[half_begin + (half_end - half_begin) / 2]);
    }
    file.reach[middle] = reach;
}

void LockTable::overlapping(const File& file, std::size_t begin, std::size_t end, const LockRequest& request,
                            std::vector<std::size_t>& found) const {
    if (begin == end) return;
    const std::size_t middle = begin + (end - begin) / 2;
    if (file.reach[middle] < request.start) return;
    overlapping(file, begin, middle, request, found);
    const FileLock& lock = m_seen.locks[file.locks[middle]];
    if (lock.start > request.end.value_or(end_of_file)) return;
    if (ranges_overlap(lock.start, lock.end, request.start, request.end)) found.push_back(file.locks[middle]);
    overlapping(file, middle + 1, end, request, found);
}

std::pair<const LockTable::File*, bool> LockTable::file_of(const LockRequest& request) const {
    const Group group = group_of(request.lock_class);
    if (request.device) {
        if (const auto found = m_files.find({request.inode, *request.device, group}); found != m_files.end())
            return {&found->second, false};
    }
    const File* only = nullptr;
    for (auto entry = m_files.lower_bound({request.inode, Device{}, Group::ranges});
         entry != m_files.end() && std::get<0>(entry->first) == request.inode; ++entry) {
        if (std::get<2>(entry->first) != group) continue;
        if (only != nullptr) return {nullptr, false};
        only = &entry->second;
    }
    return {only, true};
}

Obstacles LockTable::obstacles(const LockRequest& request) const {
    const auto [file, by_inode_only] = file_of(request);
    Obstacles obstacles{.locks = {}, .by_inode_only = by_inode_only, .perhaps_own = false};
    if (file == nullptr) return obstacles;
    std::vector<std::size_t> found, perhaps_own;
    overlapping(*file, 0, file->locks.size(), request, found);
    for (const std::size_t row : found) {
        const FileLock& lock = m_seen.locks[row];
        if (!modes_conflict(lock.mode, request.mode)) continue;
        switch (ownership(lock, request)) {
        case Ownership::own: break;
        case Ownership::others: obstacles.locks.push_back(row); break;
        case Ownership::perhaps_own: perhaps_own.push_back(row); break;
        }
    }
    if (obstacles.locks.empty() && !perhaps_own.empty()) {
        obstacles.locks = std::move(perhaps_own);
        obstacles.perhaps_own = true;
    }
    std::ranges::sort(obstacles.locks, {},
                      [&](std::size_t row) { return std::pair(std::string_view(m_seen.locks[row].resource), row); });
    return obstacles;
}

std::vector<std::size_t> LockTable::queued_for(const LockRequest& request) const {
    std::vector<std::size_t> rows;
    const File* file = file_of(request).first;
    if (file == nullptr) return rows;
    for (const std::size_t row : file->locks) {
        const bool in_the_way = std::ranges::any_of(m_seen.locks[row].waiters, [&](const LockWaiter& waiter) {
            return waiter.pid != request.pid && modes_conflict(waiter.mode, request.mode) &&
                   ranges_overlap(waiter.start, waiter.end, request.start, request.end);
        });
        if (in_the_way && ownership(m_seen.locks[row], request) == Ownership::others) rows.push_back(row);
    }
    std::ranges::sort(rows, {},
                      [&](std::size_t row) { return std::pair(std::string_view(m_seen.locks[row].resource), row); });
    return rows;
}

std::vector<std::size_t> LockTable::waited_for_by(int pid, std::optional<int> tid) const {
    std::vector<std::size_t> rows;
    const auto found = m_waited_for_by.find(pid);
    if (found == m_waited_for_by.end()) return rows;
    for (const Listed& listed : found->second) {
        const bool named = !tid || !listed.tid || listed.tid == tid;
        if (named && (rows.empty() || rows.back() != listed.row)) rows.push_back(listed.row);
    }
    return rows;
}

std::vector<int> LockTable::waiting_pids() const {
    std::vector<int> pids;
    for (const auto& [pid, requests] : m_waited_for_by) pids.push_back(pid);
    return pids;
}

}  // namespace gordian::analysis
