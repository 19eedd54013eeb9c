// SPDX-License-Identifier: GPL-3.0-or-later
// What is there while it is looked at, and what is odd, huge, hidden or gone: nothing is lost, nothing invented, nothing crashes.
#include "tests/support/scenario.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <format>
#include <limits>
#include <set>
#include <stdexcept>
#include <thread>

namespace gordian::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

[[noreturn]] void give_up(const char* what) {
    throw std::runtime_error(std::format("{}: {}", what, ::strerror(errno)));
}

class BadInput : public Scenario {
protected:
    /// Snapshots that must be whole whatever happens meanwhile.
    void look(int times, const std::function<void(const Json&)>& check = [](const Json&) {}) {
        for (int i = 0; i < times; ++i) {
            const Json seen = snapshot();
            EXPECT_THAT(nulls_without_reason(seen), IsEmpty());
            EXPECT_THAT(alarms(seen), IsEmpty());
            for (const char* section :
                 {"processes", "threads", "msg_queues", "sem_sets", "shm_segments", "locks", "shared_mappings"}) {
                std::set<std::string> resources;
                for (const Json& row : seen.at(section).items())
                    EXPECT_TRUE(resources.insert(row.at("resource").string()).second ||
                                std::string_view(section) == "processes")
                        << row.text() << " is there twice";
            }
            check(seen);
        }
    }
};

// ---- what changes meanwhile ---------------------------------------------------------------------------------------------

TEST_F(BadInput, ProcessesThatVanishBetweenAnyTwoReads) {
    for (int i = 0; i < 4; ++i) {
        world.actor("storm", [] {
            for (;;) {
                const pid_t child = ::fork();
                if (child == 0) {
                    // With something of everything that is read of a process.
                    ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
                    ::flock(::open("storm", O_RDWR | O_CREAT, 0600), LOCK_SH);
                    if (::fork() == 0) ::_exit(0);
                    ::_exit(0);
                }
                ::waitpid(child, nullptr, 0);
            }
        });
    }
    look(50);
}

TEST_F(BadInput, ThreadsThatVanishWhileTheirProcessStays) {
    world.actor("threads", [] {
        for (;;) {
            std::vector<std::thread> threads;
            for (int i = 0; i < 8; ++i) threads.emplace_back([] { ::usleep(200); });
            for (std::thread& thread : threads) thread.join();
        }
    });
    look(25);
}

TEST_F(BadInput, IdentifiersRemovedBetweenListAndDetailAndMadeAgain) {
    for (int i = 0; i < 2; ++i) {
        world.actor("remaker", [] {
            for (;;) {
                const int set = ::semget(IPC_PRIVATE, 5, 0600), queue = ::msgget(IPC_PRIVATE, 0600),
                          segment = ::shmget(IPC_PRIVATE, 4096, 0600);
                void* const memory = ::shmat(segment, nullptr, 0);
                ::semctl(set, 0, IPC_RMID);
                ::msgctl(queue, IPC_RMID, nullptr);
                ::shmctl(segment, IPC_RMID, nullptr);
                ::shmdt(memory);
            }
        });
    }
    const Ended still = world.inside([] { say(std::to_string(::semget(0x2a, 2, IPC_CREAT | 0600))); });
    const std::string set = "sysv-sem/" + lines_of(still.out).front();
    look(50, [&](const Json& seen) {
        EXPECT_EQ(seen.at("sem_sets").where("resource", set).at("nsems").number(), 2)
            << "what stays is in every snapshot";
        for (const Json& row : seen.at("sem_sets").items())
            EXPECT_EQ(static_cast<std::int64_t>(row.at("semaphores").size()), row.at("nsems").number());
    });
}

TEST_F(BadInput, LocksThatStandStillAreNeitherLostNorDoubledWhileOthersComeAndGo) {
    Process& keeper = world.actor("keeper", [] {
        const int fd = ::open("kept", O_RDWR | O_CREAT, 0600);
        for (int i = 0; i < 50; ++i) {
            struct flock range{};
            range.l_type = F_WRLCK;
            range.l_start = 10 * i;
            range.l_len = 5;
            if (::fcntl(fd, F_SETLK, &range) != 0) give_up("fcntl");
        }
        say("ready");
        stay();
    });
    keeper.lines_until("ready");
    // /proc/locks is no point in time: read while others lock and unlock it loses and doubles lines.
    world.actor("churn", [] {
        const int fd = ::open("churned", O_RDWR | O_CREAT, 0600);
        for (;;) {
            for (const short type : {short{F_WRLCK}, short{F_UNLCK}}) {
                for (int i = 0; i < 100; ++i) {
                    struct flock range{};
                    range.l_type = type;
                    range.l_start = 10 * i;
                    range.l_len = 5;
                    ::fcntl(fd, F_SETLK, &range);
                }
            }
        }
    });
    const std::string path = world.tmp() + "/kept";
    look(30, [&](const Json& seen) { EXPECT_EQ(seen.at("locks").all_where("path", path).size(), 50U); });
}

