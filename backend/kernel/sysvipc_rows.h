// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What the three files of /proc/sysvipc have in common: a heading, then a line an object.
#include "backend/base/error.h"
#include "backend/base/scan.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace gordian::kernel {

template <class Row>
Result<std::vector<Row>> parse_sysvipc_rows(std::string_view text, Result<Row> (*parse_row)(std::string_view)) {
    std::vector<Row> rows;
    rows.reserve(static_cast<std::size_t>(std::ranges::count(text, '\n')));
    if (Scan(text).literal("key").word_end()) text.remove_prefix(std::min(text.size(), text.find('\n')));
    while (!text.empty()) {
        const auto end = std::min(text.size(), text.find('\n'));
        if (const std::string_view line = text.substr(0, end); !line.empty()) {
            auto row = parse_row(line);
            if (!row) return std::unexpected(std::move(row.error()));
            rows.push_back(*row);
        }
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return rows;
}

}  // namespace gordian::kernel
