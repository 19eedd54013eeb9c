// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/sys/kernel/{sem,msgmni,…}: the limits of System V IPC. Source: proc_sys_kernel(5).
#include "backend/base/error.h"

#include <cstdint>
#include <string_view>

namespace gordian::kernel {

/// kernel.sem: "SEMMSL SEMMNS SEMOPM SEMMNI".
struct SemLimits {
    std::uint64_t semmsl = 0, semmns = 0, semopm = 0, semmni = 0;
};
[[nodiscard]] Result<SemLimits> parse_sem_limits(std::string_view text);
/// A file that holds one number (msgmni, msgmax, msgmnb, shmmni, shmmax, shmall): 2^64 - 1 is common for the last two.
[[nodiscard]] Result<std::uint64_t> parse_limit(std::string_view text);

}  // namespace gordian::kernel
