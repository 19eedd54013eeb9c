// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// As much of JSON Schema (draft 2020-12) as our schemas use. A keyword that it does not know is a complaint too: nothing is passed over.
#include <boost/json.hpp>

#include <algorithm>
#include <format>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace gordian::testing {

class SchemaChecker {
public:
    /// What is wrong, each with its path; empty: it fits.
    static std::vector<std::string> complaints(const boost::json::value& value, const boost::json::value& schema) {
        SchemaChecker checker;
        checker.check(value, schema.as_object(), "$");
        return checker.m_complaints;
    }

private:
    using Value = boost::json::value;
    using Object = boost::json::object;

    void complain(const std::string& path, std::string_view what) {
        m_complaints.push_back(std::format("{}: {}", path, what));
    }

    static bool is_integer(const Value& value) { return value.is_int64() || value.is_uint64(); }
    static bool has_type(const Value& value, std::string_view type) {
        if (type == "null") return value.is_null();
        if (type == "boolean") return value.is_bool();
        if (type == "integer") return is_integer(value);
        if (type == "number") return value.is_number();
        if (type == "string") return value.is_string();
        if (type == "array") return value.is_array();
        return type == "object" && value.is_object();
    }
    /// Compiling one takes longer than everything else here.
    static const std::regex& compiled(const std::string& pattern) {
        static std::map<std::string, std::regex> all;
        return all.try_emplace(pattern, pattern).first->second;
    }
    /// a < b, whatever kind of integer each is.
    static bool less(const Value& a, const Value& b) {
        const auto wide = [](const Value& v) {
            return v.is_uint64() ? static_cast<__int128>(v.get_uint64()) : static_cast<__int128>(v.get_int64());
        };
        return wide(a) < wide(b);
    }
    static bool contains(const boost::json::array& array, const Value& value) {
        return std::ranges::find(array, value) != array.end();
    }

    void check(const Value& value, const Object& schema, const std::string& path) {
        for (const auto& keyword : schema) check_keyword(keyword.key(), keyword.value(), value, schema, path);
    }

    void check_keyword(std::string_view keyword, const Value& rule, const Value& value, const Object& schema,
                       const std::string& path) {
        if (keyword == "$schema" || keyword == "title") return;
        if (keyword == "type") {
            const auto& types = rule.is_array() ? rule.as_array() : boost::json::array{rule};
            if (std::ranges::none_of(types, [&](const Value& type) { return has_type(value, type.as_string()); }))
                complain(path, "wrong type");
        } else if (keyword == "const") {
            if (value != rule) complain(path, "not the constant");
        } else if (keyword == "enum") {
            if (!contains(rule.as_array(), value)) complain(path, "not one of the enum");
        } else if (keyword == "pattern") {
            if (value.is_string() && !std::regex_search(value.as_string().c_str(), compiled(rule.as_string().c_str())))
                complain(path, "not the pattern");
        } else if (keyword == "minimum") {
            if (is_integer(value) && less(value, rule)) complain(path, "below the minimum");
        } else if (keyword == "maximum") {
            if (is_integer(value) && less(rule, value)) complain(path, "above the maximum");
        } else if (keyword == "anyOf") {
            if (std::ranges::none_of(rule.as_array(), [&](const Value& one) { return complaints(value, one).empty(); }))
                complain(path, "none of anyOf");
        } else if (keyword == "required") {
            if (value.is_object())
                for (const Value& name : rule.as_array())
                    if (!value.as_object().contains(name.as_string()))
                        complain(path, std::format("{} is missing", std::string_view(name.as_string())));
        } else if (keyword == "properties") {
            if (value.is_object())
                for (const auto& property : rule.as_object())
                    if (const Value* member = value.as_object().if_contains(property.key()))
                        check(*member, property.value().as_object(), path + "." + std::string(property.key()));
        } else if (keyword == "additionalProperties") {
            check_additional(rule, value, schema, path);
        } else if (keyword == "items") {
            if (value.is_array())
                for (const Value& element : value.as_array()) check(element, rule.as_object(), path + "[]");
        } else {
            complain(path, std::format("the schema has a keyword {} that is not known here", keyword));
        }
    }

    void check_additional(const Value& rule, const Value& value, const Object& schema, const std::string& path) {
        if (!value.is_object() || rule == true) return;
        const auto* properties = schema.if_contains("properties");
        for (const auto& member : value.as_object()) {
            if (properties != nullptr && properties->as_object().contains(member.key())) continue;
            if (rule.is_object()) check(member.value(), rule.as_object(), path + "." + std::string(member.key()));
            else complain(path, "a member too many");
        }
    }

    std::vector<std::string> m_complaints;
};

}  // namespace gordian::testing
