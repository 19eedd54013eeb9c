// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which rows of a section a table shows, in which order, and how it gets from one Moment's rows to the next. Pure: it runs on a worker.
#include "backend/present/filter.h"
#include "backend/present/section.h"
#include "backend/snapshot/difference.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace gordian::model {

/// What the user wants to see of a section.
struct ViewSpec {
    std::optional<std::size_t> sortColumn;  ///< a place in Section::columns(); empty: the section's own order
    bool descending = false;
    std::shared_ptr<const present::Filter> filter;      ///< what was typed; null: everything
    std::shared_ptr<const present::Filter> baseFilter;  ///< what the page leaves out unless told otherwise
    friend bool operator==(const ViewSpec&, const ViewSpec&) = default;
};

/// Rows of the section, in the order shown.
using Rows = std::vector<std::uint32_t>;

/// Sorted stably, what is not known last in both directions.
[[nodiscard]] Rows arrange(const present::Section& section, const present::Scene& scene, const ViewSpec& spec);

/// From the rows shown to the next ones.
struct Transition {
    Difference steps;     ///< as a model tells them; where they are not `inOrder` only `changed` is filled
    bool inOrder = true;  ///< false: rows changed places, or there are too many ranges: one change of layout
    std::vector<std::int32_t> newRowOf;  ///< row shown before → row shown after, -1: gone; filled only where it is not inOrder
};

/// Above so many ranges one change of layout is quicker than telling each.
inline constexpr std::size_t most_ranges = 64;

[[nodiscard]] Transition transition(const Rows& before, const Rows& after, const present::Pairing& pairing);

}  // namespace gordian::model
