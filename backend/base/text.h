// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Text of others, made safe to keep and to print. Nothing read from another process is trusted to be UTF-8, or to be short.
#include <string>
#include <string_view>

namespace gordian {

/// Valid UTF-8: each byte that is not part of a well-formed sequence becomes U+FFFD. Control characters stay.
[[nodiscard]] std::string valid_utf8(std::string_view bytes);

/// For terminals and messages: valid UTF-8 with control characters (C0, DEL, C1) and bidirectional overrides as \n, \t, \x1b, \u202e …
[[nodiscard]] std::string escaped(std::string_view bytes);

/// For the spelling of resources: a space, a control character, `%` and a byte that is not UTF-8 are percent-encoded.
[[nodiscard]] std::string percent_encoded(std::string_view bytes);
/// The bytes again; a `%` that is not followed by two hexadecimal digits stays as it is.
[[nodiscard]] std::string percent_decoded(std::string_view text);

}  // namespace gordian
