// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// From a spelling to the row it stands for.
#include "backend/present/section.h"

#include <optional>
#include <string_view>

namespace gordian::ui {

struct RowPlace {
    const present::Section* section = nullptr;
    std::size_t row = 0;
    std::optional<std::size_t> child;  ///< of a set: the semaphore
};

[[nodiscard]] std::optional<RowPlace> findRow(const present::Scene& scene, std::string_view resource);
/// A row, or a process or thread that lives.
[[nodiscard]] bool isThere(const present::Scene& scene, std::string_view resource);

}  // namespace gordian::ui
