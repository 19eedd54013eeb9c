// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a snapshot could not see, and what would show it.
#include "backend/present/facts.h"
#include "backend/snapshot/snapshot.h"

#include <string>
#include <string_view>

namespace gordian::present {

/// "Not all was seen: 204 processes and 31 semaphore sets are partly hidden from uid 1000. `sudo gordianctl` sees more." Empty where permissions hid nothing.
[[nodiscard]] std::string what_was_not_seen(const Snapshot& seen);
/// Of one section, whatever the reason: "semval, sempid of 31: permission denied; run it as root". Empty: all of it was read.
[[nodiscard]] std::string what_was_not_seen(const Snapshot& seen, std::string_view section);

/// Where nothing is wrong: calm, but no calmer than what this viewer can see allows. `blocked`: threads for which that is not normal.
[[nodiscard]] std::string calm_words(const Facts& facts, std::size_t blocked);

}  // namespace gordian::present
