// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_files.h"

#include "tests/kernel/support.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <atomic>
#include <fstream>

namespace gordian::kernel {
namespace {

using testing::Contains;
using testing::ElementsAre;

int code_of(const auto& result) { return result ? 0 : result.error().code; }

void write_file(const std::string& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

TEST(SysFiles, AFileIsReadWholeHoweverLong) {
    const TemporaryFolder folder;
    for (const std::size_t size : {0, 1, 4095, 4096, 4097, 100'000}) {
        std::string text(size, 'x');
        if (!text.empty()) text.back() = '\0';
        write_file(folder.file("f"), text);
        EXPECT_EQ(read_file(folder.file("f")), text) << size;
    }
}

TEST(SysFiles, NoMoreIsKeptThanWasAskedFor) {
    const TemporaryFolder folder;
    write_file(folder.file("f"), std::string(10'000, 'x'));
    for (const std::size_t limit : {0, 1, 4096, 5000, 9999, 10'000, 10'001})
        EXPECT_EQ(read_file(folder.file("f"), limit)->size(), std::min<std::size_t>(limit, 10'000)) << limit;
    EXPECT_EQ(read_file("/dev/zero", 123'456)->size(), 123'456U) << "a file without an end";
}

TEST(SysFiles, WhyNotIsToldAsItCame) {
    const TemporaryFolder folder;
    const auto missing = read_file(folder.file("missing"));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ENOENT);
    EXPECT_EQ(to_string(missing.error()), "open on " + folder.file("missing") + ": no such file or directory");
    EXPECT_EQ(code_of(read_file(folder.file(""))), EISDIR);
    EXPECT_EQ(code_of(read_file(folder.file("f") + std::string(5000, 'x'))), ENAMETOOLONG);
}

TEST(SysFiles, AProcessThatIsGoneHasNoFiles) {
    Child child([] { return 0; });
    const std::string stat = "/proc/" + std::to_string(child.pid()) + "/stat";
    EXPECT_TRUE(read_file(stat)) << "a zombie still has this one";
    child.wait();
    EXPECT_EQ(code_of(read_file(stat)), ENOENT);
}

std::atomic<int>* interruptions = nullptr;

TEST(SysFiles, ASignalDoesNotCutAFileShort) {
    const TemporaryFolder folder;
    const std::string fifo = folder.file("fifo");
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    void* const shared = ::mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                                -1, 0);
    ASSERT_NE(shared, MAP_FAILED);
    interruptions = ::new (shared) std::atomic<int>(0);
    struct sigaction action{}, before{};
    action.sa_handler = [](int) { ++*interruptions; };  // without SA_RESTART: open(2) and read(2) return EINTR
    ASSERT_EQ(::sigaction(SIGUSR1, &action, &before), 0);

    const int reader = ::getpid();
    Child writer([&] {
        const auto interrupt = [&](int times) {
            for (const int enough = *interruptions + times; *interruptions < enough; ::sched_yield())
                ::kill(reader, SIGUSR1);
        };
        interrupt(20);
        const int fd = ::open(fifo.c_str(), O_WRONLY);
        for (const char byte : {'a', 'b', 'c'}) {
            interrupt(20);
            if (::write(fd, &byte, 1) != 1) return 1;
        }
        interrupt(20);
        return 0;
    });
    EXPECT_EQ(read_file(fifo), "abc");
    EXPECT_EQ(writer.wait(), 0);
    ::sigaction(SIGUSR1, &before, nullptr);
    ::munmap(shared, sizeof(std::atomic<int>));
}

TEST(SysFiles, ALinkMaySayAnything) {
    const TemporaryFolder folder;
    int number = 0;
    for (const std::string& target :
         {std::string("plain"), std::string("two\nlines (deleted)"), std::string("\xff\xfe"), std::string(4'000, 'x')}) {
        const std::string link = folder.file("link" + std::to_string(number++));
        ASSERT_EQ(::symlink(target.c_str(), link.c_str()), 0);
        EXPECT_EQ(read_link(link), target);
    }
    EXPECT_EQ(code_of(read_link(folder.file("missing"))), ENOENT);
    EXPECT_EQ(code_of(read_link(folder.file(""))), EINVAL) << "not a link";
}

TEST(SysFiles, OnlyDecimalNamesAreNumbersAndTheyAscend) {
    const TemporaryFolder folder;
    for (const std::string_view name :
         {"10", "2", "1", "2147483647", "2147483648", "-3", "+4", "0x5", "7a", " 8", "99999999999", "self", "sys"})
        write_file(folder.file(name), "");
    EXPECT_THAT(list_numbers(folder.file("")).value(), ElementsAre(1, 2, 10, 2147483647));
    EXPECT_EQ(code_of(list_numbers(folder.file("missing"))), ENOENT);
    EXPECT_EQ(code_of(list_numbers(folder.file("10"))), ENOTDIR);
}

TEST(SysFiles, OurselvesAreAmongTheProcesses) {
    EXPECT_THAT(list_numbers("/proc").value(), Contains(::getpid()));
    EXPECT_THAT(list_numbers("/proc/self/fd").value(), Contains(0));
    EXPECT_THAT(list_numbers("/proc/self/task").value(), ElementsAre(::getpid()));
}

TEST(SysFiles, AnObjectIsReachedThroughADescriptorsLink) {
    const TemporaryFolder folder;
    write_file(folder.file("f"), "");
    const UniqueFd fd(::open(folder.file("f").c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status{};
    ASSERT_EQ(::fstat(fd.get(), &status), 0);
    const FileId expected{.major = major(status.st_dev), .minor = minor(status.st_dev), .inode = status.st_ino};
    ASSERT_EQ(::unlink(folder.file("f").c_str()), 0);
    EXPECT_EQ(stat_file("/proc/self/fd/" + std::to_string(fd.get())), expected) << "its name is gone, it is not";
    EXPECT_EQ(code_of(stat_file(folder.file("f"))), ENOENT);
}

}  // namespace
}  // namespace gordian::kernel
