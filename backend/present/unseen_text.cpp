// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/unseen_text.h"

#include "backend/present/format.h"

#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <vector>

namespace gordian::present {

namespace {

struct Noun {
    std::string_view section, singular, plural;
};
constexpr std::array nouns{
    Noun{"processes", "process", "processes"},
    Noun{"threads", "thread", "threads"},
    Noun{"msg_queues", "message queue", "message queues"},
    Noun{"sem_sets", "semaphore set", "semaphore sets"},
    Noun{"shm_segments", "shared memory segment", "shared memory segments"},
    Noun{"pipes", "pipe", "pipes"},
    Noun{"locks", "file lock", "file locks"},
    Noun{"shared_mappings", "shared mapping", "shared mappings"},
    Noun{"limits", "limit", "limits"},
};

std::string counted(std::string_view section, std::int64_t count) {
    const auto* const noun = std::ranges::find(nouns, section, &Noun::section);
    const auto number = static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0));
    return noun == nouns.end() ? std::format("{} rows of {}", grouped(number), section)
                               : count_of(number, noun->singular, noun->plural);
}

/// What an entry counts: the rows of its section, or the processes whose part of that section could not be read.
std::string_view counted_section(const Unreadable& entry) {
    const bool of_processes = !entry.resources.empty() && entry.resources.front().starts_with("process/");
    return of_processes ? std::string_view("processes") : std::string_view(entry.section);
}

}  // namespace

std::string what_was_not_seen(const Snapshot& seen) {
    // Several reasons of one section mostly speak of the same rows: the largest count is the honest one.
    std::map<std::string_view, std::int64_t> hidden;
    for (const Unreadable& entry : seen.unreadable)
        if (entry.errno_name == "EACCES" || entry.errno_name == "EPERM")
            hidden[counted_section(entry)] = std::max(hidden[counted_section(entry)], entry.count);
    if (hidden.empty()) return {};
    std::vector<std::string> parts;
    std::int64_t rows = 0;
    for (const auto& [section, count] : hidden) {
        parts.push_back(counted(section, count));
        rows += count;
    }
    const std::string what = std::format("{} {} partly hidden", enumeration(parts, 6), rows == 1 ? "is" : "are");
    if (seen.viewer.uid != 0)
        return std::format("Not all was seen: {} from uid {}. `sudo gordianctl` sees more.", what, seen.viewer.uid);
    return std::format("Not all was seen: {}, even from root here; `gordianctl snapshot unreadable` says why.", what);
}

std::string what_was_not_seen(const Snapshot& seen, std::string_view section) {
    std::vector<std::string> parts;
    for (const Unreadable& entry : seen.unreadable)
        if (entry.section == section)
            parts.push_back(std::format("{} of {}: {}{}", entry.fields.empty() ? "something" : joined(entry.fields, ", "),
                                        counted(counted_section(entry), entry.count), entry.why,
                                        entry.remedy.empty() ? "" : "; " + entry.remedy));
    return joined(parts, "; ");
}

std::string calm_words(const Facts& facts, std::size_t blocked) {
    const std::uint32_t uid = facts.seen.viewer.uid;
    const std::string limit = uid != 0 && facts.partly_blind() ? std::format(", as far as uid {} can see", uid) : "";
    if (blocked == 0) return std::format("Nothing is stuck{}.", limit);
    return std::format("Nothing is known to be wrong{}; {}.", limit,
                       count_of(blocked, "thread is blocked", "threads are blocked"));
}

}  // namespace gordian::present
