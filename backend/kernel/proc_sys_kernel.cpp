// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_sys_kernel.h"

#include "backend/base/scan.h"

namespace gordian::kernel {

Result<SemLimits> parse_sem_limits(std::string_view text) {
    SemLimits limits;
    const auto fits = Scan(text).dec(limits.semmsl).dec(limits.semmns).dec(limits.semopm).dec(limits.semmni).word_end();
    if (!fits) return std::unexpected(Error::bad_text("/proc/sys/kernel/sem", text));
    return limits;
}

Result<std::uint64_t> parse_limit(std::string_view text) {
    std::uint64_t limit = 0;
    if (!Scan(text).dec(limit).word_end()) return std::unexpected(Error::bad_text("/proc/sys/kernel", text));
    return limit;
}

}  // namespace gordian::kernel
