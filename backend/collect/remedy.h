// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Why something could not be read, and what to do about it, in the words of `unreadable`.
#include "backend/base/error.h"
#include "backend/snapshot/unreadable.h"

#include <string>
#include <string_view>
#include <vector>

namespace gordian::collect {

[[nodiscard]] bool is_permission(const Error& error);
/// ENOENT, ESRCH: the process or object went away between two reads. EINVAL, EIDRM are that for System V objects.
[[nodiscard]] bool is_vanished(const Error& error);
[[nodiscard]] bool is_removed(const Error& error);

/// Notes a failed read: permission with the remedy "as root", a vanished process as such, anything else in errno's words.
void note(UnreadableList& unreadable, std::string_view section, std::vector<std::string> fields,
          std::string_view resource, const Error& error);

}  // namespace gordian::collect
