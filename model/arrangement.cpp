// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/arrangement.h"

#include <algorithm>
#include <numeric>

namespace gordian::model {

namespace {

void extend(std::vector<RowRange>& ranges, std::size_t index) {
    const int row = static_cast<int>(index);
    if (!ranges.empty() && ranges.back().last + 1 == row) ranges.back().last = row;
    else ranges.push_back({row, row});
}

/// What is not known comes last, whatever the direction.
bool comes_before(const present::SortKey& a, const present::SortKey& b, bool descending) {
    const bool a_known = a.index() != 0, b_known = b.index() != 0;
    if (!a_known || !b_known) return a_known && !b_known;
    return descending ? b < a : a < b;
}

}  // namespace

Rows arrange(const present::Section& section, const present::Scene& scene, const ViewSpec& spec) {
    Rows rows;
    const std::size_t size = section.size(scene);
    rows.reserve(size);
    for (std::size_t row = 0; row < size; ++row) {
        if (spec.baseFilter && !spec.baseFilter->matches(section, scene, row)) continue;
        if (spec.filter && !spec.filter->matches(section, scene, row)) continue;
        rows.push_back(static_cast<std::uint32_t>(row));
    }
    if (!spec.sortColumn) {
        if (spec.descending) std::ranges::reverse(rows);
        return rows;
    }
    std::vector<present::SortKey> keys(size);
    for (const std::uint32_t row : rows) keys[row] = section.sort_key(scene, row, *spec.sortColumn);
    std::ranges::stable_sort(
        rows, [&](std::uint32_t a, std::uint32_t b) { return comes_before(keys[a], keys[b], spec.descending); });
    return rows;
}

Transition transition(const Rows& before, const Rows& after, const present::Pairing& pairing) {
    Transition change;
    // Where each of the section's new rows is shown.
    std::vector<std::int32_t> shown_at(pairing.changed.size(), -1);
    for (std::size_t row = 0; row < after.size(); ++row) shown_at[after[row]] = static_cast<std::int32_t>(row);

    change.newRowOf.resize(before.size());
    std::vector<bool> was_shown(after.size(), false);
    std::int32_t last = -1;
    bool in_order = true;
    for (std::size_t row = 0; row < before.size(); ++row) {
        const std::int32_t section_row = pairing.after_of[before[row]];
        const std::int32_t next = section_row < 0 ? -1 : shown_at[static_cast<std::size_t>(section_row)];
        change.newRowOf[row] = next;
        if (next < 0) {
            extend(change.steps.removed, row);
            continue;
        }
        was_shown[static_cast<std::size_t>(next)] = true;
        if (next < last) in_order = false;
        last = next;
    }
    for (std::size_t row = 0; row < after.size(); ++row) {
        if (!was_shown[row]) extend(change.steps.inserted, row);
        else if (pairing.changed[after[row]]) extend(change.steps.changed, row);
    }
    if (change.steps.changed.size() > most_ranges)
        change.steps.changed = {{change.steps.changed.front().first, change.steps.changed.back().last}};
    change.inOrder = in_order && change.steps.removed.size() + change.steps.inserted.size() <= most_ranges;
    if (change.inOrder) {
        change.newRowOf.clear();
    } else {
        change.steps.removed.clear();
        change.steps.inserted.clear();
    }
    return change;
}

}  // namespace gordian::model
