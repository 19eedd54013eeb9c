// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A Moment as one struct: the members of what was seen and of what it means, in the order of the contract's JSON. JSON, schema, sections
// and changes walk it; a new section is a member with a description and needs no edit here.
#include "backend/analysis/moment.h"
#include "backend/snapshot/described.h"

#include <string_view>
#include <vector>

namespace gordian::analysis {

/// What it means stands before this member of what was seen: what is limited and what could not be read come last.
inline constexpr std::string_view first_after_means = "limits";

/// Calls f(name, part, pointer) for each: the member is `moment.*part.*pointer`.
template <class F>
void for_each_member_of_moment(F&& f) {
    for_each_member_of<Snapshot>([&](std::string_view name, auto pointer) {
        if (name == first_after_means)
            for_each_member_of<Means>(
                [&](std::string_view means_name, auto means_pointer) { f(means_name, &Moment::means, means_pointer); });
        f(name, &Moment::seen, pointer);
    });
}

/// The head (schema, taken_at, host …) is always printed; sections, the lists, may be asked for one by one.
template <class Member>
inline constexpr bool is_section = false;
template <class Row>
inline constexpr bool is_section<std::vector<Row>> = true;

}  // namespace gordian::analysis
