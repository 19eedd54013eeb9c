// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Doing what was asked: check the identity, then act, then say what was done. No action here waits, and none is tried twice.
#include "backend/base/error.h"
#include "backend/snapshot/action.h"

namespace gordian::actions {

/// An error means that nothing was changed. Its sentence says what, which object, why, and what to do.
[[nodiscard]] Result<ActionResult> perform(const ActionRequest& request);

}  // namespace gordian::actions
