// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Rows of a section as JSON, for copying.
#include "backend/present/section.h"

#include <span>
#include <string>

namespace gordian::present {

/// An array of the rows, each as `gordianctl snapshot --json` has it, with a newline at the end. Of "stuck" the waits.
[[nodiscard]] std::string rows_as_json(const Section& section, const Scene& scene, std::span<const std::size_t> rows);

}  // namespace gordian::present
