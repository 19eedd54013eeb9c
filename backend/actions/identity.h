// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Never the wrong object: identifiers are reused, keys are made again. What the user saw is compared with what the kernel says just before
// acting. Between this check and the call that acts there is a gap of a few microseconds that the kernel gives no means to close.
#include "backend/base/error.h"
#include "backend/snapshot/action.h"

#include <string>

namespace gordian::actions {

[[nodiscard]] std::string resource_of(const Identity& identity);
/// Fails where the object is gone, is another one, or lies in another IPC namespace than the caller's. `doing` begins the sentence.
/// The kernel's own answer (EACCES where the object's values are hidden from the caller) is no difference: the call itself will say so.
[[nodiscard]] Result<void> check(const Identity& seen, std::string_view doing);

}  // namespace gordian::actions
