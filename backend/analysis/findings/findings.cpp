// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/findings/findings.h"

#include <algorithm>

namespace gordian::analysis {

std::vector<std::string> thread_names(const Situation& situation, std::span<const std::size_t> waits) {
    std::vector<std::string> names;
    names.reserve(waits.size());
    for (const std::size_t wait : waits) names.push_back(situation.name(static_cast<Node>(wait)));
    return names;
}

std::vector<std::size_t> lasting_waits_for(const Situation& situation, Node thing) {
    std::vector<std::size_t> waits = situation.waits_for(thing);
    std::erase_if(waits, [&](std::size_t wait) { return !situation.confirmed(situation.waits()[wait]); });
    const bool lasts = std::ranges::any_of(waits,
                                           [&](std::size_t wait) { return situation.lasting(situation.waits()[wait]); });
    if (!lasts) waits.clear();
    return waits;
}

}  // namespace gordian::analysis
