// SPDX-License-Identifier: GPL-3.0-or-later
// Which descriptors are ends of the pipes that somebody is blocked on.
#include "backend/collect/pipes.h"

#include <fcntl.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::collect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Thread blocked_on(DescriptorKind kind, std::uint64_t inode, std::string path) {
    Thread thread;
    thread.state = "S";
    thread.operands = TransferCall{
        .direction = TransferDirection::write, .fd = 1, .kind = kind, .inode = inode, .path = std::move(path)};
    return thread;
}

PipeDescriptor descriptor(std::uint64_t inode, std::string path, int pid, int fd, std::uint64_t flags) {
    return {.inode = inode, .path = std::move(path), .pid = pid, .fd = fd, .flags = flags};
}

TEST(JoinPipes, SortsDescriptorsByWhatTheyAreOpenFor) {
    PipeReadings readings;
    readings.descriptors = {descriptor(77, "pipe:[77]", 21, 4, O_WRONLY),
                            descriptor(77, "pipe:[77]", 20, 3, O_RDONLY | O_NONBLOCK),
                            descriptor(88, "pipe:[88]", 30, 3, O_RDONLY)};
    UnreadableList unreadable;
    const auto pipes = join_pipes(readings, {blocked_on(DescriptorKind::pipe, 77, "pipe:[77]")}, unreadable);
    ASSERT_THAT(pipes, SizeIs(1));
    EXPECT_EQ(pipes.front().resource, "pipe/77");
    EXPECT_THAT(pipes.front().readers, ElementsAre(PipeEnd{.pid = 20, .fd = 3, .nonblocking = true}));
    EXPECT_THAT(pipes.front().writers, ElementsAre(PipeEnd{.pid = 21, .fd = 4, .nonblocking = false}));
    EXPECT_TRUE(pipes.front().ends_complete);
    EXPECT_THAT(unreadable.take(), IsEmpty());
}

TEST(JoinPipes, AFifoIsKnownByItsPathAndMayBeOpenForBoth) {
    PipeReadings readings;
    readings.descriptors = {descriptor(5, "/run/x y", 20, 3, O_RDWR), descriptor(5, "/run/other", 21, 3, O_RDONLY)};
    UnreadableList unreadable;
    const auto pipes = join_pipes(readings, {blocked_on(DescriptorKind::fifo, 5, "/run/x y")}, unreadable);
    ASSERT_THAT(pipes, SizeIs(1));
    EXPECT_EQ(pipes.front().resource, "fifo//run/x%20y");
    EXPECT_EQ(pipes.front().path, "/run/x y");
    EXPECT_THAT(pipes.front().readers, SizeIs(1));
    EXPECT_THAT(pipes.front().writers, SizeIs(1));
}

TEST(JoinPipes, HiddenDescriptorsLeaveTheEndsIncompleteWithTheReason) {
    PipeReadings readings;
    readings.refused.emplace(99, Error::from_code(EACCES, "reading", "/proc/99/fd"));
    UnreadableList unreadable;
    const auto pipes = join_pipes(readings, {blocked_on(DescriptorKind::pipe, 77, "pipe:[77]")}, unreadable);
    EXPECT_FALSE(pipes.front().ends_complete);
    EXPECT_THAT(unreadable.take(), SizeIs(1));
}

TEST(JoinPipes, NobodyBlockedNoRows) {
    UnreadableList unreadable;
    EXPECT_THAT(join_pipes({}, {blocked_on(DescriptorKind::socket, 77, "socket:[77]")}, unreadable), IsEmpty());
}

TEST(ReadPipes, FindsTheEndsOfARealOne) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const std::string path = "pipe:[";
    char link[64] = {};
    ASSERT_GT(::readlink(("/proc/self/fd/" + std::to_string(ends[0])).c_str(), link, sizeof link - 1), 0);
    const std::uint64_t inode = std::strtoull(link + path.size(), nullptr, 10);
    Process own;
    own.pid = ::getpid();
    own.state = "R";
    own.nthreads = 1;
    const PipeReadings readings = read_pipes({}, {blocked_on(DescriptorKind::pipe, inode, link)}, {own});
    UnreadableList unreadable;
    const auto pipes = join_pipes(readings, {blocked_on(DescriptorKind::pipe, inode, link)}, unreadable);
    ASSERT_THAT(pipes, SizeIs(1));
    EXPECT_THAT(pipes.front().readers, ElementsAre(PipeEnd{.pid = own.pid, .fd = ends[0], .nonblocking = false}));
    EXPECT_THAT(pipes.front().writers, ElementsAre(PipeEnd{.pid = own.pid, .fd = ends[1], .nonblocking = false}));
    ::close(ends[0]);
    ::close(ends[1]);
}

}  // namespace
}  // namespace gordian::collect
