// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Who waits on which System V object, as far as the system calls of the threads could be read.
#include "backend/snapshot/snapshot.h"

#include <map>
#include <set>
#include <vector>

namespace gordian::collect {

struct IpcWaiters {
    /// Every thread on view could be read: who is not counted here does not wait (as far as this PID namespace reaches).
    bool everyone_seen = true;
    std::set<int> semids;
    std::map<int, std::int64_t> senders_by_msqid, receivers_by_msqid;

    [[nodiscard]] std::int64_t senders(int msqid) const { return count(senders_by_msqid, msqid); }
    [[nodiscard]] std::int64_t receivers(int msqid) const { return count(receivers_by_msqid, msqid); }

private:
    static std::int64_t count(const std::map<int, std::int64_t>& counts, int msqid) {
        const auto found = counts.find(msqid);
        return found == counts.end() ? 0 : found->second;
    }
};
/// Identifiers mean something else in another namespace: processes known to live elsewhere don't count.
[[nodiscard]] IpcWaiters ipc_waiters(const std::vector<Thread>& threads, const std::vector<Process>& processes,
                                     std::uint64_t ipc_namespace);

}  // namespace gordian::collect
