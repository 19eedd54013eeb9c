// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What could not be read, and why. Every null of a snapshot has its reason here (but a lock's open end, which is no ignorance).
#include "backend/base/error.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gordian {

struct Unreadable {
    std::string section;              ///< a key of the snapshot: "sem_sets"
    std::vector<std::string> fields;  ///< "semval", "sempid" …
    std::string errno_name;           ///< "EACCES"; empty where no call failed
    std::string why, remedy;
    std::int64_t count = 0;
    std::vector<std::string> resources;  ///< the first 1,000
    friend bool operator==(const Unreadable&, const Unreadable&) = default;
};
BOOST_DESCRIBE_STRUCT(Unreadable, (), (section, fields, errno_name, why, remedy, count, resources))

/// Collects reasons while a snapshot is made: what has the same section, fields and reason becomes one entry with a count.
class UnreadableList {
public:
    static constexpr std::size_t max_resources = 1000;

    /// The reason becomes "OPERATION: WHY": the error's object is left out of it, the resource says which one it was.
    void add(std::string_view section, std::vector<std::string> fields, std::string_view resource, const Error& error);
    /// An empty resource counts without being listed.
    void add(std::string_view section, std::vector<std::string> fields, std::string_view resource,
             std::string_view errno_name, std::string_view why, std::string_view remedy);
    /// Sorted by row_key(), so that two snapshots of one state are equal. The list is empty then.
    [[nodiscard]] std::vector<Unreadable> take();

private:
    std::vector<Unreadable> m_entries;
    std::unordered_map<std::string, std::size_t> m_index;  ///< section, reason and fields → entry
};

}  // namespace gordian
