// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_syscall.h"

#include "backend/base/scan.h"

namespace gordian::kernel {

namespace {

bool parse(std::string_view text, SyscallLine& line) {
    if (Scan(text).literal("running").word_end()) {
        line.running = true;
        return true;
    }
    Scan scan(text);
    if (!scan.dec(line.number)) return false;
    if (line.number >= 0)
        for (std::uint64_t& argument : line.arguments) scan.hex0x(argument);
    return static_cast<bool>(scan.hex0x(line.sp).hex0x(line.pc).word_end());
}

}  // namespace

Result<SyscallLine> parse_syscall_line(std::string_view text) {
    SyscallLine line;
    if (!parse(text, line)) return std::unexpected(Error::bad_text("syscall", text));
    return line;
}

}  // namespace gordian::kernel
