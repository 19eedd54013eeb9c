// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What somebody means who asks "why?": threads that wait; else processes that don't, else a thing for which nobody waits.
#include "backend/base/error.h"
#include "backend/present/chain_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::present {

/// Points into the Moment.
struct Subject {
    std::vector<const Wait*> waits;
    std::vector<const Process*> processes;
    std::string resource;
};

/// A pid or tid, a command's name, a resource, or the path of a locked file, as a person types it. The error says what is there instead.
[[nodiscard]] Result<Subject> find_subject(const Facts& facts, std::string_view text);
/// Nobody was named: the worst finding, which is told in `finding`, else who has been blocked longest without that being normal.
[[nodiscard]] std::optional<Subject> worst_subject(const Facts& facts, const Finding*& finding);
[[nodiscard]] WhyText why(const Facts& facts, const Subject& subject);

}  // namespace gordian::present
