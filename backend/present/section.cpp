// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/section.h"

#include "backend/base/scan.h"
#include "backend/present/columns_of.h"
#include "backend/snapshot/difference.h"

#include <algorithm>
#include <array>
#include <format>
#include <functional>
#include <memory>

namespace gordian::present {

namespace {

// ---- sort keys --------------------------------------------------------------------------------------------------------

/// Text that sorts as people count: "sysv-sem/7" before "sysv-sem/10", without regard to case. A run of digits is preceded by its length.
std::string natural(std::string_view text) {
    std::string key;
    key.reserve(text.size() + 4);
    for (std::size_t i = 0; i < text.size();) {
        const auto is_digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
        if (!is_digit(i)) {
            const char c = text[i++];
            key.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
            continue;
        }
        while (text[i] == '0' && is_digit(i + 1)) ++i;
        std::size_t end = i;
        while (is_digit(end)) ++end;
        key.push_back(static_cast<char>('0' + std::min<std::size_t>(end - i, 70)));
        key.append(text.substr(i, end - i));
        i = end;
    }
    return key;
}

template <class T>
SortKey key_of_value(const T& value, Shape shape, std::string_view if_empty, const CellContext& context) {
    if constexpr (is_optional<T>) {
        if (!value) return {};
        return key_of_value(*value, shape, if_empty, context);
    } else if constexpr (std::is_same_v<T, Time>) {
        if (value.never()) return {};
        return static_cast<double>(context.now.ns - value.ns) / 1e6;
    } else if constexpr (std::is_same_v<T, Key> || std::is_same_v<T, Hex>) {
        return static_cast<double>(value.value);
    } else if constexpr (std::is_same_v<T, Mode>) {
        return static_cast<double>(value.bits);
    } else if constexpr (DescribedEnum<T> || std::is_same_v<T, bool>) {
        return static_cast<double>(value);
    } else if constexpr (Number<T>) {
        if (shape == Shape::user || shape == Shape::group) return natural(cell_text(value, shape, if_empty, context));
        return static_cast<double>(value);
    } else {
        return natural(cell_text(value, shape, if_empty, context));
    }
}

SortKey key_of_derived(const std::string& cell, bool is_number) {
    if (!is_number) return natural(cell);
    double number = 0;
    std::int64_t whole = 0;
    if (const Scan scan = Scan(cell).dec(whole); scan && scan.at_end()) number = static_cast<double>(whole);
    else return {};
    return number;
}

// ---- what is told of each kind of row -----------------------------------------------------------------------------------

Mark mark_of(Severity severity) {
    switch (severity) {
    case Severity::critical: return Mark::critical;
    case Severity::warning: return Mark::warning;
    case Severity::notice: break;
    }
    return Mark::notice;
}

Mark mark_of_resource(const Scene& scene, std::string_view resource) {
    if (resource.empty()) return Mark::none;
    if (const Finding* finding = scene.finding_on(resource)) return mark_of(finding->severity);
    return scene.facts.waits_for(resource).empty() ? Mark::none : Mark::waited_for;
}

std::string semaphore_of(const SemSet& set, const Semaphore& semaphore) {
    return std::format("{}/{}", set.resource, semaphore.num);
}

std::int64_t sleepers(const SemSet& set) {
    std::int64_t sum = 0;
    for (const Semaphore& semaphore : set.semaphores)
        sum += semaphore.semncnt.value_or(0) + semaphore.semzcnt.value_or(0);
    return sum;
}

/// An identifier that came back for another object is another row: nothing that was selected or opened goes over to it.
template <class Row>
bool is_same_object(const Row&, const Row&) {
    return true;
}
bool is_same_object(const MsgQueue& a, const MsgQueue& b) { return a.cuid == b.cuid && a.cgid == b.cgid; }
bool is_same_object(const SemSet& a, const SemSet& b) {
    return a.cuid == b.cuid && a.cgid == b.cgid && a.semaphores.size() == b.semaphores.size();
}
bool is_same_object(const ShmSegment& a, const ShmSegment& b) {
    return a.cuid == b.cuid && a.cgid == b.cgid && a.cpid == b.cpid && a.segsz == b.segsz;
}

template <class Row>
struct Told {
    static std::string resource(const Row& row) {
        if constexpr (requires { row.resource; }) return row.resource;
        else return {};
    }
    static Mark mark(const Scene& scene, const Row& row) { return mark_of_resource(scene, resource(row)); }
    static void add_states(const Scene& scene, const Row& row, std::vector<std::string>& states) {
        const std::string name = resource(row);
        if (!name.empty() && !scene.facts.waits_for(name).empty()) states.emplace_back("waiting");
    }
};

template <>
struct Told<SemSet> {
    static std::string resource(const SemSet& row) { return row.resource; }
    static Mark mark(const Scene& scene, const SemSet& row) {
        Mark mark = mark_of_resource(scene, row.resource);
        for (const Semaphore& semaphore : row.semaphores) {
            if (mark == Mark::critical) break;
            mark = std::max(mark, mark_of_resource(scene, semaphore_of(row, semaphore)));
        }
        return mark == Mark::none && sleepers(row) > 0 ? Mark::waited_for : mark;
    }
    static void add_states(const Scene& scene, const SemSet& row, std::vector<std::string>& states) {
        if (sleepers(row) > 0 || !scene.facts.waits_for(row.resource).empty()) states.emplace_back("waiting");
        if (row.otime.never()) states.emplace_back("never-used");
    }
};

template <>
struct Told<MsgQueue> {
    static std::string resource(const MsgQueue& row) { return row.resource; }
    static Mark mark(const Scene& scene, const MsgQueue& row) { return mark_of_resource(scene, row.resource); }
    static void add_states(const Scene& scene, const MsgQueue& row, std::vector<std::string>& states) {
        if (!scene.facts.waits_for(row.resource).empty()) states.emplace_back("waiting");
        if (row.qbytes && row.cbytes >= *row.qbytes) states.emplace_back("full");
        if (row.qnum == 0) states.emplace_back("empty");
    }
};

template <>
struct Told<ShmSegment> {
    static std::string resource(const ShmSegment& row) { return row.resource; }
    static Mark mark(const Scene& scene, const ShmSegment& row) { return mark_of_resource(scene, row.resource); }
    static void add_states(const Scene&, const ShmSegment& row, std::vector<std::string>& states) {
        states.emplace_back(row.nattch > 0 ? "attached" : "unattached");
        if (row.marked_for_removal) states.emplace_back("going");
        if (row.locked) states.emplace_back("locked");
    }
};

template <>
struct Told<FileLock> {
    static std::string resource(const FileLock& row) { return row.resource; }
    static Mark mark(const Scene& scene, const FileLock& row) {
        const Mark mark = mark_of_resource(scene, row.resource);
        return mark == Mark::none && !row.waiters.empty() ? Mark::waited_for : mark;
    }
    static void add_states(const Scene&, const FileLock& row, std::vector<std::string>& states) {
        if (!row.waiters.empty()) states.emplace_back("waiting");
        if (std::ranges::any_of(row.holders, [](const LockHolder& holder) { return holder.inherited.value_or(false); }))
            states.emplace_back("inherited");
        states.emplace_back(enum_name(row.mode));
    }
};

template <>
struct Told<Process> {
    static std::string resource(const Process& row) { return row.resource; }
    static Mark mark(const Scene& scene, const Process& row) {
        Mark mark = Mark::none;
        for (const Wait* wait : scene.facts.waits_of(row.pid))
            if (const Finding* finding = scene.finding_on(thread_of(*wait)))
                mark = std::max(mark, mark_of(finding->severity));
        return mark;
    }
    static void add_states(const Scene& scene, const Process& row, std::vector<std::string>& states) {
        states.push_back(state_word(row.state));
        if (!scene.facts.waits_of(row.pid).empty()) states.emplace_back("waiting");
        if (!row.readable) states.emplace_back("hidden");
        if (row.kernel_thread) states.emplace_back("kernel-thread");
    }
};

template <>
struct Told<StuckRow> {
    static std::string resource(const StuckRow& row) { return row.resource; }
    static Mark mark(const Scene& scene, const StuckRow& row) {
        const Finding* finding = scene.finding_on(row.resource);
        if (finding != nullptr) return mark_of(finding->severity);
        return row.normal ? Mark::none : Mark::waited_for;
    }
    static void add_states(const Scene& scene, const StuckRow& row, std::vector<std::string>& states) {
        states.emplace_back(row.normal ? "normal" : "stuck");
        if (const Wait* wait = scene.facts.wait_of(row.resource))
            states.emplace_back(enum_name(verdict_of_wait(scene, *wait)));
    }

private:
    static Verdict verdict_of_wait(const Scene& scene, const Wait& wait) {
        const Chain* chain = scene.facts.chain_of(wait);
        return chain == nullptr ? Verdict::unknown : chain->verdict;
    }
};

template <>
struct Told<Finding> {
    /// The thing it is about: what a click on it leads to.
    static std::string resource(const Finding& row) {
        if (!row.resources.empty()) return row.resources.front();
        return row.threads.empty() ? std::string() : row.threads.front();
    }
    static Mark mark(const Scene&, const Finding& row) { return mark_of(row.severity); }
    static void add_states(const Scene&, const Finding& row, std::vector<std::string>& states) {
        states.emplace_back(enum_name(row.severity));
        states.emplace_back(row.certain ? "certain" : "likely");
    }
};

template <>
struct Told<Limit> {
    static std::string resource(const Limit& row) { return row.resource; }
    static Mark mark(const Scene& scene, const Limit& row) {
        const Finding* finding = scene.finding_on(row.name);
        // Of a limit that each object has its own, the finding names the object too.
        const bool is_meant = finding != nullptr &&
                              (row.resource.empty() || std::ranges::contains(finding->resources, row.resource));
        return is_meant && row.used ? mark_of(finding->severity) : Mark::none;
    }
    static void add_states(const Scene& scene, const Limit& row, std::vector<std::string>& states) {
        if (mark(scene, row) != Mark::none) states.emplace_back("near");
    }
};

// ---- the sections -----------------------------------------------------------------------------------------------------

template <class Row>
class SectionOf : public Section {
public:
    using Rows = const std::vector<Row>& (*)(const Scene&);

