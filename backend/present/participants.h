// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Who has to do with a thing: who made it, operated on it last, holds it, has it attached, waits for it now.
#include "backend/present/facts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::present {

struct Participant {
    std::string role{};   ///< "last operator of [0]"
    int pid = 0;          ///< 0: no process is meant ("nobody yet", "not recorded")
    std::string who{};    ///< "shopd 901", "812, dead", "nobody yet"
    std::string state{};  ///< "sleeping", "dead" …; empty where no process is meant
    std::string when{};   ///< "14 min 02 s ago", "since 1 min 02 s"; empty: not known
    std::string detail{};
    std::optional<bool> certain{};  ///< empty: a fact of the kernel's own record, nothing was inferred
    friend bool operator==(const Participant&, const Participant&) = default;
};

/// Of an object, a lock or shared memory: everybody; of a process or thread: its relatives, what its threads wait for and what it holds.
/// Empty: nothing of that spelling is there.
[[nodiscard]] std::vector<Participant> participants_of(const Facts& facts, std::string_view resource);

}  // namespace gordian::present
