// SPDX-License-Identifier: GPL-3.0-or-later
// Did we disturb? Programs build a state and wait; after a hundred snapshots everything is as it was: each is still in the same system call
// and has not run, no value, time, pid, message or resident page has changed, and each call ends as it would have.
#include "tests/support/scenario.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <format>
#include <map>
#include <sstream>
#include <stdexcept>

namespace gordian::test {
namespace {

constexpr std::size_t segment_bytes = 1 << 20, queue_bytes = 64;

struct Objects {
    int set = -1, queue = -1, empty_queue = -1, segment = -1;
};

struct Message {
    long type = 5;
    std::array<char, queue_bytes> text{};
};

/// What one of them does: it says `ready`, blocks, and says how the call ended.
void say_how_it_ends(long result) { say(result >= 0 ? "ended well" : std::format("ended with {}", ::strerror(errno))); }

long semop_once(int set, unsigned short num, short by) {
    sembuf operation{.sem_num = num, .sem_op = by, .sem_flg = 0};
    return ::semop(set, &operation, 1);
}

long lock_all(int command) {
    struct flock range{};
    range.l_type = F_WRLCK;
    return ::fcntl(::open("locked", O_RDWR), command, &range);
}

class Undisturbed : public Scenario {
protected:
    void SetUp() override {
        Scenario::SetUp();
        if (IsSkipped()) return;
        make_objects();
        start("in-semop", [this] { return semop_once(objects.set, 0, -1); });
        start("in-semtimedop", [this] {
            sembuf operation{.sem_num = 1, .sem_op = 0, .sem_flg = 0};
            const timespec long_time{.tv_sec = 1000, .tv_nsec = 0};
            return static_cast<long>(::semtimedop(objects.set, &operation, 1, &long_time));
        });
        start("in-msgsnd", [this] {
            const Message message;
            return static_cast<long>(::msgsnd(objects.queue, &message, sizeof message.text, 0));
        });
        start("in-msgrcv", [this] {
            Message message;
            return static_cast<long>(::msgrcv(objects.empty_queue, &message, sizeof message.text, 0, 0));
        });
        start("in-flock", [] { return static_cast<long>(::flock(::open("flocked", O_RDWR), LOCK_EX)); });
        start("in-fcntl", [] { return lock_all(F_SETLKW); });
        start("in-ofd", [] { return lock_all(F_OFD_SETLKW); });
        start("in-wait4", [] {
            const pid_t child = ::fork();
            if (child == 0) stay();
            say(std::to_string(child));
            return static_cast<long>(::waitpid(child, nullptr, 0));
        });
        start("in-epoll", [] {
            std::array<int, 2> pipe{};
            if (::pipe(pipe.data()) != 0) return -1L;
            const int epoll = ::epoll_create1(0);
            epoll_event event{.events = EPOLLIN, .data = {}};
            ::epoll_ctl(epoll, EPOLL_CTL_ADD, pipe[0], &event);
            ::signal(SIGUSR1, [](int) {});
            return ::epoll_wait(epoll, &event, 1, -1) < 0 && errno == EINTR ? 0L : -1L;  // by SIGUSR1, and by nothing else
        });
        start("in-open", [] { return static_cast<long>(::open("fifo", O_WRONLY)); });
        std::vector<int> pids;
        for (const auto& [name, actor] : actors) pids.push_back(actor->pid());
        world.until_blocked(pids, std::chrono::milliseconds(1100));  // and the clock of the objects' times has moved on by a second
    }

