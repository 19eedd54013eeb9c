// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Who waits for what: from the system calls of blocked threads, what the calls' arguments point at and what the objects say; where a call
// is hidden, from the kernel function that the thread sleeps in, and from the lock lists.
#include "backend/analysis/index.h"
#include "backend/analysis/lock_table.h"
#include "backend/analysis/moment.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

namespace gordian::analysis {

/// A thing that can be waited for, by its place in the snapshot.
struct Target {
    enum class Kind : std::uint8_t {
        lock,       ///< a row of Snapshot::locks
        semaphore,  ///< `number` of a row of Snapshot::sem_sets
        semaphore_taken,  ///< the same, where the values say that its last operator took (or set) what is missing: were it dead, it would be lost
        queue_room,  ///< a row of Snapshot::msg_queues
        pipe_room,   ///< a row of Snapshot::pipes: somebody must read from it
        child        ///< `number` is its pid
    };
    Kind kind = Kind::lock;
    std::size_t row = 0;
    int number = 0;
    friend auto operator<=>(const Target&, const Target&) = default;
};

/// A wait, and what the row doesn't say.
struct KnownWait {
    Wait row;
    std::optional<std::size_t> thread;  ///< in Snapshot::threads; empty: only the lock lists name it
    /// What would free it, each of it known to this snapshot: all of them, or with row.any_of any one. Empty: nobody is known who could.
    std::vector<Target> targets;
    /// It was seen to move on, or is just being woken: its process gets further by itself, and nothing rests on it.
    bool passing = false;
    /// One of Gordian's mechanisms. Otherwise just sleeping where nothing can interrupt it.
    bool recognised = true;
};

/// By (pid, tid), each once. Linear but for sorting, looking up, and the locks that conflict with each request.
[[nodiscard]] std::vector<KnownWait> find_waits(const Snapshot& seen, const Index& index, const LockTable& locks);

/// How a target is spelled.
[[nodiscard]] std::string spelling(const Snapshot& seen, const Target& target);

}  // namespace gordian::analysis
