// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/format.h"

#include <algorithm>
#include <array>
#include <format>
#include <vector>

namespace gordian::present {

std::string human_size(std::uint64_t bytes) {
    static constexpr std::array<std::string_view, 6> units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (bytes < 1024) return std::format("{} B", bytes);
    auto value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    // 1023.95 would be printed as "1024.0": it is 1.0 of the next unit.
    while (value >= 1023.95 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    return std::format("{:.1f} {}", value, units[unit]);
}

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string count_of(std::uint64_t number, std::string_view singular, std::string_view plural) {
    return std::format("{} {}", grouped(number), number == 1 ? singular : plural);
}

std::string duration(std::int64_t ms) {
    ms = std::max<std::int64_t>(ms, 0);
    const std::int64_t s = ms / 1000;
    if (s < 1) return std::format("{}.{} s", ms / 1000, ms % 1000 / 100);
    if (s < 60) return std::format("{} s", s);
    if (s < 3600) return std::format("{} min {:02} s", s / 60, s % 60);
    if (s < 86400) return std::format("{} h {:02} min", s / 3600, s % 3600 / 60);
    return std::format("{} d {} h", s / 86400, s % 86400 / 3600);
}

std::string age(Time then, Time now) {
    constexpr std::int64_t second = 1'000'000'000;
    if (then.never()) return "never";
    const std::int64_t ns = now.ns - then.ns;
    if (ns <= -2 * second) return text_of(then);
    return ns < 2 * second ? "just now" : duration(ns / 1'000'000);
}

std::string age_ago(Time then, Time now) {
    const std::string text = age(then, now);
    const bool is_duration = !then.never() && text != "just now" && then <= now;
    return is_duration ? text + " ago" : text;
}

std::string joined(std::span<const std::string> items, std::string_view separator) {
    std::string text;
    for (const std::string& item : items) {
        if (!text.empty()) text += separator;
        text += item;
    }
    return text;
}

std::string enumeration(std::span<const std::string> items, std::size_t most) {
    if (items.empty()) return {};
    if (items.size() == 1) return items.front();
    const bool cut = items.size() > most;
    const std::size_t shown = cut ? std::max<std::size_t>(most, 2) - 1 : items.size() - 1;
    const std::string last = cut ? std::format("{} more", grouped(items.size() - shown)) : items.back();
    return joined(items.first(shown), ", ") + " and " + last;
}

std::string capitalised(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

}  // namespace gordian::present
