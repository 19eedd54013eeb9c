// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/PID/cmdline: the arguments with a NUL after each, as the process left them in its own memory (it may have written anything
// there). /proc/PID/cgroup: "0::/path" for cgroup v2, "N:controllers:/path" a v1 hierarchy. Sources: proc_pid_cmdline(5), cgroups(7).
#include <string>
#include <string_view>
#include <vector>

namespace gordian::kernel {

/// Empty for kernel threads and zombies. A last argument without its NUL counts; empty arguments count.
[[nodiscard]] std::vector<std::string> parse_cmdline(std::string_view text);
/// The path of cgroup v2 where there is one, else that of the systemd hierarchy, else that of the first line; empty where there is none.
[[nodiscard]] std::string parse_cgroup(std::string_view text);

}  // namespace gordian::kernel
