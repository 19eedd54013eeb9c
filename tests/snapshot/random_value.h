// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Random values of whatever is described, leaning towards what breaks things: limits of numbers, text that wants escaping, empty lists.
// Call pick<T>() within a rapidcheck property: what it took is shrunk when the property fails.
#include "backend/analysis/moment.h"
#include "backend/snapshot/described.h"
#include "backend/snapshot/scalars.h"

#include <rapidcheck.h>

#include <cmath>
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace gordian::testing {

/// Pieces of valid UTF-8 that somebody's code once got wrong.
inline const std::vector<std::string>& nasty_pieces() {
    // clang-format off
    static const std::vector<std::string> pieces{
        "", "a", "shopd", "sysv-sem/7", " ", "\n", "\t", "\"", "\\", "\\u0041", "/", "%20", "null", "true", "0",
        "{}[],:", "\x1b[31m", "\x7f", "\xc2\x9b", "\xc2\xa0", "\xc3\xa9", "\xe2\x80\xae", "\xe2\x80\x8b",
        std::string("\0", 1), "\xef\xbb\xbf", "\xef\xbf\xbd", "\xe2\x82\xac", "\xe2\x81\xa6", "\xf0\x9f\x98\x80",
        " (deleted)"};
    // clang-format on
    return pieces;
}

inline int pick_below(int count) { return *rc::gen::inRange(0, count); }

inline std::string pick_string() {
    std::string text;
    for (int i = pick_below(4); i > 0; --i) text += *rc::gen::elementOf(nasty_pieces());
    return text;
}

template <std::integral T>
T pick_integer() {
    using Limits = std::numeric_limits<T>;
    return *rc::gen::weightedOneOf<T>({{1, rc::gen::just(Limits::min())},
                                       {1, rc::gen::just(Limits::max())},
                                       {1, rc::gen::just(static_cast<T>(Limits::max() / 2 + 1))},
                                       {2, rc::gen::just(T{0})},
                                       {2, rc::gen::just(T{1})},
                                       {6, rc::gen::arbitrary<T>()}});
}

inline double pick_double() {
    static const std::vector<double> special{
        0.0, -0.0, 0.1, 5.0, -1e-7, 1e20, 1e300, 5e-324, 123456789.125, 1.7976931348623157e308, 1e100, 3e15, 1.0 / 3};
    if (pick_below(2) == 0) return *rc::gen::elementOf(special);
    const double d = *rc::gen::arbitrary<double>();
    return std::isfinite(d) ? d : 0.5;
}

template <class T>
struct Picker;

template <class T>
T pick() {
    return Picker<T>::pick();
}

template <class T>
struct Picker {
    static T pick() {
        if constexpr (std::same_as<T, bool>) return pick_below(2) == 1;
        else if constexpr (std::integral<T>) return pick_integer<T>();
        else if constexpr (std::same_as<T, double>) return pick_double();
        else if constexpr (std::same_as<T, std::string>) return pick_string();
        else if constexpr (DescribedEnum<T>) return *enum_from_name<T>(*rc::gen::elementOf(enum_names<T>()));
        else {
            T value;
            for_each_member(value,
                            []<class Member>(std::string_view, Member& member) { member = testing::pick<Member>(); });
            return value;
        }
    }
};
template <>
struct Picker<Time> {
    static Time pick() { return {pick_integer<std::int64_t>()}; }
};
template <>
struct Picker<Key> {
    static Key pick() { return {pick_integer<std::uint32_t>()}; }
};
template <>
struct Picker<Mode> {
    static Mode pick() { return {static_cast<unsigned>(pick_below(01000))}; }
};
template <>
struct Picker<Device> {
    static Device pick() { return {pick_integer<unsigned>(), pick_integer<unsigned>()}; }
};
template <>
struct Picker<Hex> {
    static Hex pick() { return {pick_integer<std::uint64_t>()}; }
};
template <>
struct Picker<Availability> {
    static Availability pick() { return {pick_string()}; }
};
template <class T>
struct Picker<std::optional<T>> {
    static std::optional<T> pick() { return pick_below(3) == 0 ? std::nullopt : std::optional<T>(testing::pick<T>()); }
};
template <class T>
struct Picker<std::vector<T>> {
    static std::vector<T> pick() {
        std::vector<T> values;
        for (int i = pick_below(4); i > 0; --i) values.push_back(testing::pick<T>());
        return values;
    }
};
template <class T>
struct Picker<std::map<std::string, T>> {
    static std::map<std::string, T> pick() {
        std::map<std::string, T> values;
        for (int i = pick_below(4); i > 0; --i) values[pick_string()] = testing::pick<T>();
        return values;
    }
};
template <class... T>
struct Picker<std::variant<T...>> {
    static std::variant<T...> pick() {
        std::variant<T...> value;
        int wanted = pick_below(sizeof...(T));
        const auto try_one = [&]<class Alternative>(std::type_identity<Alternative>) {
            if (wanted-- == 0) value = testing::pick<Alternative>();
        };
        (try_one(std::type_identity<T>{}), ...);
        return value;
    }
};

/// Rows in no order; as a real snapshot has them they would be sorted.
inline Moment pick_moment() {
    Moment moment{pick<Snapshot>(), pick<Means>()};
    moment.seen.schema = snapshot_schema;
    return moment;
}

}  // namespace gordian::testing