// ---- names --------------------------------------------------------------------------------------------------------------

struct OddName {
    std::string bytes, as_text;  ///< as JSON must have it
};

TEST_F(BadInput, CommandNamesMayHoldAnything) {
    const std::vector<OddName> names{
        {"two words", "two words"},
        {"x) S 1 (", "x) S 1 ("},
        {"new\nline", "new\nline"},
        {"tab\tand\x1b[31m", "tab\tand\x1b[31m"},
        {"\xff\xfe!", "\uFFFD\uFFFD!"},
        {"", ""},
        {"\"quoted\\\"", "\"quoted\\\""},
        {"äöü", "äöü"},
        {"just fifteen \xc3\xa9", "just fifteen \u00e9"},
        {"cut at sixteen\xc3\xa9", "cut at sixteen\uFFFD"},
        {"Name:\tinit", "Name:\tinit"},
        {"(deleted)", "(deleted)"},
    };
    std::vector<std::pair<int, std::string>> expected;
    const int queue = std::stoi(world.inside([] { say(std::to_string(::msgget(IPC_PRIVATE, 0600))); }).out);
    for (const OddName& name : names) {
        // Blocked, so that the name is in the waits too.
        Process& actor = world.actor(name.bytes, [=] {
            say("ready");
            long message = 0;
            ::msgrcv(queue, &message, 0, 0, 0);
        });
        actor.lines_until("ready");
        expected.emplace_back(actor.pid(), name.as_text);
    }
    std::vector<int> pids;
    for (const auto& [pid, text] : expected) pids.push_back(pid);
    world.until_blocked(pids, std::chrono::milliseconds(50));
    const Json seen = snapshot();  // parsing it has checked the UTF-8
    for (const auto& [pid, text] : expected) {
        EXPECT_EQ(seen.at("processes").where("pid", pid).at("comm").string(), text);
        EXPECT_EQ(seen.at("threads").where("pid", pid).at("comm").string(), text);
        EXPECT_EQ(wait_of(seen, pid).at("comm").string(), text);
    }
    const Ended table = world.gordianctl({"snapshot", "processes", "--no-header"});
    EXPECT_EQ(lines_of(table.out).size(), seen.at("processes").size())
        << "a name with a newline is still one line of a table";
    EXPECT_THAT(table.out, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\xff"))))
        << "nor does it reach the terminal's commands";
    for (const std::vector<std::string>& command :
         std::vector<std::vector<std::string>>{{}, {"why", std::to_string(pids[3])}, {"findings"}, {"snapshot"}})
        EXPECT_THAT(world.gordianctl(command).out, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\xff"))));
}

TEST_F(BadInput, ArgumentsMayHoldAnything) {
    Process& odd = world.start(
        {"sh", "-c", "echo ready; read forever < /dev/tty || sleep 1000", "\xff\n\x1b]0;title\a", ""});
    odd.lines_until("ready");
    const Json cmdline = snapshot().at("processes").where("pid", odd.pid()).at("cmdline");
    EXPECT_EQ(cmdline.items().at(3).string(), "\uFFFD\n\x1b]0;title\a");
    EXPECT_EQ(cmdline.size(), 5U) << "an empty argument is one too";
    EXPECT_THAT(world.gordianctl({"snapshot", "processes"}).out, Not(HasSubstr("\x1b")));
}

TEST_F(BadInput, PathsOfMappingsAndLocksMayHoldAnything) {
    struct OddFile {
        std::string name;
        bool unlink;
    };
    const std::vector<OddFile> files{{"plain", false},
                                     {"plain and gone", true},
                                     {"two\nlines", false},
                                     {"really (deleted)", false},
                                     {"so called (deleted)", true},
                                     {"back\\slash\\012", false},
                                     {"   blanks  ", false},
                                     {"\xff\xfe", false},
                                     {"two\nlines and gone", true}};
    const std::string root_folder = world.tmp();
    std::vector<int> pids;
    Process& mapper = world.actor("mapper", [&] {
        for (const OddFile& file : files) {
            const int fd = ::open(file.name.c_str(), O_RDWR | O_CREAT, 0600);
            if (fd < 0 || ::ftruncate(fd, 4096) != 0 ||
                ::mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED || ::flock(fd, LOCK_EX) != 0)
                give_up("mapping");
            struct stat status{};
            ::fstat(fd, &status);
            say(std::to_string(status.st_ino));
            if (file.unlink) ::unlink(file.name.c_str());
        }
        say("ready");
        stay();
    });
    const std::vector<std::string> inodes = mapper.lines_until("ready");
    const Json seen = snapshot();
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::int64_t inode = std::stol(inodes[i]);
        std::vector<Json> mappings;
        for (const Json& mapping : seen.at("shared_mappings").items())
            if (mapping.at("backing").at("inode").number() == inode &&
                mapping.at("backing").at("kind").string() == "file")
                mappings.push_back(mapping);
        ASSERT_EQ(mappings.size(), 1U) << files[i].name;
        const Json backing = mappings.front().at("backing");
        std::string path = root_folder + "/" + files[i].name;
        if (files[i].name == "\xff\xfe") path = root_folder + "/\uFFFD\uFFFD";
        // The text of maps can't tell this name from one with a newline: the kernel escapes newlines there and no backslash.
        if (files[i].name == "back\\slash\\012") path = root_folder + "/back\\slash\n";
        EXPECT_EQ(backing.at("path").string(), path);
        EXPECT_EQ(backing.at("deleted").truth(), files[i].unlink) << files[i].name;
        // Without privilege the way to an object that no path leads to is barred.
        if (world.has_users() || !mappings.front().at("size").is_null()) {
            EXPECT_EQ(mappings.front().at("size").number(), 4096) << files[i].name;
        }
        const Json lock = seen.at("locks").where("inode", inode);
        EXPECT_THAT(lock.at("path").string(), HasSubstr(files[i].name == "\xff\xfe" ? "\uFFFD\uFFFD" : files[i].name));
        EXPECT_EQ(lock.at("holders").size(), 1U);
    }
    const Ended table = world.gordianctl({"snapshot", "shared_mappings", "--no-header"});
    EXPECT_EQ(lines_of(table.out).size(), seen.at("shared_mappings").size());
}

TEST_F(BadInput, PathsOfFourThousandBytes) {
    Process& mapper = world.actor("deep", [] {
        const std::string name(199, 'd');
        for (int depth = 0; depth < 19; ++depth)
            if (::mkdir(name.c_str(), 0700) != 0 || ::chdir(name.c_str()) != 0) give_up("mkdir");
        const int fd = ::open(std::string(180, 'f').c_str(), O_RDWR | O_CREAT, 0600);
        if (fd < 0 || ::ftruncate(fd, 4096) != 0 || ::mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED ||
            ::flock(fd, LOCK_EX) != 0)
            give_up("mapping");
        // One step further no path from the root can be written: the kernel has none to tell.
        for (int depth = 0; depth < 3; ++depth)
            if (::mkdir(name.c_str(), 0700) != 0 || ::chdir(name.c_str()) != 0) give_up("mkdir");
        const int too_deep = ::open("too-deep", O_RDWR | O_CREAT, 0600);
        if (too_deep < 0 || ::ftruncate(too_deep, 4096) != 0 ||
            ::mmap(nullptr, 4096, PROT_READ, MAP_SHARED, too_deep, 0) == MAP_FAILED || ::flock(too_deep, LOCK_EX) != 0)
            give_up("mapping");
        say("ready");
        stay();
    });
    mapper.lines_until("ready");
    const Json seen = snapshot();
    int deep = 0;
    for (const Json& mapping : seen.at("shared_mappings").items())
        deep += mapping.at("backing").at("path").string().size() > 3900;
    EXPECT_GE(deep, 1);
    int of_mapper = 0;
    for (const Json& lock : seen.at("locks").items())
        for (const Json& holder : lock.at("holders").items()) of_mapper += holder.at("pid").number() == mapper.pid();
    EXPECT_EQ(of_mapper, 2) << "a lock on a file whose path can't be told is still a lock";
    EXPECT_THAT(nulls_without_reason(seen), IsEmpty());
}

// ---- numbers --------------------------------------------------------------------------------------------------------------

TEST_F(BadInput, LocksAtTheEndOfTheFileAndOfAllNumbers) {
    constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max();
    Process& holder = world.actor("holder", [] {
        const auto lock = [](const char* name, off_t start, off_t length, short whence) {
            const int fd = ::open(name, O_RDWR | O_CREAT, 0600);
            if (::ftruncate(fd, 10) != 0) give_up("ftruncate");
            struct flock range{};
            range.l_type = F_WRLCK;
            range.l_whence = whence;
            range.l_start = start;
            range.l_len = length;
            if (::fcntl(fd, F_SETLK, &range) != 0) give_up(name);
        };
        lock("the-last-byte-of-all", last, 1, SEEK_SET);
        lock("the-last-but-one", last - 1, 1, SEEK_SET);
        lock("all-but-the-last", 0, last, SEEK_SET);
        lock("from-the-end", 0, 0, SEEK_END);
        lock("before-the-end", -3, 2, SEEK_END);
        lock("backwards", 10, -4, SEEK_SET);
        say("ready");
        stay();
    });
    holder.lines_until("ready");
    struct Range {
        const char* name;
        std::int64_t start;
        std::string end;
    };
    const Json seen = snapshot();
    for (const auto& [name, start, end] :
         {Range{"the-last-byte-of-all", last, "null"}, Range{"the-last-but-one", last - 1, std::to_string(last - 1)},
          Range{"all-but-the-last", 0, std::to_string(last - 1)}, Range{"from-the-end", 10, "null"},
          Range{"before-the-end", 7, "8"}, Range{"backwards", 6, "9"}}) {
        const Json lock = seen.at("locks").where("path", world.tmp() + "/" + name);
        EXPECT_EQ(lock.at("start").number(), start) << name;
        EXPECT_EQ(lock.at("end").text(), end) << name;
    }
}

TEST_F(BadInput, WaitersForRangesFromAnyOriginWaitForTheRightLock) {
    Process& holder = world.actor("holder", [] {
        const int fd = ::open("ranges", O_RDWR | O_CREAT, 0600);
        if (::ftruncate(fd, 100) != 0) give_up("ftruncate");
        for (const auto& [start, length] : {std::pair<off_t, off_t>{0, 10}, {50, 10}, {100, 0}}) {
            struct flock range{};
            range.l_type = F_WRLCK;
            range.l_start = start;
            range.l_len = length;
            if (::fcntl(fd, F_SETLK, &range) != 0) give_up("fcntl");
        }
        say("ready");
        stay();
    });
    holder.lines_until("ready");
    struct Wish {
        const char* name;
        int command;
        short whence;
        off_t start, length;
        std::int64_t conflict;  ///< where the lock that is in the way begins
    };
    const std::vector<Wish> wishes{
        {"set", F_SETLKW, SEEK_SET, 5, 1, 0},       {"current", F_SETLKW, SEEK_CUR, 15, 1, 50},
        {"end", F_SETLKW, SEEK_END, 5, 1, 100},     {"backwards", F_SETLKW, SEEK_END, -40, -5, 50},
        {"ofd", F_OFD_SETLKW, SEEK_SET, 59, 2, 50}, {"last", F_SETLKW, SEEK_SET, INT64_MAX, 1, 100}};
    std::vector<int> pids;
    for (const Wish& wish : wishes) {
        pids.push_back(world
                           .actor(wish.name,
                                  [&] {
                                      const int fd = ::open("ranges", O_RDWR);
                                      ::lseek(fd, 40, SEEK_SET);
                                      struct flock range{};
                                      range.l_type = F_WRLCK;
                                      range.l_whence = wish.whence;
                                      range.l_start = wish.start;
                                      range.l_len = wish.length;
                                      ::fcntl(fd, wish.command, &range);
                                  })
                           .pid());
    }
    world.until_blocked(pids, std::chrono::milliseconds(50));
    const Json seen = snapshot();
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        std::vector<std::int64_t> starts;
        for (const Json& lock : seen.at("locks").all_where("path", world.tmp() + "/ranges"))
            if (!lock.at("waiters").all_where("pid", pids[i]).empty()) starts.push_back(lock.at("start").number());
        EXPECT_THAT(starts, testing::ElementsAre(wishes[i].conflict)) << wishes[i].name;
    }
}

