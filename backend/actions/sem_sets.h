// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Operating on semaphores.
#include "backend/base/error.h"
#include "backend/snapshot/action.h"

namespace gordian::actions {

/// All operations at once or none; IPC_NOWAIT always: a call that would wait is refused by EAGAIN. Undo is refused: this process ends at
/// once and would give it back.
[[nodiscard]] Result<ActionResult> semop(const SemopRequest& request);
[[nodiscard]] Result<ActionResult> setval(const SetvalRequest& request);

}  // namespace gordian::actions
