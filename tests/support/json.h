// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// JSON as the tests read it: by Boost.JSON, which checks the UTF-8 too, behind a door that is cheap to compile. What is asked for and is not
// there throws with its name and a piece of the document: the test fails with that sentence.
#include <boost/json/fwd.hpp>

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::test {

class Json {
public:
    [[nodiscard]] static Json parse(std::string_view text);

    [[nodiscard]] bool is_null() const;
    [[nodiscard]] bool is_object() const;
    [[nodiscard]] bool is_array() const;
    [[nodiscard]] bool has(std::string_view key) const;
    /// A member of an object.
    [[nodiscard]] Json at(std::string_view key) const;
    /// The elements of an array.
    [[nodiscard]] std::vector<Json> items() const;
    /// The names of an object's members.
    [[nodiscard]] std::vector<std::string> keys() const;
    [[nodiscard]] std::size_t size() const;

    /// The elements of an array whose member `key` is this; `where` wants exactly one.
    [[nodiscard]] std::vector<Json> all_where(std::string_view key, std::string_view text) const;
    [[nodiscard]] std::vector<Json> all_where(std::string_view key, std::int64_t number) const;
    [[nodiscard]] Json where(std::string_view key, std::string_view text) const;
    [[nodiscard]] Json where(std::string_view key, std::int64_t number) const;

    [[nodiscard]] std::string string() const;
    [[nodiscard]] std::int64_t number() const;
    [[nodiscard]] double real() const;
    [[nodiscard]] bool truth() const;
    [[nodiscard]] std::vector<std::string> strings() const;
    [[nodiscard]] std::vector<std::int64_t> numbers() const;

    /// On one line.
    [[nodiscard]] std::string text() const;
    friend bool operator==(const Json& a, const Json& b);
    friend void PrintTo(const Json& json, std::ostream* out) { *out << json.text(); }

private:
    Json(std::shared_ptr<const boost::json::value> document, const boost::json::value& value)
        : m_document(std::move(document)), m_value(&value) {}

    std::shared_ptr<const boost::json::value> m_document;  ///< keeps alive what m_value points into
    const boost::json::value* m_value;
};

}  // namespace gordian::test
