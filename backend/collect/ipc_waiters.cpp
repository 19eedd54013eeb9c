// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/ipc_waiters.h"

namespace gordian::collect {

IpcWaiters ipc_waiters(const std::vector<Thread>& threads, const std::vector<Process>& processes,
                       std::uint64_t ipc_namespace) {
    std::set<int> elsewhere;
    for (const Process& process : processes) {
        if (process.ipc_namespace && *process.ipc_namespace != ipc_namespace) elsewhere.insert(process.pid);
    }
    IpcWaiters waiters;
    for (const Thread& thread : threads) {
        if (elsewhere.contains(thread.pid)) continue;
        if (!thread.operands) {
            waiters.everyone_seen = false;
            continue;
        }
        // A stopped thread shows the call it was stopped in: it has left the kernel's queue of waiters.
        if (thread.stopped()) continue;
        if (const auto* semop = std::get_if<SemopCall>(&*thread.operands)) waiters.semids.insert(semop->semid);
        if (const auto* msgsnd = std::get_if<MsgsndCall>(&*thread.operands)) ++waiters.senders_by_msqid[msgsnd->msqid];
        if (const auto* msgrcv = std::get_if<MsgrcvCall>(&*thread.operands))
            ++waiters.receivers_by_msqid[msgrcv->msqid];
    }
    return waiters;
}

}  // namespace gordian::collect