    SectionOf(std::string name, Rows rows)
        : m_name(std::move(name)), m_rows(rows), m_columns(columns_of<Row>()), m_defaults(default_columns_of<Row>()) {}

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] const std::vector<Column>& columns() const override { return m_columns; }
    [[nodiscard]] const std::vector<std::string>& default_columns() const override { return m_defaults; }
    [[nodiscard]] std::size_t size(const Scene& scene) const override { return m_rows(scene).size(); }

    [[nodiscard]] std::string cell(const Scene& scene, std::size_t row, std::size_t column, bool exact) const override {
        return cell_of(m_rows(scene).at(row), m_columns.at(column).name, context(scene, exact));
    }

    [[nodiscard]] SortKey sort_key(const Scene& scene, std::size_t row, std::size_t column) const override {
        const Row& values = m_rows(scene).at(row);
        const std::string_view name = m_columns.at(column).name;
        const CellContext cells = context(scene, false);
        SortKey key;
        for (const DerivedColumn<Row>& derived : derived_columns_of<Row>())
            if (derived.words.name == name) return key_of_derived(derived.cell(values, cells), derived.right_aligned);
        for_each_member(values, [&](std::string_view member, const auto& value) {
            if (member != name) return;
            const FieldWords words = words_of_field(words_of<Row>(), name);
            key = key_of_value(value, words.shape, words.if_empty, cells);
        });
        return key;
    }

