// SPDX-License-Identifier: GPL-3.0-or-later
// The parsers before the kernel that runs here: what it writes about processes whose state we made ourselves is understood.
#include "tests/kernel/support.h"

#include "backend/base/scan.h"
#include "backend/kernel/escaped_path.h"
#include "backend/kernel/operands.h"
#include "backend/kernel/proc_locks.h"
#include "backend/kernel/proc_pid_cmdline.h"
#include "backend/kernel/proc_pid_fdinfo.h"
#include "backend/kernel/proc_pid_maps.h"
#include "backend/kernel/proc_pid_mountinfo.h"
#include "backend/kernel/proc_pid_sched.h"
#include "backend/kernel/proc_pid_stat.h"
#include "backend/kernel/proc_pid_status.h"
#include "backend/kernel/proc_pid_syscall.h"
#include "backend/kernel/proc_sys_kernel.h"
#include "backend/kernel/sys_process.h"
#include "backend/kernel/sys_sem.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/sem.h>

#include <algorithm>
#include <bit>
#include <iterator>
#include <limits>
#include <vector>

namespace gordian::kernel {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

std::string proc_of(int pid, std::string_view file) { return "/proc/" + std::to_string(pid) + "/" + std::string(file); }

/// The lines of /proc/locks about this file, in the kernel's order.
std::vector<LockRow> locks_of(const FileId& file) {
    std::vector<LockRow> locks;
    const LockRows all = parse_lock_rows(read_file("/proc/locks").value());
    std::ranges::copy_if(all.rows, std::back_inserter(locks), [&](const LockRow& row) { return row.file == file; });
    return locks;
}

class LockedFile : public testing::Test {
protected:
    LockedFile() : m_path(m_folder.file("locked")), m_fd(::open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        const auto info = parse_fdinfo(read_file("/proc/self/fdinfo/" + std::to_string(m_fd.get())).value());
        EXPECT_TRUE(info);
        m_file = stat_file(m_path).value_or(FileId{});
    }

    /// A lock of the range [start, start + len); len 0: to the end of file.
    static bool lock(int fd, int command, short type, off_t start, off_t len) {
        struct flock range{};
        range.l_type = type;
        range.l_whence = SEEK_SET;
        range.l_start = start;
        range.l_len = len;
        return ::fcntl(fd, command, &range) == 0;
    }
    [[nodiscard]] int open_again() const { return ::open(m_path.c_str(), O_RDWR | O_CLOEXEC); }

