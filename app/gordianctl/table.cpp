// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/table.h"

#include "app/gordianctl/screen.h"
#include "backend/base/text.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace gordian::ctl {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 8;  // a cell is not cut below this many columns

std::string header_of(const present::Column& column) {
    std::string header = column.name;
    std::ranges::transform(header, header.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return header;
}

/// Takes from the widest column until all fit, or nothing more can be taken.
void fit(std::vector<std::size_t>& widths, std::size_t available) {
    const std::size_t gaps = widths.empty() ? 0 : gap * (widths.size() - 1);
    std::size_t total = std::accumulate(widths.begin(), widths.end(), gaps);
    while (total > available) {
        const auto widest = std::ranges::max_element(widths);
        if (widest == widths.end() || *widest <= narrowest) return;
        --*widest;
        --total;
    }
}

}  // namespace

void print_table(Context& context, const present::Table& table, bool header, std::string_view indent) {
    std::vector<std::vector<std::string>> rows;
    rows.reserve(table.rows.size() + 1);
    if (header) {
        std::vector<std::string>& titles = rows.emplace_back();
        for (const present::Column& column : table.columns) titles.push_back(header_of(column));
    }
    for (const std::vector<std::string>& row : table.rows) {
        std::vector<std::string>& cells = rows.emplace_back();
        for (const std::string& cell : row) cells.push_back(escaped(cell));
    }

    std::vector<std::size_t> widths(table.columns.size(), 0);
    for (const std::vector<std::string>& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
    if (context.width > indent.size()) fit(widths, context.width - indent.size());

    bool is_header = header;
    for (const std::vector<std::string>& row : rows) {
        std::string line{indent};
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string cell = context.width > 0 ? cut_to_width(row[i], widths[i]) : row[i];
            const std::string padding(widths[i] - std::min(widths[i], display_width(cell)), ' ');
            const bool right = table.columns[i].right_aligned;
            if (right) line += padding;
            line += cell;
            if (i + 1 == row.size()) break;
            if (!right) line += padding;
            line.append(gap, ' ');
        }
        // Cells are escaped already, and escaping what is escaped changes nothing.
        context.out << (is_header ? styled(context, Style::bold, line) : line) << '\n';
        is_header = false;
    }
}

}  // namespace gordian::ctl
