// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Making a System V object, always a new one (IPC_EXCL).
#include "backend/base/error.h"
#include "backend/snapshot/action.h"

namespace gordian::actions {

/// A set with values is initialised by the convention that tells others it is ready: values first (SETALL), then one operation that leaves
/// them as they are and sets sem_otime. A set that can't be initialised is removed again.
[[nodiscard]] Result<ActionResult> create(const CreateRequest& request);

}  // namespace gordian::actions
