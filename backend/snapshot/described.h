// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The walk over what BOOST_DESCRIBE_STRUCT and BOOST_DEFINE_ENUM say of a type. JSON, schema, differences and table columns are visitors
// of it: there is no second list of fields anywhere. Light: no Boost.JSON here.
#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace gordian {

/// The member's name as contract, JSON and tables have it: `class` and `errno` can't be names in C++.
[[nodiscard]] constexpr std::string_view member_name(std::string_view cpp_name) {
    if (cpp_name == "lock_class") return "class";
    if (cpp_name == "errno_name") return "errno";
    return cpp_name;
}

/// A struct with a description.
template <class T>
concept Described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

/// An enum with a description.
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

/// A type list of what describes each member, in order: `D::pointer`, `D::name`.
template <Described T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public>;

/// The type of the member that D describes, which is one of MembersOf<T>.
template <class T, class D>
using MemberType = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;

/// Calls f(name, pointer to member) for each member, in the order of the description.
template <Described T, class F>
constexpr void for_each_member_of(F&& f) {
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto d) { f(member_name(d.name), d.pointer); });
}

/// Calls f(name, reference to member) for each member of `value`, in the order of the description.
template <class T, class F>
    requires Described<std::remove_const_t<T>>
constexpr void for_each_member(T& value, F&& f) {
    for_each_member_of<std::remove_const_t<T>>([&](std::string_view name, auto pointer) { f(name, value.*pointer); });
}

/// All enumerators' names in order, as JSON has them: `proc_locks` is "proc-locks".
template <DescribedEnum E>
[[nodiscard]] const auto& enum_names() {
    static const auto names = [] {
        std::array<std::string, boost::mp11::mp_size<boost::describe::describe_enumerators<E>>::value> all;
        std::size_t i = 0;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
            all[i] = d.name;
            std::ranges::replace(all[i], '_', '-');
            ++i;
        });
        return all;
    }();
    return names;
}

/// "proc-locks" of LockEvidence::proc_locks. Empty for a number that is no enumerator.
template <DescribedEnum E>
[[nodiscard]] std::string_view enum_name(E value) {
    std::string_view found;
    std::size_t i = 0;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
        if (d.value == value) found = enum_names<E>()[i];
        ++i;
    });
    return found;
}

/// The enumerator of that name.
template <DescribedEnum E>
[[nodiscard]] std::optional<E> enum_from_name(std::string_view name) {
    std::optional<E> found;
    std::size_t i = 0;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
        if (enum_names<E>()[i] == name) found = d.value;
        ++i;
    });
    return found;
}

}  // namespace gordian
