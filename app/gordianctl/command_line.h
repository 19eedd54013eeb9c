// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What was typed, understood and done.
#include "app/gordianctl/context.h"

#include <string>
#include <vector>

namespace gordian::ctl {

/// `arguments` without the program's name. Gives the exit code.
[[nodiscard]] int run(const std::vector<std::string>& arguments, Context& context);

}  // namespace gordian::ctl
