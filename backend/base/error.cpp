// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/error.h"

#include "backend/base/text.h"

#include <cctype>
#include <cerrno>
#include <cstring>
#include <format>

namespace gordian {

namespace {
constexpr std::size_t kept_of_bad_text = 120;
}

Error Error::from_code(int code, std::string_view operation, std::string_view object) {
    return {.code = code, .operation = std::string(operation), .object = std::string(object), .why = {}, .remedy = {}};
}

Error Error::from_errno(std::string_view operation, std::string_view object) {
    return from_code(errno, operation, object);
}

Error Error::bad_text(std::string_view source, std::string_view text) {
    return {.code = 0,
            .operation = "reading",
            .object = std::string(source),
            .why = std::format("not the expected form: \"{}\"", escaped(text.substr(0, kept_of_bad_text))),
            .remedy = {}};
}

Error Error::refused(std::string_view operation, std::string_view object, std::string_view why, std::string_view remedy) {
    return {.code = 0,
            .operation = std::string(operation),
            .object = std::string(object),
            .why = std::string(why),
            .remedy = std::string(remedy)};
}

std::string to_string(const Error& error) {
    std::string sentence = error.operation;
    if (!error.object.empty()) sentence += (sentence.empty() ? "" : " on ") + error.object;
    sentence += ": " + (error.why.empty() ? errno_words(error.code) : error.why);
    if (!error.remedy.empty()) sentence += "; " + error.remedy;
    return sentence;
}

std::string errno_name(int code) {
    const char* name = ::strerrorname_np(code);
    return name != nullptr && code != 0 ? name : std::to_string(code);
}

std::string errno_words(int code) {
    const char* words = ::strerrordesc_np(code);
    if (words == nullptr) return std::format("error {}", code);
    std::string text = words;
    // "Permission denied" becomes lower case within a sentence; "RFS specific error" keeps its abbreviation.
    if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0)
        text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

}  // namespace gordian
