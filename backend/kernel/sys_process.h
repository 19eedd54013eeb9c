// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Other processes, without touching them. Sources: process_vm_readv(2), kill(2), kcmp(2), capget(2), uname(2).
#include "backend/base/error.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace gordian::kernel {

/// Copies exactly `into.size()` bytes from the process's memory. Needs PTRACE_MODE_ATTACH; stops nobody. EFAULT: leads nowhere (also
/// where only a part could be read). Only for what the thread itself just passed to the kernel: reading makes pages that were never touched.
[[nodiscard]] Result<void> read_process_memory(int pid, std::uint64_t address, std::span<std::byte> into);

/// Whether the number belongs to a process or thread now: kill(2) with signal 0. EPERM is a yes; zombies count.
[[nodiscard]] bool process_exists(int pid);

/// Equal where two descriptors are one open file description (KCMP_FILE); otherwise the kernel's own order of descriptions, which lets many be
/// sorted. EPERM: not ours to ask; ENOSYS: kernel without kcmp.
[[nodiscard]] Result<std::strong_ordering> order_open_files(int pid_a, int fd_a, int pid_b, int fd_b);

/// The names, as in capabilities(7), of the bits of an effective set.
[[nodiscard]] std::vector<std::string> capability_names(std::uint64_t effective);

struct HostIdentity {
    std::string name, kernel;  ///< uname(2): nodename, release
    long page_size = 0;
};
[[nodiscard]] HostIdentity host_identity();
/// Of the calling process.
[[nodiscard]] std::uint32_t effective_uid();
[[nodiscard]] int own_pid();
/// sysconf(_SC_CLK_TCK): the unit of start times.
[[nodiscard]] long ticks_per_second();

}  // namespace gordian::kernel
