// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/etc_passwd.h"

#include "backend/base/scan.h"

namespace gordian::kernel {

namespace {

/// What stands before the next ':' (or to the end), which is taken away with it.
std::string_view take_field(std::string_view& line) {
    const auto colon = line.find(':');
    const std::string_view field = line.substr(0, colon);
    line.remove_prefix(colon == std::string_view::npos ? line.size() : colon + 1);
    return field;
}

}  // namespace

std::map<std::uint32_t, std::string> parse_names_by_id(std::string_view text) {
    std::map<std::uint32_t, std::string> names;
    for_each_line(text, [&](std::string_view line) {
        const std::string_view name = take_field(line);
        take_field(line);  // the password, or x
        std::uint32_t id = 0;
        const Scan number = Scan(take_field(line)).dec(id);
        // Lines like "+@admins::0:0:::" are NIS's, comments people's: they name nobody.
        const bool is_name = !name.empty() && !std::string_view("#+-").contains(name.front());
        if (number && number.at_end() && is_name) names.emplace(id, name);
    });
    return names;
}

}  // namespace gordian::kernel
