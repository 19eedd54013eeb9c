// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_process.h"

#include <linux/kcmp.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <format>
#include <string_view>

namespace gordian::kernel {

namespace {

/// By number, see linux/capability.h.
constexpr std::array<std::string_view, 41> capabilities = {"CAP_CHOWN",
                                                           "CAP_DAC_OVERRIDE",
                                                           "CAP_DAC_READ_SEARCH",
                                                           "CAP_FOWNER",
                                                           "CAP_FSETID",
                                                           "CAP_KILL",
                                                           "CAP_SETGID",
                                                           "CAP_SETUID",
                                                           "CAP_SETPCAP",
                                                           "CAP_LINUX_IMMUTABLE",
                                                           "CAP_NET_BIND_SERVICE",
                                                           "CAP_NET_BROADCAST",
                                                           "CAP_NET_ADMIN",
                                                           "CAP_NET_RAW",
                                                           "CAP_IPC_LOCK",
                                                           "CAP_IPC_OWNER",
                                                           "CAP_SYS_MODULE",
                                                           "CAP_SYS_RAWIO",
                                                           "CAP_SYS_CHROOT",
                                                           "CAP_SYS_PTRACE",
                                                           "CAP_SYS_PACCT",
                                                           "CAP_SYS_ADMIN",
                                                           "CAP_SYS_BOOT",
                                                           "CAP_SYS_NICE",
                                                           "CAP_SYS_RESOURCE",
                                                           "CAP_SYS_TIME",
                                                           "CAP_SYS_TTY_CONFIG",
                                                           "CAP_MKNOD",
                                                           "CAP_LEASE",
                                                           "CAP_AUDIT_WRITE",
                                                           "CAP_AUDIT_CONTROL",
                                                           "CAP_SETFCAP",
                                                           "CAP_MAC_OVERRIDE",
                                                           "CAP_MAC_ADMIN",
                                                           "CAP_SYSLOG",
                                                           "CAP_WAKE_ALARM",
                                                           "CAP_BLOCK_SUSPEND",
                                                           "CAP_AUDIT_READ",
                                                           "CAP_PERFMON",
                                                           "CAP_BPF",
                                                           "CAP_CHECKPOINT_RESTORE"};

}  // namespace

Result<void> read_process_memory(int pid, std::uint64_t address, std::span<std::byte> into) {
    if (into.empty()) return {};
    const struct iovec local = {.iov_base = into.data(), .iov_len = into.size()};
    // An address of another address space: never a pointer of ours, so it is given as the number it is.
    const std::array<std::uint64_t, 2> remote = {address, into.size()};
    static_assert(sizeof(remote) == sizeof(struct iovec), "iovec is {pointer, length} of 64 bits each");
    const long got = ::syscall(SYS_process_vm_readv, pid, &local, 1UL, remote.data(), 1UL, 0UL);
    if (got == static_cast<long>(into.size())) return {};
    return std::unexpected(Error::from_code(got < 0 ? errno : EFAULT, "process_vm_readv", std::format("process {}", pid)));
}

bool process_exists(int pid) {
    if (pid <= 0) return false;  // kill(2) means groups by these
    return ::kill(pid, 0) == 0 || errno == EPERM;
}

Result<std::strong_ordering> order_open_files(int pid_a, int fd_a, int pid_b, int fd_b) {
    const long order = ::syscall(SYS_kcmp, pid_a, pid_b, KCMP_FILE, static_cast<unsigned long>(fd_a),
                                 static_cast<unsigned long>(fd_b));
    if (order < 0)
        return std::unexpected(Error::from_errno("kcmp", std::format("fd/{}/{} and fd/{}/{}", pid_a, fd_a, pid_b, fd_b)));
    return order == 0   ? std::strong_ordering::equal
           : order == 1 ? std::strong_ordering::less
                        : std::strong_ordering::greater;
}

std::vector<std::string> capability_names(std::uint64_t effective) {
    std::vector<std::string> names;
    for (std::size_t number = 0; number < 64; ++number) {
        if ((effective >> number & 1U) == 0) continue;
        names.push_back(number < capabilities.size() ? std::string(capabilities[number]) : std::to_string(number));
    }
    return names;
}

HostIdentity host_identity() {
    struct utsname names{};
    ::uname(&names);  // fails for a bad pointer only
    return {.name = names.nodename, .kernel = names.release, .page_size = ::sysconf(_SC_PAGESIZE)};
}

std::uint32_t effective_uid() { return ::geteuid(); }
int own_pid() { return ::getpid(); }

long ticks_per_second() { return ::sysconf(_SC_CLK_TCK); }

}  // namespace gordian::kernel
