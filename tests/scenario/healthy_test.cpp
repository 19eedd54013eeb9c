// SPDX-License-Identifier: GPL-3.0-or-later
// Silence on a healthy machine: everything here waits, holds, or looks odd, and nothing is wrong. No finding above notice may be given, to
// root or to a user, and `findings` ends with 0.
#include "tests/support/scenario.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <format>

namespace gordian::test {
namespace {

using testing::IsEmpty;

class Healthy : public Scenario {
protected:
    void expect_silence() {
        EXPECT_THAT(alarms(snapshot()), IsEmpty());
        EXPECT_EQ(world.gordianctl({"findings", "--min-severity", "warning"}).status, 0);
        if (!world.has_users()) return;
        EXPECT_THAT(alarms(snapshot(nobody)), IsEmpty());
    }
    void expect_verdict(int pid, const testing::Matcher<std::string>& verdict) {
        EXPECT_THAT(chain_of(snapshot(), std::format("thread/{0}/{0}", pid)).at("verdict").string(), verdict);
    }
    /// An object for several actors, made by somebody who has ended since.
    int made_by_the_dead(const std::function<int()>& make) {
        const Ended ended = world.inside([&] { say(std::to_string(make())); });
        EXPECT_EQ(ended.status, 0) << ended.err;
        return std::stoi(ended.out);
    }
};

int change(int semid, short by, short flags = 0) {
    sembuf operation{.sem_num = 0, .sem_op = by, .sem_flg = flags};
    return ::semop(semid, &operation, 1);
}

// ---- the experiments' healthy variants ----------------------------------------------------------------------------------

class HealthyExperiment : public Healthy, public testing::WithParamInterface<const char*> {};

TEST_P(HealthyExperiment, IsSilent) {
    const Actors actors = world.run_lab(GetParam(), {"--healthy"});
    std::vector<int> asleep;
    // Those who look again and again instead of waiting never sleep for long.
    for (const auto& [name, pid] : actors.pids)
        if (!world.is_gone(pid)) asleep.push_back(pid);
    world.until_blocked(asleep);
    expect_silence();
}

INSTANTIATE_TEST_SUITE_P(Lab, HealthyExperiment,
                         testing::Values("stuck-worker", "sem-deadlock", "sem-init-race", "msg-full", "shm-rmid",
                                         "lock-ranges", "lock-deadlock", "inherited-flock", "stopped-holder",
                                         "chains-of-shells", "child-deadlock", "knot-sem-lock"),
                         [](const auto& experiment) {
                             std::string name;  // a test's name holds no '-'
                             for (const char c : std::string_view(experiment.param)) name += c == '-' ? '_' : c;
                             return name;
                         });

// ---- semaphores and queues ----------------------------------------------------------------------------------------------

TEST_F(Healthy, AConsumerWaitsForMessagesOfAProducerThatHasEnded) {
    const int queue = made_by_the_dead([] {
        const int id = ::msgget(IPC_PRIVATE, 0600);
        const long message = 1;
        ::msgsnd(id, &message, 0, 0);
        return id;
    });
    const int consumer = world
                             .actor("consumer",
                                    [=] {
                                        for (std::array<long, 64> message{};
                                             ::msgrcv(queue, message.data(), 0, 0, 0) >= 0;) {}
                                    })
                             .pid();
    world.until_blocked({consumer});
    expect_silence();
    expect_verdict(consumer, testing::AnyOf("idle", "unknown"));
}

TEST_F(Healthy, ASemaphoreWithUnitsLeftAndADeadLastOperatorForWhichNobodyWaits) {
    made_by_the_dead([] {
        const int id = ::semget(IPC_PRIVATE, 1, 0600);
        change(id, 5);
        change(id, -1);
        return id;
    });
    expect_silence();
}

TEST_F(Healthy, AConsumerThatTookTheLastUnitItselfWaitsForMore) {
    const int set = made_by_the_dead([] {
        const int id = ::semget(IPC_PRIVATE, 1, 0600);
        change(id, 1);
        return id;
    });
    // Its own pid is the last operator's, and the producer is dead: a consumer that waits for work looks just so.
    const int consumer = world
                             .actor("consumer",
                                    [=] {
                                        while (change(set, -1) == 0) {}
                                    })
                             .pid();
    world.until_blocked({consumer});
    expect_silence();
    expect_verdict(consumer, "unknown");
}

TEST_F(Healthy, WorkersWaitForAGateThatNobodyHasOperatedOnYet) {
    const int set = made_by_the_dead([] { return ::semget(IPC_PRIVATE, 1, 0600); });
    std::vector<int> workers;
    for (int i = 0; i < 4; ++i) workers.push_back(world.actor("worker", [=] { change(set, -1); }).pid());
    world.until_blocked(workers);
    expect_silence();
}

TEST_F(Healthy, AHolderWithUndoWorksWhileAnotherWaits) {
    Process& holder = world.actor("holder", [] {
        const int id = ::semget(IPC_PRIVATE, 1, 0600);
        change(id, 1);
        change(id, -1, SEM_UNDO);
        say(std::to_string(id));
        stay();
    });
    const int set = std::stoi(holder.line());
    const int waiter = world.actor("waiter", [=] { change(set, -1, SEM_UNDO); }).pid();
    world.until_blocked({waiter});
    expect_silence();
    expect_verdict(waiter, testing::AnyOf("held", "idle"));
}

TEST_F(Healthy, ASemaphoreHandedRoundAllTheTimeIsNeverAnAlarm) {
    // Two take two semaphores in the same order again and again: whatever moment a snapshot catches, some wait is in it.
    const int set = made_by_the_dead([] {
        const int id = ::semget(IPC_PRIVATE, 2, 0600);
        std::array<sembuf, 2> fill{{{0, 1, 0}, {1, 1, 0}}};
        ::semop(id, fill.data(), fill.size());
        return id;
    });
    for (int i = 0; i < 3; ++i) {
        world.actor("busy", [=] {
            for (;;) {
                for (const short by : {short{-1}, short{1}}) {
                    for (unsigned short num = 0; num < 2; ++num) {
                        sembuf operation{.sem_num = num, .sem_op = by, .sem_flg = 0};
                        ::semop(set, &operation, 1);
                        ::usleep(500);
                    }
                }
            }
        });
    }
    for (int i = 0; i < 20; ++i) EXPECT_THAT(alarms(snapshot()), IsEmpty());
}

TEST_F(Healthy, TwoThatAreDeadlockedForLessThanASecondAreNoFindingYet) {
    // The wait ends by itself: semtimedop. Every snapshot falls into its first second.
    const int set = made_by_the_dead([] {
        const int id = ::semget(IPC_PRIVATE, 1, 0600);
        change(id, 1);
        change(id, -1);
        return id;
    });
    world.actor("impatient", [=] {
        sembuf operation{.sem_num = 0, .sem_op = -1, .sem_flg = 0};
        const timespec limit{.tv_sec = 0, .tv_nsec = 400'000'000};
        for (;;) ::semtimedop(set, &operation, 1, &limit);
    });
    for (int i = 0; i < 10; ++i) EXPECT_THAT(alarms(snapshot()), IsEmpty());
}

TEST_F(Healthy, ASenderIsSlowedByAFullQueueWhoseReceiverKeepsReading) {
    const int queue = made_by_the_dead([] {
        const int id = ::msgget(IPC_PRIVATE, 0600);
        msqid_ds ds{};
        ::msgctl(id, IPC_STAT, &ds);
        ds.msg_qbytes = 64;
        ::msgctl(id, IPC_SET, &ds);
        return id;
    });
    struct Message {
        long type = 1;
        std::array<char, 64> text{};
    };
    world.actor("sender", [=] {
        for (const Message message;;) ::msgsnd(queue, &message, sizeof message.text, 0);
    });
    const int receiver = world
                             .actor("receiver",
                                    [=] {
                                        for (Message message;; ::usleep(50'000))
                                            ::msgrcv(queue, &message, sizeof message.text, 0, 0);
                                    })
                             .pid();
    world.until("the receiver has received", [&] {
        return snapshot(root, {"msg_queues"}).at("msg_queues").where("id", queue).at("lrpid").number() == receiver;
    });
    for (int i = 0; i < 10; ++i) EXPECT_THAT(alarms(snapshot()), IsEmpty());
}

// ---- locks --------------------------------------------------------------------------------------------------------------

TEST_F(Healthy, TheShellsIdiomLeavesALockWhoseTakerIsDeadAndAnotherShellWaitsForIt) {
    Process& holder = world.start({"sh", "-c", "exec 9>lock; flock 9; echo ready; sleep 1000; :"});
    holder.lines_until("ready");
    Process& waiter = world.start({"sh", "-c", "exec 9>lock; echo ready; exec flock 9"});
    waiter.lines_until("ready");
    world.until_blocked({holder.pid(), waiter.pid()});
    expect_silence();
    expect_verdict(waiter.pid(), testing::AnyOf("held", "idle"));
}

TEST_F(Healthy, TwoReadersShareALockOfEachClass) {
    std::vector<int> readers;
    for (int i = 0; i < 2; ++i) {
        Process& reader = world.actor("reader", [] {
            for (const char* name : {"flock", "posix", "ofd"}) {
                const int fd = ::open(name, O_RDWR | O_CREAT, 0600);
                struct flock range{};
                range.l_type = F_RDLCK;
                if (std::string_view(name) == "flock") ::flock(fd, LOCK_SH);
                else ::fcntl(fd, std::string_view(name) == "posix" ? F_SETLKW : F_OFD_SETLKW, &range);
            }
            say("ready");
            stay();
        });
        reader.lines_until("ready");
        readers.push_back(reader.pid());
    }
    const Json seen = snapshot();
    EXPECT_THAT(alarms(seen), IsEmpty());
    for (const char* name : {"flock", "posix", "ofd"})
        EXPECT_EQ(seen.at("locks").all_where("path", world.tmp() + "/" + name).size(), 2U) << name;
    expect_silence();
}

TEST_F(Healthy, AQueueOfWritersBehindOneThatWorks) {
    Process& holder = world.actor("holder", [] {
        ::flock(::open("lock", O_RDWR | O_CREAT, 0600), LOCK_EX);
        say("ready");
        for (;;) ::usleep(20'000);
    });
    holder.lines_until("ready");
    std::vector<int> waiters;
    for (int i = 0; i < 3; ++i)
        waiters.push_back(world.actor("writer", [] { ::flock(::open("lock", O_RDWR), LOCK_EX); }).pid());
    world.until_blocked(waiters);
    expect_silence();
    for (const int waiter : waiters) expect_verdict(waiter, testing::AnyOf("held", "idle"));
}

TEST_F(Healthy, AChildThatInheritedALockBesideItsLivingTaker) {
    Process& taker = world.actor("taker", [] {
        ::flock(::open("lock", O_RDWR | O_CREAT, 0600), LOCK_EX);
        if (::fork() == 0) stay();
        say("ready");
        stay();
    });
    taker.lines_until("ready");
    const int waiter = world.actor("waiter", [] { ::flock(::open("lock", O_RDWR), LOCK_EX); }).pid();
    world.until_blocked({waiter});
    expect_silence();
}

TEST_F(Healthy, AStoppedProcessThatHoldsNothing) {
    Process& idler = world.actor("idler", [] {
        say("ready");
        stay();
    });
    idler.lines_until("ready");
    world.signal(idler.pid(), SIGSTOP);
    world.until("it is stopped", [&] { return world.state(idler.pid()) == 'T'; });
    expect_silence();
}

// ---- the rest of a machine ------------------------------------------------------------------------------------------------

TEST_F(Healthy, AParentWaitsForAChildThatWorks) {
    Process& shell = world.start({"sh", "-c", "sleep 1000; :"});
    world.until_blocked({shell.pid()});
    expect_silence();
    expect_verdict(shell.pid(), testing::AnyOf("held", "idle"));
    EXPECT_EQ(wait_of(snapshot(), shell.pid()).at("operation").string(), "child-exit");
}

TEST_F(Healthy, AServerWaitsForClientsInPollEpollAndAccept) {
    std::vector<int> servers;
    servers.push_back(world
                          .actor("accepts",
                                 [] {
                                     const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
                                     sockaddr_un address{.sun_family = AF_UNIX, .sun_path = "socket"};
                                     if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
                                         throw std::runtime_error("bind");
                                     ::listen(fd, 1);
                                     ::accept(fd, nullptr, nullptr);
                                 })
                          .pid());
    servers.push_back(world
                          .actor("polls",
                                 [] {
                                     std::array<int, 2> pipe{};
                                     if (::pipe(pipe.data()) != 0) throw std::runtime_error("pipe");
                                     pollfd poll{.fd = pipe[0], .events = POLLIN, .revents = 0};
                                     ::poll(&poll, 1, -1);
                                 })
                          .pid());
    servers.push_back(world
                          .actor("epolls",
                                 [] {
                                     epoll_event event{};
                                     ::epoll_wait(::epoll_create1(0), &event, 1, -1);
                                 })
                          .pid());
    world.until_blocked(servers);
    expect_silence();
}

TEST_F(Healthy, ADaemonsSegmentIsMarkedForRemovalAtOnceAndInUse) {
    Process& daemon = world.actor("daemon", [] {
        const int id = ::shmget(IPC_PRIVATE, 4096, 0600);
        if (::shmat(id, nullptr, 0) == reinterpret_cast<void*>(-1)) throw std::runtime_error("shmat");
        ::shmctl(id, IPC_RMID, nullptr);
        say("ready");
        stay();
    });
    daemon.lines_until("ready");
    expect_silence();
}

TEST_F(Healthy, WhatTheDeadLeftBehindIsANoticeAndNoMore) {
    made_by_the_dead([] {
        const long message = 1;
        change(::semget(IPC_PRIVATE, 1, 0600), 1);
        ::msgsnd(::msgget(IPC_PRIVATE, 0600), &message, 0, 0);
        return ::shmget(IPC_PRIVATE, 4096, 0600);
    });
    const Json seen = snapshot();
    EXPECT_THAT(alarms(seen), IsEmpty());
    EXPECT_EQ(findings(seen, "orphan-segment").size(), 1U);
    EXPECT_EQ(findings(seen, "orphan-queue").size(), 1U);
    EXPECT_EQ(findings(seen, "orphan-semaphore-set").size(), 1U);
    EXPECT_EQ(world.gordianctl({"findings"}).status, 0);
}

TEST_F(Healthy, AnEmptyWorld) { expect_silence(); }

}  // namespace
}  // namespace gordian::test
