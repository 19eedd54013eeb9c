// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A table of words on the terminal: aligned by what each character takes there, cut to the terminal's width, whole where it is piped.
#include "app/gordianctl/context.h"
#include "backend/present/table.h"

namespace gordian::ctl {

/// The header has the columns' names in upper case: they can be typed back after --columns.
void print_table(Context& context, const present::Table& table, bool header = true, std::string_view indent = "");

}  // namespace gordian::ctl
