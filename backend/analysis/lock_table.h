// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Who asks for which lock, and which locks stand in its way. Sources: fcntl(2), flock(2); fs/locks.c, posix_locks_conflict(),
// flock_locks_conflict().
#include "backend/snapshot/snapshot.h"

#include <map>
#include <span>
#include <unordered_map>
#include <vector>

namespace gordian::analysis {

/// A request for a lock, as the caller's system call says it.
struct LockRequest {
    int pid = 0;
    LockClass lock_class = LockClass::posix;
    int fd = 0;
    LockMode mode = LockMode::write;
    std::optional<Device> device;
    std::uint64_t inode = 0;
    std::uint64_t start = 0;
    std::optional<std::uint64_t> end;  ///< last byte; empty: to the end of file
};
/// Empty where the call's memory or descriptor could not be read.
[[nodiscard]] std::optional<LockRequest> request_of(int pid, const LockCall& call);

/// What stands in the way of a request: rows of Snapshot::locks, by resource.
struct Obstacles {
    std::vector<std::size_t> locks;
    bool by_inode_only = false;  ///< the file was found by its inode alone: stat(2)'s device is not the lock lists' on some file systems
    /// One of the locks is perhaps the caller's own: its process holds it through a descriptor of which it is not known whether it is the
    /// one that the call names.
    bool perhaps_own = false;
};

/// Keeps references: the snapshot must outlive it. Locks are found per file by an interval tree: n locks and m requests on one file cost
/// (n + m) log n and what is found.
class LockTable {
public:
    explicit LockTable(const Snapshot& seen);

    [[nodiscard]] Obstacles obstacles(const LockRequest& request) const;
    /// Locks that somebody waits for who waits in the way of `request`: it queues behind them although no held lock conflicts with it.
    [[nodiscard]] std::vector<std::size_t> queued_for(const LockRequest& request) const;
    /// Locks of which the lock lists say that this process waits for them; `tid` empty: any thread of it.
    [[nodiscard]] std::vector<std::size_t> waited_for_by(int pid, std::optional<int> tid) const;
    /// Every process that the lock lists name as a waiter, ascending.
    [[nodiscard]] std::vector<int> waiting_pids() const;

private:
    enum class Group { ranges, whole_file, leases };
    static Group group_of(LockClass lock_class);
    /// Locks of one file and group by start; last_byte[i] is the furthest reach within i's half of the bisection.
    struct File {
        std::vector<std::size_t> locks;
        std::vector<std::uint64_t> reach;
    };
    void build_reach(File& file, std::size_t begin, std::size_t end) const;
    void overlapping(const File& file, std::size_t begin, std::size_t end, const LockRequest& request,
                     std::vector<std::size_t>& found) const;
    [[nodiscard]] std::pair<const File*, bool> file_of(const LockRequest& request) const;

    const Snapshot& m_seen;
    std::map<std::tuple<std::uint64_t, Device, Group>, File> m_files;  ///< inode first: neighbours are the candidates without the device
    struct Listed {
        std::size_t row = 0;
        std::optional<int> tid;
    };
    std::map<int, std::vector<Listed>> m_waited_for_by;
};

}  // namespace gordian::analysis
