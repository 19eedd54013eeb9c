// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/screen.h"

#include "backend/base/text.h"
#include "backend/present/finding_text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <format>

namespace gordian::ctl {

namespace {

/// Of valid UTF-8: one character, and how many columns it takes.
struct Character {
    std::size_t bytes = 1;
    std::size_t columns = 1;
};

bool is_combining(char32_t code) {
    return (code >= 0x300 && code <= 0x36f) || (code >= 0x1ab0 && code <= 0x1aff) ||
           (code >= 0x20d0 && code <= 0x20ff) || (code >= 0xfe00 && code <= 0xfe0f);
}

bool is_wide(char32_t code) {
    return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf && code != 0x303f) ||
           (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
           (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
           (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1faff) ||
           (code >= 0x20000 && code <= 0x3fffd);
}

Character character_at(std::string_view text) {
    const auto lead = static_cast<std::uint8_t>(text.front());
    std::size_t bytes = 1;
    if (lead >= 0xf0) bytes = 4;
    else if (lead >= 0xe0) bytes = 3;
    else if (lead >= 0xc0) bytes = 2;
    bytes = std::min(bytes, text.size());
    char32_t code = bytes == 1 ? lead : lead & (0xffU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) code = code << 6 | (static_cast<std::uint8_t>(text[i]) & 0x3fU);
    return {bytes, is_combining(code) ? 0UZ : is_wide(code) ? 2UZ : 1UZ};
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const Character character = character_at(text);
        columns += character.columns;
        text.remove_prefix(character.bytes);
    }
    return columns;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
    if (display_width(text) <= width) return std::string(text);
    if (width == 0) return {};
    std::string cut;
    std::size_t columns = 1;  // the …
    while (!text.empty()) {
        const Character character = character_at(text);
        if (columns + character.columns > width) break;
        columns += character.columns;
        cut += text.substr(0, character.bytes);
        text.remove_prefix(character.bytes);
    }
    return cut + "…";
}

std::string styled(const Context& context, Style style, std::string_view text) {
    static constexpr std::array<std::string_view, 5> codes{"", "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[1;33m"};
    std::string safe = escaped(text);
    if (!context.colour || style == Style::plain) return safe;
    return std::format("{}{}\x1b[0m", codes[static_cast<std::size_t>(style)], safe);
}

void print_line(Context& context, std::string_view text, Style style) {
    context.out << styled(context, style, text) << '\n';
}

void print_paragraph(Context& context, std::string_view text, std::string_view first, std::string_view indent,
                     Style style_of_first) {
    const std::string safe = escaped(text);
    context.out << styled(context, style_of_first, first);
    if (context.width == 0) {
        context.out << safe << '\n';
        return;
    }
    const std::size_t width = std::min<std::size_t>(context.width, 120);
    std::string line;
    std::size_t used = display_width(first);
    bool line_is_empty = true;
    for (std::size_t at = 0; at < safe.size();) {
        const std::size_t end = std::min(safe.find(' ', at), safe.size());
        const std::string_view word = std::string_view(safe).substr(at, end - at);
        if (!line_is_empty && used + 1 + display_width(word) > width) {
            context.out << line << '\n';
            line = indent;
            used = display_width(indent);
            line_is_empty = true;
        }
        if (!line_is_empty) line += ' ';
        line += word;
        used += (line_is_empty ? 0 : 1) + display_width(word);
        line_is_empty = false;
        at = end + 1;
    }
    context.out << line << '\n';
}

int complain(Context& context, std::string_view sentence, int code) {
    context.err << std::format("gordianctl: {}{}\n", escaped(sentence),
                               sentence.ends_with('.') || sentence.ends_with('?') ? "" : ".");
    return code;
}

int complain(Context& context, const Error& error) {
    const bool no_permission_for_it = error.code == EPERM || error.code == EACCES;
    return complain(context, to_string(error), no_permission_for_it ? no_permission : failed);
}

std::string typed(const Context& context, std::string_view command) {
    return present::own_command(command, context.program);
}

}  // namespace gordian::ctl