TEST_F(BadInput, ALockOnAFileThatIsNoMore) {
    Process& holder = world.actor("holder", [] {
        const int fd = ::open("gone", O_RDWR | O_CREAT, 0600);
        struct flock range{};
        range.l_type = F_WRLCK;
        if (::fcntl(fd, F_SETLK, &range) != 0 || ::unlink("gone") != 0) give_up("gone");
        say("ready");
        stay();
    });
    holder.lines_until("ready");
    const Json seen = snapshot();
    std::vector<Json> locks;
    for (const Json& lock : seen.at("locks").items())
        if (lock.at("taker_pid").text() == std::to_string(holder.pid())) locks.push_back(lock);
    ASSERT_EQ(locks.size(), 1U);
    EXPECT_THAT(locks.front().at("path").string(), HasSubstr("/gone"));
    EXPECT_THAT(alarms(seen), IsEmpty());
}

// ---- memory ---------------------------------------------------------------------------------------------------------------

/// A page of its own with something in it.
template <class T>
T* on_a_page(const T& value) {
    void* const page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) give_up("mmap");
    return new (page) T(value);
}

TEST_F(BadInput, PointersOfASystemCallThatLeadNowhere) {
    // The kernel copied what they pointed at when the call began; another thread takes the memory away afterwards.
    const int set = std::stoi(world.inside([] { say(std::to_string(::semget(IPC_PRIVATE, 1, 0600))); }).out);
    Process& holder = world.actor("holder", [] {
        struct flock range{};
        range.l_type = F_WRLCK;
        ::fcntl(::open("lock", O_RDWR | O_CREAT, 0600), F_SETLK, &range);
        say("ready");
        stay();
    });
    holder.lines_until("ready");
    // Says the number of the thread that makes the call, and takes its pages away at SIGUSR1, which no thread but this one takes.
    const auto call_and_take_away = [](const std::function<void()>& call, std::initializer_list<void*> pages) {
        sigset_t told;
        ::sigemptyset(&told);
        ::sigaddset(&told, SIGUSR1);
        ::pthread_sigmask(SIG_BLOCK, &told, nullptr);
        std::thread([=] {
            say(std::to_string(::gettid()));
            call();
        }).detach();
        ::sigwaitinfo(&told, nullptr);
        for (void* const page : pages) ::munmap(page, 4096);
        say("away");
        stay();
    };
    Process& semop = world.actor("semop", [=] {
        auto* const operation = on_a_page(sembuf{.sem_num = 0, .sem_op = -1, .sem_flg = 0});
        auto* const limit = on_a_page(timespec{.tv_sec = 1000, .tv_nsec = 0});
        call_and_take_away([=] { ::semtimedop(set, operation, 1, limit); }, {operation, limit});
    });
    Process& lock = world.actor("lock", [=] {
        struct flock range{};
        range.l_type = F_WRLCK;
        auto* const wanted = on_a_page(range);
        call_and_take_away([=] { ::fcntl(::open("lock", O_RDWR), F_SETLKW, wanted); }, {wanted});
    });
    for (Process* actor : {&semop, &lock}) {
        world.until_blocked({std::stoi(actor->line())}, std::chrono::milliseconds(50));
        world.signal(actor->pid(), SIGUSR1);
        actor->lines_until("away");
    }
    const Json seen = snapshot();
    EXPECT_THAT(nulls_without_reason(seen), IsEmpty());
    const auto thread_in = [&](int pid, const char* call) {
        std::vector<Json> found;
        for (const Json& thread : seen.at("threads").all_where("pid", pid))
            if (thread.at("operands").has("call") && thread.at("operands").at("call").string() == call)
                found.push_back(thread);
        if (found.size() != 1) throw std::runtime_error(std::format("{} threads of {} in {}", found.size(), pid, call));
        return found.front();
    };
    const Json in_semop = thread_in(semop.pid(), "semop");
    EXPECT_EQ(in_semop.at("operands").at("semid").number(), set);
    EXPECT_TRUE(in_semop.at("operands").at("operations").is_null());
    const Json in_lock = thread_in(lock.pid(), "lock");
    EXPECT_TRUE(in_lock.at("operands").at("start").is_null());
    EXPECT_TRUE(in_lock.at("operands").at("mode").is_null());
    EXPECT_GT(in_lock.at("operands").at("inode").number(), 0);
    EXPECT_EQ(world.gordianctl({"why", std::to_string(semop.pid())}).err, "");
}

