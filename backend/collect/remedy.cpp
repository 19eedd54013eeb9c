// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/remedy.h"

#include <cerrno>

namespace gordian::collect {

bool is_permission(const Error& error) { return error.code == EACCES || error.code == EPERM; }
bool is_vanished(const Error& error) { return error.code == ENOENT || error.code == ESRCH; }
bool is_removed(const Error& error) { return error.code == EINVAL || error.code == EIDRM; }

void note(UnreadableList& unreadable, std::string_view section, std::vector<std::string> fields,
          std::string_view resource, const Error& error) {
    const std::string name = error.code == 0 ? std::string() : errno_name(error.code);
    if (is_permission(error))
        unreadable.add(section, std::move(fields), resource, name, errno_words(error.code),
                       "run gordianctl as root (sudo)");
    else if (is_vanished(error))
        unreadable.add(section, std::move(fields), resource, name, "it went away while it was read", "");
    else
        unreadable.add(section, std::move(fields), resource, name,
                       error.why.empty() ? errno_words(error.code) : error.why, "");
}

}  // namespace gordian::collect
