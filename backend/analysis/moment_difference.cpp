// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/moment_difference.h"

#include "backend/analysis/moment_members.h"
#include "backend/snapshot/json_difference.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <array>
#include <format>

namespace gordian::analysis {

namespace {

namespace bj = boost::json;

// ---- what passes by itself ------------------------------------------------------------------------------------------

struct Passing {
    std::string_view section, field;
};
constexpr std::array passing_fields = std::to_array<Passing>({
    {"ipc_namespaces", "pids"},  // processes tells who comes and goes
    {"processes", "nthreads"},
    {"waits", "blocked_ms"},
    {"waits", "blocked_source"},
    {"waits", "certain"},  // a thread that ran between two readings makes it false once
    {"chains", "certain"},
    {"findings", "title"},  // words, with ages in them
    {"findings", "explanation"},
    {"findings", "advice"},
    {"findings", "command"},
    {"unreadable", "count"},  // other users' processes come and go
    {"unreadable", "resources"},
});

/// Running and sleeping alternate all the time; being stopped, traced or ended does not.
bool runs_or_sleeps(std::string_view state) { return state == "R" || state == "S" || state == "D" || state == "I"; }

template <class Member>
bool is_passing(std::string_view section, std::string_view field, const Member& before, const Member& after) {
    if constexpr (std::is_same_v<Member, std::string>)
        if (section == "processes" && field == "state") return runs_or_sleeps(before) && runs_or_sleeps(after);
    return std::ranges::any_of(
        passing_fields, [&](const Passing& passing) { return passing.section == section && passing.field == field; });
}

template <class Row>
bool is_told(const Row&) {
    return true;
}
bool is_told(const Process& process) { return !process.kernel_thread; }
bool is_told(const Wait& wait) { return wait.resource || !wait.any_of.empty() || !wait.all_of.empty(); }
bool is_told(const Chain& chain) {
    return std::ranges::any_of(chain.links, [](const Link& link) { return !link.resource.empty(); });
}
bool is_told(const Unreadable& unreadable) { return unreadable.section != "threads"; }

// ---- what a row is called ---------------------------------------------------------------------------------------------

std::string joined(std::string first, const std::vector<std::string>& rest, std::string_view separator) {
    for (const std::string& word : rest) first.append(first.empty() ? "" : separator).append(word);
    return first;
}

std::string who(int pid, std::optional<int> tid) { return tid ? resource::thread(pid, *tid) : resource::process(pid); }

template <class Row>
std::string name_of(const Row& row) {
    if constexpr (requires {
                      { row.resource } -> std::convertible_to<std::string>;
                  })
        return row.resource;
    else return {};
}
std::string name_of(const IpcNamespace& row) { return std::format("ipc:[{}]", row.inode); }
std::string name_of(const Limit& row) { return joined(row.name, {row.classic_name}, " "); }
std::string name_of(const Unreadable& row) {
    return std::format("{} {}: {}", row.section, joined({}, row.fields, ","),
                       row.errno_name.empty() ? row.why : row.errno_name);
}
std::string name_of(const Wait& row) { return who(row.pid, row.tid); }
std::string name_of(const Hold& row) { return std::format("{} holds {}", who(row.pid, row.tid), row.resource); }
std::string name_of(const Chain& row) { return row.thread; }
std::string name_of(const Finding& row) {
    return joined(row.code, row.resources.empty() ? row.threads : row.resources, " ");
}

// ---- the list ---------------------------------------------------------------------------------------------------------

class ChangeList {
public:
    template <KeyedRow Row>
    void add_rows(std::string_view section, const std::vector<Row>& before, const std::vector<Row>& after) {
        const auto told_before = told_by_key(before), told_after = told_by_key(after);
        merge_rows(
            told_before, told_after, [](const Row* row) -> const Row& { return *row; },
            [&](std::size_t i) {
                m_changes.push_back(
                    {std::string(section), "removed", name_of(*told_before[i]), json_of(*told_before[i]), {}});
            },
            [&](std::size_t j) {
                m_changes.push_back({std::string(section), "added", name_of(*told_after[j]), {}, json_of(*told_after[j])});
            },
            [&](std::size_t i, std::size_t j) {
                add_fields(section, name_of(*told_after[j]), *told_before[i], *told_after[j]);
            });
    }

    template <Described T>
    void add_fields(std::string_view section, std::string name, const T& before, const T& after) {
        if (before == after) return;
        auto fields = json::fields_that_differ(before, after,
                                               [&](std::string_view field, const auto& old_value, const auto& new_value) {
                                                   return is_passing(section, field, old_value, new_value);
                                               });
        if (fields.before.empty()) return;
        m_changes.push_back({std::string(section), "changed", std::move(name), json::compact(std::move(fields.before)),
                             json::compact(std::move(fields.after))});
    }

    std::vector<Change> take() { return std::move(m_changes); }

private:
    template <class Row>
    static std::vector<const Row*> told_by_key(const std::vector<Row>& rows) {
        std::vector<const Row*> told;
        for (const Row& row : rows)
            if (is_told(row)) told.push_back(&row);
        const auto less = [](const Row* a, const Row* b) { return row_key(*a) < row_key(*b); };
        if (!std::ranges::is_sorted(told, less)) std::ranges::stable_sort(told, less);
        return told;
    }

    template <class Row>
    static std::string json_of(const Row& row) {
        return json::compact(json::to_json(row));
    }

    std::vector<Change> m_changes;
};

}  // namespace

MomentDifference diff(const Moment& before, const Moment& after) {
    return {.seen = diff_struct(before.seen, after.seen), .means = diff_struct(before.means, after.means)};
}

Moment apply(const MomentDifference& difference, Moment before) {
    apply_struct(difference.seen, before.seen);
    apply_struct(difference.means, before.means);
    return before;
}

std::vector<Change> changes(const Moment& before, const Moment& after) {
    ChangeList list;
    for_each_member_of_moment([&](std::string_view name, auto part, auto pointer) {
        const auto& old_value = before.*part.*pointer;
        const auto& new_value = after.*part.*pointer;
        using Member = std::remove_cvref_t<decltype(old_value)>;
        if constexpr (Described<Member> && !TextScalar<Member>) list.add_fields(name, {}, old_value, new_value);
        else if constexpr (requires { list.add_rows(name, old_value, new_value); }) {
            if (name != "threads") list.add_rows(name, old_value, new_value);
        }
    });
    return list.take();
}

std::string to_json_line(const Change& change, Time at) {
    const auto raw = [](const std::string& json) { return json.empty() ? std::string("null") : json; };
    bj::object head{
        {"at", text_of(at)}, {"section", change.section}, {"change", change.change}, {"resource", change.resource}};
    std::string line = json::compact(std::move(head));
    line.pop_back();
    return std::format("{},\"before\":{},\"after\":{}}}", line, raw(change.before), raw(change.after));
}

}  // namespace gordian::analysis