TEST_F(BadInput, ASegmentAMemfdAndAnAnonymousMappingWithOneNumberAreThreeThings) {
    // All lie on the kernel's own tmpfs, where a segment's inode is its identifier.
    Process& mapper = world.actor("mapper", [] {
        for (int i = 0; i < 200; ++i) {
            const int fd = ::memfd_create("SYSV00000000", 0);
            if (::ftruncate(fd, 4096) != 0 || ::mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED)
                give_up("memfd");
            ::close(fd);
            const int id = ::shmget(IPC_PRIVATE, 4096, 0600);
            if (::shmat(id, nullptr, 0) == reinterpret_cast<void*>(-1)) give_up("shmat");
            if (::mmap(nullptr, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) give_up("mmap");
        }
        say("ready");
        stay();
    });
    mapper.lines_until("ready");
    const Json seen = snapshot();
    std::map<std::string, int> kinds;
    for (const Json& mapping : seen.at("shared_mappings").items()) {
        const auto mappings = mapping.at("mappings").all_where("pid", mapper.pid());
        kinds[mapping.at("backing").at("kind").string()] += static_cast<int>(mappings.size());
        EXPECT_TRUE(mappings.empty() || mapping.at("mappings").size() == 1) << mapping.text();
    }
    EXPECT_EQ(kinds["memfd"], 200);
    EXPECT_EQ(kinds["sysv-shm"], 200);
    EXPECT_EQ(kinds["anonymous"], 200);
    for (const Json& segment : seen.at("shm_segments").items()) EXPECT_EQ(segment.at("attachments").size(), 1U);
}

TEST_F(BadInput, AProcessWhoseMainThreadHasEndedStillWaitsInAnother) {
    const int set = std::stoi(world.inside([] { say(std::to_string(::semget(IPC_PRIVATE, 1, 0600))); }).out);
    Process& headless = world.actor("headless", [=] {
        std::thread([=] {
            sembuf operation{.sem_num = 0, .sem_op = -1, .sem_flg = 0};
            ::semop(set, &operation, 1);
        }).detach();
        say("ready");
        ::syscall(SYS_exit, 0);  // this thread only
    });
    headless.lines_until("ready");
    world.until("its main thread is a zombie", [&] { return world.state(headless.pid()) == 'Z'; });
    const Json seen = snapshot();
    EXPECT_EQ(seen.at("processes").where("pid", headless.pid()).at("nthreads").number(), 2);
    EXPECT_EQ(seen.at("sem_sets").where("id", set).at("semaphores").where("num", 0).at("semncnt").number(), 1);
    EXPECT_EQ(wait_of(seen, headless.pid()).at("operation").string(), "semop");
    EXPECT_THAT(nulls_without_reason(seen), IsEmpty());
}

// ---- nothing, too much, and nothing allowed ---------------------------------------------------------------------------------

TEST_F(BadInput, NoObjectsAtAll) {
    const Json seen = snapshot();
    for (const char* section : {"msg_queues", "sem_sets", "shm_segments", "findings"})
        EXPECT_EQ(seen.at(section).text(), "[]") << section;
    for (const Json& lock : seen.at("locks").items())
        EXPECT_THAT(lock.at("holders").items(), IsEmpty())
            << "only locks of the machine's open files reach into a World";
    EXPECT_GT(seen.at("limits").size(), 0U);
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
             {}, {"findings"}, {"why"}, {"snapshot"}, {"snapshot", "sem_sets", "--semaphores"}}) {
        const Ended ended = world.gordianctl(command);
        EXPECT_EQ(ended.status, 0) << ended.err;
        EXPECT_EQ(ended.err, "");
        EXPECT_THAT(ended.out, Not(IsEmpty()));
    }
}

