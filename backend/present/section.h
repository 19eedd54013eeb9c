// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A section of a Moment behind one interface, whatever its rows are: what a window's table, its sorting and its filter ask. Everything follows
// from the descriptions of the structs, as the tables of the command line do (table.h).
#include "backend/present/scene.h"
#include "backend/present/table.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gordian::present {

/// What a cell sorts and is compared by: nothing where it is not known or there is none (sorted last), a number (bytes, milliseconds;
/// of a time its age in milliseconds), or text.
using SortKey = std::variant<std::monostate, double, std::string>;

/// How a section's rows of one Moment go over into those of the next.
struct Pairing {
    std::vector<std::int32_t> after_of;  ///< row before → row after; -1: it is gone
    std::vector<bool> changed;           ///< by row after: it was there and has other values now
};

/// Something that must be looked at, or that somebody waits for: the mark in front of a row.
enum class Mark { none, waited_for, notice, warning, critical };

class Section {
public:
    virtual ~Section() = default;

    /// The JSON's key ("sem_sets"), or "stuck".
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual const std::vector<Column>& columns() const = 0;
    [[nodiscard]] virtual const std::vector<std::string>& default_columns() const = 0;
    [[nodiscard]] virtual std::size_t size(const Scene& scene) const = 0;
    /// `column` is a place in columns().
    [[nodiscard]] virtual std::string cell(const Scene& scene, std::size_t row, std::size_t column,
                                           bool exact = false) const = 0;
    [[nodiscard]] virtual SortKey sort_key(const Scene& scene, std::size_t row, std::size_t column) const = 0;
    /// Its spelling; of a finding its first resource or thread; empty where it has none (a limit).
    [[nodiscard]] virtual std::string resource(const Scene& scene, std::size_t row) const = 0;
    /// Words for `state:` in a filter: "waiting", "full", "dead" …
    [[nodiscard]] virtual std::vector<std::string> states(const Scene& scene, std::size_t row) const = 0;
    [[nodiscard]] virtual Mark mark(const Scene& scene, std::size_t row) const = 0;
    [[nodiscard]] virtual Pairing pair(const Scene& before, const Scene& after) const = 0;

    // Rows below a row: a set's semaphores. They go and come with their row.
    [[nodiscard]] virtual bool has_children() const { return false; }
    [[nodiscard]] virtual std::size_t child_count(const Scene&, std::size_t) const { return 0; }
    [[nodiscard]] virtual std::string child_cell(const Scene&, std::size_t /*row*/, std::size_t /*child*/,
                                                 std::size_t /*column*/, bool /*exact*/ = false) const {
        return {};
    }
    [[nodiscard]] virtual std::string child_resource(const Scene&, std::size_t, std::size_t) const { return {}; }
    [[nodiscard]] virtual Mark child_mark(const Scene&, std::size_t, std::size_t) const { return Mark::none; }
};

/// "stuck", or a key of the snapshot's JSON; null for any other name.
[[nodiscard]] const Section* find_section(std::string_view name);
/// The place of a column in columns(); empty where there is none of that name.
[[nodiscard]] std::optional<std::size_t> find_column(const Section& section, std::string_view name);

}  // namespace gordian::present
