// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/text.h"

#include <charconv>
#include <cstdint>
#include <format>

namespace gordian {

namespace {

struct Sequence {
    std::size_t length = 0;  ///< 0: the first byte is not the beginning of a well-formed sequence
    char32_t code = 0;
};

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
Sequence first_sequence(std::string_view bytes) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    const auto continues = [&](std::size_t i) { return i < bytes.size() && (byte(i) & 0xc0U) == 0x80U; };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80) return {1, lead};
    if (lead >= 0xc2 && lead <= 0xdf && continues(1))
        return {2, static_cast<char32_t>((lead & 0x1fU) << 6 | (byte(1) & 0x3fU))};
    if (lead >= 0xe0 && lead <= 0xef && continues(1) && continues(2)) {
        const auto code = static_cast<char32_t>((lead & 0x0fU) << 12 | (byte(1) & 0x3fU) << 6 | (byte(2) & 0x3fU));
        if (code >= 0x800 && (code < 0xd800 || code > 0xdfff)) return {3, code};
    }
    if (lead >= 0xf0 && lead <= 0xf4 && continues(1) && continues(2) && continues(3)) {
        const auto code = static_cast<char32_t>((lead & 0x07U) << 18 | (byte(1) & 0x3fU) << 12 |
                                                (byte(2) & 0x3fU) << 6 | (byte(3) & 0x3fU));
        if (code >= 0x10000 && code <= 0x10ffff) return {4, code};
    }
    return {};
}

constexpr std::string_view replacement_character = "\xef\xbf\xbd";

bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7f && code < 0xa0); }

/// Characters that reorder or hide the text around them on a terminal.
bool misleads(char32_t code) {
    return (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x2069) || code == 0xfeff;
}

/// Calls one of the two for each character or stray byte, from left to right.
template <class OnCharacter, class OnByte>
void walk(std::string_view bytes, OnCharacter on_character, OnByte on_byte) {
    while (!bytes.empty()) {
        const Sequence sequence = first_sequence(bytes);
        if (sequence.length == 0) on_byte(static_cast<std::uint8_t>(bytes.front()));
        else on_character(bytes.substr(0, sequence.length), sequence.code);
        bytes.remove_prefix(sequence.length == 0 ? 1 : sequence.length);
    }
}

}  // namespace

std::string valid_utf8(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    walk(
        bytes, [&](std::string_view character, char32_t) { text += character; },
        [&](std::uint8_t) { text += replacement_character; });
    return text;
}

std::string escaped(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    walk(
        bytes,
        [&](std::string_view character, char32_t code) {
            if (code == '\n') text += "\\n";
            else if (code == '\t') text += "\\t";
            else if (code == '\r') text += "\\r";
            else if (is_control(code)) text += std::format("\\x{:02x}", static_cast<std::uint32_t>(code));
            else if (misleads(code)) text += std::format("\\u{:04x}", static_cast<std::uint32_t>(code));
            else text += character;
        },
        [&](std::uint8_t) { text += replacement_character; });
    return text;
}

std::string percent_encoded(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    const auto encode = [&](std::uint8_t byte) { text += std::format("%{:02X}", byte); };
    walk(
        bytes,
        [&](std::string_view character, char32_t code) {
            if (is_control(code) || code == ' ' || code == '%') {
                for (const char byte : character) encode(static_cast<std::uint8_t>(byte));
            } else {
                text += character;
            }
        },
        encode);
    return text;
}

std::string percent_decoded(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size()) {
            const auto [end, failure] = std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16);
            if (failure == std::errc{} && end == text.data() + i + 3) {
                bytes += static_cast<char>(value);
                i += 2;
                continue;
            }
        }
        bytes += text[i];
    }
    return bytes;
}

}  // namespace gordian
