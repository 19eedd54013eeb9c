// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/PID/task/TID/syscall: where a blocked thread is. Needs PTRACE_MODE_ATTACH. Source: proc_pid_syscall(5); fs/proc/base.c.
// 220 0x7 0x7ffd3a5b1c2a 0x1 0x0 0x7f1f5e4b6bc0 0x0 0x7ffd3a5b1bf8 0x7f1f5e3c1d5e     NR, six arguments, SP, PC
// running                                                                              on a CPU now
// -1 0x7ffd3a5b1bf8 0x7f1f5e3c1d5e                                                     blocked outside a system call
#include "backend/base/error.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace gordian::kernel {

struct SyscallLine {
    bool running = false;
    long number = -1;  ///< -1: blocked, but in no system call
    std::array<std::uint64_t, 6> arguments{};
    std::uint64_t sp = 0, pc = 0;
    friend bool operator==(const SyscallLine&, const SyscallLine&) = default;
};
[[nodiscard]] Result<SyscallLine> parse_syscall_line(std::string_view text);

}  // namespace gordian::kernel