    void make_objects() {
        // The holder of everything that the others wait for.
        Process& holder = world.actor("holder", [] {
            Objects made{.set = ::semget(IPC_PRIVATE, 3, 0600),
                         .queue = ::msgget(IPC_PRIVATE, 0600),
                         .empty_queue = ::msgget(IPC_PRIVATE, 0600),
                         .segment = ::shmget(IPC_PRIVATE, segment_bytes, 0600)};
            semop_once(made.set, 1, +7);
            semop_once(made.set, 2, +3);
            msqid_ds ds{};
            ::msgctl(made.queue, IPC_STAT, &ds);
            ds.msg_qbytes = queue_bytes;
            ::msgctl(made.queue, IPC_SET, &ds);
            Message message;
            std::strcpy(message.text.data(), "unread");
            ::msgsnd(made.queue, &message, sizeof message.text, 0);
            auto* const memory = static_cast<char*>(::shmat(made.segment, nullptr, 0));
            memory[0] = 1;  // one page of 256 is there; looking must not make the others
            ::flock(::open("flocked", O_RDWR | O_CREAT, 0600), LOCK_EX);
            struct flock range{};
            range.l_type = F_WRLCK;
            ::fcntl(::open("locked", O_RDWR | O_CREAT, 0600), F_SETLK, &range);
            ::mkfifo("fifo", 0600);
            const int shared = ::open("/dev/shm/shared", O_RDWR | O_CREAT, 0600);
            if (::ftruncate(shared, segment_bytes) != 0) throw std::runtime_error("ftruncate");
            ::mmap(nullptr, segment_bytes, PROT_READ, MAP_SHARED, shared, 0);
            ::mmap(nullptr, segment_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
            say(std::format("{} {} {} {}", made.set, made.queue, made.empty_queue, made.segment));
            stay();
        });
        std::istringstream(holder.line()) >> objects.set >> objects.queue >> objects.empty_queue >> objects.segment;
        actors["holder"] = &holder;
    }

    void start(const std::string& name, const std::function<long()>& call) {
        actors[name] = &world.actor(name, [&] { say_how_it_ends(call()); });
    }

    /// Everything the kernel says of the objects, in words. Asking it changes nothing, as this very comparison shows.
    std::string state_of_objects() {
        return world
                   .inside([this] {
                       semid_ds set{};
                       ::semctl(objects.set, 0, IPC_STAT, &set);
                       say(std::format("set: otime {} ctime {}", set.sem_otime, set.sem_ctime));
                       for (int num = 0; num < 3; ++num)
                           say(std::format("semaphore {}: value {} pid {} ncnt {} zcnt {}", num,
                                           ::semctl(objects.set, num, GETVAL), ::semctl(objects.set, num, GETPID),
                                           ::semctl(objects.set, num, GETNCNT), ::semctl(objects.set, num, GETZCNT)));
                       for (const int id : {objects.queue, objects.empty_queue}) {
                           msqid_ds queue{};
                           ::msgctl(id, IPC_STAT, &queue);
                           say(std::format("queue: stime {} rtime {} ctime {} bytes {} messages {} lspid {} lrpid {}",
                                           queue.msg_stime, queue.msg_rtime, queue.msg_ctime, queue.__msg_cbytes,
                                           queue.msg_qnum, queue.msg_lspid, queue.msg_lrpid));
                       }
                       Message message;
                       ::msgrcv(objects.queue, &message, sizeof message.text, 0, MSG_COPY | IPC_NOWAIT);
                       say(std::format("first message: {}", message.text.data()));
                       shmid_ds segment{};
                       ::shmctl(objects.segment, IPC_STAT, &segment);
                       say(std::format("segment: atime {} dtime {} ctime {} lpid {} attached {}", segment.shm_atime,
                                       segment.shm_dtime, segment.shm_ctime, segment.shm_lpid, segment.shm_nattch));
                       for (const char* path : {"/dev/shm/shared", "flocked", "locked", "fifo"}) {
                           struct stat file{};
                           ::stat(path, &file);
                           say(std::format("{}: read {}.{} changed {}.{} {} blocks", path, file.st_atim.tv_sec,
                                           file.st_atim.tv_nsec, file.st_ctim.tv_sec, file.st_ctim.tv_nsec,
                                           file.st_blocks));
                       }
                   })
                   .out +
               world.text_inside("/proc/sysvipc/shm");  // rss and swap
    }

    /// Where each is, how often it has run, how much of its memory is there.
    std::string state_of_actors() {
        std::string text;
        for (const auto& [name, actor] : actors)
            text += std::format("{} {}: {}{}{}", name, world.state(actor->pid()), world.proc(actor->pid(), "syscall"),
                                world.switches(actor->pid()), world.proc(actor->pid(), "statm"));
        return text;
    }

    void look_a_hundred_times(const std::string& command) {
        const Ended ended = world.run({"sh", "-c",
                                       std::format("for i in $(seq 100); do {} {} > /dev/null || exit 1; done",
                                                   world.program("gordianctl"), command)},
                                      root, std::chrono::seconds(120));
        ASSERT_EQ(ended.status, 0) << ended.err;
    }

    Objects objects;
    std::map<std::string, Process*> actors;
};

TEST_F(Undisturbed, AHundredSnapshotsChangeNothing) {
    const std::string objects_before = state_of_objects(), actors_before = state_of_actors();
    ASSERT_EQ(state_of_objects(), objects_before);
    look_a_hundred_times("snapshot --json");
    EXPECT_EQ(state_of_objects(), objects_before);
    EXPECT_EQ(state_of_actors(), actors_before);
}

TEST_F(Undisturbed, WhyWhichReadsThreadsTwiceChangesNothing) {
    const std::string objects_before = state_of_objects(), actors_before = state_of_actors();
    look_a_hundred_times(std::format("why {}", actors.at("in-semop")->pid()));
    EXPECT_EQ(state_of_objects(), objects_before);
    EXPECT_EQ(state_of_actors(), actors_before);
}

TEST_F(Undisturbed, AStopByPtraceWouldHaveBeenNoticed) {
    // What a debugger does, and what this comparison is for.
    const std::string before = state_of_actors();
    const Ended traced = world.inside([this] {
        const int pid = actors.at("in-epoll")->pid();
        if (::ptrace(PTRACE_SEIZE, pid, nullptr, nullptr) != 0 || ::ptrace(PTRACE_INTERRUPT, pid, nullptr, nullptr) != 0)
            throw std::runtime_error("ptrace");
        ::waitpid(pid, nullptr, __WALL);
        ::ptrace(PTRACE_DETACH, pid, nullptr, nullptr);
    });
    ASSERT_EQ(traced.status, 0) << traced.err;
    world.until("it has run", [&] { return state_of_actors() != before; });
}

TEST_F(Undisturbed, EachCallEndsAsItWouldHave) {
    look_a_hundred_times("snapshot --json");
    const int child = std::stoi(actors.at("in-wait4")->line());
    const Ended freed = world.inside([this, child] {
        semop_once(objects.set, 0, +1);
        semop_once(objects.set, 1, -7);
        Message message;
        ::msgrcv(objects.queue, &message, sizeof message.text, 0, 0);
        ::msgsnd(objects.empty_queue, &message, sizeof message.text, 0);
        ::kill(actors.at("holder")->pid(), SIGKILL);  // its locks go
        ::kill(child, SIGKILL);
        ::kill(actors.at("in-epoll")->pid(), SIGUSR1);
        ::open("fifo", O_RDONLY);
    });
    ASSERT_EQ(freed.status, 0) << freed.err;
    actors.erase("holder");
    for (const auto& [name, actor] : actors) EXPECT_EQ(actor->wait().out, "ended well\n") << name;
}

}  // namespace
}  // namespace gordian::test
