// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Why each waiting thread does not run, link by link to where it ends.
#include "backend/analysis/situation.h"

namespace gordian::analysis {

/// A chain that is longer is cut behind this many links; its verdict and root are still those of its end.
inline constexpr std::size_t max_links = 64;

/// One a wait, by thread. `deadlocked`: the links lead into a circle and around it, and root is the thread that the last of them waits
/// for, which is among those before. Other verdicts: root is the process that could go on (held, idle, stopped), or the resource of which
/// nobody is known who could release it (abandoned, unknown); where not even that is known, the thread itself.
[[nodiscard]] std::vector<Chain> find_chains(const Situation& situation);

/// Per wait: the verdict of its chain, without the links.
[[nodiscard]] Verdict verdict_of_wait(const Situation& situation, std::size_t wait);

/// Per node of the graph: whether every step to its end is known, not inferred.
[[nodiscard]] std::vector<bool> certain_to_the_end(const Situation& situation);

}  // namespace gordian::analysis
