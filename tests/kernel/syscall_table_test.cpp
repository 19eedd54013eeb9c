// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/syscall_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace gordian::kernel {
namespace {

using testing::ElementsAre;

constexpr std::uint64_t high = 0xdeadbeef00000000;  // what may stand in the upper half of a register that holds an int

SyscallLine line_of_64(long number, std::array<std::uint64_t, 6> arguments) {
    return {.running = false, .number = number, .arguments = arguments, .sp = 0x7ffd3a5b1bf8, .pc = 0x7f1f5e3c1d5e};
}
SyscallLine line_of_32(long number, std::array<std::uint64_t, 6> arguments) {
    return {.running = false, .number = number, .arguments = arguments, .sp = 0xffd01234, .pc = 0xf7f5d579};
}

#if defined(__x86_64__)

TEST(SyscallTable, AThreadBelowFourGibWithAllItsArgumentsIsThirtyTwoBits) {
    EXPECT_EQ(abi_of(line_of_64(0, {})), Abi::x86_64);
    EXPECT_EQ(abi_of(line_of_32(3, {})), Abi::i386);
    EXPECT_EQ(abi_of(line_of_32(3, {0xffffffff, 0, 0, 0, 0, 0xffffffff})), Abi::i386);
}

TEST(SyscallTable, ALowStackOrALowProgramAloneMakesNoThirtyTwoBits) {
    SyscallLine coroutine = line_of_64(0, {});
    coroutine.sp = 0x40001000;
    EXPECT_EQ(abi_of(coroutine), Abi::x86_64) << "a stack of its own making, a library up high";
    SyscallLine static_program = line_of_64(0, {});
    static_program.pc = 0x401234;
    EXPECT_EQ(abi_of(static_program), Abi::x86_64);
    EXPECT_EQ(abi_of(line_of_32(0, {0, 0x7f0000000000, 0, 0, 0, 0})), Abi::x86_64)
        << "an argument that 32 bits can't hold";
}

TEST(SyscallTable, X32AndRunningThreadsAreOther) {
    EXPECT_EQ(abi_of(line_of_32(0x40000000 + 64, {})), Abi::other);
    EXPECT_EQ(abi_of(line_of_64(0x40000000 + 64, {})), Abi::other);
    EXPECT_EQ(abi_of({.running = true}), Abi::other);
    EXPECT_EQ(decode_call(line_of_32(0x40000000 + 220, {1, 2, 3, 0, 0, 0})).call, BlockingCall::none);
    EXPECT_EQ(decode_call({.running = true}).call, BlockingCall::none);
}

TEST(SyscallTable, BlockedOutsideACallIsNoCall) {
    EXPECT_EQ(decode_call(line_of_64(-1, {})).call, BlockingCall::none);
    EXPECT_EQ(decode_call(line_of_32(-1, {})).call, BlockingCall::none);
}

#endif

TEST(SyscallTable, TheSameNumberHasTwoNames) {
    EXPECT_EQ(syscall_name(Abi::x86_64, 220), "semtimedop");
    EXPECT_EQ(syscall_name(Abi::x86_64, 0), "read");
    EXPECT_EQ(syscall_name(Abi::x86_64, 72), "fcntl");
    EXPECT_EQ(syscall_name(Abi::i386, 72), "sigsuspend");
    EXPECT_EQ(syscall_name(Abi::i386, 117), "ipc");
    EXPECT_EQ(syscall_name(Abi::i386, 3), "read");
    EXPECT_EQ(syscall_name(Abi::x86_64, 449), "futex_waitv");
}

TEST(SyscallTable, ANumberWithoutANameIsShownAsNumber) {
    EXPECT_EQ(syscall_name(Abi::x86_64, 999), "syscall 999");
    EXPECT_EQ(syscall_name(Abi::x86_64, 400), "syscall 400") << "a gap in the table";
    EXPECT_EQ(syscall_name(Abi::x86_64, -1), "syscall -1");
    EXPECT_EQ(syscall_name(Abi::i386, 999), "syscall 999");
    EXPECT_EQ(syscall_name(Abi::other, 0), "syscall 0");
}

#if defined(__x86_64__)

TEST(DecodeCall, SemopHasNoTimeoutWhateverIsInTheRegister) {
    const DecodedCall call = decode_call(line_of_64(65, {high | 7, 0x7ffd00001000, high | 2, 0x7f0000001234, 0, 0}));
    EXPECT_EQ(call.call, BlockingCall::semop);
    EXPECT_EQ(call.abi, Abi::x86_64);
    EXPECT_THAT(call.arguments, ElementsAre(7, 0x7ffd00001000, 2, 0, 0));
}

TEST(DecodeCall, SemtimedopHasOne) {
    const DecodedCall call = decode_call(line_of_64(220, {7, 0x7ffd00001000, 1, 0x7ffd00002000, 0, 0}));
    EXPECT_EQ(call.call, BlockingCall::semop);
    EXPECT_THAT(call.arguments, ElementsAre(7, 0x7ffd00001000, 1, 0x7ffd00002000, 0));
    EXPECT_TRUE(call.timespec_is_64);
}

TEST(DecodeCall, MessagesHaveTypesOfEitherSign) {
    EXPECT_THAT(decode_call(line_of_64(69, {3, 0x7ffd00001000, 8192, 0, 0, 0})).arguments,
                ElementsAre(3, 0x7ffd00001000, 8192, 0, 0));
    const DecodedCall receive = decode_call(
        line_of_64(70, {3, 0x7ffd00001000, 8192, static_cast<std::uint64_t>(-5), 010000, 0}));
    EXPECT_EQ(receive.call, BlockingCall::msgrcv);
    EXPECT_THAT(receive.arguments, ElementsAre(3, 0x7ffd00001000, 8192, -5, 010000));
    EXPECT_EQ(receive.ipc_kludge, 0U);
}

TEST(DecodeCall, ACallThatWouldNotWaitIsNotABlockingOne) {
    EXPECT_EQ(decode_call(line_of_64(69, {3, 0x7ffd00001000, 1, 04000, 0, 0})).call, BlockingCall::none);
    EXPECT_EQ(decode_call(line_of_64(70, {3, 0x7ffd00001000, 1, 0, 04000, 0})).call, BlockingCall::none);
    EXPECT_EQ(decode_call(line_of_64(73, {4, 2 | 4, 0, 0, 0, 0})).call, BlockingCall::none) << "LOCK_NB";
    EXPECT_EQ(decode_call(line_of_64(73, {4, 8, 0, 0, 0, 0})).call, BlockingCall::none) << "LOCK_UN";
    EXPECT_EQ(decode_call(line_of_64(61, {static_cast<std::uint64_t>(-1), 0, 1, 0, 0, 0})).call, BlockingCall::none)
        << "WNOHANG";
    EXPECT_EQ(decode_call(line_of_64(247, {0, 0, 0, 4 | 1, 0, 0})).call, BlockingCall::none) << "WNOHANG";
    for (const std::uint64_t command : {1, 3, 5, 6, 14, 36, 37})
        EXPECT_EQ(decode_call(line_of_64(72, {4, command, 0x7ffd00001000, 0, 0, 0})).call, BlockingCall::none) << command;
    EXPECT_EQ(decode_call(line_of_64(202, {})).call, BlockingCall::none);
}

TEST(DecodeCall, FileLocksThatWait) {
    const DecodedCall posix = decode_call(line_of_64(72, {high | 4, high | 7, 0x7ffd00001000, 0, 0, 0}));
    EXPECT_EQ(posix.call, BlockingCall::fcntl_setlkw);
    EXPECT_THAT(posix.arguments, ElementsAre(4, 7, 0x7ffd00001000, 0, 0));
    EXPECT_TRUE(posix.flock_is_64);
    EXPECT_EQ(decode_call(line_of_64(72, {4, 38, 0x7ffd00001000, 0, 0, 0})).call, BlockingCall::fcntl_ofd_setlkw);
    for (const std::uint64_t operation : {1, 2}) {
        const DecodedCall flock = decode_call(line_of_64(73, {4, operation, 99, 0, 0, 0}));
        EXPECT_EQ(flock.call, BlockingCall::flock);
        EXPECT_THAT(flock.arguments, ElementsAre(4, operation, 0, 0, 0));
    }
}

TEST(DecodeCall, WaitingForChildren) {
    const DecodedCall any = decode_call(line_of_64(61, {0xffffffff, 0x7ffd00001000, 0, 0, 0, 0}));
    EXPECT_EQ(any.call, BlockingCall::wait4);
    EXPECT_THAT(any.arguments, ElementsAre(-1, 0x7ffd00001000, 0, 0, 0)) << "an int of 32 bits, sign-extended";
    const DecodedCall one = decode_call(line_of_64(247, {1, 4711, 0x7ffd00001000, 4, 0, 0}));
    EXPECT_EQ(one.call, BlockingCall::waitid);
    EXPECT_THAT(one.arguments, ElementsAre(1, 4711, 0x7ffd00001000, 4, 0));
}

TEST(DecodeCall, TheMultiplexerOfThirtyTwoBitsIsUndone) {
    const DecodedCall semop = decode_call(line_of_32(117, {1, 7, 2, 99, 0xffd00100, 88}));
    EXPECT_EQ(semop.call, BlockingCall::semop);
    EXPECT_EQ(semop.abi, Abi::i386);
    EXPECT_THAT(semop.arguments, ElementsAre(7, 0xffd00100, 2, 0, 0));

    const DecodedCall timed = decode_call(line_of_32(117, {4, 7, 2, 99, 0xffd00100, 0xffd00200}));
    EXPECT_EQ(timed.call, BlockingCall::semop);
    EXPECT_THAT(timed.arguments, ElementsAre(7, 0xffd00100, 2, 0xffd00200, 0));
    EXPECT_FALSE(timed.timespec_is_64);

    const DecodedCall send = decode_call(line_of_32(117, {11, 7, 100, 010000, 0xffd00100, 0}));
    EXPECT_EQ(send.call, BlockingCall::msgsnd);
    EXPECT_THAT(send.arguments, ElementsAre(7, 0xffd00100, 100, 010000, 0));

    EXPECT_EQ(decode_call(line_of_32(117, {11, 7, 100, 04000, 0xffd00100, 0})).call, BlockingCall::none)
        << "IPC_NOWAIT";
    EXPECT_EQ(decode_call(line_of_32(117, {24, 7, 100, 0, 0xffd00100, 0})).call, BlockingCall::none) << "shmctl";
}

TEST(DecodeCall, MsgrcvThroughTheMultiplexerHasItsPointerAndTypeBehindAnotherOrNot) {
    const DecodedCall old = decode_call(line_of_32(117, {12, 7, 100, 0, 0xffd00100, 0}));
    EXPECT_EQ(old.call, BlockingCall::msgrcv);
    EXPECT_EQ(old.ipc_kludge, 0xffd00100U);
    EXPECT_THAT(old.arguments, ElementsAre(7, 0, 100, 0, 0));

    const DecodedCall version_1 = decode_call(line_of_32(117, {1 << 16 | 12, 7, 100, 010000, 0xffd00100, 0xfffffffb}));
    EXPECT_EQ(version_1.call, BlockingCall::msgrcv);
    EXPECT_EQ(version_1.ipc_kludge, 0U);
    EXPECT_THAT(version_1.arguments, ElementsAre(7, 0xffd00100, 100, -5, 010000));

    const DecodedCall not_waiting = decode_call(line_of_32(117, {12, 7, 100, 04000, 0xffd00100, 0}));
    EXPECT_EQ(not_waiting.call, BlockingCall::none);
    EXPECT_EQ(not_waiting.ipc_kludge, 0U);
}

TEST(DecodeCall, TheDirectCallsOfThirtyTwoBits) {
    EXPECT_THAT(decode_call(line_of_32(400, {7, 0xffd00100, 100, 0, 0, 0})).arguments,
                ElementsAre(7, 0xffd00100, 100, 0, 0));
    const DecodedCall receive = decode_call(line_of_32(401, {7, 0xffd00100, 100, 0xffffffff, 0, 0}));
    EXPECT_EQ(receive.call, BlockingCall::msgrcv);
    EXPECT_THAT(receive.arguments, ElementsAre(7, 0xffd00100, 100, -1, 0));
    const DecodedCall timed = decode_call(line_of_32(420, {7, 0xffd00100, 1, 0xffd00200, 0, 0}));
    EXPECT_EQ(timed.call, BlockingCall::semop);
    EXPECT_TRUE(timed.timespec_is_64);
    EXPECT_THAT(timed.arguments, ElementsAre(7, 0xffd00100, 1, 0xffd00200, 0));
}

TEST(DecodeCall, ThirtyTwoBitLocksHaveTwoLayouts) {
    const DecodedCall old = decode_call(line_of_32(55, {4, 7, 0xffd00100, 0, 0, 0}));
    EXPECT_EQ(old.call, BlockingCall::fcntl_setlkw);
    EXPECT_FALSE(old.flock_is_64);
    EXPECT_EQ(decode_call(line_of_32(55, {4, 14, 0xffd00100, 0, 0, 0})).call, BlockingCall::none)
        << "fcntl(2) answers EINVAL";
    EXPECT_EQ(decode_call(line_of_32(55, {4, 38, 0xffd00100, 0, 0, 0})).call, BlockingCall::none)
        << "fcntl(2) answers EINVAL";

    const DecodedCall narrow = decode_call(line_of_32(221, {4, 7, 0xffd00100, 0, 0, 0}));
    EXPECT_EQ(narrow.call, BlockingCall::fcntl_setlkw);
    EXPECT_FALSE(narrow.flock_is_64);
    const DecodedCall wide = decode_call(line_of_32(221, {4, 14, 0xffd00100, 0, 0, 0}));
    EXPECT_EQ(wide.call, BlockingCall::fcntl_setlkw);
    EXPECT_TRUE(wide.flock_is_64);
    const DecodedCall ofd = decode_call(line_of_32(221, {4, 38, 0xffd00100, 0, 0, 0}));
    EXPECT_EQ(ofd.call, BlockingCall::fcntl_ofd_setlkw);
    EXPECT_TRUE(ofd.flock_is_64);
    EXPECT_EQ(decode_call(line_of_32(221, {4, 13, 0xffd00100, 0, 0, 0})).call, BlockingCall::none);
}

TEST(DecodeCall, WaitingForChildrenWithThirtyTwoBits) {
    EXPECT_EQ(decode_call(line_of_32(7, {0xffffffff, 0, 0, 5, 5, 5})).call, BlockingCall::wait4);
    EXPECT_EQ(decode_call(line_of_32(7, {0xffffffff, 0, 0, 5, 5, 5})).arguments[0], -1);
    EXPECT_EQ(decode_call(line_of_32(114, {4711, 0, 0, 0, 0, 0})).call, BlockingCall::wait4);
    EXPECT_EQ(decode_call(line_of_32(114, {4711, 0, 1, 0, 0, 0})).call, BlockingCall::none);
    EXPECT_EQ(decode_call(line_of_32(284, {0, 0, 0, 4, 0, 0})).call, BlockingCall::waitid);
    EXPECT_EQ(decode_call(line_of_32(284, {0, 0, 0, 5, 0, 0})).call, BlockingCall::none);
    EXPECT_EQ(decode_call(line_of_32(143, {4, 2, 0, 0, 0, 0})).call, BlockingCall::flock);
    EXPECT_EQ(decode_call(line_of_32(143, {4, 6, 0, 0, 0, 0})).call, BlockingCall::none);
}

TEST(DecodeCall, ANumberOfTheOtherAbiMeansSomethingElse) {
    EXPECT_EQ(decode_call(line_of_32(72, {4, 7, 0xffd00100, 0, 0, 0})).call, BlockingCall::none) << "sigsuspend";
    EXPECT_EQ(decode_call(line_of_64(117, {4, 7, 1, 0, 0x7ffd00001000, 0})).call, BlockingCall::none) << "setresuid";
    EXPECT_EQ(decode_call(line_of_64(7, {0x7ffd00001000, 1, 0, 0, 0, 0})).call, BlockingCall::none) << "poll";
}

#endif

}  // namespace
}  // namespace gordian::kernel
