// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The visitors behind json.h (include that one): to_json, from_json and schema_of follow from the descriptions of the types.
#include "backend/base/error.h"
#include "backend/snapshot/described.h"
#include "backend/snapshot/host.h"
#include "backend/snapshot/scalars.h"

#include <boost/json.hpp>

#include <concepts>
#include <cstdint>
#include <format>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace gordian::json {

/// A value as JSON. `memory`: where it takes its memory from; all of one document should come from one place.
template <class T>
[[nodiscard]] boost::json::value to_json(const T& value, const boost::json::storage_ptr& memory = {});
/// A value from JSON. Members that are not known are ignored, missing ones are an error. The error's object is the path:
/// "sem_sets[3].semaphores[0].semval".
template <class T>
[[nodiscard]] Result<T> from_json(const boost::json::value& json);
/// JSON Schema (draft 2020-12) of what to_json() gives.
template <class T>
[[nodiscard]] boost::json::object schema_of();

/// A "$schema" member for the outermost schema.
inline constexpr std::string_view json_schema_dialect = "https://json-schema.org/draft/2020-12/schema";

/// The parts of which all of that is made; for those who compose an object of several structs.
namespace visit {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;
template <class T>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;
template <class T>
inline constexpr bool is_unknown = false;

/// Which alternative of a variant an object is.
inline constexpr std::string_view call_member = "call";

// ---- out -------------------------------------------------------------------------------------------------------------

template <class T>
void append_members(boost::json::object& object, const T& value) {
    for_each_member(value, [&](std::string_view name, const auto& member) {
        object.emplace(name, to_json(member, object.storage()));
    });
}

// ---- in --------------------------------------------------------------------------------------------------------------

/// What was wrong, and where: the path grows from the inside out while the readers return, so that a document without a mistake pays nothing.
class Mistake {
public:
    /// False, to be returned at once.
    bool report(std::string why) {
        m_why = std::move(why);
        m_path.clear();
        return false;
    }
    bool expected(std::string_view what, const boost::json::value& found);
    bool within_member(std::string_view name) {
        m_path.insert(0, std::string(m_path.empty() || m_path.starts_with('[') ? "" : ".")).insert(0, name);
        return false;
    }
    bool within_element(std::size_t index) {
        m_path.insert(0, std::format("[{}]{}", index, m_path.empty() || m_path.starts_with('[') ? "" : "."));
        return false;
    }
    [[nodiscard]] Error error() const {
        return Error::refused("reading JSON", m_path.empty() ? "the document" : m_path, m_why);
    }

private:
    std::string m_path, m_why;
};

template <class T>
bool read(const boost::json::value& json, T& value, Mistake& mistake);

template <class T>
bool read_member(const boost::json::object& object, std::string_view name, T& value, Mistake& mistake) {
    const boost::json::value* json = object.if_contains(name);
    const bool good = json != nullptr ? read(*json, value, mistake) : mistake.report("missing");
    return good || mistake.within_member(name);
}

template <class T>
bool read_members(const boost::json::object& object, T& value, Mistake& mistake) {
    bool good = true;
    for_each_member(
        value, [&](std::string_view name, auto& member) { good = good && read_member(object, name, member, mistake); });
    return good;
}

/// "integer that fits 16 bits, from -32768 to 32767"
template <std::integral T>
std::string words_for_integer() {
    return std::format("an integer from {} to {}", std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
}

template <std::integral T>
bool read_integer(const boost::json::value& json, T& value, Mistake& mistake) {
    if (const auto* i = json.if_int64(); i != nullptr && std::in_range<T>(*i)) value = static_cast<T>(*i);
    else if (const auto* u = json.if_uint64(); u != nullptr && std::in_range<T>(*u)) value = static_cast<T>(*u);
    else return mistake.expected(words_for_integer<T>(), json);
    return true;
}

template <class T>
bool read_optional(const boost::json::value& json, std::optional<T>& value, Mistake& mistake) {
    if (json.is_null()) {
        value.reset();
        return true;
    }
    T inner{};
    if (!read(json, inner, mistake)) return false;
    value = std::move(inner);
    return true;
}

template <class T>
bool read_vector(const boost::json::value& json, std::vector<T>& value, Mistake& mistake) {
    const auto* array = json.if_array();
    if (array == nullptr) return mistake.expected("an array", json);
    value.clear();
    value.reserve(array->size());
    for (const boost::json::value& element : *array) {
        if constexpr (std::same_as<T, bool>) {  // std::vector<bool> has no elements to refer to
            bool flag = false;
            if (!read(element, flag, mistake)) return mistake.within_element(value.size());
            value.push_back(flag);
        } else if (!read(element, value.emplace_back(), mistake)) {
            return mistake.within_element(value.size() - 1);
        }
    }
    return true;
}

template <class T>
bool read_map(const boost::json::value& json, std::map<std::string, T>& value, Mistake& mistake) {
    const auto* object = json.if_object();
    if (object == nullptr) return mistake.expected("an object", json);
    value.clear();
    for (const auto& member : *object)
        if (!read(member.value(), value[std::string(std::string_view(member.key()))], mistake))
            return mistake.within_member(member.key());
    return true;
}

template <class... T>
bool read_variant(const boost::json::value& json, std::variant<T...>& value, Mistake& mistake) {
    const auto* object = json.if_object();
    if (object == nullptr) return mistake.expected("an object", json);
    std::string call;
    if (!read_member(*object, call_member, call, mistake)) return false;
    bool known = false, good = false;
    const auto try_one = [&]<class Alternative>(std::type_identity<Alternative>) {
        if (known || call != Alternative::call) return;
        known = true;
        good = read_members(*object, value.template emplace<Alternative>(), mistake);
    };
    (try_one(std::type_identity<T>{}), ...);
    if (known) return good;
    std::string names;
    ((names.append(names.empty() ? "" : ", ").append(T::call)), ...);
    mistake.expected(std::format("one of {}", names), object->at(call_member));
    return mistake.within_member(call_member);
}

template <DescribedEnum T>
bool read_enum(const boost::json::value& json, T& value, Mistake& mistake) {
    if (const auto* text = json.if_string())
        if (const auto found = enum_from_name<T>(*text)) {
            value = *found;
            return true;
        }
    std::string names;
    for (const std::string& name : enum_names<T>()) names.append(names.empty() ? "" : ", ").append(name);
    return mistake.expected(std::format("one of {}", names), json);
}

template <TextScalar T>
bool read_text_scalar(const boost::json::value& json, T& value, Mistake& mistake) {
    const auto* text = json.if_string();
    if (text == nullptr) return mistake.expected("a string", json);
    auto scalar = from_text(*text, static_cast<T*>(nullptr));
    if (!scalar) return mistake.report(to_string(scalar.error()));
    value = std::move(*scalar);
    return true;
}

bool read_availability(const boost::json::value& json, Availability& value, Mistake& mistake);
bool read_string(const boost::json::value& json, std::string& value, Mistake& mistake);
bool read_bool(const boost::json::value& json, bool& value, Mistake& mistake);
bool read_double(const boost::json::value& json, double& value, Mistake& mistake);

template <class T>
bool read(const boost::json::value& json, T& value, Mistake& mistake) {
    if constexpr (std::same_as<T, bool>) return read_bool(json, value, mistake);
    else if constexpr (std::integral<T>) return read_integer(json, value, mistake);
    else if constexpr (std::same_as<T, double>) return read_double(json, value, mistake);
    else if constexpr (std::same_as<T, std::string>) return read_string(json, value, mistake);
    else if constexpr (std::same_as<T, Availability>) return read_availability(json, value, mistake);
    else if constexpr (TextScalar<T>) return read_text_scalar(json, value, mistake);
    else if constexpr (DescribedEnum<T>) return read_enum(json, value, mistake);
    else if constexpr (is_optional<T>) return read_optional(json, value, mistake);
    else if constexpr (is_vector<T>) return read_vector(json, value, mistake);
    else if constexpr (is_map<T>) return read_map(json, value, mistake);
    else if constexpr (is_variant<T>) return read_variant(json, value, mistake);
    else if constexpr (Described<T>) {
        const auto* object = json.if_object();
        return object != nullptr ? read_members(*object, value, mistake) : mistake.expected("an object", json);
    } else {
        static_assert(is_unknown<T>,
                      "this type has no JSON: describe it with BOOST_DESCRIBE_STRUCT, or teach json_visitors.h");
    }
}

// ---- schema ----------------------------------------------------------------------------------------------------------

/// An object's schema, to which members are added.
class ObjectSchema {
public:
    template <class T>
    void add(std::string_view name) {
        m_properties.emplace(name, schema_of<T>());
        m_required.emplace_back(name);
    }
    template <class T>
    void add_members() {
        for_each_member_of<T>(
            [&]<class Struct, class Member>(std::string_view name, Member Struct::*) { add<Member>(name); });
    }
    void add_constant(std::string_view name, std::string_view value) {
        m_properties.emplace(name, boost::json::object{{"const", value}});
        m_required.emplace_back(name);
    }
    [[nodiscard]] boost::json::object take() {
        return {{"type", "object"},
                {"properties", std::move(m_properties)},
                {"required", std::move(m_required)},
                {"additionalProperties", true}};
    }

private:
    boost::json::object m_properties;
    boost::json::array m_required;
};

/// The same, or null.
boost::json::object or_null(boost::json::object schema);

template <class... T>
boost::json::object schema_of_variant(std::type_identity<std::variant<T...>>) {
    boost::json::array alternatives;
    const auto add_one = [&]<class Alternative>(std::type_identity<Alternative>) {
        ObjectSchema schema;
        schema.add_constant(call_member, Alternative::call);
        schema.template add_members<Alternative>();
        alternatives.push_back(schema.take());
    };
    (add_one(std::type_identity<T>{}), ...);
    return {{"anyOf", std::move(alternatives)}};
}

}  // namespace visit

template <class T>
boost::json::value to_json(const T& value, const boost::json::storage_ptr& memory) {
    const auto text = [&](std::string_view words) { return boost::json::value(words, memory); };
    if constexpr (std::same_as<T, bool>) return value;
    else if constexpr (std::signed_integral<T>) return static_cast<std::int64_t>(value);
    else if constexpr (std::unsigned_integral<T>) return static_cast<std::uint64_t>(value);
    else if constexpr (std::same_as<T, double>) return value;
    else if constexpr (std::same_as<T, std::string>) return text(value);
    else if constexpr (std::same_as<T, Availability>)
        return value.why_not.empty() ? boost::json::value(true) : text(value.why_not);
    else if constexpr (TextScalar<T>) return text(text_of(value));
    else if constexpr (DescribedEnum<T>) return text(enum_name(value));
    else if constexpr (visit::is_optional<T>) return value ? to_json(*value, memory) : boost::json::value(nullptr);
    else if constexpr (visit::is_vector<T>) {
        boost::json::array array(memory);
        array.reserve(value.size());
        for (const auto& element : value)
            array.push_back(to_json(static_cast<const typename T::value_type&>(element), memory));
        return array;
    } else if constexpr (visit::is_map<T>) {
        boost::json::object object(value.size(), memory);
        for (const auto& [name, element] : value) object.emplace(name, to_json(element, memory));
        return object;
    } else if constexpr (visit::is_variant<T>) {
        return std::visit(
            [&]<class Alternative>(const Alternative& alternative) -> boost::json::value {
                boost::json::object object(1 + boost::mp11::mp_size<MembersOf<Alternative>>::value, memory);
                object.emplace(visit::call_member, Alternative::call);
                visit::append_members(object, alternative);
                return object;
            },
            value);
    } else if constexpr (Described<T>) {
        boost::json::object object(boost::mp11::mp_size<MembersOf<T>>::value, memory);
        visit::append_members(object, value);
        return object;
    } else {
        static_assert(visit::is_unknown<T>,
                      "this type has no JSON: describe it with BOOST_DESCRIBE_STRUCT, or teach json_visitors.h");
    }
}

template <class T>
Result<T> from_json(const boost::json::value& json) {
    T value{};
    visit::Mistake mistake;
    if (!visit::read(json, value, mistake)) return std::unexpected(mistake.error());
    return value;
}

template <class T>
boost::json::object schema_of() {
    if constexpr (std::same_as<T, bool>) return {{"type", "boolean"}};
    else if constexpr (std::integral<T>)
        return {{"type", "integer"}, {"minimum", std::numeric_limits<T>::min()}, {"maximum", std::numeric_limits<T>::max()}};
    else if constexpr (std::same_as<T, double>) return {{"type", "number"}};
    else if constexpr (std::same_as<T, std::string>) return {{"type", "string"}};
    else if constexpr (std::same_as<T, Availability>)
        return {{"anyOf",
                 boost::json::array{boost::json::object{{"const", true}}, boost::json::object{{"type", "string"}}}}};
    else if constexpr (TextScalar<T>) {
        boost::json::object schema{{"type", "string"}};
        if constexpr (requires { text_pattern(static_cast<T*>(nullptr)); })
            schema.emplace("pattern", text_pattern(static_cast<T*>(nullptr)));
        return schema;
    } else if constexpr (DescribedEnum<T>) {
        boost::json::array names;
        for (const std::string& name : enum_names<T>()) names.emplace_back(name);
        return {{"type", "string"}, {"enum", std::move(names)}};
    } else if constexpr (visit::is_optional<T>) return visit::or_null(schema_of<typename T::value_type>());
    else if constexpr (visit::is_vector<T>) return {{"type", "array"}, {"items", schema_of<typename T::value_type>()}};
    else if constexpr (visit::is_map<T>)
        return {{"type", "object"}, {"additionalProperties", schema_of<typename T::mapped_type>()}};
    else if constexpr (visit::is_variant<T>) return visit::schema_of_variant(std::type_identity<T>{});
    else if constexpr (Described<T>) {
        visit::ObjectSchema schema;
        schema.add_members<T>();
        return schema.take();
    } else {
        static_assert(visit::is_unknown<T>,
                      "this type has no JSON: describe it with BOOST_DESCRIBE_STRUCT, or teach json_visitors.h");
    }
}

}  // namespace gordian::json
