// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Small snapshots that read like the scene they describe. Whoever is blocked has been for 5 s and was seen twice, unless told otherwise.
#include "backend/analysis/explain.h"
#include "backend/snapshot/resource_id.h"
#include "backend/snapshot/row_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::analysis {

inline constexpr std::int64_t now_s = 1'800'000'000;
inline constexpr std::uint64_t here = 4026531839, elsewhere = 4026532290;  ///< inodes of IPC namespaces
inline constexpr Device disk{.major = 0xfe, .minor = 0};

inline Time seconds_ago(std::int64_t seconds) { return Time::from_seconds(now_s - seconds); }

struct By {
    int pid = 0, fd = 3;
};

class Scene {
public:
    Scene() {
        // References to rows stay valid while a scene is set.
        seen.processes.reserve(room);
        seen.threads.reserve(room);
        seen.locks.reserve(room);
        seen.sem_sets.reserve(room);
        seen.msg_queues.reserve(room);
        seen.shm_segments.reserve(room);
        seen.taken_at = Time::from_seconds(now_s);
        seen.ipc_namespaces.push_back({.inode = here, .pids = {}, .label = "this one"});
        process(1, 0).comm = "init";
    }

    /// It runs, until one of its threads is said to be blocked.
    Process& process(int pid, int ppid = 1) {
        const auto found = std::ranges::find(seen.processes, pid, &Process::pid);
        if (found != seen.processes.end()) return *found;
        Process& process = seen.processes.emplace_back();
        process.resource = resource::process(pid);
        process.pid = process.pgrp = pid;
        process.ppid = ppid;
        process.start_time = seconds_ago(3600);
        process.comm = "p" + std::to_string(pid);
        process.exe = "/usr/bin/" + process.comm;
        process.cmdline = {process.comm};
        process.state = "S";
        process.ipc_namespace = here;
        process.nthreads = 1;
        process.readable = true;
        return process;
    }
    void dead(int pid) { seen.dead_pids.push_back(pid); }
    void zombie(int pid, int ppid = 1) {
        Process& row = process(pid, ppid);
        std::erase_if(seen.threads, [&](const Thread& thread) { return thread.pid == pid; });
        row.state = "Z";
        row.readable = false;
    }
    /// All of its threads.
    void stop(int pid, std::string_view state = "T") {
        process(pid).state = state;
        for (Thread& row : seen.threads)
            if (row.pid == pid) row.state = state;
        if (std::ranges::none_of(seen.threads, [&](const Thread& row) { return row.pid == pid; }))
            thread(pid, pid, OtherCall{}).state = state;
    }

    Thread& thread(int pid, int tid, Operands operands) {
        process(pid);
        Thread& row = seen.threads.emplace_back();
        row.resource = resource::thread(pid, tid);
        row.pid = pid;
        row.tid = tid;
        row.comm = process(pid).comm;
        row.state = "S";
        row.syscall = "other";
        row.operands = std::move(operands);
        row.blocked_ms = 5000;
        row.second_reading = SecondReading::unchanged;
        return row;
    }
    Thread& blocked(int pid, Operands operands) { return thread(pid, pid, std::move(operands)); }
    /// In a system call that is none of ours: epoll_wait, read …
    Thread& in_call(int pid, std::string syscall) {
        Thread& row = thread(pid, pid, OtherCall{});
        row.syscall = std::move(syscall);
        return row;
    }
    /// Its system call can't be read.
    Thread& hidden(int pid, std::optional<std::string> wchan) {
        Thread& row = thread(pid, pid, OtherCall{});
        row.syscall.reset();
        row.operands.reset();
        row.wchan = std::move(wchan);
        return row;
    }