    [[nodiscard]] std::string resource(const Scene& scene, std::size_t row) const override {
        return Told<Row>::resource(m_rows(scene).at(row));
    }
    [[nodiscard]] std::vector<std::string> states(const Scene& scene, std::size_t row) const override {
        std::vector<std::string> states;
        const Row& values = m_rows(scene).at(row);
        Told<Row>::add_states(scene, values, states);
        if (const Finding* finding = scene.finding_on(Told<Row>::resource(values))) states.push_back(finding->code);
        return states;
    }
    [[nodiscard]] Mark mark(const Scene& scene, std::size_t row) const override {
        return Told<Row>::mark(scene, m_rows(scene).at(row));
    }

    [[nodiscard]] Pairing pair(const Scene& before, const Scene& after) const override {
        const std::vector<Row>&from = m_rows(before), &to = m_rows(after);
        Pairing pairing{std::vector<std::int32_t>(from.size(), -1), std::vector<bool>(to.size(), false)};
        merge_rows(
            from, to, std::identity{}, [](std::size_t) {}, [](std::size_t) {},
            [&](std::size_t i, std::size_t j) {
                if (!is_same_object(from[i], to[j])) return;
                pairing.after_of[i] = static_cast<std::int32_t>(j);
                pairing.changed[j] = !(from[i] == to[j]);
            });
        return pairing;
    }

protected:
    [[nodiscard]] const Row& row_at(const Scene& scene, std::size_t row) const { return m_rows(scene).at(row); }
    [[nodiscard]] static CellContext context(const Scene& scene, bool exact) {
        return {scene.facts.people, scene.names, scene.seen.taken_at, exact};
    }

private:
    std::string m_name;
    Rows m_rows;
    std::vector<Column> m_columns;
    std::vector<std::string> m_defaults;
};

/// Sets, with their semaphores below them.
class SemSets final : public SectionOf<SemSet> {
public:
    SemSets() : SectionOf("sem_sets", [](const Scene& scene) -> const auto& { return scene.seen.sem_sets; }) {}

