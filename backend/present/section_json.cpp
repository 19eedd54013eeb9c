// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/section_json.h"

#include "backend/analysis/moment_members.h"
#include "backend/snapshot/json.h"

namespace gordian::present {

std::string rows_as_json(const Section& section, const Scene& scene, std::span<const std::size_t> rows) {
    boost::json::array array;
    // The page "Stuck" shows the waits, row by row.
    const std::string_view wanted = section.name() == "stuck" ? std::string_view("waits") : section.name();
    analysis::for_each_member_of_moment([&](std::string_view name, auto part, auto pointer) {
        const auto& member = (*scene.moment).*part.*pointer;
        if constexpr (analysis::is_section<std::remove_cvref_t<decltype(member)>>)
            if (name == wanted)
                for (const std::size_t row : rows)
                    if (row < member.size()) array.push_back(json::to_json(member[row]));
    });
    return json::indented(array);
}

}  // namespace gordian::present
