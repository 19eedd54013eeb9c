// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/table.h"

#include "backend/analysis/moment_members.h"
#include "backend/present/columns_of.h"
#include "backend/present/scene.h"
#include "backend/present/translate_mark.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <ranges>

namespace gordian::present {

FieldWords words_of_field(std::span<const FieldWords> words, std::string_view name) {
    const auto found = std::ranges::find(words, name, &FieldWords::name);
    return found != words.end() ? *found : FieldWords{.name = name, .title = name, .tooltip = name};
}

namespace {

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

std::string names_in_words(const std::vector<Column>& columns) {
    std::vector<std::string> names;
    for (const Column& column : columns) names.push_back(column.name);
    return joined(names, ", ");
}

/// The columns that were asked for; headers are printed in upper case and may be typed back so.
Result<std::vector<Column>> chosen_columns(std::string_view section, const std::vector<Column>& all,
                                           const std::vector<std::string>& names) {
    std::vector<Column> chosen;
    for (const std::string& name : names) {
        const auto found = std::ranges::find(all, lower_case(name), &Column::name);
        if (found == all.end())
            return std::unexpected(Error::refused("choosing columns", std::string(section),
                                                  std::format("there is no column \"{}\"", name),
                                                  "there are: " + names_in_words(all)));
        chosen.push_back(*found);
    }
    return chosen;
}

template <class Row>
Result<Table> plain_table(const std::vector<Row>& rows, std::string_view section, const CellContext& context,
                          const TableOptions& options) {
    auto columns = chosen_columns(section, columns_of<Row>(),
                                  options.columns.empty() ? default_columns_of<Row>() : options.columns);
    if (!columns) return std::unexpected(columns.error());
    Table table{std::move(*columns), {}};
    for (const Row& row : rows) {
        std::vector<std::string>& cells = table.rows.emplace_back();
        for (const Column& column : table.columns) cells.push_back(cell_of(row, column.name, context));
    }
    return table;
}

bool is_column(const std::vector<Column>& columns, std::string_view name) {
    return std::ranges::contains(columns, lower_case(name), &Column::name);
}

/// A row a set, or a row a semaphore.
Result<Table> sem_sets_table(const std::vector<SemSet>& sets, const CellContext& context, const TableOptions& options) {
    const std::vector<Column> of_set = columns_of<SemSet>(), of_semaphore = columns_of<Semaphore>();
    const bool by_semaphore = options.semaphores || std::ranges::any_of(options.columns, [&](const std::string& name) {
                                  return is_column(of_semaphore, name);
                              });
    std::vector<Column> all = of_set;
    all.insert(all.end(), of_semaphore.begin(), of_semaphore.end());
    static const std::vector<std::string> semaphore_columns{"resource", "key",     "uid",    "semval",
                                                            "semncnt",  "semzcnt", "sempid", "otime"};
    const std::vector<std::string>& unasked = by_semaphore ? semaphore_columns : default_columns_of<SemSet>();
    auto columns = chosen_columns("sem_sets", all, options.columns.empty() ? unasked : options.columns);
    if (!columns) return std::unexpected(columns.error());

    Table table{std::move(*columns), {}};
    for (const SemSet& set : sets) {
        if (!by_semaphore) {
            std::vector<std::string>& cells = table.rows.emplace_back();
            for (const Column& column : table.columns) cells.push_back(cell_of(set, column.name, context));
            continue;
        }
        for (const Semaphore& semaphore : set.semaphores) {
            std::vector<std::string>& cells = table.rows.emplace_back();
            for (const Column& column : table.columns) {
                if (column.name == "resource") cells.push_back(std::format("{}/{}", set.resource, semaphore.num));
                else if (is_column(of_semaphore, column.name))
                    cells.push_back(cell_of(semaphore, column.name, context));
                else cells.push_back(cell_of(set, column.name, context));
            }
        }
    }
    return table;
}

/// Numbers of processes that are gone: no struct has them, so that their only column is written here.
Result<Table> pids_table(const std::vector<int>& pids, std::string_view section, const CellContext& context,
                         const TableOptions& options) {
    const std::vector<Column> all{{"pid", N_("Process"), N_("pid: nobody has it any more"), false}};
    auto columns = chosen_columns(section, all,
                                  options.columns.empty() ? std::vector<std::string>{"pid"} : options.columns);
    if (!columns) return std::unexpected(columns.error());
    Table table{std::move(*columns), {}};
    for (const int pid : pids) table.rows.emplace_back(table.columns.size(), context.people.cell(pid));
    return table;
}

Result<Table> rows_table(const std::vector<int>& rows, std::string_view section, const CellContext& context,
                         const TableOptions& options) {
    return pids_table(rows, section, context, options);
}
Result<Table> rows_table(const std::vector<SemSet>& rows, std::string_view, const CellContext& context,
                         const TableOptions& options) {
    return sem_sets_table(rows, context, options);
}
template <class Row>
Result<Table> rows_table(const std::vector<Row>& rows, std::string_view section, const CellContext& context,
                         const TableOptions& options) {
    return plain_table(rows, section, context, options);
}

struct Section {
    std::string name;
    std::function<Result<Table>(const Moment&, const CellContext&, const TableOptions&)> table;
};

/// From the description of a Moment: a new section has a table without an edit here.
const std::vector<Section>& sections() {
    static const std::vector<Section> all = [] {
        std::vector<Section> made;
        analysis::for_each_member_of_moment([&](std::string_view name, auto part, auto pointer) {
            const auto& rows_of = [part, pointer](const Moment& moment) -> const auto& { return moment.*part.*pointer; };
            if constexpr (is_vector<std::remove_cvref_t<decltype(rows_of(std::declval<const Moment&>()))>>)
                made.push_back({std::string(name), [name, part, pointer](const Moment& moment, const CellContext& context,
                                                                         const TableOptions& options) {
                                    return rows_table(moment.*part.*pointer, name, context, options);
                                }});
        });
        return made;
    }();
    return all;
}

constexpr std::pair<std::string_view, std::string_view> section_titles[] = {
    {"ipc_namespaces", N_("IPC namespaces")},
    {"processes", N_("Processes")},
    {"dead_pids", N_("Processes that are gone")},
    {"threads", N_("Blocked threads")},
    {"msg_queues", N_("Message queues")},
    {"sem_sets", N_("Semaphore sets")},
    {"shm_segments", N_("Shared memory segments")},
    {"pipes", N_("Pipes that are full")},
    {"locks", N_("File locks")},
    {"shared_mappings", N_("Shared mappings")},
    {"waits", N_("Waits")},
    {"holds", N_("Holds")},
    {"chains", N_("Chains")},
    {"findings", N_("Findings")},
    {"limits", N_("Limits")},
    {"unreadable", N_("What could not be read")},
};

}  // namespace

Result<Table> table_of(const Moment& moment, std::string_view name, const Names& names, const TableOptions& options) {
    const auto found = std::ranges::find(sections(), name, &Section::name);
    if (found == sections().end())
        return std::unexpected(Error::refused("choosing a section", name, "there is no such section",
                                              "there are: " + joined(table_sections(), ", ")));
    const People people(moment.seen);
    return found->table(moment, CellContext{people, names, moment.seen.taken_at, options.exact}, options);
}

std::string section_title(std::string_view name) {
    const auto* const found = std::ranges::find(section_titles, name,
                                                &std::pair<std::string_view, std::string_view>::first);
    return std::string(found == std::ranges::end(section_titles) ? name : found->second);
}

const std::vector<std::string>& table_sections() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const Section& section : sections()) all.push_back(section.name);
        return all;
    }();
    return names;
}

#define GORDIAN_COLUMNS(Row)                                                                                           \
    template std::vector<Column> columns_of<Row>();                                                                    \
    template std::vector<std::string> default_columns_of<Row>();                                                       \
    template std::string cell_of<Row>(const Row&, std::string_view, const CellContext&);
GORDIAN_COLUMNS(IpcNamespace)
GORDIAN_COLUMNS(Process)
GORDIAN_COLUMNS(Thread)
GORDIAN_COLUMNS(MsgQueue)
GORDIAN_COLUMNS(SemSet)
GORDIAN_COLUMNS(Semaphore)
GORDIAN_COLUMNS(ShmSegment)
GORDIAN_COLUMNS(Pipe)
GORDIAN_COLUMNS(FileLock)
GORDIAN_COLUMNS(SharedMapping)
GORDIAN_COLUMNS(Limit)
GORDIAN_COLUMNS(Unreadable)
GORDIAN_COLUMNS(Wait)
GORDIAN_COLUMNS(Hold)
GORDIAN_COLUMNS(Chain)
GORDIAN_COLUMNS(Finding)
GORDIAN_COLUMNS(StuckRow)
#undef GORDIAN_COLUMNS

}  // namespace gordian::present