    /// Operated on a minute ago.
    SemSet& sem_set(int id, const std::vector<int>& values, int last_operator) {
        SemSet& set = seen.sem_sets.emplace_back();
        set.resource = resource::sem_set(id);
        set.id = id;
        set.key = {.value = static_cast<std::uint32_t>(1000 * id)};
        set.nsems = values.size();
        set.otime = seconds_ago(60);
        set.ctime = seconds_ago(3000);
        set.ipc_namespace = here;
        for (std::size_t i = 0; i < values.size(); ++i)
            set.semaphores.push_back(
                {.num = static_cast<int>(i), .semval = values[i], .sempid = last_operator, .semncnt = 0, .semzcnt = 0});
        return set;
    }
    /// Full: 100 of 100 bytes in one message.
    MsgQueue& full_queue(int id, int last_sender, int last_receiver) {
        MsgQueue& queue = seen.msg_queues.emplace_back();
        queue.resource = resource::msg_queue(id);
        queue.id = id;
        queue.key = {.value = static_cast<std::uint32_t>(1000 * id)};
        queue.cbytes = 100;
        queue.qbytes = 100;
        queue.qnum = 1;
        queue.lspid = last_sender;
        queue.lrpid = last_receiver;
        queue.stime = seconds_ago(60);
        queue.rtime = last_receiver != 0 ? seconds_ago(60) : Time{};
        queue.ctime = seconds_ago(3000);
        queue.senders_waiting = queue.receivers_waiting = 0;
        queue.ipc_namespace = here;
        return queue;
    }
    MsgQueue& empty_queue(int id, int last_sender, int last_receiver) {
        MsgQueue& queue = full_queue(id, last_sender, last_receiver);
        queue.cbytes = queue.qnum = 0;
        return queue;
    }
    ShmSegment& segment(int id, int creator, int last) {
        ShmSegment& row = seen.shm_segments.emplace_back();
        row.resource = resource::shm_segment(id);
        row.id = id;
        row.key = {.value = static_cast<std::uint32_t>(1000 * id)};
        row.cpid = creator;
        row.lpid = last;
        row.ctime = seconds_ago(3000);
        row.atime = row.dtime = seconds_ago(60);
        row.ipc_namespace = here;
        return row;
    }

    FileLock& flock(std::uint64_t inode, int taker, const std::vector<By>& holders) {
        return lock(LockClass::flock, inode, taker, holders, 0, std::nullopt);
    }
    FileLock& record_lock(std::uint64_t inode, int pid, std::uint64_t start = 0,
                          std::optional<std::uint64_t> end = std::nullopt) {
        return lock(LockClass::posix, inode, pid, {{.pid = pid}}, start, end);
    }
    FileLock& ofd_lock(std::uint64_t inode, const std::vector<By>& holders, std::uint64_t start = 0,
                       std::optional<std::uint64_t> end = std::nullopt) {
        return lock(LockClass::ofd, inode, std::nullopt, holders, start, end);
    }
    FileLock& lock(LockClass lock_class, std::uint64_t inode, std::optional<int> taker, const std::vector<By>& holders,
                   std::uint64_t start, std::optional<std::uint64_t> end) {
        FileLock& row = seen.locks.emplace_back();
        row.lock_class = lock_class;
        row.mode = LockMode::write;
        row.path = "/tmp/file" + std::to_string(inode);
        row.device = disk;
        row.inode = inode;
        row.start = start;
        row.end = end;
        row.taker_pid = taker;
        for (const By& by : holders) {
            process(by.pid);
            row.holders.push_back({.pid = by.pid,
                                   .fd = by.fd,
                                   .inherited = taker ? std::optional(taker != by.pid) : std::nullopt,
                                   .certain = true,
                                   .evidence = LockEvidence::fdinfo});
        }
        const std::string owner = holders.empty() ? "?" + std::to_string(seen.locks.size())
                                  : lock_class == LockClass::posix
                                      ? std::to_string(holders.front().pid)
                                      : std::to_string(holders.front().pid) + "." + std::to_string(holders.front().fd);
        row.resource = resource::lock(lock_class, disk, inode, start, end, owner);
        return row;
    }

    /// As a collector leaves it: each section sorted.
    [[nodiscard]] Snapshot taken() const {
        Snapshot snapshot = seen;
        const auto by_key = [](const auto& row) { return row_key(row); };
        std::ranges::sort(snapshot.processes, {}, by_key);
        std::ranges::sort(snapshot.threads, {}, by_key);
        std::ranges::sort(snapshot.msg_queues, {}, by_key);
        std::ranges::sort(snapshot.sem_sets, {}, by_key);
        std::ranges::sort(snapshot.shm_segments, {}, by_key);
        std::ranges::sort(snapshot.locks, {}, by_key);
        std::ranges::sort(snapshot.dead_pids);
        return snapshot;
    }
    [[nodiscard]] Means means() const { return explain(taken()); }

