// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/threads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>

namespace gordian::collect {
namespace {

using testing::Contains;
using testing::ElementsAre;

ThreadReading blocked_in(kernel::BlockingCall call, std::array<std::int64_t, 5> arguments) {
    ThreadReading reading{.pid = 10,
                          .stat = {},
                          .syscall = kernel::SyscallLine{},
                          .wchan = "somewhere",
                          .sched = kernel::PidSched{.exec_start_ms = 1000, .nr_switches = 3},
                          .read_at_ms = 5000,
                          .age_ms = 60000,
                          .call = {},
                          .memory = {},
                          .timeout = {},
                          .descriptor = {},
                          .pidfd_pid = {}};
    reading.stat.pid = 10;
    reading.stat.state = 'S';
    reading.call.call = call;
    reading.call.abi = kernel::Abi::x86_64;
    reading.call.arguments = arguments;
    return reading;
}

template <class T>
std::vector<std::byte> bytes_of(const T& value) {
    std::vector<std::byte> bytes(sizeof value);
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

Thread join_one(const ThreadReading& reading, UnreadableList& unreadable, const std::vector<Process>& processes = {}) {
    return join_threads({reading}, {{0, 500.0}}, processes, unreadable).at(0);
}
Thread join_one(const ThreadReading& reading) {
    UnreadableList unreadable;
    return join_one(reading, unreadable);
}

TEST(JoinThreads, BlockedSinceIsTheTaskClockOnOurClock) {
    EXPECT_EQ(join_one(blocked_in(kernel::BlockingCall::none, {})).blocked_ms, 3500);
}

TEST(JoinThreads, AgesAreUnknownWhereTheCpusClockIs) {
    UnreadableList unreadable;
    ThreadReading elsewhere = blocked_in(kernel::BlockingCall::none, {});
    elsewhere.stat.processor = 9;
    EXPECT_EQ(join_one(elsewhere, unreadable).blocked_ms, std::nullopt);
    EXPECT_THAT(unreadable.take(), Contains(testing::Field(&Unreadable::fields, ElementsAre("blocked_ms"))));
}

TEST(JoinThreads, NobodyIsBlockedForLongerThanTheyLive) {
    UnreadableList unreadable;
    ThreadReading young = blocked_in(kernel::BlockingCall::none, {});
    young.age_ms = 1000;
    EXPECT_EQ(join_one(young, unreadable).blocked_ms, std::nullopt);
    EXPECT_THAT(unreadable.take(), Contains(testing::Field(&Unreadable::fields, ElementsAre("blocked_ms"))));
}

TEST(JoinThreads, TheOperationsOfASemopAreRead) {
    ThreadReading reading = blocked_in(kernel::BlockingCall::semop, {7, 0x1000, 1, 0, 0});
    reading.memory = bytes_of(std::array<std::int16_t, 3>{2, -1, 010000});
    const Thread thread = join_one(reading);
    EXPECT_EQ(std::get<SemopCall>(*thread.operands),
              (SemopCall{.semid = 7,
                         .operations = std::vector<SemOperation>{{.num = 2, .op = -1, .nowait = false, .undo = true}},
                         .timeout_ms = 0}));
}

TEST(JoinThreads, APointerThatLeadsNowhereLeavesNullWithItsReason) {
    UnreadableList unreadable;
    ThreadReading reading = blocked_in(kernel::BlockingCall::semop, {7, 0x1000, 1, 0, 0});
    reading.memory = std::unexpected(Error::from_code(EFAULT, "process_vm_readv", "process 10"));
    const Thread thread = join_one(reading, unreadable);
    EXPECT_EQ(std::get<SemopCall>(*thread.operands).operations, std::nullopt);
    const auto reasons = unreadable.take();
    ASSERT_THAT(reasons, testing::SizeIs(1));
    EXPECT_EQ(reasons[0].errno_name, "EFAULT");
    EXPECT_THAT(reasons[0].fields, ElementsAre("operands.operations"));
}

ThreadReading asks_for_range(std::int16_t whence, std::int64_t start, std::int64_t len) {
    struct {
        std::int16_t type = 1, whence = 0;
        std::int64_t start = 0, len = 0;
        std::int64_t pid = 0;
    } flock;  // struct flock of x86-64
    flock.whence = whence;
    flock.start = start;
    flock.len = len;
    ThreadReading reading = blocked_in(kernel::BlockingCall::fcntl_setlkw, {3, 7, 0x1000, 0, 0});
    reading.memory = bytes_of(flock);
    reading.descriptor = DescriptorReading{.file = kernel::FileId{.major = 0xfe, .minor = 0, .inode = 7},
                                           .path = std::string("/srv/x"),
                                           .position = 100,
                                           .size_bytes = 1000};
    return reading;
}

TEST(JoinThreads, RangesCountFromTheBeginningWhateverWhence) {
    const auto range = [](const ThreadReading& reading) {
        const auto call = std::get<LockCall>(*join_one(reading).operands);
        return std::pair(call.start, call.length);
    };
    EXPECT_EQ(range(asks_for_range(0, 5, 10)), std::pair(std::optional(5UL), std::optional(10UL)));
    EXPECT_EQ(range(asks_for_range(1, 5, 10)), std::pair(std::optional(105UL), std::optional(10UL)));
    EXPECT_EQ(range(asks_for_range(2, -10, 0)), std::pair(std::optional(990UL), std::optional(0UL)));
    EXPECT_EQ(range(asks_for_range(0, 100, -30)), std::pair(std::optional(70UL), std::optional(30UL)))
        << "a negative length covers what is before";
}

TEST(JoinThreads, ARangeThatDoesNotFitIsNone) {
    UnreadableList unreadable;
    const Thread thread = join_one(asks_for_range(1, INT64_MAX, 10), unreadable);
    EXPECT_EQ(std::get<LockCall>(*thread.operands).start, std::nullopt);
    EXPECT_EQ(std::get<LockCall>(*join_one(asks_for_range(0, 0, INT64_MIN)).operands).start, std::nullopt);
}

TEST(JoinThreads, WaitForZeroMeansTheCallersOwnGroup) {
    UnreadableList unreadable;
    Process self;
    self.pid = 10;
    self.pgrp = 77;
    const Thread thread = join_one(blocked_in(kernel::BlockingCall::wait4, {0, 0, 0, 0, 0}), unreadable, {self});
    EXPECT_EQ(std::get<WaitCall>(*thread.operands), (WaitCall{.children = ChildSelection::group, .id = 77}));
    EXPECT_EQ(std::get<WaitCall>(*join_one(blocked_in(kernel::BlockingCall::wait4, {-5, 0, 0, 0, 0})).operands),
              (WaitCall{.children = ChildSelection::group, .id = 5}));
    EXPECT_EQ(std::get<WaitCall>(*join_one(blocked_in(kernel::BlockingCall::wait4, {-1, 0, 0, 0, 0})).operands),
              WaitCall{});
}

TEST(JoinThreads, OnesOwnThreadThatIsHiddenIsASecurityModulesDoing) {
    UnreadableList unreadable;
    ThreadReading reading = blocked_in(kernel::BlockingCall::none, {});
    reading.syscall = std::unexpected(Error::from_code(EPERM, "open", "syscall"));
    Process own;
    own.pid = 10;
    own.readable = true;
    const Thread thread = join_one(reading, unreadable, {own});
    EXPECT_EQ(thread.syscall, std::nullopt);
    EXPECT_EQ(thread.operands, std::nullopt);
    EXPECT_THAT(unreadable.take(),
                Contains(testing::Field(&Unreadable::remedy, testing::HasSubstr("kernel.yama.ptrace_scope"))));
}

TEST(JoinThreads, WchanZeroIsNoAnswer) {
    ThreadReading reading = blocked_in(kernel::BlockingCall::none, {});
    reading.wchan = "0";
    EXPECT_EQ(join_one(reading).wchan, std::nullopt);
}

}  // namespace
}  // namespace gordian::collect
