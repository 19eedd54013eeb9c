// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// JSON out, JSON in and JSON Schema of whatever is described by BOOST_DESCRIBE_STRUCT. There is no second list of fields anywhere.
// Expensive to compile: included by a few .cpp files only (moment_json, moment_difference …), never by a header that others include.
//
//   described struct      object, members in the order of the description; lock_class is "class", errno_name is "errno"
//   std::optional         the value, or null
//   std::vector           array            std::map<std::string, T>   object
//   TextScalar            string           Availability               true, or the reason as a string
//   described enum        string, '-' for '_'
//   std::variant          object of the alternative, with "call": its name first
//   std::string           string; must be valid UTF-8 (backend/base/text.h)
//   double                number; null where it is not finite: JSON has no other word for that
#include "backend/base/error.h"
#include "backend/snapshot/described.h"
#include "backend/snapshot/scalars.h"

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace gordian::json {

using gordian::member_name;

/// On one line, no newline at the end. Numbers have as many digits as reading them back needs. In strings, control characters and
/// those that reorder or hide text are written as \u…: safe on a terminal.
[[nodiscard]] std::string compact(const boost::json::value& value);
/// Indented by two spaces, a newline at the end. What holds only scalars and is short stands on one line.
[[nodiscard]] std::string indented(const boost::json::value& value);
/// Memory for one document that is made, read and thrown away as a whole: nothing in it is given back before.
[[nodiscard]] boost::json::storage_ptr document_memory();
/// One JSON document. Fails with the place: "reading JSON on line 3, column 17: …".
[[nodiscard]] Result<boost::json::value> parse(std::string_view text);

}  // namespace gordian::json

// The templates: to_json(value), from_json<T>(json) with the path in every error, schema_of<T>().
#include "backend/snapshot/json_visitors.h"
