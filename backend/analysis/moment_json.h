// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A Moment as one JSON object: the sections of what was seen, then those of what it means. The stable surface that scripts rely on.
#include "backend/analysis/moment.h"
#include "backend/base/error.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::analysis {

/// The keys of the sections that may be asked for one by one ("processes" … "findings"), in their order; the head (schema, taken_at,
/// duration_us, host, viewer) is always printed.
[[nodiscard]] const std::vector<std::string>& section_names();
/// Indented, a newline at the end. `sections` empty: all of them.
[[nodiscard]] std::string moment_to_json(const Moment& moment, std::span<const std::string> sections = {});
/// Members that are not known are ignored, missing ones are an error that names the path.
[[nodiscard]] Result<Moment> moment_from_json(std::string_view text);
/// JSON Schema (draft 2020-12) of moment_to_json().
[[nodiscard]] std::string moment_schema();
/// `findings --json`: {schema, taken_at, findings, unreadable}, findings of at least this severity.
[[nodiscard]] std::string findings_to_json(const Moment& moment, Severity at_least);
/// `why --json`: {schema, taken_at, chains, waits, holds}: these chains, and the waits and holds that they speak of.
[[nodiscard]] std::string why_to_json(const Moment& moment, std::span<const Chain> chains);

}  // namespace gordian::analysis
