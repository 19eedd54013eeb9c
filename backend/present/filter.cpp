// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/filter.h"

#include "backend/base/text.h"
#include "backend/present/format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <format>
#include <unordered_map>
#include <utility>

namespace gordian::present {

namespace {

constexpr std::size_t most_values = 50, most_rows_looked_at = 5'000, longest_value = 200;
constexpr std::string_view state_field = "state";

// ---- text -------------------------------------------------------------------------------------------------------------------

/// Lower case of the Latin, Greek and Cyrillic letters whose two forms are equally long in UTF-8, in place; all other bytes, well-formed or
/// not, stay. Not the C library's: it depends on the environment.
void fold(std::string& text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned char first = byte(i);
        if (first >= 'A' && first <= 'Z') text[i] = static_cast<char>(first + ('a' - 'A'));
        if (first < 0xC3 || first > 0xD0 || i + 1 == text.size()) continue;
        const unsigned char second = byte(i + 1);
        const auto becomes = [&](unsigned lead, unsigned trail) {
            text[i] = static_cast<char>(lead);
            text[i + 1] = static_cast<char>(trail);
        };
        if (first == 0xC3 && second >= 0x80 && second <= 0x9E && second != 0x97)
            becomes(first, second + 0x20U);                                                          // À to Þ, not ×
        else if (first == 0xCE && second >= 0x91 && second <= 0x9F) becomes(first, second + 0x20U);  // Α to Ο
        else if (first == 0xCE && second >= 0xA0 && second <= 0xA9) becomes(0xCF, second - 0x20U);   // Π to Ω
        else if (first == 0xD0 && second >= 0x90 && second <= 0x9F) becomes(first, second + 0x20U);  // А to П
        else if (first == 0xD0 && second >= 0xA0 && second <= 0xAF) becomes(0xD1, second - 0x20U);   // Р to Я
        else continue;
        ++i;
    }
}

std::string folded(std::string_view text) {
    std::string copy(text);
    fold(copy);
    return copy;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_field_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '\'' || static_cast<unsigned char>(c) >= 0x80;
}

/// The whole number after 0x; empty where the text is something else.
std::optional<std::uint64_t> hex_number(std::string_view text) {
    if (!text.starts_with("0x")) return {};
    text.remove_prefix(2);
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    return failure == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// "Creator's group" is typed creators-group.
std::string slug(std::string_view words) {
    std::string text;
    for (const char c : folded(words)) {
        if (c == '\'') continue;
        text.push_back(is_blank(c) ? '-' : c);
    }
    return text;
}

// ---- fields -------------------------------------------------------------------------------------------------------------------

struct Alias {
    std::string_view word;
    bool all;  ///< any of these columns may match; else the first that there is
    std::array<std::string_view, 9> columns;
};
/// Words of every day for what each kind of object calls otherwise.
constexpr Alias aliases[] = {
    {"owner", false, {"uid", "holders"}},
    {"user", false, {"uid"}},
    {"group", false, {"gid"}},
    {"creator", false, {"cuid", "cpid"}},
    {"size", false, {"segsz", "size", "cbytes"}},
    {"used", false, {"used", "cbytes", "rss"}},
    {"age", false, {"blocked_ms", "otime", "start_time", "ctime"}},
    {"name", false, {"name", "comm", "thread", "resource"}},
    {"path", false, {"path", "backing", "exe"}},
    {"pid", true, {"pid", "taker_pid", "holders", "waiters", "lspid", "lrpid", "last_operators", "cpid", "lpid"}},
    {"process", true, {"pid", "holders", "waiters", "attachments", "mappings", "last_operators", "lspid", "lrpid"}},
    {"command", false, {"command_line", "comm", "command"}},
    {"waiters", false, {"waiters", "waiting", "senders_waiting"}},
    {"waits_for", false, {"waits_for", "resource"}},
};

std::optional<std::size_t> place_of(const Section& section, std::string_view name) {
    const auto found = std::ranges::find(section.columns(), name, &Column::name);
    if (found == section.columns().end()) return {};
    return static_cast<std::size_t>(found - section.columns().begin());
}

std::vector<std::size_t> columns_of_alias(const Section& section, const Alias& alias) {
    std::vector<std::size_t> places;
    for (const std::string_view name : alias.columns) {
        const auto place = place_of(section, name);
        if (!place) continue;
        places.push_back(*place);
        if (!alias.all) break;
    }
    return places;
}

/// `field` as it was typed. A column's own name goes before a title, a title before a word of every day. Empty: there is none.
std::vector<std::size_t> columns_of_field(const Section& section, std::string_view field) {
    const std::string name = folded(field), title = slug(field);
    if (const auto place = place_of(section, name)) return {*place};
    const auto& columns = section.columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (slug(columns[i].title) == title) return {i};
    const auto alias = std::ranges::find(aliases, name, &Alias::word);
    return alias == std::end(aliases) ? std::vector<std::size_t>{} : columns_of_alias(section, *alias);
}

/// Everything that may be typed before a colon, without titles: those that are shown unasked first.
std::vector<std::string> field_names(const Section& section) {
    std::vector<std::string> names{std::string(state_field)};
    const auto add = [&](std::string_view name) {
        if (!std::ranges::contains(names, name)) names.emplace_back(name);
    };
    for (const std::string& name : section.default_columns()) add(name);
    for (const Alias& alias : aliases)
        if (!columns_of_alias(section, alias).empty()) add(alias.word);
    for (const Column& column : section.columns()) add(column.name);
    return names;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

std::string no_such_field(const Section& section, std::string_view field) {
    const std::vector<std::string> names = field_names(section);
    const std::string typed = folded(field.substr(0, 40));
    std::string sentence = std::format("there is no field \"{}\" here; ", escaped(field.substr(0, 40)));
    const auto distance = [&](const std::string& name) { return edit_distance(typed, name); };
    const auto nearest = std::ranges::min_element(names, {}, distance);
    if (distance(*nearest) <= std::max<std::size_t>(1, typed.size() / 3))
        sentence += std::format("did you mean {}? ", *nearest);
    return sentence + std::format("Fields: {}. In quotes it is text to look for", joined(names, ", "));
}

// ---- numbers with a unit ----------------------------------------------------------------------------------------------------

struct Unit {
    std::string_view name;
    double factor;
};
constexpr double kib = 1024;
constexpr Unit byte_units[] = {{"", 1},
                               {"b", 1},
                               {"k", kib},
                               {"kb", kib},
                               {"kib", kib},
                               {"m", kib* kib},
                               {"mb", kib* kib},
                               {"mib", kib* kib},
                               {"g", kib* kib* kib},
                               {"gb", kib* kib* kib},
                               {"gib", kib* kib* kib},
                               {"t", kib* kib* kib* kib},
                               {"tb", kib* kib* kib* kib},
                               {"tib", kib* kib* kib* kib}};
constexpr Unit no_units[] = {{"", 1}};
constexpr Unit duration_units[] = {{"ms", 1}, {"s", 1'000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};

std::string_view units_of(ColumnKind kind) {
    switch (kind) {
    case ColumnKind::bytes: return "B, K, M, G or T, as in 1M";
    case ColumnKind::duration: return "ms, s, min, h or d, as in 5min";
    case ColumnKind::number: return "no unit, as in 12 or 0x2a";
    case ColumnKind::text: break;
    }
    return "";
}

/// In what the sort keys of that kind count in; or a sentence about what is wrong. `text` is folded; `field` is what was typed before it.
std::expected<double, std::string> number_of(std::string_view text, ColumnKind kind, std::string_view field) {
    if (const auto hex = hex_number(text); hex && kind == ColumnKind::number) return static_cast<double>(*hex);
    double number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (failure != std::errc{} || !std::isfinite(number))
        return std::unexpected(std::format("\"{}\" is no number; {} is counted in {}", escaped(text.substr(0, 40)),
                                           field, units_of(kind)));
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    const auto with_unit = [&](const auto& units) -> std::expected<double, std::string> {
        const auto found = std::ranges::find(units, unit, &Unit::name);
        if (found != std::end(units)) return number * found->factor;
        return std::unexpected(std::format("there is no unit \"{}\" here; {} is counted in {}",
                                           escaped(unit.substr(0, 40)), field, units_of(kind)));
    };
    switch (kind) {
    case ColumnKind::bytes: return with_unit(byte_units);
    case ColumnKind::duration: break;
    case ColumnKind::number:
    case ColumnKind::text: return with_unit(no_units);
    }
    // blocked_ms names its unit; of "age>5" nobody knows what was meant.
    if (unit.empty() && (number == 0 || field.ends_with("_ms"))) return number;
    if (unit.empty())
        return std::unexpected(std::format("{} what? {} is counted in {}", text.substr(0, 40), field, units_of(kind)));
    return with_unit(duration_units);
}

// ---- the words of a text ------------------------------------------------------------------------------------------------------

/// A term as it stands in the text, cut into its parts.
struct Piece {
    std::size_t begin = 0, end = 0;  ///< all of it
    std::size_t name = 0;            ///< where it begins without its -
    bool negated = false;
    std::string_view field{}, op{};  ///< both empty: text to look for in every cell
    std::size_t value = 0;           ///< where the value begins
    std::string text{};              ///< the value without its quotes
    bool was_quoted = false;
    std::optional<std::size_t> open_quote{};  ///< where a quote begins that nothing ends
};

/// From the value's first character on. Quotes may begin anywhere: a"b c" is one text.
void read_value(std::string_view all, Piece& piece) {
    std::size_t i = piece.value;
    bool within = false;
    std::size_t opened = 0;
    for (; i < all.size() && (within || !is_blank(all[i])); ++i) {
        if (all[i] == '"') {
            within = !within;
            opened = i;
            piece.was_quoted = true;
        } else if (within && all[i] == '\\' && i + 1 < all.size() && (all[i + 1] == '"' || all[i + 1] == '\\')) {
            piece.text.push_back(all[++i]);
        } else {
            piece.text.push_back(all[i]);
        }
    }
    piece.end = i;
    if (within) piece.open_quote = opened;
}

Piece read_piece(std::string_view all, std::size_t begin) {
    Piece piece{.begin = begin, .end = begin, .name = begin};
    if (all[begin] == '-') {
        piece.negated = true;
        ++piece.name;
    }
    std::size_t end = piece.name;
    while (end < all.size() && is_field_character(all[end])) ++end;
    piece.value = piece.name;
    // What begins with a digit is a number or a device, no field.
    const bool may_be_field = end > piece.name && end < all.size() && !(all[piece.name] >= '0' && all[piece.name] <= '9');
    if (may_be_field) {
        const std::string_view rest = all.substr(end);
        for (const std::string_view op : {"<=", ">=", "<", ">", "=", ":"}) {
            if (!rest.starts_with(op)) continue;
            piece.field = all.substr(piece.name, end - piece.name);
            piece.op = all.substr(end, op.size());
            piece.value = end + op.size();
            break;
        }
    }
    read_value(all, piece);
    return piece;
}

std::size_t after_blanks(std::string_view text, std::size_t from) {
    while (from < text.size() && is_blank(text[from])) ++from;
    return from;
}

}  // namespace

// ---- parsing --------------------------------------------------------------------------------------------------------------------

class FilterParser {
public:
    FilterParser(std::string_view text, const Section& section) : m_text(text), m_section(section) {}

    std::expected<Filter, FilterError> parse() {
        for (std::size_t at = after_blanks(m_text, 0); at < m_text.size(); at = after_blanks(m_text, at)) {
            const Piece piece = read_piece(m_text, at);
            at = piece.end;
            if (auto added = add(piece); !added) return std::unexpected(std::move(added.error()));
        }
        // A row that a field refuses need not be written out in full.
        std::ranges::stable_sort(m_filter.m_terms, {},
                                 [](const Filter::Term& term) { return term.subject == Filter::Subject::any_cell; });
        return std::move(m_filter);
    }

private:
    using Done = std::expected<void, FilterError>;

    static std::unexpected<FilterError> wrong(std::size_t begin, std::size_t end, std::string sentence) {
        return std::unexpected(FilterError{begin, end - begin, std::move(sentence)});
    }

    Done add(const Piece& piece) {
        if (piece.open_quote) return wrong(*piece.open_quote, m_text.size(), "this quote has no end: add a \" there");
        Filter::Term term;
        term.negated = piece.negated;
        term.text = folded(piece.text);
        term.hex = hex_number(term.text);
        if (piece.op.empty()) {
            if (piece.text.empty()) return {};
            for (const std::string& name : m_section.default_columns())
                if (const auto place = place_of(m_section, name)) term.columns.push_back(*place);
            if (const auto place = place_of(m_section, "resource"); place && !std::ranges::contains(term.columns, *place))
                term.columns.push_back(*place);
            m_filter.m_terms.push_back(std::move(term));
            return {};
        }
        term.op = operator_of(piece.op);
        const std::size_t field_end = piece.name + piece.field.size();
        const bool compares = piece.op.front() == '<' || piece.op.front() == '>';
        if (folded(piece.field) == state_field) {
            if (compares)
                return wrong(piece.begin, piece.value,
                             "a state is neither less nor more than another: write state:waiting or state=waiting");
            term.subject = Filter::Subject::state;
        } else {
            term.subject = Filter::Subject::columns;
            term.columns = columns_of_field(m_section, piece.field);
            if (term.columns.empty()) return wrong(piece.name, field_end, no_such_field(m_section, piece.field));
        }
        const bool typed_nothing = piece.text.empty() && !piece.was_quoted;
        if (!compares) {
            // Still being typed.
            if (typed_nothing && (term.op == Filter::Operator::contains || piece.end == m_text.size())) return {};
            if (term.op == Filter::Operator::equals && term.subject == Filter::Subject::columns) {
                const ColumnKind kind = m_section.columns()[term.columns.front()].kind;
                if (const auto number = number_of(term.text, kind, folded(piece.field))) term.number = *number;
            }
            m_filter.m_terms.push_back(std::move(term));
            return {};
        }
        const auto has_order = [&](std::size_t place) { return m_section.columns()[place].kind != ColumnKind::text; };
        if (std::ranges::none_of(term.columns, has_order))
            return wrong(piece.begin, piece.value,
                         std::format("{} is text, which is neither less nor more: write {}:text or {}=text",
                                     piece.field, piece.field, piece.field));
        std::erase_if(term.columns, [&](std::size_t place) { return !has_order(place); });
        const ColumnKind kind = m_section.columns()[term.columns.front()].kind;
        if (typed_nothing)
            return wrong(piece.begin, piece.end,
                         std::format("{}{} needs a number; it is counted in {}", piece.field, piece.op, units_of(kind)));
        const auto number = number_of(term.text, kind, folded(piece.field));
        if (!number) return wrong(piece.value, piece.end, number.error());
        term.number = *number;
        m_filter.m_terms.push_back(std::move(term));
        return {};
    }

    static Filter::Operator operator_of(std::string_view op) {
        if (op == "=") return Filter::Operator::equals;
        if (op == "<") return Filter::Operator::less;
        if (op == "<=") return Filter::Operator::at_most;
        if (op == ">") return Filter::Operator::more;
        if (op == ">=") return Filter::Operator::at_least;
        return Filter::Operator::contains;
    }

    std::string_view m_text;
    const Section& m_section;
    Filter m_filter;
};

std::expected<Filter, FilterError> parse_filter(std::string_view text, const Section& section) {
    return FilterParser(text, section).parse();
}

// ---- matching --------------------------------------------------------------------------------------------------------------------

bool Filter::matches(const Section& section, const Scene& scene, std::size_t row) const {
    return std::ranges::all_of(m_terms,
                               [&](const Term& term) { return holds(term, section, scene, row) != term.negated; });
}

bool Filter::holds(const Term& term, const Section& section, const Scene& scene, std::size_t row) {
    switch (term.subject) {
    case Subject::any_cell: return any_cell_holds(term, section, scene, row);
    case Subject::columns:
        return std::ranges::any_of(term.columns,
                                   [&](std::size_t column) { return column_holds(term, section, scene, row, column); });
    case Subject::state: break;
    }
    return std::ranges::any_of(section.states(scene, row), [&](std::string& state) {
        fold(state);
        return term.op == Operator::equals ? state == term.text : state.contains(term.text);
    });
}

bool Filter::any_cell_holds(const Term& term, const Section& section, const Scene& scene, std::size_t row) {
    const auto has_it = [&](std::string cell) {
        fold(cell);
        return cell.contains(term.text) || (term.hex && hex_number(cell) == term.hex);
    };
    const auto in_columns = [&](const auto& cell_in) {
        return std::ranges::any_of(term.columns, [&](std::size_t column) { return has_it(cell_in(column)); });
    };
    if (has_it(section.resource(scene, row))) return true;
    if (in_columns([&](std::size_t column) { return section.cell(scene, row, column); })) return true;
    if (!section.has_children()) return false;
    const std::size_t children = section.child_count(scene, row);
    for (std::size_t child = 0; child < children; ++child) {
        if (has_it(section.child_resource(scene, row, child)) ||
            in_columns([&](std::size_t column) { return section.child_cell(scene, row, child, column); }))
            return true;
    }
    return false;
}

bool Filter::column_holds(const Term& term, const Section& section, const Scene& scene, std::size_t row,
                          std::size_t column) {
    const auto key = [&]() -> std::optional<double> {
        const SortKey value = section.sort_key(scene, row, column);
        const auto* number = std::get_if<double>(&value);
        return number != nullptr ? std::optional(*number) : std::nullopt;
    };
    const auto cell = [&](bool exact) {
        std::string text = section.cell(scene, row, column, exact);
        fold(text);
        return text;
    };
    switch (term.op) {
    case Operator::contains: {
        const std::string text = cell(false);
        return text.contains(term.text) || (term.hex && hex_number(text) == term.hex);
    }
    case Operator::equals:
        if (term.number && section.columns()[column].kind != ColumnKind::text && key() == term.number) return true;
        return cell(false) == term.text || cell(true) == term.text;
    case Operator::less: return key().transform([&](double value) { return value < *term.number; }).value_or(false);
    case Operator::at_most: return key().transform([&](double value) { return value <= *term.number; }).value_or(false);
    case Operator::more: return key().transform([&](double value) { return value > *term.number; }).value_or(false);
    case Operator::at_least:
        return key().transform([&](double value) { return value >= *term.number; }).value_or(false);
    }
    return false;
}

// ---- completion -------------------------------------------------------------------------------------------------------------------

namespace {

/// How often each text occurs, the most frequent first.
class Occurrences {
public:
    void add(std::string text) {
        const bool can_be_typed = !text.empty() && text.size() <= longest_value && valid_utf8(text) == text &&
                                  escaped(text) == text;
        if (can_be_typed) ++m_rows[std::move(text)];
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::size_t>> most_frequent() const {
        std::vector<std::pair<std::string, std::size_t>> all(m_rows.begin(), m_rows.end());
        const auto order = [](const auto& a, const auto& b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        };
        const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), most_values));
        std::ranges::partial_sort(all, end, order);
        all.erase(end, all.end());
        return all;
    }

private:
    std::unordered_map<std::string, std::size_t> m_rows;
};

std::vector<Completion> complete_value(const Piece& piece, std::string_view typed, const Section& section,
                                       const Scene& scene) {
    const bool states = folded(piece.field) == state_field;
    const std::vector<std::size_t> columns = states ? std::vector<std::size_t>{} : columns_of_field(section, piece.field);
    const std::string needle = folded(typed);
    Occurrences found;
    const auto offer = [&](std::string text) {
        if (folded(text).contains(needle)) found.add(std::move(text));
    };
    const std::size_t rows = std::min(section.size(scene), most_rows_looked_at);
    for (std::size_t row = 0; row < rows; ++row) {
        if (states)
            for (std::string& state : section.states(scene, row)) offer(std::move(state));
        for (const std::size_t column : columns)
            if (section.columns()[column].kind == ColumnKind::text) offer(section.cell(scene, row, column));
    }
    std::vector<Completion> completions;
    for (const auto& [text, count] : found.most_frequent())
        completions.push_back(
            {piece.value, piece.end - piece.value, quoted_for_filter(text), count_of(count, "row", "rows")});
    return completions;
}

std::vector<Completion> complete_field(const Piece& piece, std::string_view typed, const Section& section) {
    const std::string needle = folded(typed), title_needle = slug(typed);
    // What stands before an operator is exchanged with it.
    const std::size_t end = piece.op.empty() ? piece.end : piece.value;
    std::array<std::vector<Completion>, 3> by_rank;  // the name begins so, the title does, one of them has it somewhere
    for (const std::string& name : field_names(section)) {
        const std::vector<std::size_t> columns = name == state_field ? std::vector<std::size_t>{}
                                                                     : columns_of_field(section, name);
        const Column* column = columns.empty() ? nullptr : &section.columns()[columns.front()];
        // The title is its column's, not that of a word of every day for it.
        const std::string title = column != nullptr && column->name == name ? slug(column->title) : "";
        std::size_t rank = by_rank.size();
        if (name.starts_with(needle)) rank = 0;
        else if (title.starts_with(title_needle)) rank = 1;
        else if (name.contains(needle) || title.contains(title_needle)) rank = 2;
        if (rank == by_rank.size()) continue;
        const bool is_number = column != nullptr && column->kind != ColumnKind::text;
        std::string hint = column == nullptr ? "what the row is said to be" : column->title;
        if (is_number) hint += std::format(": {}", units_of(column->kind));
        const bool quantity = is_number && column->kind != ColumnKind::number;
        by_rank[rank].push_back({piece.name, end - piece.name, name + (quantity ? ">" : ":"), std::move(hint)});
    }
    std::vector<Completion> all;
    for (std::vector<Completion>& rank : by_rank) std::ranges::move(rank, std::back_inserter(all));
    return all;
}

}  // namespace

std::vector<Completion> complete(std::string_view text, std::size_t cursor, const Section& section, const Scene& scene) {
    cursor = std::min(cursor, text.size());
    for (std::size_t at = after_blanks(text, 0); at < text.size(); at = after_blanks(text, at)) {
        const Piece piece = read_piece(text, at);
        if (cursor < piece.begin) break;
        at = piece.end;
        if (cursor > piece.end) continue;
        if (!piece.op.empty() && cursor >= piece.value) {
            // What was typed up to the cursor, without its quotes.
            Piece up_to_cursor{.value = piece.value};
            read_value(text.substr(0, cursor), up_to_cursor);
            return complete_value(piece, up_to_cursor.text, section, scene);
        }
        if (piece.was_quoted && piece.op.empty()) return {};
        if (cursor < piece.name) return {};
        const std::size_t field_end = piece.op.empty() ? piece.end : piece.name + piece.field.size();
        return complete_field(piece, text.substr(piece.name, std::min(cursor, field_end) - piece.name), section);
    }
    return complete_field({.begin = cursor, .end = cursor, .name = cursor, .value = cursor}, "", section);
}

std::string quoted_for_filter(std::string_view text) {
    const bool needs_quotes = text.empty() || text.contains('"') || std::ranges::any_of(text, is_blank);
    if (!needs_quotes) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted.push_back('\\');
        quoted.push_back(c);
    }
    return quoted + "\"";
}

}  // namespace gordian::present
