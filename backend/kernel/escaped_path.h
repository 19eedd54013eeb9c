// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The kernel's way of writing paths into line-based files: seq_path() prints \ooo for the characters it was asked to escape and leaves
// the others alone, backslashes too unless they were asked for. Sources: fs/seq_file.c, mangle_path(); which characters:
// fs/proc/task_mmu.c (maps: "\n"), fs/proc_namespace.c (mountinfo: " \t\n\\#").
#include <string>
#include <string_view>

namespace gordian::kernel {

inline constexpr std::string_view escaped_in_maps = "\n";
inline constexpr std::string_view escaped_in_mountinfo = " \t\n\\#";

/// Undoes \ooo where it stands for one of the characters that the file escapes; every other backslash is part of the name. maps does
/// not escape backslashes: a name that really holds the four characters \012 can't be told there from one with a newline.
[[nodiscard]] std::string unescaped_path(std::string_view path, std::string_view escaped_characters = escaped_in_maps);

}  // namespace gordian::kernel