#ifdef NDEBUG
constexpr int many_objects = 30'000;
#else
constexpr int many_objects = 3'000;  // an unoptimised or sanitized build needs a minute for the others
#endif

TEST_F(BadInput, ThirtyThousandOfEachKindTakeTimeThatGrowsWithThem) {
    const Ended raised = world.run(
        {"sh",
         "-c", "echo 32768 > /proc/sys/kernel/msgmni && echo 32768 > /proc/sys/kernel/shmmni && echo '32000 1024000000 500 32768' > /proc/sys/kernel/sem"});
    if (raised.status != 0) GTEST_SKIP() << "the limits can't be raised here: " << raised.err;
    // They live, so that not each of their objects is an orphan with a finding of its own.
    const auto make = [&](int count) {
        Process& maker = world.actor("maker", [=] {
            for (int i = 0; i < count; ++i)
                if (::semget(IPC_PRIVATE, 1, 0600) < 0 || ::msgget(IPC_PRIVATE, 0600) < 0 ||
                    ::shmget(IPC_PRIVATE, 4096, 0600) < 0)
                    give_up("making an object");
            say("ready");
            stay();
        });
        maker.lines_until("ready");
    };
    const auto duration_us = [&] {
        std::int64_t best = std::numeric_limits<std::int64_t>::max();
        for (int i = 0; i < 3; ++i)
            best = std::min(best, snapshot(root, {"limits"}).at("duration_us").number());  // the machine has other things to do
        return best;
    };
    make(many_objects / 3);
    const std::int64_t few_us = duration_us();
    make(many_objects - many_objects / 3);
    const std::int64_t many_us = duration_us();
    EXPECT_LT(many_us, 6 * few_us) << "three times as many objects";
    for (const char* section : {"sem_sets", "msg_queues", "shm_segments"}) {
        const Ended ended = world.gordianctl({"snapshot", "--json", section});
        EXPECT_EQ(ended.status, 0) << ended.err;
        std::set<std::string> resources;
        for (const std::string& line : lines_of(ended.out))
            if (line.starts_with("      \"resource\": \"sysv-")) resources.insert(line);
        EXPECT_EQ(resources.size(), static_cast<std::size_t>(many_objects)) << section;
    }
    const Json rest = snapshot(root, {"findings", "limits"});
    EXPECT_THAT(alarms(rest), Each(testing::StartsWith("near-limit"))) << "30,000 of 32,768 is more than 90 %";
    EXPECT_EQ(rest.at("limits").where("classic_name", "MSGMNI").at("used").number(), many_objects);
}

