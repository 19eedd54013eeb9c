// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A lock on a file: one row a lock as the kernel has it. Sources: fcntl(2), flock(2), proc_locks(5); fs/locks.c.
#include "backend/snapshot/scalars.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gordian {

BOOST_DEFINE_ENUM_CLASS(LockClass, posix, ofd, flock, lease, delegation)
BOOST_DEFINE_ENUM_CLASS(LockMode, read, write)
BOOST_DEFINE_ENUM_CLASS(LockEvidence, fdinfo, proc_locks)

/// Who can release it: any of them. Each has the open file description open (ofd, flock) or is the owner (posix).
struct LockHolder {
    int pid = 0;
    std::optional<int> fd;          ///< its lowest descriptor of it
    std::optional<bool> inherited;  ///< it did not take the lock itself: the descriptor came from the taker, or went to it
    bool certain = false;
    LockEvidence evidence = LockEvidence::fdinfo;
    friend bool operator==(const LockHolder&, const LockHolder&) = default;
};
BOOST_DESCRIBE_STRUCT(LockHolder, (), (pid, fd, inherited, certain, evidence))

struct LockWaiter {
    std::optional<int> pid, tid;
    LockMode mode = LockMode::write;
    std::uint64_t start = 0;
    std::optional<std::uint64_t> end;  ///< last byte; empty: to the end of file
    friend bool operator==(const LockWaiter&, const LockWaiter&) = default;
};
BOOST_DESCRIBE_STRUCT(LockWaiter, (), (pid, tid, mode, start, end))

struct FileLock {
    std::string resource;  ///< lock/CLASS/DEV:INODE/START-END/OWNER
    LockClass lock_class = LockClass::posix;
    LockMode mode = LockMode::write;
    std::optional<std::string> path;  ///< as a holder sees it
    Device device;                    ///< of the super block, as the kernel's lock lists print it
    std::uint64_t inode = 0;
    std::uint64_t start = 0;
    std::optional<std::uint64_t> end;  ///< last byte; empty: to the end of file, whatever it becomes
    std::optional<int> taker_pid;      ///< who called; perhaps dead, perhaps reused
    std::vector<LockHolder> holders;
    std::vector<LockWaiter> waiters;  ///< who waits for this very lock: all whose request conflicts with it
    std::string known_as;
    bool ours = false;
    friend bool operator==(const FileLock&, const FileLock&) = default;
};
BOOST_DESCRIBE_STRUCT(FileLock, (),
                      (resource, lock_class, mode, path, device, inode, start, end, taker_pid, holders, waiters,
                       known_as, ours))

/// {posix, ofd} exclude each other; flock only flock; {lease, delegation} each other.
[[nodiscard]] bool same_conflict_group(LockClass a, LockClass b);
/// Whether the byte ranges [start, end] share a byte. An empty end reaches the end of file, whatever it becomes.
[[nodiscard]] bool ranges_overlap(std::uint64_t start_a, std::optional<std::uint64_t> end_a, std::uint64_t start_b,
                                  std::optional<std::uint64_t> end_b);

}  // namespace gordian
