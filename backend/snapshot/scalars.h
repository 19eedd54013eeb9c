// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Values that have one textual form everywhere (JSON, tables, command line): each has text_of() and from_text(), which undo each other.
#include "backend/base/error.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace gordian {

/// A moment of the wall clock. Text: RFC 3339 in UTC with nanoseconds, "2026-11-24T17:31:04.000000000Z", or "never" where the kernel keeps 0.
struct Time {
    std::int64_t ns = 0;  ///< since 1970-01-01 UTC; 0: never
    friend auto operator<=>(const Time&, const Time&) = default;
    static Time from_seconds(std::int64_t seconds) { return {seconds * 1'000'000'000}; }
    [[nodiscard]] bool never() const { return ns == 0; }
};

/// A System V key. Text: "0x0000002a". IPC_PRIVATE is 0x00000000.
struct Key {
    std::uint32_t value = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
};

/// The nine permission bits. Text: "0600".
struct Mode {
    unsigned bits = 0;
    friend auto operator<=>(const Mode&, const Mode&) = default;
};

/// A super block's device number. Text: "fe:00", lower-case hexadecimal, at least two digits each.
struct Device {
    unsigned major = 0, minor = 0;
    friend auto operator<=>(const Device&, const Device&) = default;
};

/// A register or address: JSON numbers lose what is above 2^53. Text: "0x7ffd3a5b1c2a".
struct Hex {
    std::uint64_t value = 0;
    friend auto operator<=>(const Hex&, const Hex&) = default;
};

[[nodiscard]] std::string text_of(Time time);
[[nodiscard]] std::string text_of(Key key);
[[nodiscard]] std::string text_of(Mode mode);
[[nodiscard]] std::string text_of(Device device);
[[nodiscard]] std::string text_of(Hex hex);

/// Fails on anything that text_of() would not have written; keys are also taken with fewer digits, in upper case, and in decimal from
/// -2147483648 to 4294967295 (ipcmk's and ftok's users type them so).
[[nodiscard]] Result<Time> from_text(std::string_view text, Time*);
[[nodiscard]] Result<Key> from_text(std::string_view text, Key*);
[[nodiscard]] Result<Mode> from_text(std::string_view text, Mode*);
[[nodiscard]] Result<Device> from_text(std::string_view text, Device*);
[[nodiscard]] Result<Hex> from_text(std::string_view text, Hex*);

/// A regular expression (ECMA-262) that text_of()'s texts match: for JSON Schema.
[[nodiscard]] constexpr std::string_view text_pattern(Time*) {
    return R"(^(never|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{9}Z)$)";
}
[[nodiscard]] constexpr std::string_view text_pattern(Key*) { return "^0x[0-9a-f]{8}$"; }
[[nodiscard]] constexpr std::string_view text_pattern(Mode*) { return "^0[0-7]{3,}$"; }
[[nodiscard]] constexpr std::string_view text_pattern(Device*) { return "^[0-9a-f]{2,}:[0-9a-f]{2,}$"; }
[[nodiscard]] constexpr std::string_view text_pattern(Hex*) { return "^0x[0-9a-f]+$"; }

template <class T>
concept TextScalar = requires(T value, std::string_view text) {
    { text_of(value) } -> std::same_as<std::string>;
    { from_text(text, static_cast<T*>(nullptr)) } -> std::same_as<Result<T>>;
};

}  // namespace gordian