    TemporaryFolder m_folder;
    std::string m_path;
    UniqueFd m_fd;
    FileId m_file;
};

TEST_F(LockedFile, LocksOfThreeClassesAreInProcLocksAndInFdinfo) {
    const UniqueFd other(open_again());
    ASSERT_TRUE(lock(m_fd.get(), F_SETLK, F_WRLCK, 100, 100));
    ASSERT_TRUE(lock(other.get(), F_OFD_SETLK, F_RDLCK, 300, 0));
    ASSERT_EQ(::flock(other.get(), LOCK_SH), 0);

    const auto locks = locks_of(m_file);
    if (locks.empty()) GTEST_SKIP() << "this file system has another device number in stat(2) than in /proc/locks";
    const auto of_class = [&](const std::vector<LockRow>& rows, LockClass lock_class) {
        const auto found = std::ranges::find(rows, lock_class, &LockRow::lock_class);
        EXPECT_NE(found, rows.end());
        return found == rows.end() ? LockRow{} : *found;
    };
    const auto held_by = [](int fd) {
        return parse_fdinfo(read_file("/proc/self/fdinfo/" + std::to_string(fd)).value()).value();
    };
    const FdInfo first = held_by(m_fd.get()), second = held_by(other.get());
    EXPECT_EQ(first.locks_not_understood + second.locks_not_understood, 0U);
    for (const std::vector<LockRow>& rows : {locks, first.locks}) {
        EXPECT_EQ(of_class(rows, LockClass::posix).pid, ::getpid());
        EXPECT_EQ(of_class(rows, LockClass::posix).start, 100U);
        EXPECT_EQ(of_class(rows, LockClass::posix).end, 199U);
    }
    for (const std::vector<LockRow>& rows : {locks, second.locks}) {
        EXPECT_EQ(of_class(rows, LockClass::ofd).pid, -1);
        EXPECT_EQ(of_class(rows, LockClass::ofd).start, 300U);
        EXPECT_FALSE(of_class(rows, LockClass::ofd).end.has_value());
        EXPECT_EQ(of_class(rows, LockClass::flock).mode, LockMode::read);
        EXPECT_EQ(of_class(rows, LockClass::flock).pid, ::getpid());
    }
}

TEST_F(LockedFile, TheLastByteThatThereIsHasANumberOfItsOwn) {
    constexpr off_t last = std::numeric_limits<off_t>::max();
    ASSERT_TRUE(lock(m_fd.get(), F_SETLK, F_WRLCK, last - 1, 1));
    const auto info = parse_fdinfo(read_file("/proc/self/fdinfo/" + std::to_string(m_fd.get())).value());
    ASSERT_TRUE(info);
    ASSERT_THAT(info->locks, SizeIs(1));
    EXPECT_EQ(info->locks.front().start, static_cast<std::uint64_t>(last) - 1);
    EXPECT_EQ(info->locks.front().end, static_cast<std::uint64_t>(last) - 1);
}

TEST_F(LockedFile, AWaiterBehindAWaiterIsIndentedTwice) {
    ASSERT_TRUE(lock(m_fd.get(), F_SETLK, F_WRLCK, 0, 100));
    if (locks_of(m_file).empty())
        GTEST_SKIP() << "this file system has another device number in stat(2) than in /proc/locks";
    const auto waiters = [&] {
        auto locks = locks_of(m_file);
        std::erase_if(locks, [](const LockRow& row) { return row.depth == 0; });
        return locks;
    };
    const Child first([&] { return lock(open_again(), F_SETLKW, F_WRLCK, 0, 10) ? 0 : 1; });
    ASSERT_TRUE(eventually([&] { return waiters().size() == 1; }));
    const Child second([&] { return lock(open_again(), F_SETLKW, F_WRLCK, 5, 10) ? 0 : 1; });
    ASSERT_TRUE(eventually([&] { return waiters().size() == 2; }));
    const auto seen = waiters();
    EXPECT_EQ(seen[0].depth, 1U);
    EXPECT_EQ(seen[0].pid, first.pid());
    EXPECT_EQ(seen[1].depth, 2U) << "it conflicts with the first waiter, and with us too";
    EXPECT_EQ(seen[1].pid, second.pid());
    EXPECT_EQ(seen[0].number, seen[1].number);
    const auto info = parse_fdinfo(read_file("/proc/self/fdinfo/" + std::to_string(m_fd.get())).value());
    EXPECT_THAT(info->locks, SizeIs(1)) << "fdinfo knows no waiters";
}

TEST_F(LockedFile, ALeaseAndItsBreaker) {
    const UniqueFd reader(::open(m_path.c_str(), O_RDONLY | O_CLOEXEC));
    m_fd.reset();
    ::signal(SIGIO, SIG_IGN);
    if (::fcntl(reader.get(), F_SETLEASE, F_RDLCK) != 0) GTEST_SKIP() << "fcntl(F_SETLEASE): " << ::strerror(errno);
    const auto leases = [&] {
        auto rows = parse_lock_rows(read_file("/proc/locks").value());
        EXPECT_EQ(rows.not_understood, 0U);
        return rows.rows;
    };
    const auto lease = [&](bool breaking) {
        return std::ranges::any_of(leases(), [&](const LockRow& row) {
            return row.file == m_file && row.lock_class == LockClass::lease && row.breaking == breaking;
        });
    };
    if (!lease(false)) GTEST_SKIP() << "this file system has another device number in stat(2) than in /proc/locks";
    const Child writer([&] { return ::open(m_path.c_str(), O_WRONLY) >= 0 ? 0 : 1; });
    ASSERT_TRUE(eventually([&] { return lease(true); }));
    EXPECT_TRUE(eventually([&] {
        return std::ranges::any_of(leases(), [](const LockRow& row) {
            return row.lock_class == LockClass::lease && row.depth == 1 && row.breaking && !row.file;
        });
    }));
}

TEST(RunningKernel, EveryProcessIsUnderstood) {
    int seen = 0;
    const auto pids = list_numbers("/proc");
    ASSERT_TRUE(pids);
    for (const int pid : *pids) {
        const auto stat = read_file(proc_of(pid, "stat"));
        const auto status = read_file(proc_of(pid, "status"));
        const auto sched = read_file(proc_of(pid, "sched"));
        const auto syscall = read_file(proc_of(pid, "syscall"));
        const auto maps = read_file(proc_of(pid, "maps"));
        if (!stat || !status) continue;  // gone in between
        ++seen;
        EXPECT_TRUE(parse_pid_stat(*stat)) << *stat;
        EXPECT_EQ(parse_pid_stat(*stat)->pid, pid);
        EXPECT_TRUE(parse_pid_status(*status)) << *status;
        EXPECT_TRUE(!sched || parse_pid_sched(*sched)) << *sched;
        EXPECT_TRUE(!syscall || parse_syscall_line(*syscall)) << *syscall;
        if (maps) for_each_line(*maps, [](std::string_view line) { EXPECT_TRUE(parse_maps_row(line)) << line; });
    }
    EXPECT_GT(seen, 0);
}

TEST(RunningKernel, ACommandOfParenthesesAndNewlinesIsItsOwnInAllFiles) {
    if (!read_file("/proc/self/sched")) GTEST_SKIP() << "this kernel has no /proc/PID/sched";
    for (const char* const comm : {") R 1 2", "\nse.exec_start:", "\nUid:\t0\t0\t0\t0", "a\nb\xff)", "\n--------------"}) {
        ASSERT_EQ(::prctl(PR_SET_NAME, comm), 0);
        const auto stat = parse_pid_stat(read_file("/proc/self/stat").value());
        const auto status = parse_pid_status(read_file("/proc/self/status").value());
        const auto sched = parse_pid_sched(read_file("/proc/self/sched").value());
        ASSERT_TRUE(stat && status && sched) << comm;
        EXPECT_EQ(stat->comm, std::string(comm).substr(0, 15));
        EXPECT_EQ(stat->ppid, ::getppid());
        EXPECT_EQ(status->uid, ::getuid());
        EXPECT_EQ(status->egid, ::getegid());
        EXPECT_GT(sched->exec_start_ms, 1.0);
    }
}

TEST(RunningKernel, AMappedFileWithANewlineAndADeletedNameIsFoundByItsPath) {
    const TemporaryFolder folder;
    const std::string path = folder.file("two\nlines and \\ (deleted)");
    const UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    ASSERT_TRUE(fd.valid());
    ASSERT_EQ(::ftruncate(fd.get(), 4096), 0);
    void* const address = ::mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd.get(), 0);
    ASSERT_NE(address, MAP_FAILED);
    std::vector<std::string> paths;
    const std::string maps = read_file("/proc/self/maps").value();
    for_each_line(maps, [&](std::string_view line) {
        const auto row = parse_maps_row(line);
        ASSERT_TRUE(row) << line;
        if (row->start == std::bit_cast<std::uint64_t>(address) && row->shared())
            paths.push_back(unescaped_path(row->path));
    });
    EXPECT_THAT(paths, ElementsAre(path));
    ::munmap(address, 4096);
}