    Snapshot seen;

private:
    static constexpr std::size_t room = 4096;
};

// ---- what threads are blocked in ---------------------------------------------------------------------------------------------------------

inline SemOperation op(int num, int value) {
    return {.num = static_cast<std::uint16_t>(num), .op = static_cast<std::int16_t>(value), .nowait = false, .undo = false};
}
inline SemopCall semop(int semid, std::vector<SemOperation> operations) {
    return {.semid = semid, .operations = std::move(operations), .timeout_ms = 0};
}
inline SemopCall take(int semid, int num) { return semop(semid, {op(num, -1)}); }
inline MsgsndCall msgsnd(int msqid, std::uint64_t size_bytes = 10) {
    return {.msqid = msqid, .size_bytes = size_bytes};
}
inline MsgrcvCall msgrcv(int msqid, std::int64_t type = 0) { return {.msqid = msqid, .type = type, .except = false}; }
inline LockCall flock_call(std::uint64_t inode, int fd = 8, LockMode mode = LockMode::write) {
    return {.lock_class = LockClass::flock,
            .fd = fd,
            .mode = mode,
            .start = 0,
            .length = 0,
            .device = disk,
            .inode = inode,
            .path = "/tmp/file" + std::to_string(inode)};
}
inline LockCall setlkw(std::uint64_t inode, std::uint64_t start = 0, std::uint64_t length = 0,
                       LockMode mode = LockMode::write) {
    return {.lock_class = LockClass::posix,
            .fd = 8,
            .mode = mode,
            .start = start,
            .length = length,
            .device = disk,
            .inode = inode,
            .path = "/tmp/file" + std::to_string(inode)};
}
inline LockCall ofd_setlkw(std::uint64_t inode, int fd = 8, std::uint64_t start = 0, std::uint64_t length = 0) {
    LockCall call = setlkw(inode, start, length);
    call.lock_class = LockClass::ofd;
    call.fd = fd;
    return call;
}
inline WaitCall any_child() { return {.children = ChildSelection::any, .id = 0}; }
inline WaitCall child(int pid) { return {.children = ChildSelection::pid, .id = pid}; }

// ---- what is asked of the answer ------------------------------------------------------------------------------------------------------

inline const Wait* wait_of(const Means& means, int pid, std::optional<int> tid = std::nullopt) {
    const auto found = std::ranges::find_if(
        means.waits, [&](const Wait& wait) { return wait.pid == pid && (!tid || wait.tid == tid); });
    return found == means.waits.end() ? nullptr : &*found;
}
inline const Chain* chain_of(const Means& means, int pid, int tid = 0) {
    const auto found = std::ranges::find(means.chains, resource::thread(pid, tid != 0 ? tid : pid), &Chain::thread);
    return found == means.chains.end() ? nullptr : &*found;
}
inline const Hold* hold_of(const Means& means, int pid, std::string_view resource) {
    const auto found = std::ranges::find_if(
        means.holds, [&](const Hold& hold) { return hold.pid == pid && hold.resource == resource; });
    return found == means.holds.end() ? nullptr : &*found;
}
inline const Finding* finding(const Means& means, std::string_view code) {
    const auto found = std::ranges::find(means.findings, code, &Finding::code);
    return found == means.findings.end() ? nullptr : &*found;
}
inline std::vector<std::string> codes(const Means& means) {
    std::vector<std::string> codes;
    for (const Finding& row : means.findings) codes.push_back(row.code);
    return codes;
}
inline std::vector<std::string> main_threads(const std::vector<int>& pids) {
    std::vector<std::string> names;
    for (const int pid : pids) names.push_back(resource::thread(pid, pid));
    return names;
}

/// Nothing above a notice, and nobody deadlocked, abandoned, or kept by who is stopped.
MATCHER(IsSilent, "nothing is wrong") {
    for (const Finding& row : arg.findings) {
        if (row.severity == Severity::notice) continue;
        *result_listener << "finding " << row.code;
        return false;
    }
    for (const Chain& chain : arg.chains) {
        if (chain.verdict != Verdict::deadlocked && chain.verdict != Verdict::abandoned && chain.verdict != Verdict::stopped)
            continue;
        *result_listener << chain.thread << " has a bad verdict";
        return false;
    }
    return true;
}

}  // namespace gordian::analysis
