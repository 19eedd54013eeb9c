// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/json.h"

#include <boost/json.hpp>

#include <algorithm>
#include <format>
#include <stdexcept>

namespace gordian::test {

namespace {

constexpr std::size_t shown_chars = 600;

[[noreturn]] void fail(std::string_view what, const boost::json::value& in) {
    throw std::runtime_error(std::format("{} in {}", what, boost::json::serialize(in).substr(0, shown_chars)));
}

bool is(const boost::json::value& value, std::string_view text) {
    return value.is_string() && std::string_view(value.get_string()) == text;
}
bool is(const boost::json::value& value, std::int64_t number) {
    boost::system::error_code not_a_number;
    return value.is_number() && value.to_number<std::int64_t>(not_a_number) == number && !not_a_number;
}

}  // namespace

Json Json::parse(std::string_view text) {
    boost::system::error_code error;
    boost::json::value value = boost::json::parse(text, error);
    if (error) throw std::runtime_error(std::format("no JSON ({}): {}", error.message(), text.substr(0, shown_chars)));
    auto document = std::make_shared<const boost::json::value>(std::move(value));
    return {document, *document};
}

bool Json::is_null() const { return m_value->is_null(); }
bool Json::is_object() const { return m_value->is_object(); }
bool Json::is_array() const { return m_value->is_array(); }

bool Json::has(std::string_view key) const { return m_value->is_object() && m_value->get_object().contains(key); }

Json Json::at(std::string_view key) const {
    if (!has(key)) fail(std::format("no member '{}'", key), *m_value);
    return {m_document, m_value->get_object().at(key)};
}

std::vector<Json> Json::items() const {
    if (!is_array()) fail("no array", *m_value);
    std::vector<Json> items;
    for (const boost::json::value& value : m_value->get_array()) items.push_back({m_document, value});
    return items;
}

std::vector<std::string> Json::keys() const {
    if (!is_object()) fail("no object", *m_value);
    std::vector<std::string> keys;
    for (const auto& member : m_value->get_object()) keys.emplace_back(member.key());
    return keys;
}

std::size_t Json::size() const {
    if (is_object()) return m_value->get_object().size();
    if (!is_array()) fail("no array", *m_value);
    return m_value->get_array().size();
}

std::vector<Json> Json::all_where(std::string_view key, std::string_view text) const {
    std::vector<Json> found;
    for (const Json& item : items()) {
        if (item.has(key) && is(*item.at(key).m_value, text)) found.push_back(item);
    }
    return found;
}

std::vector<Json> Json::all_where(std::string_view key, std::int64_t number) const {
    std::vector<Json> found;
    for (const Json& item : items()) {
        if (item.has(key) && is(*item.at(key).m_value, number)) found.push_back(item);
    }
    return found;
}

Json Json::where(std::string_view key, std::string_view text) const {
    const auto found = all_where(key, text);
    if (found.size() != 1) fail(std::format("{} elements whose '{}' is '{}'", found.size(), key, text), *m_value);
    return found.front();
}

Json Json::where(std::string_view key, std::int64_t number) const {
    const auto found = all_where(key, number);
    if (found.size() != 1) fail(std::format("{} elements whose '{}' is {}", found.size(), key, number), *m_value);
    return found.front();
}

std::string Json::string() const {
    if (!m_value->is_string()) fail("no string", *m_value);
    return std::string(m_value->get_string());
}

std::int64_t Json::number() const {
    if (m_value->is_uint64()) return static_cast<std::int64_t>(m_value->get_uint64());
    if (!m_value->is_int64()) fail("no integer", *m_value);
    return m_value->get_int64();
}

double Json::real() const {
    if (!m_value->is_number()) fail("no number", *m_value);
    return m_value->to_number<double>();
}

bool Json::truth() const {
    if (!m_value->is_bool()) fail("neither true nor false", *m_value);
    return m_value->get_bool();
}

std::vector<std::string> Json::strings() const {
    std::vector<std::string> strings;
    for (const Json& item : items()) strings.push_back(item.string());
    return strings;
}

std::vector<std::int64_t> Json::numbers() const {
    std::vector<std::int64_t> numbers;
    for (const Json& item : items()) numbers.push_back(item.number());
    return numbers;
}

std::string Json::text() const { return boost::json::serialize(*m_value); }

bool operator==(const Json& a, const Json& b) { return *a.m_value == *b.m_value; }

}  // namespace gordian::test
