// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/snapshot/scalars.h"

#include <charconv>
#include <chrono>
#include <format>
#include <limits>
#include <optional>

namespace gordian {

namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;

/// Writes exactly `count` decimal digits; `number` is not negative and has no more. std::format takes ten times as long, and a snapshot
/// of many objects is full of times.
template <class Integer>
void append_digits(std::string& text, Integer number, std::size_t count) {
    const std::size_t begin = text.size();
    text.resize(begin + count);
    for (std::size_t i = count; i-- > 0; number /= 10) text[begin + i] = static_cast<char>('0' + number % 10);
}

/// The whole text is a number of this base, without a sign where the type has none.
template <class Integer>
std::optional<Integer> whole_number(std::string_view text, int base) {
    Integer value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// The number that stands in digits [begin, begin + count) of `text`, which is long enough.
std::optional<int> digits_at(std::string_view text, std::size_t begin, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(begin, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// What was read is right if it would be written the same: leading zeros, upper case and the like are not.
template <class T>
Result<T> canonical(std::optional<T> value, std::string_view text, std::string_view what) {
    if (!value || text_of(*value) != text) return std::unexpected(Error::bad_text(what, text));
    return *value;
}

}  // namespace

std::string text_of(Time time) {
    if (time.never()) return "never";
    // By hand and not by chrono's floor: the day before the first nanosecond that fits is beyond the type.
    std::int64_t seconds = time.ns / ns_per_second;
    std::int64_t ns = time.ns % ns_per_second;
    if (ns < 0) {
        ns += ns_per_second;
        --seconds;
    }
    const std::chrono::sys_seconds second{std::chrono::seconds(seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(second - day);
    std::string text;
    text.reserve(30);
    append_digits(text, static_cast<int>(date.year()), 4);  // 1677 … 2262: always four
    text += '-';
    append_digits(text, static_cast<unsigned>(date.month()), 2);
    text += '-';
    append_digits(text, static_cast<unsigned>(date.day()), 2);
    text += 'T';
    append_digits(text, clock.hours().count(), 2);
    text += ':';
    append_digits(text, clock.minutes().count(), 2);
    text += ':';
    append_digits(text, clock.seconds().count(), 2);
    text += '.';
    append_digits(text, ns, 9);
    text += 'Z';
    return text;
}

std::string text_of(Key key) { return std::format("0x{:08x}", key.value); }
std::string text_of(Mode mode) { return std::format("0{:03o}", mode.bits); }
std::string text_of(Device device) { return std::format("{:02x}:{:02x}", device.major, device.minor); }
std::string text_of(Hex hex) { return std::format("0x{:x}", hex.value); }

Result<Time> from_text(std::string_view text, Time*) {
    if (text == "never") return Time{};
    const auto wrong = [&] { return std::unexpected(Error::bad_text("a time", text)); };
    constexpr std::string_view form = "YYYY-MM-DDThh:mm:ss.nnnnnnnnnZ";
    if (text.size() != form.size()) return wrong();
    for (std::size_t i = 0; i < form.size(); ++i)
        if (std::string_view("-T:.Z").contains(form[i]) && text[i] != form[i]) return wrong();
    const auto year = digits_at(text, 0, 4), month = digits_at(text, 5, 2), day = digits_at(text, 8, 2),
               hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2), second = digits_at(text, 17, 2),
               nanosecond = digits_at(text, 20, 9);
    if (!year || !month || !day || !hour || !minute || !second || !nanosecond) return wrong();
    const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return wrong();
    std::int64_t seconds = std::chrono::sys_days(date).time_since_epoch().count() * std::int64_t{86400} + *hour * 3600 +
                           *minute * 60 + *second;
    std::int64_t ns = *nanosecond;
    if (seconds < 0 && ns > 0) {  // towards zero, so that the earliest time that fits is not lost on the way
        ++seconds;
        ns -= ns_per_second;
    }
    Time time;
    if (__builtin_mul_overflow(seconds, ns_per_second, &time.ns) || __builtin_add_overflow(time.ns, ns, &time.ns))
        return wrong();
    if (time.never()) return wrong();  // the kernel's 0 is no moment: "never" is its text
    return time;
}

Result<Key> from_text(std::string_view text, Key*) {
    std::optional<std::int64_t> value;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        const std::string_view digits = text.substr(2);
        if (!digits.starts_with('-')) value = whole_number<std::int64_t>(digits, 16);
    } else {
        value = whole_number<std::int64_t>(text, 10);
    }
    if (!value || *value < std::numeric_limits<std::int32_t>::min() || *value > std::numeric_limits<std::uint32_t>::max())
        return std::unexpected(Error::bad_text("a key (0x0000002a, or a decimal number of 32 bits)", text));
    return Key{static_cast<std::uint32_t>(*value)};
}

Result<Mode> from_text(std::string_view text, Mode*) {
    const auto bits = whole_number<unsigned>(text, 8);
    return canonical(bits.transform([](unsigned value) { return Mode{value}; }), text, "a mode (0600)");
}

Result<Device> from_text(std::string_view text, Device*) {
    const std::size_t colon = text.find(':');
    std::optional<Device> device;
    if (colon != std::string_view::npos) {
        const auto major = whole_number<unsigned>(text.substr(0, colon), 16);
        const auto minor = whole_number<unsigned>(text.substr(colon + 1), 16);
        if (major && minor) device = Device{*major, *minor};
    }
    return canonical(device, text, "a device number (fe:00)");
}

Result<Hex> from_text(std::string_view text, Hex*) {
    std::optional<std::uint64_t> value;
    if (text.starts_with("0x")) value = whole_number<std::uint64_t>(text.substr(2), 16);
    return canonical(value.transform([](std::uint64_t v) { return Hex{v}; }), text, "a hexadecimal number (0x2a)");
}

}  // namespace gordian
