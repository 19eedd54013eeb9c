// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Sentences for what the kernel answers to an action on a System V object.
#include "backend/base/error.h"

#include <string>

namespace gordian::actions {

/// The error of a call, with a reason and a remedy that fit the action. `doing` begins the sentence: "removing".
[[nodiscard]] Error advised(const Error& error, std::string_view doing, std::string_view object);

}  // namespace gordian::actions
