// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What the pointer arguments of a blocked call point at: bytes of another process's memory, laid out as its ABI says. Pure; nothing in
// them is trusted. Sources: semop(2), F_SETLKW of fcntl(2); include/uapi/linux/sem.h, asm-generic/fcntl.h, arch/x86/include/asm/compat.h.
#include "backend/base/error.h"
#include "backend/kernel/sys_sem.h"
#include "backend/kernel/syscall_table.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace gordian::kernel {

inline constexpr std::size_t sembuf_bytes = 6;
inline constexpr std::size_t max_sops = 32767;  ///< no kernel allows more (SEMOPM's ceiling is INT_MAX, its default 500)
/// bytes.size() must be a multiple of 6; the rest is left out.
[[nodiscard]] std::vector<SemBuf> parse_sembufs(std::span<const std::byte> bytes);

/// struct flock of the ABI.
struct FlockArgument {
    std::int16_t type = 0, whence = 0;  ///< F_RDLCK 0, F_WRLCK 1; SEEK_SET 0, SEEK_CUR 1, SEEK_END 2
    std::int64_t start = 0, len = 0;    ///< len 0: to the end of file
};
[[nodiscard]] std::size_t flock_bytes(const DecodedCall& call);
[[nodiscard]] std::optional<FlockArgument> parse_flock(const DecodedCall& call, std::span<const std::byte> bytes);

[[nodiscard]] std::size_t timespec_bytes(const DecodedCall& call);
/// In ms, rounded up; empty where the nanoseconds are no nanoseconds.
[[nodiscard]] std::optional<std::int64_t> parse_timespec_ms(const DecodedCall& call, std::span<const std::byte> bytes);

}  // namespace gordian::kernel
