// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/escaped_path.h"

#include <algorithm>
#include <optional>

namespace gordian::kernel {

namespace {

/// The character that \ooo at the beginning of `text` stands for.
std::optional<char> octal_escape(std::string_view text) {
    const auto is_octal = [](char digit) { return digit >= '0' && digit <= '7'; };
    if (text.size() < 4 || !std::ranges::all_of(text.substr(1, 3), is_octal) || text[1] > '3') return {};
    return static_cast<char>((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0'));
}

}  // namespace

std::string unescaped_path(std::string_view path, std::string_view escaped_characters) {
    std::string plain;
    plain.reserve(path.size());
    while (!path.empty()) {
        const auto backslash = path.find('\\');
        plain += path.substr(0, backslash);
        if (backslash == std::string_view::npos) break;
        path.remove_prefix(backslash);
        const auto character = octal_escape(path);
        const bool is_escape = character && escaped_characters.contains(*character);
        plain += is_escape ? *character : '\\';
        path.remove_prefix(is_escape ? 4 : 1);
    }
    return plain;
}

}  // namespace gordian::kernel
