// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Rows of a snapshot as tables of words. The columns of a section follow from the description of its struct (backend/snapshot/described.h):
// a new field is a new column without an edit here. columns/<section>.cpp only says how the known ones are called, in which order they
// stand and which are shown unasked.
#include "backend/analysis/moment.h"
#include "backend/base/error.h"
#include "backend/present/names.h"
#include "backend/snapshot/described.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::present {

struct StuckRow;

/// What a number is, where its type does not tell.
enum class Shape { plain, bytes, pid, user, group, ms, us, address };

/// How a field is said.
struct FieldWords {
    std::string_view name;     ///< the field's name
    std::string_view title;    ///< for the window's header
    std::string_view tooltip;  ///< begins with the man page's term: "semncnt: …"
    Shape shape = Shape::plain;
    bool by_default = false;  ///< shown unless columns are asked for, in the order of the words
    std::string_view if_empty = "?";  ///< for a null: "?" where it is ignorance (`unreadable` tells why), else what the null means
};

/// What a column's values are, for sorting and for what may be typed in a filter.
enum class ColumnKind { text, number, bytes, duration };

struct Column {
    std::string name;  ///< what `--columns` calls it: the field's name
    std::string title, tooltip;
    bool right_aligned = false;
    ColumnKind kind = ColumnKind::text;  ///< duration: milliseconds, of a time its age
    friend bool operator==(const Column&, const Column&) = default;
};

/// What cells are written with.
struct CellContext {
    const People& people;
    const Names& names;
    Time now;            ///< when the snapshot was taken: ages count from here
    bool exact = false;  ///< bytes, milliseconds and times as they are, not as people say them
};

/// The words of a section's fields, in columns/<section>.cpp. A field without words has its name as title; a section without any shows all
/// its fields.
template <class Row>
[[nodiscard]] std::span<const FieldWords> words_of() {
    return {};
}
// clang-format off
template <> std::span<const FieldWords> words_of<IpcNamespace>();
template <> std::span<const FieldWords> words_of<Process>();
template <> std::span<const FieldWords> words_of<Thread>();
template <> std::span<const FieldWords> words_of<MsgQueue>();
template <> std::span<const FieldWords> words_of<SemSet>();
template <> std::span<const FieldWords> words_of<Semaphore>();
template <> std::span<const FieldWords> words_of<ShmSegment>();
template <> std::span<const FieldWords> words_of<Pipe>();
template <> std::span<const FieldWords> words_of<FileLock>();
template <> std::span<const FieldWords> words_of<SharedMapping>();
template <> std::span<const FieldWords> words_of<Limit>();
template <> std::span<const FieldWords> words_of<Unreadable>();
template <> std::span<const FieldWords> words_of<Wait>();
template <> std::span<const FieldWords> words_of<Hold>();
template <> std::span<const FieldWords> words_of<Chain>();
template <> std::span<const FieldWords> words_of<Finding>();
template <> std::span<const FieldWords> words_of<StuckRow>();
// clang-format on
/// Those of one field; its name where there are none.
[[nodiscard]] FieldWords words_of_field(std::span<const FieldWords> words, std::string_view name);

/// Columns that are no field but follow from several: "waiting" of a semaphore set is the sum over its semaphores.
template <class Row>
struct DerivedColumn {
    FieldWords words;
    bool right_aligned = false;
    std::string (*cell)(const Row&, const CellContext&) = nullptr;
};
template <class Row>
[[nodiscard]] std::span<const DerivedColumn<Row>> derived_columns_of() {
    return {};
}
template <>
std::span<const DerivedColumn<SemSet>> derived_columns_of<SemSet>();
template <>
std::span<const DerivedColumn<Process>> derived_columns_of<Process>();

/// All columns: the fields in the order of the description, then the derived ones.
template <class Row>
[[nodiscard]] std::vector<Column> columns_of();
/// The names of those that are shown unasked, in order.
template <class Row>
[[nodiscard]] std::vector<std::string> default_columns_of();
/// One cell; empty for a name that is no column. Text of others is in it as it is: who prints it to a terminal escapes it.
template <class Row>
[[nodiscard]] std::string cell_of(const Row& row, std::string_view column, const CellContext& context);

struct Table {
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;
};

struct TableOptions {
    std::vector<std::string> columns;  ///< empty: the default ones
    bool semaphores = false;  ///< sem_sets: a row for each semaphore; also where `columns` names a field of one
    bool exact = false;
};

/// A section of the snapshot's JSON ("sem_sets") as a table. An unknown section or column is an error that lists the names.
[[nodiscard]] Result<Table> table_of(const Moment& moment, std::string_view section, const Names& names,
                                     const TableOptions& options);

/// "sem_sets" is "Semaphore sets".
[[nodiscard]] std::string section_title(std::string_view section);
/// All sections that have a table, in the order of the JSON.
[[nodiscard]] const std::vector<std::string>& table_sections();

}  // namespace gordian::present
