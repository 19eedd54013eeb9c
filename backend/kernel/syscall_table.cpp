// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/syscall_table.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/wait.h>

#include <algorithm>
#include <format>
#include <span>
#include <string_view>

namespace gordian::kernel {

namespace {

struct NumberedName {
    long number;
    std::string_view name;
};

constexpr auto names_x86_64 = std::to_array<NumberedName>({
#include "backend/kernel/syscall_table_x86_64.inc"
});

constexpr auto names_i386 = std::to_array<NumberedName>({
#include "backend/kernel/syscall_table_i386.inc"
});

static_assert(std::ranges::is_sorted(names_x86_64, {}, &NumberedName::number));
static_assert(std::ranges::is_sorted(names_i386, {}, &NumberedName::number));

// Commands of fcntl(2) as the kernel numbers them; a header of the C library may say 7 for both widths.
constexpr int f_setlkw = 7, f_setlkw64 = 14, f_ofd_setlkw = 38;

/// What a register holds for an `int`: its upper half is whatever was there.
std::int64_t as_int(std::uint64_t argument) { return static_cast<std::int32_t>(argument); }
std::int64_t as_unsigned(std::uint64_t argument) { return static_cast<std::uint32_t>(argument); }
/// A `long` or size of the ABI, or a pointer.
std::int64_t as_word(Abi abi, std::uint64_t argument) {
    return abi == Abi::i386 ? as_unsigned(argument) : static_cast<std::int64_t>(argument);
}
std::int64_t as_long(Abi abi, std::uint64_t argument) {
    return abi == Abi::i386 ? as_int(argument) : static_cast<std::int64_t>(argument);
}

using Arguments = std::array<std::uint64_t, 6>;

DecodedCall not_decoded(Abi abi) {
    DecodedCall decoded;
    decoded.abi = abi;
    return decoded;
}

DecodedCall decoded(Abi abi, BlockingCall call, std::array<std::int64_t, 5> arguments) {
    DecodedCall result = not_decoded(abi);
    result.call = call;
    result.arguments = arguments;
    return result;
}

DecodedCall decode_semop(Abi abi, const Arguments& a, bool has_timeout) {
    // semop(2) has three arguments: what is in the fourth register means nothing.
    return decoded(abi, BlockingCall::semop,
                   {as_int(a[0]), as_word(abi, a[1]), as_unsigned(a[2]), has_timeout ? as_word(abi, a[3]) : 0, 0});
}

DecodedCall decode_msgsnd(Abi abi, const Arguments& a) {
    if ((as_int(a[3]) & IPC_NOWAIT) != 0) return not_decoded(abi);
    return decoded(abi, BlockingCall::msgsnd, {as_int(a[0]), as_word(abi, a[1]), as_word(abi, a[2]), as_int(a[3]), 0});
}

DecodedCall decode_msgrcv(Abi abi, const Arguments& a) {
    if ((as_int(a[4]) & IPC_NOWAIT) != 0) return not_decoded(abi);
    return decoded(abi, BlockingCall::msgrcv,
                   {as_int(a[0]), as_word(abi, a[1]), as_word(abi, a[2]), as_long(abi, a[3]), as_int(a[4])});
}

/// The three commands that wait. fcntl(2) of i386 (55) knows only the 32-bit struct flock (fs/fcntl.c, COMPAT_SYSCALL_DEFINE3(fcntl, …)).
DecodedCall decode_fcntl(Abi abi, const Arguments& a, bool knows_64 = true) {
    const auto command = as_int(a[1]);
    const bool is_i386 = abi == Abi::i386;
    auto call = BlockingCall::none;
    if (command == f_setlkw || (command == f_setlkw64 && is_i386 && knows_64)) call = BlockingCall::fcntl_setlkw;
    if (command == f_ofd_setlkw && knows_64) call = BlockingCall::fcntl_ofd_setlkw;
    if (call == BlockingCall::none) return not_decoded(abi);
    DecodedCall result = decoded(abi, call, {as_int(a[0]), command, as_word(abi, a[2]), 0, 0});
    result.flock_is_64 = !is_i386 || command != f_setlkw;
    return result;
}

DecodedCall decode_flock(Abi abi, const Arguments& a) {
    const auto operation = as_int(a[1]);
    if (operation != LOCK_SH && operation != LOCK_EX)
        return not_decoded(abi);  // LOCK_UN, and all with LOCK_NB, never wait
    return decoded(abi, BlockingCall::flock, {as_int(a[0]), operation, 0, 0, 0});
}

DecodedCall decode_wait4(Abi abi, const Arguments& a) {
    if ((as_int(a[2]) & WNOHANG) != 0) return not_decoded(abi);
    return decoded(abi, BlockingCall::wait4, {as_int(a[0]), as_word(abi, a[1]), as_int(a[2]), 0, 0});
}

DecodedCall decode_waitid(Abi abi, const Arguments& a) {
    if ((as_int(a[3]) & WNOHANG) != 0) return not_decoded(abi);
    return decoded(abi, BlockingCall::waitid, {as_int(a[0]), as_int(a[1]), as_word(abi, a[2]), as_int(a[3]), 0});
}

DecodedCall decode_transfer(Abi abi, BlockingCall call, const Arguments& a) {
    return decoded(abi, call, {as_int(a[0]), 0, 0, 0, 0});
}

DecodedCall decode_x86_64(const SyscallLine& line) {
    constexpr auto abi = Abi::x86_64;
    const Arguments& a = line.arguments;
    switch (line.number) {
    case 0:
    case 19: return decode_transfer(abi, BlockingCall::read, a);
    case 1:
    case 20: return decode_transfer(abi, BlockingCall::write, a);
    case 61: return decode_wait4(abi, a);
    case 65: return decode_semop(abi, a, false);
    case 69: return decode_msgsnd(abi, a);
    case 70: return decode_msgrcv(abi, a);
    case 72: return decode_fcntl(abi, a);
    case 73: return decode_flock(abi, a);
    case 220: return decode_semop(abi, a, true);
    case 247: return decode_waitid(abi, a);
    default: return not_decoded(abi);
    }
}

/// ipc(call, first, second, third, ptr, fifth): all of System V IPC through one door (ipc/syscall.c, compat_ksys_ipc()). Each is brought
/// into the order of the call that it stands for.
DecodedCall decode_ipc(const Arguments& a) {
    constexpr auto abi = Abi::i386;
    const auto [call, first, second, third, ptr, fifth] = a;
    const auto version = as_unsigned(call) >> 16;
    switch (call & 0xffffU) {
    case 1: return decode_semop(abi, {first, ptr, second}, false);
    case 4: {
        DecodedCall result = decode_semop(abi, {first, ptr, second, fifth}, true);
        result.timespec_is_64 = false;
        return result;
    }
    case 11: return decode_msgsnd(abi, {first, ptr, second, third});
    case 12: {
        if (version != 0) return decode_msgrcv(abi, {first, ptr, second, fifth, third});
        DecodedCall result = decode_msgrcv(abi, {first, 0, second, 0, third});
        if (result.call != BlockingCall::none) result.ipc_kludge = static_cast<std::uint32_t>(ptr);
        return result;
    }
    default: return not_decoded(abi);
    }
}

DecodedCall decode_i386(const SyscallLine& line) {
    constexpr auto abi = Abi::i386;
    const Arguments& a = line.arguments;
    switch (line.number) {
    case 3:
    case 145: return decode_transfer(abi, BlockingCall::read, a);
    case 4:
    case 146: return decode_transfer(abi, BlockingCall::write, a);
    case 7:  // waitpid(pid, status, options)
    case 114: return decode_wait4(abi, a);
    case 55: return decode_fcntl(abi, a, false);
    case 117: return decode_ipc(a);
    case 143: return decode_flock(abi, a);
    case 221: return decode_fcntl(abi, a);
    case 284: return decode_waitid(abi, a);
    case 400: return decode_msgsnd(abi, a);
    case 401: return decode_msgrcv(abi, a);
    case 420: return decode_semop(abi, a, true);
    default: return not_decoded(abi);
    }
}

}  // namespace

Abi abi_of(const SyscallLine& line) {
#if defined(__x86_64__)
    constexpr std::uint64_t four_gib = std::uint64_t{1} << 32;
    constexpr long x32_bit = 0x40000000;
    if (line.running || line.number >= x32_bit) return Abi::other;
    const bool all_in_32_bits = line.sp < four_gib && line.pc < four_gib &&
                                std::ranges::all_of(
                                    line.arguments, [](std::uint64_t argument) { return argument < four_gib; });
    return all_in_32_bits ? Abi::i386 : Abi::x86_64;
#else
    static_cast<void>(line);
    return Abi::other;
#endif
}

std::string syscall_name(Abi abi, long number) {
    std::span<const NumberedName> names;
    if (abi == Abi::x86_64) names = names_x86_64;
    else if (abi == Abi::i386) names = names_i386;
    const auto found = std::ranges::lower_bound(names, number, {}, &NumberedName::number);
    if (found != names.end() && found->number == number) return std::string(found->name);
    return std::format("syscall {}", number);
}

DecodedCall decode_call(const SyscallLine& line) {
    const Abi abi = abi_of(line);
    if (line.number < 0 || abi == Abi::other) return not_decoded(abi);
    return abi == Abi::x86_64 ? decode_x86_64(line) : decode_i386(line);
}

}  // namespace gordian::kernel
