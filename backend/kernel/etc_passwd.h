// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Names of users and groups from /etc/passwd and /etc/group. We read them ourselves: the C library's lookups load NSS modules, which a
// static program can't (it dies in them). Users known only to a directory service show as numbers. Sources: passwd(5), group(5).
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace gordian::kernel {

/// "root:x:0:0:…" lines of passwd or group: third field to first field; the first line of a number wins; malformed lines are passed over.
[[nodiscard]] std::map<std::uint32_t, std::string> parse_names_by_id(std::string_view text);

}  // namespace gordian::kernel
