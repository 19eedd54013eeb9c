// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Removing a System V object: its waiters get EIDRM; a segment lives on until its last detach.
#include "backend/base/error.h"
#include "backend/snapshot/action.h"

namespace gordian::actions {

[[nodiscard]] Result<ActionResult> remove(const RemoveRequest& request);

}  // namespace gordian::actions
