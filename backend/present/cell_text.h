// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// From a value of any described type to the text of a cell. Included by table.cpp only: it instantiates for every field of every section.
#include "backend/present/format.h"
#include "backend/present/table.h"

#include <format>
#include <map>
#include <optional>
#include <type_traits>
#include <variant>

namespace gordian::present {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;

template <class T>
struct WithoutOptional {
    using type = T;
};
template <class T>
struct WithoutOptional<std::optional<T>> {
    using type = T;
};

template <class T>
concept Number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;

template <class T>
concept HasPid = requires(const T& value) { value.pid; };

std::string number_text(std::int64_t value, Shape shape, const CellContext& context);
std::string number_text(std::uint64_t value, Shape shape, const CellContext& context);
/// "901 shopd, 902 shopd": each once, in the order of the rows. Those that nobody could name are counted.
std::string people_text(const std::vector<std::optional<int>>& pids, const CellContext& context);

/// Values that are said in a way of their own.
std::string text_of_member(const std::vector<Semaphore>& semaphores, const CellContext& context);
std::string text_of_member(const Backing& backing, const CellContext& context);
std::string text_of_member(const Operands& operands, const CellContext& context);
std::string text_of_member(const std::vector<Link>& links, const CellContext& context);
std::string text_of_member(const std::vector<LockHolder>& holders, const CellContext& context);

template <class T>
concept SaidItsOwnWay = std::same_as<T, std::vector<Semaphore>> || std::same_as<T, Backing> || std::same_as<T, Operands> ||
                        std::same_as<T, std::vector<Link>> || std::same_as<T, std::vector<LockHolder>>;

template <class T>
std::string cell_text(const T& value, Shape shape, std::string_view if_empty, const CellContext& context) {
    if constexpr (is_optional<T>) {
        return value ? cell_text(*value, shape, if_empty, context) : std::string(if_empty);
    } else if constexpr (std::is_same_v<T, Time>) {
        return context.exact ? text_of(value) : age(value, context.now);
    } else if constexpr (TextScalar<T>) {
        return text_of(value);
    } else if constexpr (SaidItsOwnWay<T>) {
        return text_of_member(value, context);
    } else if constexpr (std::is_same_v<T, bool>) {
        return value ? "yes" : "no";
    } else if constexpr (std::is_floating_point_v<T>) {
        return std::format("{:.1f}", value);
    } else if constexpr (Number<T> && std::is_signed_v<T>) {
        return number_text(static_cast<std::int64_t>(value), shape, context);
    } else if constexpr (Number<T>) {
        return number_text(static_cast<std::uint64_t>(value), shape, context);
    } else if constexpr (DescribedEnum<T>) {
        return std::string(enum_name(value));
    } else if constexpr (std::is_convertible_v<T, std::string_view>) {
        return value.empty() ? "-" : std::string(value);
    } else if constexpr (is_vector<T>) {
        if constexpr (HasPid<typename T::value_type>) {
            std::vector<std::optional<int>> pids;
            pids.reserve(value.size());
            for (const auto& item : value) pids.emplace_back(item.pid);
            return people_text(pids, context);
        } else {
            std::vector<std::string> items;
            items.reserve(value.size());
            for (const auto& item : value) items.push_back(cell_text(item, shape, if_empty, context));
            return items.empty() ? "-" : joined(items, ", ");
        }
    } else if constexpr (is_variant<T>) {
        return std::visit([&](const auto& alternative) { return cell_text(alternative, shape, if_empty, context); }, value);
    } else {
        static_assert(Described<T>, "a field's type needs a description");
        std::vector<std::string> items;
        for_each_member(value, [&](std::string_view name, const auto& member) {
            items.push_back(std::format("{}={}", name, cell_text(member, Shape::plain, if_empty, context)));
        });
        return joined(items, " ");
    }
}

}  // namespace gordian::present
