// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A Moment made ready to be shown: looked up, counted, and told in the words of the start page. Made off the GUI thread, once a Moment.
#include "backend/analysis/moment.h"
#include "backend/present/facts.h"
#include "backend/present/names.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gordian::present {

/// A blocked thread, as the page "Stuck" shows it.
struct StuckRow {
    std::string resource;  ///< thread/PID/TID, or process/PID where no thread is known
    std::optional<std::int64_t> blocked_ms;
    std::string thread;     ///< "waiter-1 901"
    std::string waits_for;  ///< "sysv-sem/7/0", "the write lock on bytes 0-99 of /tmp/x"
    std::string detail;     ///< the operation with its numbers
    std::string verdict;    ///< "abandoned (likely)"
    bool normal = false;    ///< a parent that waits for a child, a consumer for a message
    int pid = 0, tid = 0;   ///< tid 0: not known
    friend bool operator==(const StuckRow&, const StuckRow&) = default;
};
BOOST_DESCRIBE_STRUCT(StuckRow, (), (resource, blocked_ms, thread, waits_for, detail, verdict, normal, pid, tid))
inline auto row_key(const StuckRow& row) { return std::pair(row.pid, row.tid); }

/// Numbers beside the sidebar's names and in the pressure strip.
struct Counts {
    std::size_t stuck = 0;         ///< blocked threads for which that is not normal
    std::size_t normal_waits = 0;  ///< blocked threads for which it is
    std::size_t findings = 0;      ///< of severity warning and above
    std::size_t notices = 0;
    std::size_t processes = 0;  ///< without the kernel's own threads
    std::size_t limits_near = 0;
    std::uint64_t queued_bytes = 0;  ///< in all message queues together
};

/// Keeps the Moment alive; neither copied nor moved, since its parts point into each other.
class Scene {
public:
    Scene(std::shared_ptr<const Moment> moment, Names names);
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;

    const std::shared_ptr<const Moment> moment;
    const Snapshot& seen;
    const Facts facts;
    const Names names;
    std::vector<StuckRow> stuck;  ///< by (pid, tid); the normal ones too
    Counts counts;

    /// The most severe finding that names this resource, or this thread.
    [[nodiscard]] const Finding* finding_on(std::string_view resource) const;

private:
    std::unordered_map<std::string_view, const Finding*> m_finding_on;
};

}  // namespace gordian::present