TEST_F(BadInput, AUserWhoMaySeeNothingSeesThatThereIsSomething) {
    NEEDS_USERS();
    world.run_lab("stuck-worker");
    world.run_lab("lock-ranges");
    const Actors segment = world.run_lab("shm-rmid");
    const Json seen = snapshot(nobody);
    EXPECT_THAT(nulls_without_reason(seen), IsEmpty());
    EXPECT_EQ(seen.at("sem_sets").size(), 1U);
    EXPECT_EQ(seen.at("locks").size(), 3U);
    for (const Json& lock : seen.at("locks").items())
        EXPECT_EQ(lock.at("holders").size(), 1U) << "/proc/locks names the process of a POSIX lock to everyone";
    const Json row = seen.at("shm_segments").where("resource", segment.object("sysv-shm/"));
    EXPECT_EQ(row.at("nattch").number(), 2);
    EXPECT_EQ(row.at("attachments").size(), 0U);
    bool says_why = false;
    for (const Json& entry : seen.at("unreadable").all_where("section", "shm_segments"))
        says_why = says_why || std::ranges::contains(entry.at("fields").strings(), "attachments");
    EXPECT_TRUE(says_why) << "a list that is shorter than nattch says why";
    for (const Json& entry : seen.at("unreadable").items()) {
        EXPECT_NE(entry.at("why").string(), "") << entry.text();
        EXPECT_GE(entry.at("count").number(), static_cast<std::int64_t>(entry.at("resources").size())) << entry.text();
    }
    EXPECT_THAT(world.gordianctl({}, nobody).out, HasSubstr("sudo"));
}

TEST_F(BadInput, WithoutProcTheObjectsAreStillThere) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the sanitizer itself needs /proc";
#endif
    world.run_lab("stuck-worker");
    const Ended ended = world.run(
        {"unshare", "--mount", "sh", "-c",
         std::format("mount -t tmpfs none /proc && exec {} snapshot --json", world.program("gordianctl"))});
    if (ended.status == 127 || ended.err.contains("unshare")) GTEST_SKIP() << "unshare(1): " << ended.err;
    EXPECT_EQ(ended.status, 0) << ended.err;
    const Json seen = Json::parse(ended.out);
    EXPECT_EQ(seen.at("sem_sets").size(), 1U);
    EXPECT_THAT(seen.at("unreadable").items(), Not(IsEmpty())) << "and it says what could not be read";
    EXPECT_THAT(alarms(seen), IsEmpty());
}

}  // namespace
}  // namespace gordian::test
