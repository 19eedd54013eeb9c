// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Who can release what, as rows with their evidence: every lock's holders, and for what somebody waits for also last operators, last
// receivers and children.
#include "backend/analysis/releasers.h"

namespace gordian::analysis {

/// By row_key, each key once. Processes known to have ended hold nothing and are left out.
[[nodiscard]] std::vector<Hold> find_holds(const Snapshot& seen, const Index& index, const ReleaserTable& releasers,
                                           std::span<const KnownWait> waits);

}  // namespace gordian::analysis