TEST(RunningKernel, LimitsMountsAndArgumentsAreUnderstood) {
    EXPECT_TRUE(parse_sem_limits(read_file("/proc/sys/kernel/sem").value()));
    for (const std::string_view limit : {"msgmni", "msgmax", "msgmnb", "shmmni", "shmmax", "shmall"})
        EXPECT_TRUE(parse_limit(read_file("/proc/sys/kernel/" + std::string(limit)).value())) << limit;
    const std::string mountinfo = read_file("/proc/self/mountinfo").value();
    EXPECT_EQ(parse_mount_rows(mountinfo).size(), static_cast<std::size_t>(std::ranges::count(mountinfo, '\n')));
    EXPECT_FALSE(parse_cmdline(read_file("/proc/self/cmdline").value()).empty());
    const auto status = parse_pid_status(read_file("/proc/self/status").value());
    ASSERT_TRUE(status);
    EXPECT_EQ(status->euid, effective_uid());
}

#if defined(__x86_64__)

class BlockedCall : public PrivateIpc {
protected:
    /// The call in which the process sleeps, once it is this one.
    static std::optional<DecodedCall> wait_for(int pid, BlockingCall expected) {
        std::optional<DecodedCall> seen;
        const bool came = eventually([&] {
            const auto text = read_file(proc_of(pid, "syscall"));
            if (!text) return true;  // not ours to read
            const auto line = parse_syscall_line(*text);
            EXPECT_TRUE(line) << *text;
            if (!line || decode_call(*line).call != expected) return false;
            seen = decode_call(*line);
            return true;
        });
        EXPECT_TRUE(came);
        return seen;
    }
};

