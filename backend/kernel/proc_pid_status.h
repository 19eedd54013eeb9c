// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/PID/status: readable by everyone. Only what stat does not have: owners, and whose capabilities. Source: proc_pid_status(5).
#include "backend/base/error.h"

#include <cstdint>
#include <string_view>

namespace gordian::kernel {

struct PidStatus {
    int tgid = 0;  ///< the process, also where the file was asked for by the number of one of its threads
    std::uint32_t uid = 0, euid = 0, gid = 0, egid = 0;
    std::uint64_t cap_eff = 0;  ///< bit n: capability n, see capabilities(7)
    int tracer_pid = 0;         ///< 0: nobody
};
/// Fails where Uid or Gid are missing. The name line is never trusted to be one line: only lines that begin with a known word count,
/// and the kernel escapes newlines there.
[[nodiscard]] Result<PidStatus> parse_pid_status(std::string_view text);

}  // namespace gordian::kernel
