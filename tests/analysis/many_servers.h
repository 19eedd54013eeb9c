// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A large state, to see how the analysis grows.
#include "backend/snapshot/resource_id.h"
#include "backend/snapshot/snapshot.h"

#include <string>

namespace gordian::analysis {

/// Servers of ten, each with a lock on one common file, a queue of waiters, a semaphore with waiters, and two that are knotted.
inline Snapshot many_servers(int servers) {
    constexpr std::uint64_t ipc_namespace = 4026531839;
    constexpr Device disk{.major = 0xfe, .minor = 0};
    Snapshot seen;
    seen.ipc_namespaces.push_back({.inode = ipc_namespace, .pids = {}, .label = "this one"});
    const auto rows = static_cast<std::size_t>(servers) * 10 + 16;
    seen.processes.reserve(rows);
    seen.threads.reserve(rows);
    seen.locks.reserve(rows);
    seen.sem_sets.reserve(rows);
    const auto add = [&](int pid, std::optional<Operands> operands) {
        Process& process = seen.processes.emplace_back();
        process.resource = resource::process(pid);
        process.pid = pid;
        process.ppid = 1;
        process.state = "S";
        process.nthreads = 1;
        process.readable = true;
        process.ipc_namespace = ipc_namespace;
        if (!operands) return;
        Thread& thread = seen.threads.emplace_back();
        thread.resource = resource::thread(pid, pid);
        thread.pid = thread.tid = pid;
        thread.state = "S";
        thread.operands = std::move(operands);
        thread.blocked_ms = 5000;
        thread.second_reading = SecondReading::unchanged;
    };
    const auto hold = [&](std::uint64_t inode, int pid, std::uint64_t start, std::uint64_t end) {
        FileLock& lock = seen.locks.emplace_back();
        lock.lock_class = LockClass::posix;
        lock.device = disk;
        lock.inode = inode;
        lock.start = start;
        lock.end = end;
        lock.taker_pid = pid;
        lock.holders.push_back({.pid = pid, .fd = 3, .inherited = false, .certain = true, .evidence = LockEvidence::fdinfo});
        lock.resource = resource::lock(LockClass::posix, disk, inode, start, end, std::to_string(pid));
    };
    const auto request = [](std::uint64_t inode, std::uint64_t start, std::uint64_t length) {
        return LockCall{.lock_class = LockClass::posix,
                        .fd = 8,
                        .mode = LockMode::write,
                        .start = start,
                        .length = length,
                        .device = disk,
                        .inode = inode,
                        .path = {}};
    };
    const auto take_last = [&](int id, int pid) {
        SemSet& set = seen.sem_sets.emplace_back();
        set.resource = resource::sem_set(id);
        set.id = id;
        set.nsems = 1;
        set.otime = Time::from_seconds(1'800'000'000);
        set.ctime = set.otime;
        set.ipc_namespace = ipc_namespace;
        set.semaphores.push_back({.num = 0, .semval = 0, .sempid = pid, .semncnt = 3, .semzcnt = 0});
    };
    for (int i = 0; i < servers; ++i) {
        const int pid = 1000 + 10 * i;
        const auto start = static_cast<std::uint64_t>(i) * 10;
        add(pid, std::nullopt);
        hold(1, pid, start, start + 9);
        for (int j = 1; j <= 4; ++j) add(pid + j, request(1, start + 2, 3));
        take_last(i, pid);
        for (int j = 5; j <= 7; ++j)
            add(pid + j, SemopCall{.semid = i,
                                   .operations = {{{.num = 0, .op = -1, .nowait = false, .undo = false}}},
                                   .timeout_ms = 0});
        hold(2, pid + 8, start, start + 4);
        hold(2, pid + 9, start + 5, start + 9);
        add(pid + 8, request(2, start + 5, 1));
        add(pid + 9, request(2, start, 1));
    }
    return seen;
}

}  // namespace gordian::analysis