    [[nodiscard]] bool has_children() const override { return true; }
    [[nodiscard]] std::size_t child_count(const Scene& scene, std::size_t row) const override {
        return row_at(scene, row).semaphores.size();
    }
    /// Each value stands in the column of the set that sums it up.
    [[nodiscard]] std::string child_cell(const Scene& scene, std::size_t row, std::size_t child, std::size_t column,
                                         bool exact) const override {
        const Semaphore& semaphore = row_at(scene, row).semaphores.at(child);
        const std::string_view name = columns().at(column).name;
        const auto field = [&](std::string_view member) { return cell_of(semaphore, member, context(scene, exact)); };
        if (name == "resource") return std::format("[{}]", semaphore.num);
        if (name == "values") return field("semval");
        if (name == "last_operators") return field("sempid");
        if (name != "waiting") return {};
        if (!semaphore.semncnt || !semaphore.semzcnt) return "?";
        if (*semaphore.semncnt == 0 && *semaphore.semzcnt == 0) return "0";
        if (*semaphore.semzcnt == 0) return std::format("{} to grow", *semaphore.semncnt);
        if (*semaphore.semncnt == 0) return std::format("{} for zero", *semaphore.semzcnt);
        return std::format("{} to grow, {} for zero", *semaphore.semncnt, *semaphore.semzcnt);
    }
    [[nodiscard]] std::string child_resource(const Scene& scene, std::size_t row, std::size_t child) const override {
        const SemSet& set = row_at(scene, row);
        return semaphore_of(set, set.semaphores.at(child));
    }
    [[nodiscard]] Mark child_mark(const Scene& scene, std::size_t row, std::size_t child) const override {
        const Semaphore& semaphore = row_at(scene, row).semaphores.at(child);
        const Mark mark = mark_of_resource(scene, child_resource(scene, row, child));
        const bool is_waited_for = semaphore.semncnt.value_or(0) + semaphore.semzcnt.value_or(0) > 0;
        return mark == Mark::none && is_waited_for ? Mark::waited_for : mark;
    }
};

template <class Row>
std::unique_ptr<Section> section_of(std::string name, typename SectionOf<Row>::Rows rows) {
    return std::make_unique<SectionOf<Row>>(std::move(name), rows);
}

const std::vector<std::unique_ptr<Section>>& sections() {
    static const std::vector<std::unique_ptr<Section>> all = [] {
        std::vector<std::unique_ptr<Section>> made;
        made.push_back(section_of<StuckRow>("stuck", [](const Scene& scene) -> const auto& { return scene.stuck; }));
        made.push_back(
            section_of<Finding>("findings", [](const Scene& s) -> const auto& { return s.moment->means.findings; }));
        made.push_back(section_of<MsgQueue>("msg_queues", [](const Scene& s) -> const auto& { return s.seen.msg_queues; }));
        made.push_back(std::make_unique<SemSets>());
        made.push_back(
            section_of<ShmSegment>("shm_segments", [](const Scene& s) -> const auto& { return s.seen.shm_segments; }));
        made.push_back(section_of<SharedMapping>("shared_mappings",
                                                 [](const Scene& s) -> const auto& { return s.seen.shared_mappings; }));
        made.push_back(section_of<FileLock>("locks", [](const Scene& s) -> const auto& { return s.seen.locks; }));
        made.push_back(section_of<Process>("processes", [](const Scene& s) -> const auto& { return s.seen.processes; }));
        made.push_back(section_of<Limit>("limits", [](const Scene& s) -> const auto& { return s.seen.limits; }));
        return made;
    }();
    return all;
}

}  // namespace

const Section* find_section(std::string_view name) {
    const auto found = std::ranges::find(sections(), name, [](const auto& section) { return section->name(); });
    return found == sections().end() ? nullptr : found->get();
}

std::optional<std::size_t> find_column(const Section& section, std::string_view name) {
    const auto found = std::ranges::find(section.columns(), name, &Column::name);
    if (found == section.columns().end()) return {};
    return static_cast<std::size_t>(found - section.columns().begin());
}

}  // namespace gordian::present
