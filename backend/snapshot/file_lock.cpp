// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/snapshot/file_lock.h"

#include <limits>

namespace gordian {

namespace {

enum class Group { ranges, whole_file, leases };

Group group_of(LockClass lock_class) {
    switch (lock_class) {
    case LockClass::posix:
    case LockClass::ofd: return Group::ranges;
    case LockClass::flock: return Group::whole_file;
    case LockClass::lease:
    case LockClass::delegation: return Group::leases;
    }
    return Group::ranges;
}

}  // namespace

bool same_conflict_group(LockClass a, LockClass b) { return group_of(a) == group_of(b); }

bool ranges_overlap(std::uint64_t start_a, std::optional<std::uint64_t> end_a, std::uint64_t start_b,
                    std::optional<std::uint64_t> end_b) {
    constexpr std::uint64_t beyond = std::numeric_limits<std::uint64_t>::max();
    return start_a <= end_b.value_or(beyond) && start_b <= end_a.value_or(beyond);
}

}  // namespace gordian
