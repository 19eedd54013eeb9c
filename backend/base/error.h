// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// An expected failure is a value: what was tried, on which object, why it failed, and what a person can do about it.
#include <expected>
#include <string>
#include <string_view>

namespace gordian {

/// Prints as one sentence: "semctl(GETNCNT) on sysv-sem/7/2: permission denied; its owner or root may read it".
struct Error {
    int code = 0;  ///< errno(3); 0 where no system call failed (a text that could not be understood, a rule of ours)
    std::string operation;  ///< "semctl(GETNCNT)", "reading", "removing"
    std::string object;     ///< a resource, a path, a piece of text
    std::string why;        ///< the reason where errno's own words are not enough; empty: errno's words
    std::string remedy;     ///< what to do; may be empty

    friend bool operator==(const Error&, const Error&) = default;

    /// From a value of errno taken right after the call.
    static Error from_code(int code, std::string_view operation, std::string_view object);
    /// From errno now.
    static Error from_errno(std::string_view operation, std::string_view object);
    /// Text of the kernel's (or a user's) that is not what its format promises. Only the beginning of it is kept.
    static Error bad_text(std::string_view source, std::string_view text);
    /// A rule of ours says no.
    static Error refused(std::string_view operation, std::string_view object, std::string_view why,
                         std::string_view remedy = {});
};

template <class T>
using Result = std::expected<T, Error>;

/// The sentence, without a full stop.
[[nodiscard]] std::string to_string(const Error& error);
/// "EACCES"; "0" and unknown numbers as decimal digits.
[[nodiscard]] std::string errno_name(int code);
/// "permission denied": strerror(3)'s words, beginning in lower case.
[[nodiscard]] std::string errno_words(int code);

}  // namespace gordian
