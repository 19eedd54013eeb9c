// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What is typed above a table to see fewer rows of it.
//
//   shop                    any cell that is shown, the resource, and the rows below, hold this text; case is no matter
//   0x2a                    also a key that is this number: 0x0000002a
//   "two words"             one text; \" and \\ within it
//   owner:shop              the cell of this field holds this text
//   mode=0600  size=1M      the cell is this text, or this number
//   size>1M  age<=5min      compared as numbers, with a unit; what is not known is neither less nor more
//   state:waiting           what the row is said to be
//   -state:waiting          not that
//
// Terms are separated by blanks; a row must match all of them. A field is a column's name (the man page's word), its title with - for
// blanks (last-operation), or a word of every day (owner, size, age). Offsets and lengths are in bytes of UTF-8.
#include "backend/present/section.h"

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::present {

struct FilterError {
    std::size_t offset = 0, length = 0;  ///< the part of the text that is wrong
    std::string sentence;                ///< what is wrong, and what there is; text of others in it is escaped
    friend bool operator==(const FilterError&, const FilterError&) = default;
};

/// Made by parse_filter(); one without terms matches everything.
class Filter {
public:
    /// Of the section that it was made for.
    [[nodiscard]] bool matches(const Section& section, const Scene& scene, std::size_t row) const;
    [[nodiscard]] bool empty() const { return m_terms.empty(); }

private:
    friend class FilterParser;

    enum class Subject { any_cell, columns, state };
    enum class Operator { contains, equals, less, at_most, more, at_least };

    struct Term {
        Subject subject = Subject::any_cell;
        Operator op = Operator::contains;
        bool negated = false;
        std::vector<std::size_t> columns;  ///< of any_cell: those that are looked through; else any of them
        std::string text;                  ///< in lower case
        std::optional<double> number;      ///< of the text, in what the columns' sort keys count in
        std::optional<std::uint64_t> hex;  ///< of a text like 0x2a
    };

    static bool holds(const Term& term, const Section& section, const Scene& scene, std::size_t row);
    static bool any_cell_holds(const Term& term, const Section& section, const Scene& scene, std::size_t row);
    static bool column_holds(const Term& term, const Section& section, const Scene& scene, std::size_t row,
                             std::size_t column);

    std::vector<Term> m_terms;  ///< the quick ones first
};

/// A field whose text is yet to be typed (`owner:` at the end) matches everything; so does a - alone.
[[nodiscard]] std::expected<Filter, FilterError> parse_filter(std::string_view text, const Section& section);

/// The part from `offset` on, `length` bytes long, becomes `text`.
struct Completion {
    std::size_t offset = 0, length = 0;
    std::string text, hint;  ///< the hint: what a field is, or how many rows have that value
    friend bool operator==(const Completion&, const Completion&) = default;
};

/// What may stand where the cursor is: fields, after `state:` the states that occur, after a text column's name the values that occur (at most
/// 50, the most frequent first, of the first 5,000 rows).
[[nodiscard]] std::vector<Completion> complete(std::string_view text, std::size_t cursor, const Section& section,
                                               const Scene& scene);

/// `text` as one term's text: in quotes where it needs them.
[[nodiscard]] std::string quoted_for_filter(std::string_view text);

}  // namespace gordian::present
