// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What differs between two values of one described struct, as JSON for people: only the members that differ, before and after.
// (For applying a difference there is difference.h.) As expensive to compile as json.h.
#include "backend/snapshot/json.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

namespace gordian::json {

/// Both have the same members.
struct FieldsThatDiffer {
    boost::json::object before, after;
};

template <class Member>
std::pair<boost::json::value, boost::json::value> differing_parts(const Member& before, const Member& after) {
    return {to_json(before), to_json(after)};
}

/// Of lists of objects those that differ, place by place where both are as long, else without what they begin and end with alike.
template <Described Element>
std::pair<boost::json::value, boost::json::value> differing_parts(const std::vector<Element>& before,
                                                                  const std::vector<Element>& after) {
    boost::json::array gone, come;
    if (before.size() == after.size()) {
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (before[i] == after[i]) continue;
            gone.push_back(to_json(before[i]));
            come.push_back(to_json(after[i]));
        }
        return {std::move(gone), std::move(come)};
    }
    const auto [first_gone, first_come] = std::ranges::mismatch(before, after);
    auto last_gone = before.end();
    auto last_come = after.end();
    for (; last_gone != first_gone && last_come != first_come && *std::prev(last_gone) == *std::prev(last_come); --last_gone)
        --last_come;
    for (auto element = first_gone; element != last_gone; ++element) gone.push_back(to_json(*element));
    for (auto element = first_come; element != last_come; ++element) come.push_back(to_json(*element));
    return {std::move(gone), std::move(come)};
}

/// Members for which is_passing(name, before, after) holds are left out.
template <Described T, class IsPassing>
[[nodiscard]] FieldsThatDiffer fields_that_differ(const T& before, const T& after, IsPassing is_passing) {
    FieldsThatDiffer fields;
    for_each_member_of<T>([&](std::string_view name, auto pointer) {
        const auto& old_value = before.*pointer;
        const auto& new_value = after.*pointer;
        if (old_value == new_value || is_passing(name, old_value, new_value)) return;
        auto [gone, come] = differing_parts(old_value, new_value);
        fields.before.emplace(name, std::move(gone));
        fields.after.emplace(name, std::move(come));
    });
    return fields;
}

}  // namespace gordian::json
