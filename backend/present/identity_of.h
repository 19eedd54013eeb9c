// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// From a row as the user saw it to the identity that an action is asked for with. Whoever acts makes it here, so that what is compared just
// before the call is what was on the screen.
#include "backend/present/facts.h"
#include "backend/snapshot/action.h"

#include <optional>
#include <string_view>
#include <vector>

namespace gordian::present {

[[nodiscard]] Identity identity_of(const MsgQueue& queue);
[[nodiscard]] Identity identity_of(const SemSet& set);
[[nodiscard]] Identity identity_of(const ShmSegment& segment);

/// Of a System V object of this Moment; a semaphore gives its set's. Empty: no such object was seen, or it is not System V.
[[nodiscard]] std::optional<Identity> identity_of(const Facts& facts, std::string_view resource);

/// The IPC namespace of whoever looked, the only one that actions reach.
[[nodiscard]] std::optional<std::uint64_t> own_ipc_namespace(const Snapshot& seen);

/// "0:-1,1:+1". Fails with a sentence about what is wrong, also for what this version does not do (`:undo`).
[[nodiscard]] Result<std::vector<SemOperation>> parse_operations(std::string_view text);
/// The same spelling: "0:-1,1:+1".
[[nodiscard]] std::string text_of_operations(const std::vector<SemOperation>& operations);

}  // namespace gordian::present
