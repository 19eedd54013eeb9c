// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What changed from one Moment to the next: for `gordianctl watch`, the window's models and recordings.
#include "backend/analysis/moment.h"
#include "backend/snapshot/difference.h"

#include <string>
#include <type_traits>
#include <vector>

namespace gordian::analysis {

/// Everything that is needed to get from one Moment to another: apply(diff(a, b), a) == b for any two.
struct MomentDifference {
    StructDifference<Snapshot> seen;
    StructDifference<Means> means;
    friend bool operator==(const MomentDifference&, const MomentDifference&) = default;

    /// The part of one member: `difference.of<&Snapshot::sem_sets>().removed`.
    template <auto Member>
    [[nodiscard]] const auto& of() const {
        if constexpr (requires { std::declval<const Snapshot&>().*Member; }) return seen.of<Member>();
        else return means.of<Member>();
    }
    [[nodiscard]] bool empty() const { return seen.empty() && means.empty(); }
};

[[nodiscard]] MomentDifference diff(const Moment& before, const Moment& after);
/// Throws std::out_of_range where the difference was not made from this Moment.
[[nodiscard]] Moment apply(const MomentDifference& difference, Moment before);

/// For people and scripts: one line a change, as `gordianctl watch` prints it.
struct Change {
    std::string section;  ///< "sem_sets"
    std::string change;   ///< "added", "removed", "changed"
    std::string resource;  ///< of the row; for rows without one, their key in words (a limit's name, a finding's code and resources)
    std::string before,
        after;  ///< compact JSON objects of the fields that differ (added: after holds the row; removed: before holds it); empty: nothing
    friend bool operator==(const Change&, const Change&) = default;
};
/// What people and scripts want to be told: on a machine where nothing happens, nothing. Left out is what passes by itself:
///   sections   threads (they run and sleep; a wait says that one is stuck), dead_pids (follow from other rows), schema, taken_at, duration_us
///   rows       the kernel's own threads among processes; waits and chains for which no resource could be told; unreadable for threads
///   fields     a process's state while it only runs and sleeps (stopped, traced and ended are told), and nthreads; a namespace's pids;
///              a wait's blocked_ms, blocked_source, certain; a chain's certain; a finding's words; unreadable's count and resources
/// A row that differs in nothing else gives no change. Of a list of objects (a set's semaphores) only those that differ are shown.
[[nodiscard]] std::vector<Change> changes(const Moment& before, const Moment& after);
/// One line of JSON, without a newline: {at, section, change, resource, before, after}; before and after are null where there is nothing.
[[nodiscard]] std::string to_json_line(const Change& change, Time at);

}  // namespace gordian::analysis
