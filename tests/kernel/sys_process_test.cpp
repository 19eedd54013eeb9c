// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_process.h"

#include "tests/kernel/support.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/utsname.h>

#include <array>
#include <bit>
#include <cstring>

namespace gordian::kernel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

int code_of(const auto& result) { return result ? 0 : result.error().code; }
std::uint64_t address_of(const void* object) { return std::bit_cast<std::uint64_t>(object); }

TEST(SysProcess, MemoryOfAnotherProcessIsCopiedExactly) {
    std::array<char, 6> text = {'b', 'e', 'f', 'o', 'r', 'e'};
    std::array<int, 2> ready{}, never{};
    ASSERT_EQ(::pipe2(ready.data(), O_CLOEXEC), 0);
    ASSERT_EQ(::pipe2(never.data(), O_CLOEXEC), 0);
    const UniqueFd fds[] = {UniqueFd(ready[0]), UniqueFd(ready[1]), UniqueFd(never[0]), UniqueFd(never[1])};
    const Child child([&] {
        text = {'a', 'f', 't', 'e', 'r', '!'};
        char byte = 0;
        static_cast<void>(!::write(ready[1], &byte, 1));
        return static_cast<int>(::read(never[0], &byte, 1));
    });
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    std::array<std::byte, 6> copy{};
    const auto read = read_process_memory(child.pid(), address_of(&text), copy);
    if (!read && read.error().code == EPERM) GTEST_SKIP() << to_string(read.error());
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(std::memcmp(copy.data(), "after!", 6), 0);
    EXPECT_EQ(text[0], 'b') << "ours is another page by now";
}

TEST(SysProcess, AnAddressThatLeadsNowhereIsAFault) {
    std::array<std::byte, 8> copy{};
    for (const std::uint64_t address : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}, ~std::uint64_t{0} - 7,
                                        std::uint64_t{0xffff'8000'0000'0000}, std::uint64_t{0x8000'0000'0000'0000}})
        EXPECT_EQ(code_of(read_process_memory(::getpid(), address, copy)), EFAULT) << address;
}

TEST(SysProcess, WhatIsReadableOnlyInPartIsAFaultToo) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    void* const pages = ::mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(pages, MAP_FAILED);
    char* const second = static_cast<char*>(pages) + page;
    ASSERT_EQ(::mprotect(second, page, PROT_NONE), 0);
    std::array<std::byte, 8> copy{};
    EXPECT_TRUE(read_process_memory(::getpid(), address_of(second - 8), copy));
    EXPECT_EQ(code_of(read_process_memory(::getpid(), address_of(second - 4), copy)), EFAULT);
    ::munmap(pages, 2 * page);
}

TEST(SysProcess, NothingIsReadFromNobody) {
    Child child([] { return 0; });
    const int pid = child.pid();
    child.wait();
    std::array<std::byte, 1> copy{};
    EXPECT_EQ(code_of(read_process_memory(pid, address_of(&copy), copy)), ESRCH);
    EXPECT_TRUE(read_process_memory(pid, 0, {})) << "no bytes are always there";
}

TEST(SysProcess, AnotherUsersMemoryIsNotOurs) {
    if (::geteuid() != 0) GTEST_SKIP() << "another user can only be tried by root";
    const int parent = ::getpid();
    std::array<std::byte, 1> byte{};
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(read_process_memory(parent, address_of(&byte), byte)); }), EPERM);
}

TEST(SysProcess, AZombieExistsUntilItIsReaped) {
    Child child([] { return 0; });
    const int pid = child.pid();
    siginfo_t info{};
    ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT), 0);
    EXPECT_TRUE(process_exists(pid));
    child.wait();
    EXPECT_FALSE(process_exists(pid));
}

TEST(SysProcess, AProcessThatIsNotOursExists) {
    EXPECT_TRUE(process_exists(::getpid()));
    if (::geteuid() != 0) GTEST_SKIP() << "another user can only be tried by root";
    const int parent = ::getpid();
    EXPECT_EQ(ask_as_ordinary_user([&] { return process_exists(parent) ? 1 : 0; }), 1);
}

TEST(SysProcess, GroupsAreNoProcesses) {
    EXPECT_FALSE(process_exists(0));
    EXPECT_FALSE(process_exists(-1));
    EXPECT_FALSE(process_exists(-::getpid()));
}

TEST(SysProcess, ADuplicateIsTheSameOpenFileAndASecondOpenIsNot) {
    const UniqueFd first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const UniqueFd duplicate(::fcntl(first.get(), F_DUPFD_CLOEXEC, 0));
    const UniqueFd second(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const auto same = order_open_files(::getpid(), first.get(), ::getpid(), duplicate.get());
    if (code_of(same) == ENOSYS || code_of(same) == EPERM) GTEST_SKIP() << to_string(same.error());
    EXPECT_EQ(same, std::strong_ordering::equal);
    const auto order = order_open_files(::getpid(), first.get(), ::getpid(), second.get());
    EXPECT_NE(order, std::strong_ordering::equal);
    EXPECT_EQ(order_open_files(::getpid(), second.get(), ::getpid(), first.get()),
              order == std::strong_ordering::less ? std::strong_ordering::greater : std::strong_ordering::less);
    EXPECT_EQ(code_of(order_open_files(::getpid(), first.get(), ::getpid(), 1'000'000)), EBADF);

    std::array<int, 2> never{};
    ASSERT_EQ(::pipe2(never.data(), O_CLOEXEC), 0);
    const UniqueFd ends[] = {UniqueFd(never[0]), UniqueFd(never[1])};
    const Child heir([&] {
        char byte = 0;
        return static_cast<int>(::read(never[0], &byte, 1));
    });
    EXPECT_EQ(order_open_files(::getpid(), first.get(), heir.pid(), duplicate.get()), std::strong_ordering::equal);
}

TEST(SysProcess, CapabilitiesHaveTheirManPagesNames) {
    EXPECT_THAT(capability_names(0), IsEmpty());
    EXPECT_THAT(capability_names(std::uint64_t{1} << 0 | std::uint64_t{1} << 19 | std::uint64_t{1} << 21 |
                                 std::uint64_t{1} << 40),
                ElementsAre("CAP_CHOWN", "CAP_SYS_PTRACE", "CAP_SYS_ADMIN", "CAP_CHECKPOINT_RESTORE"));
    EXPECT_THAT(capability_names(std::uint64_t{1} << 2 | std::uint64_t{1} << 38 | std::uint64_t{1} << 39),
                ElementsAre("CAP_DAC_READ_SEARCH", "CAP_PERFMON", "CAP_BPF"));
    EXPECT_THAT(capability_names(std::uint64_t{1} << 41 | std::uint64_t{1} << 63), ElementsAre("41", "63"))
        << "of a later kernel";
    EXPECT_EQ(capability_names(~std::uint64_t{0}).size(), 64U);
}

TEST(SysProcess, TheHostIsWhatUnameSays) {
    struct utsname names{};
    ASSERT_EQ(::uname(&names), 0);
    EXPECT_EQ(host_identity().name, names.nodename);
    EXPECT_EQ(host_identity().kernel, names.release);
    EXPECT_EQ(host_identity().page_size % 4096, 0);
    EXPECT_EQ(effective_uid(), ::geteuid());
    EXPECT_EQ(own_pid(), ::getpid());
}

}  // namespace
}  // namespace gordian::kernel
