// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/processes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <unistd.h>

namespace gordian::collect {
namespace {

using testing::ElementsAre;

template <class T>
Result<T> refused() {
    return std::unexpected(Error::from_code(EACCES, "open", "x"));
}

ProcessReading reading(int pid, std::string comm = "shopd") {
    kernel::PidStat stat;
    stat.pid = pid;
    stat.comm = std::move(comm);
    stat.state = 'S';
    stat.num_threads = 1;
    stat.start_ticks = 150;
    return {.stat = stat,
            .status = kernel::PidStatus{},
            .cmdline = std::string("a\0b\0", 4),
            .exe = std::string("/usr/bin/shopd"),
            .cgroup = std::string("0::/shop\n"),
            .ipc_namespace = kernel::FileId{.major = 0, .minor = 4, .inode = 42}};
}

std::vector<Process> join(const std::vector<ProcessReading>& readings, UnreadableList& unreadable) {
    return join_processes(readings, 1'000'000, 100, unreadable);
}

TEST(JoinProcesses, StartTimesCountFromBootInTicks) {
    UnreadableList unreadable;
    EXPECT_EQ(join({reading(10)}, unreadable).at(0).start_time.ns, 1'000'001'500'000'000);
}

TEST(JoinProcesses, NamesAreMadeValidAndKeptOtherwise) {
    UnreadableList unreadable;
    const auto processes = join({reading(10, "a) R\n\xff")}, unreadable);
    EXPECT_EQ(processes.at(0).comm, "a) R\n\xef\xbf\xbd");
    EXPECT_THAT(processes.at(0).cmdline, ElementsAre("a", "b"));
}

TEST(JoinProcesses, WhatIsHiddenIsNullAndTheProcessNotReadable) {
    UnreadableList unreadable;
    ProcessReading hidden = reading(10);
    hidden.exe = refused<std::string>();
    hidden.ipc_namespace = refused<kernel::FileId>();
    const auto processes = join({hidden}, unreadable);
    EXPECT_EQ(processes.at(0).exe, std::nullopt);
    EXPECT_EQ(processes.at(0).ipc_namespace, std::nullopt);
    EXPECT_FALSE(processes.at(0).readable);
    EXPECT_THAT(unreadable.take(), testing::SizeIs(2));
}

TEST(JoinProcesses, AThreadOfTheKernelHasNoExecutableAndThatIsNoIgnorance) {
    UnreadableList unreadable;
    ProcessReading thread = reading(2, "kthreadd");
    thread.stat.flags = 0x00200000;
    thread.exe = refused<std::string>();
    thread.ipc_namespace = refused<kernel::FileId>();
    const auto processes = join({thread}, unreadable);
    EXPECT_EQ(processes.at(0).exe, "");
    EXPECT_EQ(processes.at(0).ipc_namespace, 0xEFFFFFFFU) << "the initial one";
    EXPECT_THAT(unreadable.take(), testing::IsEmpty());
}

TEST(JoinIpcNamespaces, TheViewersOwnIsThereWithoutAnyProcess) {
    EXPECT_THAT(join_ipc_namespaces({}, 42), ElementsAre(IpcNamespace{.inode = 42, .pids = {}, .label = "this one"}));
}

TEST(ReadProcesses, SeesThisProcess) {
    const auto readings = read_processes({});
    EXPECT_THAT(readings,
                testing::Contains(testing::Truly([](const ProcessReading& r) { return r.stat.pid == ::getpid(); })));
}

}  // namespace
}  // namespace gordian::collect
