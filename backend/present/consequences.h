// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What would follow from an action, said before it is done.
#include "backend/base/error.h"
#include "backend/present/facts.h"
#include "backend/snapshot/action.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::present {

/// What hangs on a System V object: "2 threads wait on it: waiter-1 901 and waiter-2 902", "attached 3 times: by shopd 901", "16 messages
/// (2.0 KiB) would be lost". Empty: nothing that can be seen.
[[nodiscard]] std::vector<std::string> what_hangs_on(const Facts& facts, std::string_view resource);

/// What removing does to those who hang on it, by the kind of object.
[[nodiscard]] std::string effect_of_removal(std::string_view resource);

/// What a semop would do to the values as they were seen: "semaphore 0: 0 → 1", then who could go on. Fails, saying why, where it could not
/// be done at once; values that could not be read give a line that says so.
[[nodiscard]] Result<std::vector<std::string>> effect_of_semop(const Facts& facts, const SemSet& set,
                                                               std::span<const SemOperation> operations);

/// Which of the threads that wait on it could go on if it had this value.
[[nodiscard]] std::vector<std::string> effect_of_setval(const Facts& facts, const SemSet& set, int num, int value);

}  // namespace gordian::present
