// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a snapshot means. All of it follows from the snapshot alone: a newer analysis explains an old one better.
#include "backend/base/scan.h"
#include "backend/snapshot/snapshot.h"

#include <boost/describe.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace gordian {

BOOST_DEFINE_ENUM_CLASS(WaitOperation, semop, msgsnd, msgrcv, lock, flock, read, write, child_exit, unknown)
BOOST_DEFINE_ENUM_CLASS(WaitEvidence, syscall, wchan, proc_locks, fdinfo, sem_counts, queue_full)
BOOST_DEFINE_ENUM_CLASS(BlockedSource, unknown, kernel, first_seen)
BOOST_DEFINE_ENUM_CLASS(Block, hard, soft)
BOOST_DEFINE_ENUM_CLASS(HoldEvidence, proc_locks, fdinfo, inherited, attached, open, last_operation, child)
BOOST_DEFINE_ENUM_CLASS(Verdict, deadlocked, abandoned, stopped, held, idle, unknown)
BOOST_DEFINE_ENUM_CLASS(Severity, critical, warning, notice)

/// A thread that does not run until something happens to a resource.
struct Wait {
    int pid = 0;
    std::optional<int> tid;  ///< empty: only the process is known (a waiter that /proc/locks names)
    std::string comm;
    WaitOperation operation = WaitOperation::unknown;
    std::string detail;                   ///< "semop −1: needs 1, semval is 0"
    std::optional<std::string> resource;  ///< the first thing it waits for; empty: it could not be told
    std::vector<std::string> any_of;      ///< where one of several would do (children)
    std::vector<std::string> all_of;      ///< where every one is needed (all conflicting locks)
    bool certain = false;
    WaitEvidence evidence = WaitEvidence::syscall;
    std::optional<std::int64_t> blocked_ms;
    BlockedSource blocked_source = BlockedSource::unknown;
    Block block = Block::hard;       ///< soft: behind somebody in the queue, not behind a holder
    std::int64_t time_limit_ms = 0;  ///< the call ends by itself after so long in all; 0: it has no limit
    friend bool operator==(const Wait&, const Wait&) = default;
};
BOOST_DESCRIBE_STRUCT(Wait, (),
                      (pid, tid, comm, operation, detail, resource, any_of, all_of, certain, evidence, blocked_ms,
                       blocked_source, block, time_limit_ms))

/// A process that can release a resource, as far as is known.
struct Hold {
    int pid = 0;
    std::optional<int> tid;  ///< empty: it belongs to the process, no thread is named
    std::string resource;
    std::string detail;
    bool certain = false;
    HoldEvidence evidence = HoldEvidence::fdinfo;
    friend bool operator==(const Hold&, const Hold&) = default;
};
BOOST_DESCRIBE_STRUCT(Hold, (), (pid, tid, resource, detail, certain, evidence))

/// This thread waits for this resource (and the next link's thread could release it).
struct Link {
    std::string thread, resource;
    friend bool operator==(const Link&, const Link&) = default;
};
BOOST_DESCRIBE_STRUCT(Link, (), (thread, resource))

/// Why a thread does not run, to the end.
struct Chain {
    std::string thread;
    Verdict verdict = Verdict::unknown;
    bool certain = false;
    std::vector<Link> links;
    std::string root;  ///< where it ends: the resource that nobody releases, the process or thread that could, or the thread that closes the circle
    friend bool operator==(const Chain&, const Chain&) = default;
};
BOOST_DESCRIBE_STRUCT(Chain, (), (thread, verdict, certain, links, root))

struct Finding {
    std::string code;  ///< "deadlock", "abandoned-semaphore" …
    Severity severity = Severity::notice;
    std::string title, explanation;  ///< words, by present
    bool certain = false;
    std::vector<std::string> threads, resources;
    std::vector<std::string> advice;  ///< what to do, the best first; words, by present
    std::string command;  ///< the next command to type, without the program's name where it is gordianctl's own; by present
    friend bool operator==(const Finding&, const Finding&) = default;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (code, severity, title, explanation, certain, threads, resources, advice, command))

struct Means {
    std::vector<Wait> waits;        ///< by (pid, tid)
    std::vector<Hold> holds;        ///< by (pid, tid, resource, evidence)
    std::vector<Chain> chains;      ///< by thread, as the waits are
    std::vector<Finding> findings;  ///< most severe first, then by code and resources
    friend bool operator==(const Means&, const Means&) = default;
};
BOOST_DESCRIBE_STRUCT(Means, (), (waits, holds, chains, findings))

/// What was seen and what it means: what a session hands over, and what the JSON prints as one object.
struct Moment {
    Snapshot seen;
    Means means;
    friend bool operator==(const Moment&, const Moment&) = default;
};

inline auto row_key(const Wait& row) { return std::pair(row.pid, row.tid); }
inline auto row_key(const Hold& row) { return std::tie(row.pid, row.tid, row.resource, row.evidence); }
/// By numbers, as the waits are: "thread/9/9" stands before "thread/10/10", "process/9" before both.
inline auto row_key(const Chain& row) {
    const std::string_view thread = row.thread;
    int pid = 0, tid = 0;
    Scan(thread.substr(std::min(thread.find('/') + 1, thread.size()))).dec(pid).next('/').dec(tid);
    return std::tuple(pid, tid, thread);
}
inline auto row_key(const Finding& row) { return std::tie(row.severity, row.code, row.resources, row.threads); }

}  // namespace gordian
