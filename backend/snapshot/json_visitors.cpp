// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of json_visitors.h that are no templates.
#include "backend/snapshot/json.h"

#include "backend/base/text.h"

namespace gordian::json::visit {

namespace {

constexpr std::size_t kept_of_found_value = 60;

/// What stands there, for a sentence: short, and safe to print.
std::string found_words(const boost::json::value& json) {
    if (json.is_array()) return "an array";
    if (json.is_object()) return "an object";
    std::string text = compact(json);
    if (text.size() > kept_of_found_value) text = valid_utf8(text.substr(0, kept_of_found_value)) + "…";
    return text;
}

}  // namespace

bool Mistake::expected(std::string_view what, const boost::json::value& found) {
    return report(std::format("expected {}, found {}", what, found_words(found)));
}

bool read_availability(const boost::json::value& json, Availability& value, Mistake& mistake) {
    const auto* flag = json.if_bool();
    const auto* why_not = json.if_string();
    if (flag != nullptr && *flag) value.why_not.clear();
    else if (why_not != nullptr && !why_not->empty()) value.why_not = std::string_view(*why_not);
    else return mistake.expected("true, or the reason why not", json);
    return true;
}

bool read_string(const boost::json::value& json, std::string& value, Mistake& mistake) {
    const auto* text = json.if_string();
    if (text == nullptr) return mistake.expected("a string", json);
    value.assign(text->data(), text->size());
    return true;
}

bool read_bool(const boost::json::value& json, bool& value, Mistake& mistake) {
    const auto* flag = json.if_bool();
    if (flag == nullptr) return mistake.expected("true or false", json);
    value = *flag;
    return true;
}

bool read_double(const boost::json::value& json, double& value, Mistake& mistake) {
    if (const auto* d = json.if_double()) value = *d;
    else if (const auto* i = json.if_int64()) value = static_cast<double>(*i);
    else if (const auto* u = json.if_uint64()) value = static_cast<double>(*u);
    else return mistake.expected("a number", json);
    return true;
}

boost::json::object or_null(boost::json::object schema) {
    if (auto* alternatives = schema.if_contains("anyOf"))
        alternatives->as_array().push_back(boost::json::object{{"type", "null"}});
    if (auto* type = schema.if_contains("type")) *type = boost::json::array{*type, "null"};
    if (auto* names = schema.if_contains("enum")) names->as_array().emplace_back(nullptr);
    return schema;
}

}  // namespace gordian::json::visit
