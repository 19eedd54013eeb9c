// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What one blocked system call waits for. Each fills `wait.row` (operation, detail, resource …) and `wait.targets`; who and since when is
// filled already.
#include "backend/analysis/waits.h"

#include <span>

namespace gordian::analysis {

/// What calls are understood with.
struct Surroundings {
    const Snapshot& seen;
    const Index& index;
    const LockTable& locks;
};

void fill_semop_wait(const Surroundings& around, const SemopCall& call, KnownWait& wait);
void fill_msgsnd_wait(const Surroundings& around, const MsgsndCall& call, KnownWait& wait);
void fill_msgrcv_wait(const Surroundings& around, const MsgrcvCall& call, KnownWait& wait);
void fill_lock_wait(const Surroundings& around, const LockCall& call, KnownWait& wait);
/// False: it is no pipe or FIFO.
bool fill_transfer_wait(const Surroundings& around, const TransferCall& call, KnownWait& wait);
void fill_child_wait(const Surroundings& around, const WaitCall& call, KnownWait& wait);

/// What the lock lists say that this process waits for. False: nothing.
bool fill_wait_from_lock_lists(const Surroundings& around, std::optional<int> tid, KnownWait& wait);

/// Sets resource, all_of or any_of and the targets; `targets` must not be empty.
void wait_for_all(const Snapshot& seen, std::vector<Target> targets, KnownWait& wait);
void wait_for_any(const Snapshot& seen, std::vector<Target> targets, KnownWait& wait);

/// msgsnd(2) of `size_bytes` finds room. Source: ipc/msg.c, msg_fits_inqueue().
[[nodiscard]] bool has_room(const MsgQueue& queue, std::uint64_t size_bytes);

}  // namespace gordian::analysis