TEST_F(BlockedCall, ASemopIsDecodedWithItsOperations) {
    const auto semid = semget_new({}, 3, 0600);
    ASSERT_TRUE(semid);
    const Child child([&] {
        struct sembuf sops[2] = {{.sem_num = 0, .sem_op = 1, .sem_flg = 0},
                                 {.sem_num = 2, .sem_op = -7, .sem_flg = SEM_UNDO}};
        const struct timespec timeout{.tv_sec = 1000, .tv_nsec = 1};
        return ::semtimedop(*semid, sops, 2, &timeout);
    });
    ASSERT_TRUE(eventually([&] { return semctl_getncnt(*semid, 2) == 1; }));
    const auto call = wait_for(child.pid(), BlockingCall::semop);
    if (!call) GTEST_SKIP() << "/proc/PID/syscall of a child can't be read here";
    EXPECT_EQ(call->arguments[0], *semid);
    ASSERT_EQ(call->arguments[2], 2);
    std::vector<std::byte> bytes(2 * sembuf_bytes);
    ASSERT_TRUE(read_process_memory(child.pid(), static_cast<std::uint64_t>(call->arguments[1]), bytes));
    const auto sops = parse_sembufs(bytes);
    EXPECT_EQ(sops[1].num, 2);
    EXPECT_EQ(sops[1].op, -7);
    EXPECT_EQ(sops[1].flags, SEM_UNDO);
    bytes.resize(timespec_bytes(*call));
    ASSERT_TRUE(read_process_memory(child.pid(), static_cast<std::uint64_t>(call->arguments[3]), bytes));
    EXPECT_EQ(parse_timespec_ms(*call, bytes), 1'000'001);
}

TEST_F(BlockedCall, FileLocksAreDecodedWithTheirRange) {
    const TemporaryFolder folder;
    const UniqueFd fd(::open(folder.file("f").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    struct flock whole{};
    whole.l_type = F_WRLCK;
    ASSERT_EQ(::fcntl(fd.get(), F_OFD_SETLK, &whole), 0);
    ASSERT_EQ(::flock(fd.get(), LOCK_EX), 0);
    const auto open_again = [&] { return ::open(folder.file("f").c_str(), O_RDWR); };
    constexpr std::pair<int, BlockingCall> commands[] = {{F_SETLKW, BlockingCall::fcntl_setlkw},
                                                         {F_OFD_SETLKW, BlockingCall::fcntl_ofd_setlkw}};
    for (const auto& [command, expected] : commands) {
        const Child child([&, wait_command = command] {
            struct flock range{};
            range.l_type = F_RDLCK;
            range.l_start = 100;
            range.l_len = 1;
            return ::fcntl(open_again(), wait_command, &range);
        });
        const auto call = wait_for(child.pid(), expected);
        if (!call) GTEST_SKIP() << "/proc/PID/syscall of a child can't be read here";
        std::vector<std::byte> bytes(flock_bytes(*call));
        ASSERT_TRUE(read_process_memory(child.pid(), static_cast<std::uint64_t>(call->arguments[2]), bytes));
        const auto range = parse_flock(*call, bytes);
        ASSERT_TRUE(range);
        EXPECT_EQ(range->type, F_RDLCK);
        EXPECT_EQ(range->start, 100);
        EXPECT_EQ(range->len, 1);
    }
    const Child flocker([&] { return ::flock(open_again(), LOCK_SH); });
    const auto call = wait_for(flocker.pid(), BlockingCall::flock);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->arguments[1], LOCK_SH);
}

TEST_F(BlockedCall, AParentThatWaitsForItsChildNamesIt) {
    const Child parent([] {
        const pid_t self = ::getpid();
        const pid_t child = ::fork();
        if (child == 0) {
            end_with_parent(self);
            ::pause();
            ::_exit(0);
        }
        return ::waitpid(child, nullptr, 0) == child ? 0 : 1;
    });
    const auto call = wait_for(parent.pid(), BlockingCall::wait4);
    if (!call) GTEST_SKIP() << "/proc/PID/syscall of a child can't be read here";
    const auto stat = parse_pid_stat(read_file(proc_of(static_cast<int>(call->arguments[0]), "stat")).value());
    ASSERT_TRUE(stat);
    EXPECT_EQ(stat->ppid, parent.pid());
}

#endif

}  // namespace
}  // namespace gordian::kernel
