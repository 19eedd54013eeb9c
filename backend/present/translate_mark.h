// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Marks a text for translation where it stands in a table: the window looks it up when it shows it, the command line prints it as it is.

#define N_(text) text
