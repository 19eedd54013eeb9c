// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/snapshot/unreadable.h"

#include "backend/snapshot/row_key.h"

#include <algorithm>
#include <utility>

namespace gordian {

namespace {

/// Its length stands before each part, so that no two lists of parts read the same.
void append_part(std::string& key, std::string_view part) {
    const std::size_t length = part.size();
    key.append(std::to_string(length)).append(1, ':').append(part);
}

std::string index_key(std::string_view section, const std::vector<std::string>& fields, std::string_view errno_name,
                      std::string_view why) {
    std::string key;
    append_part(key, section);
    append_part(key, errno_name);
    append_part(key, why);
    for (const std::string& field : fields) append_part(key, field);
    return key;
}

}  // namespace

void UnreadableList::add(std::string_view section, std::vector<std::string> fields, std::string_view resource,
                         const Error& error) {
    // The object stays out of the reason: it is the resource, and 30,000 objects shall not make 30,000 reasons.
    std::string why = error.operation;
    if (!why.empty()) why += ": ";
    why += error.why.empty() ? errno_words(error.code) : error.why;
    add(section, std::move(fields), resource, error.code == 0 ? std::string() : errno_name(error.code), why, error.remedy);
}

void UnreadableList::add(std::string_view section, std::vector<std::string> fields, std::string_view resource,
                         std::string_view errno_name, std::string_view why, std::string_view remedy) {
    const auto [place, is_new] = m_index.try_emplace(index_key(section, fields, errno_name, why), m_entries.size());
    if (is_new) {
        m_entries.push_back({.section = std::string(section),
                             .fields = std::move(fields),
                             .errno_name = std::string(errno_name),
                             .why = std::string(why),
                             .remedy = std::string(remedy),
                             .count = 0,
                             .resources = {}});
    }
    Unreadable& entry = m_entries[place->second];
    ++entry.count;
    if (!resource.empty() && entry.resources.size() < max_resources) entry.resources.emplace_back(resource);
}

std::vector<Unreadable> UnreadableList::take() {
    std::ranges::sort(m_entries, [](const Unreadable& a, const Unreadable& b) { return row_key(a) < row_key(b); });
    m_index.clear();
    return std::exchange(m_entries, {});
}

}  // namespace gordian
