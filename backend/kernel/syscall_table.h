// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The numbers of system calls, for the two ABIs of an x86-64 kernel (other machines: names and decoding of the native table are
// missing and a thread's call is shown by number). The same number means different calls in the two: 72 is fcntl(2) for 64 bits and
// sigsuspend(2) for 32. Sources: arch/x86/entry/syscalls/syscall_64.tbl, syscall_32.tbl.
#include "backend/kernel/proc_pid_syscall.h"

#include <array>
#include <cstdint>
#include <string>

namespace gordian::kernel {

enum class Abi { x86_64, i386, other };

/// The file does not say which ABI a thread uses. i386: stack, program counter and all arguments lie below 4 GiB, which a 64-bit thread
/// has only where its stack, its code and whatever it passes were put there on purpose. other: x32, or running (nothing is known then).
/// A 64-bit thread that calls through int 0x80 is taken for one that does not.
[[nodiscard]] Abi abi_of(const SyscallLine& line);
/// "semtimedop"; "syscall 999" for a number without a name here.
[[nodiscard]] std::string syscall_name(Abi abi, long number);

/// The blocking calls whose arguments are understood, with the arguments in one order whatever the ABI.
enum class BlockingCall {
    none,
    semop,
    msgsnd,
    msgrcv,
    fcntl_setlkw,
    fcntl_ofd_setlkw,
    flock,
    wait4,
    waitid,
    read,
    write
};
struct DecodedCall {
    BlockingCall call = BlockingCall::none;
    Abi abi = Abi::other;
    /// semop: semid, sembuf*, nsops, timespec* (0: none; semop(2) has none). msgsnd: msqid, msgbuf*, size, flags.
    /// msgrcv: msqid, msgbuf*, size, type, flags. fcntl: fd, cmd, struct flock*. flock: fd, operation. wait4: pid, status*, options.
    /// waitid: idtype, id, siginfo*, options. read, write (and readv, writev): fd. Signed 32-bit values are sign-extended.
    std::array<std::int64_t, 5> arguments{};
    /// i386 only. ipc(2) calls 11 and 12: msgrcv's pointer and type are behind `ipc_kludge` (a pointer to two 32-bit words {msgp, type}) when not 0.
    std::uint64_t ipc_kludge = 0;
    bool timespec_is_64 = true;  ///< the timeout points at two 64-bit words; false: two 32-bit words
    bool flock_is_64 = true;     ///< i386: fcntl64 with F_SETLK64W has its own layout; see parse_flock()
};
/// `none` where the call is not one of these, or not a form of it that waits (fcntl with F_GETFL, flock with LOCK_NB, msgrcv with
/// IPC_NOWAIT, wait4 with WNOHANG). semop's IPC_NOWAIT stands in its operations: it is always semop here.
[[nodiscard]] DecodedCall decode_call(const SyscallLine& line);

}  // namespace gordian::kernel
