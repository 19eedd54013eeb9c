// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// System V message queues of the reader's IPC namespace.
#include "backend/collect/proc_root.h"
#include "backend/kernel/sys_msg.h"
#include "backend/snapshot/snapshot.h"

#include <optional>
#include <vector>

namespace gordian::collect {

/// One queue. `from_text`: by /proc/sysvipc/msg, which has neither qbytes nor seq.
struct MsgReading {
    kernel::MsqidDs ds;
    bool from_text = false;
};
/// By MSG_STAT_ANY; where the kernel is older than 4.17, by the text.
[[nodiscard]] std::vector<MsgReading> read_msg_queues(const ProcRoot& proc);

/// Waiting senders and receivers are counted among `threads`; unknown where one of them could not be read.
[[nodiscard]] std::vector<MsgQueue> join_msg_queues(const std::vector<MsgReading>& readings,
                                                    std::uint64_t ipc_namespace, const std::vector<Thread>& threads,
                                                    const std::vector<Process>& processes, UnreadableList& unreadable);

}  // namespace gordian::collect
