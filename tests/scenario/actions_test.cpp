// SPDX-License-Identifier: GPL-3.0-or-later
// Objects made, operated on and removed by gordianctl: what they are at first, what --dry-run leaves alone, what refuses, and the exit codes.
#include "tests/support/scenario.h"

#include <signal.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

#include <ctime>
#include <format>
#include <fstream>

namespace gordian::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

enum ExitCode { done = 0, failed = 1, bad_usage = 2, no_permission = 4 };

class CommandLineActions : public Scenario {
protected:
    /// The resource that a `create` printed.
    std::string create(std::vector<std::string> arguments, uid_t uid = root) {
        arguments.insert(arguments.begin(), "create");
        const Ended ended = world.gordianctl(arguments, uid);
        EXPECT_EQ(ended.status, done) << ended.err;
        const auto lines = lines_of(ended.out);
        return lines.empty() ? "" : lines.front();
    }
    Json row(const char* section, const std::string& resource) {
        return snapshot(root, {section}).at(section).where("resource", resource);
    }
    Json semaphore(const std::string& set, int num) { return row("sem_sets", set).at("semaphores").where("num", num); }
    /// All System V objects, as they are.
    std::string all_objects() {
        const Json seen = snapshot();
        return seen.at("msg_queues").text() + seen.at("sem_sets").text() + seen.at("shm_segments").text();
    }
    void expect_failure(const Ended& ended, int status, const testing::Matcher<std::string>& sentence) {
        EXPECT_EQ(ended.status, status) << ended.out;
        EXPECT_EQ(ended.out, "");
        EXPECT_THAT(lines_of(ended.err), SizeIs(1)) << "an error is one sentence";
        EXPECT_THAT(ended.err, sentence);
    }
};

/// Within the resolution of the times that System V objects keep.
testing::Matcher<std::string> Now() {
    return testing::ResultOf(
        "seconds ago",
        [](const std::string& text) {
            std::tm parts{};
            return ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr
                       ? -1'000'000
                       : static_cast<int>(std::time(nullptr) - ::timegm(&parts));
        },
        testing::AllOf(testing::Ge(-1), testing::Le(60)));
}

// ---- a fresh object -------------------------------------------------------------------------------------------------------

TEST_F(CommandLineActions, AFreshQueueIsWhatMsggetPromises) {
    const Json queue = row("msg_queues", create({"sysv-msg", "--key", "0x2a", "--mode", "0640"}));
    EXPECT_EQ(queue.at("key").string(), "0x0000002a");
    EXPECT_EQ(queue.at("mode").string(), "0640");
    for (const char* owner : {"uid", "gid", "cuid", "cgid"}) EXPECT_EQ(queue.at(owner).number(), 0) << owner;
    for (const char* nothing : {"qnum", "cbytes", "lspid", "lrpid", "senders_waiting", "receivers_waiting"})
        EXPECT_EQ(queue.at(nothing).number(), 0) << nothing;
    for (const char* time : {"stime", "rtime"}) EXPECT_EQ(queue.at(time).string(), "never") << time;
    EXPECT_THAT(queue.at("ctime").string(), Now());
    EXPECT_EQ(std::to_string(queue.at("qbytes").number()) + "\n", world.text_inside("/proc/sys/kernel/msgmnb"))
        << "MSGMNB";
}

TEST_F(CommandLineActions, AFreshSegmentIsWhatShmgetPromises) {
    const Json segment = row("shm_segments", create({"sysv-shm", "--private", "--size", "5000"}));
    EXPECT_EQ(segment.at("key").string(), "0x00000000");
    EXPECT_EQ(segment.at("mode").string(), "0600") << "the mode that --help promises";
    EXPECT_EQ(segment.at("segsz").number(), 5000) << "not rounded: the pages are the kernel's business";
    for (const char* nothing : {"nattch", "lpid", "rss", "swap"}) EXPECT_EQ(segment.at(nothing).number(), 0) << nothing;
    for (const char* time : {"atime", "dtime"}) EXPECT_EQ(segment.at(time).string(), "never") << time;
    EXPECT_THAT(segment.at("ctime").string(), Now());
    EXPECT_GT(segment.at("cpid").number(), 0);
    EXPECT_TRUE(world.is_gone(static_cast<int>(segment.at("cpid").number())))
        << "its creator is the gordianctl that has ended";
    EXPECT_FALSE(segment.at("marked_for_removal").truth());
    EXPECT_FALSE(segment.at("locked").truth());
    EXPECT_THAT(segment.at("attachments").items(), IsEmpty());
}

TEST_F(CommandLineActions, AFreshSetIsWhatSemgetPromises) {
    // Made without gordianctl, which gives a set values and its first operation.
    const Ended made = world.inside([] { say(std::to_string(::semget(0x2b, 3, IPC_CREAT | 0604))); });
    const Json set = row("sem_sets", "sysv-sem/" + lines_of(made.out).front());
    EXPECT_EQ(set.at("key").string(), "0x0000002b");
    EXPECT_EQ(set.at("mode").string(), "0604");
    EXPECT_EQ(set.at("nsems").number(), 3);
    EXPECT_EQ(set.at("otime").string(), "never");
    EXPECT_THAT(set.at("ctime").string(), Now());
    EXPECT_EQ(set.at("semaphores").size(), 3U);
    for (const Json& semaphore : set.at("semaphores").items())
        for (const char* nothing : {"semval", "sempid", "semncnt", "semzcnt"})
            EXPECT_EQ(semaphore.at(nothing).number(), 0) << nothing;
}

TEST_F(CommandLineActions, ACreatedSetHasItsValuesAndSaysThatItIsReady) {
    const std::string set = create({"sysv-sem", "--private", "--values", "1,0,32767"});
    const Json seen = row("sem_sets", set);
    EXPECT_EQ(seen.at("nsems").number(), 3);
    EXPECT_EQ(semaphore(set, 0).at("semval").number(), 1);
    EXPECT_EQ(semaphore(set, 1).at("semval").number(), 0);
    EXPECT_EQ(semaphore(set, 2).at("semval").number(), 32767);
    EXPECT_THAT(seen.at("otime").string(), Now()) << "others wait until sem_otime is not 0: then a set is initialised";
}

TEST_F(CommandLineActions, ObjectsBelongToTheUserWhoMadeThem) {
    NEEDS_USERS();
    const Json queue = row("msg_queues", create({"sysv-msg", "--private"}, somebody));
    for (const char* owner : {"uid", "gid", "cuid", "cgid"}) EXPECT_EQ(queue.at(owner).number(), somebody) << owner;
}

TEST_F(CommandLineActions, AKeyWithTheHighBitSetIsTheSameForEveryone) {
    const std::string queue = create({"sysv-msg", "--key", "0xdeadbeef"});
    EXPECT_EQ(row("msg_queues", queue).at("key").string(), "0xdeadbeef");
    EXPECT_EQ(world.inside([] { say(std::to_string(::msgget(static_cast<key_t>(0xdeadbeefU), 0))); }).out,
              queue.substr(9) + "\n");
}

TEST_F(CommandLineActions, FtokMakesTheKeyThatFtokThreeMakes) {
    std::ofstream(world.from_outside(world.tmp() + "/file")) << "x";
    const std::string path = world.tmp() + "/file";
    const std::string queue = create({"sysv-msg", "--ftok", path + ":7"});
    const std::string key =
        world.inside([&] { say(std::format("0x{:08x}", static_cast<unsigned>(::ftok(path.c_str(), 7)))); }).out;
    EXPECT_EQ(row("msg_queues", queue).at("key").string() + "\n", key);
}

// ---- operating --------------------------------------------------------------------------------------------------------------

TEST_F(CommandLineActions, SemopDoesAllOperationsAtOnceOrNone) {
    const std::string set = create({"sysv-sem", "--private", "--values", "1,1"});
    EXPECT_EQ(world.gordianctl({"semop", set, "0:-1,1:+4"}).status, done);
    EXPECT_EQ(semaphore(set, 0).at("semval").number(), 0);
    EXPECT_EQ(semaphore(set, 1).at("semval").number(), 5);
    const std::string before = row("sem_sets", set).text();
    expect_failure(world.gordianctl({"semop", set, "1:+1,0:-1"}), failed, HasSubstr(set));
    EXPECT_EQ(row("sem_sets", set).text(), before) << "the first operation alone would have changed semaphore 1";
    expect_failure(world.gordianctl({"semop", set, "1:+32767"}), failed, HasSubstr("32767"));
    expect_failure(world.gordianctl({"semop", set, "7:+1"}), failed, HasSubstr("no semaphore of that number"));
    EXPECT_EQ(row("sem_sets", set).text(), before);
}

TEST_F(CommandLineActions, SemopWithUndoIsRefusedBecauseItWouldBeGivenBackAtOnce) {
    const std::string set = create({"sysv-sem", "--private", "--values", "1"});
    const Ended ended = world.gordianctl({"semop", set, "0:-1:undo"});
    EXPECT_THAT(ended.status, testing::AnyOf(failed, bad_usage));
    EXPECT_THAT(ended.err, HasSubstr("undo"));
    EXPECT_EQ(semaphore(set, 0).at("semval").number(), 1);
}

TEST_F(CommandLineActions, SetvalOverwritesAndNeedsAYes) {
    const std::string set = create({"sysv-sem", "--private", "--values", "1"});
    expect_failure(world.gordianctl({"setval", set + "/0", "9"}), failed, HasSubstr("--yes"));
    EXPECT_EQ(semaphore(set, 0).at("semval").number(), 1);
    EXPECT_EQ(world.gordianctl({"setval", set + "/0", "9", "--yes"}).status, done);
    EXPECT_EQ(semaphore(set, 0).at("semval").number(), 9);
    EXPECT_EQ(world.gordianctl({"setval", set + "/0", "40000", "--yes"}).status, bad_usage);
    expect_failure(world.gordianctl({"setval", set + "/3", "1", "--yes"}), failed, HasSubstr(set + "/3"));
    EXPECT_EQ(semaphore(set, 0).at("semval").number(), 9);
}

// ---- removing ---------------------------------------------------------------------------------------------------------------

TEST_F(CommandLineActions, RemoveTakesSeveralAndAsksBeforehand) {
    const std::string queue = create({"sysv-msg", "--private"}), set = create({"sysv-sem", "--private", "--values", "1"}),
                      segment = create({"sysv-shm", "--private", "--size", "1"});
    const Ended unasked = world.gordianctl({"remove", queue, set, segment});
    EXPECT_EQ(unasked.status, failed);
    EXPECT_THAT(unasked.err, HasSubstr("--yes")) << "nobody is at a terminal to be asked";
    const std::string before = all_objects();
    EXPECT_THAT(before, AllOf(HasSubstr(queue), HasSubstr(set), HasSubstr(segment)));
    EXPECT_EQ(world.gordianctl({"remove", queue, set, segment, "--yes"}).status, done);
    EXPECT_EQ(all_objects(), "[][][]");
}

TEST_F(CommandLineActions, OnATerminalRemoveAsksAndOnlyAYesRemoves) {
    if (world.run({"sh", "-c", "command -v script"}).status != 0) GTEST_SKIP() << "script(1) is not installed";
    const std::string queue = create({"sysv-msg", "--private"});
    const auto answer = [&](const char* word) {
        return world.run(
            {"sh", "-c",
             std::format("echo {} | script -qec '{} remove {}' /dev/null", word, world.program("gordianctl"), queue)});
    };
    EXPECT_EQ(answer("n").status, failed);
    EXPECT_THAT(all_objects(), HasSubstr(queue));
    const Ended yes = answer("y");
    EXPECT_EQ(yes.status, done);
    EXPECT_THAT(yes.out, HasSubstr("undo")) << "it says beforehand that there is no undo yet";
    EXPECT_EQ(all_objects(), "[][][]");
}

TEST_F(CommandLineActions, RemovingAnAttachedSegmentSaysThatItIsOnlyMarked) {
    const std::string segment = create({"sysv-shm", "--private", "--size", "4096"});
    const int id = std::stoi(segment.substr(9));
    Process& user = world.actor("user", [=] {
        if (::shmat(id, nullptr, 0) == reinterpret_cast<void*>(-1)) throw std::runtime_error("shmat");
        say("ready");
        stay();
    });
    user.lines_until("ready");
    const Ended removed = world.gordianctl({"remove", segment, "--yes"});
    EXPECT_EQ(removed.status, done);
    EXPECT_THAT(removed.out, AllOf(HasSubstr("marked"), HasSubstr("1 attachment")));
    EXPECT_TRUE(row("shm_segments", segment).at("marked_for_removal").truth());
    world.signal(user.pid(), SIGKILL);
    user.wait();
    EXPECT_EQ(all_objects(), "[][][]");
}

// ---- --dry-run, --expect, permission, usage ---------------------------------------------------------------------------------

TEST_F(CommandLineActions, ADryRunChangesNothing) {
    const std::string set = create({"sysv-sem", "--private", "--values", "1"});
    const std::string before = all_objects();
    const std::vector<std::vector<std::string>> commands{
        {"create", "sysv-msg", "--key", "7", "--dry-run"},
        {"create", "sysv-shm", "--private", "--size", "4K", "--dry-run"},
        {"semop", set, "0:+1", "--dry-run"},
        {"semop", set, "0:-1", "--dry-run"},
        {"setval", set + "/0", "9", "--dry-run"},
        {"remove", set, "--dry-run"},
        {"remove", set, "--yes", "--dry-run"},
    };
    for (const std::vector<std::string>& command : commands) {
        const Ended ended = world.gordianctl(command);
        EXPECT_EQ(ended.status, done) << command.front() << ": " << ended.err;
        EXPECT_THAT(ended.out, HasSubstr("ould ")) << command.front();
    }
    EXPECT_EQ(all_objects(), before);
}

TEST_F(CommandLineActions, ADryRunOfRemoveSaysWhoHangsOnTheSet) {
    const std::string set = create({"sysv-sem", "--private", "--values", "0"});
    const int id = std::stoi(set.substr(9));
    const int waiter = world
                           .actor("hanger",
                                  [=] {
                                      sembuf operation{.sem_num = 0, .sem_op = -1, .sem_flg = 0};
                                      ::semop(id, &operation, 1);
                                  })
                           .pid();
    world.until_blocked({waiter}, std::chrono::milliseconds(50));
    EXPECT_THAT(world.gordianctl({"remove", set, "--dry-run"}).out,
                AllOf(HasSubstr("hanger"), HasSubstr(std::to_string(waiter))));
}

TEST_F(CommandLineActions, AnotherObjectThanExpectedIsLeftAlone) {
    const std::string set = create({"sysv-sem", "--key", "0x2a", "--values", "1"});
    const std::string before = all_objects();
    expect_failure(world.gordianctl({"remove", set, "--yes", "--expect", "key=0x2b"}), failed,
                   AllOf(HasSubstr(set), HasSubstr("0x0000002a"), HasSubstr("0x2b")));
    expect_failure(world.gordianctl({"semop", set, "0:+1", "--expect", "key=0x2a,cuid=1000"}), failed, HasSubstr("cuid"));
    expect_failure(world.gordianctl({"setval", set + "/0", "5", "--yes", "--expect", "cgid=7"}), failed, HasSubstr("cgid"));
    EXPECT_EQ(world.gordianctl({"remove", set, "--yes", "--expect", "colour=blue"}).status, bad_usage);
    EXPECT_EQ(all_objects(), before);
    EXPECT_EQ(world.gordianctl({"remove", set, "--yes", "--expect", "key=0x2a,cuid=0"}).status, done);
    EXPECT_EQ(all_objects(), "[][][]");
}

TEST_F(CommandLineActions, WithoutPermissionTheExitCodeIsFour) {
    NEEDS_USERS();
    const std::string set = create({"sysv-sem", "--private", "--values", "1"}), queue = create({"sysv-msg", "--private"}),
                      segment = create({"sysv-shm", "--private", "--size", "1"});
    const std::string before = all_objects();
    for (const std::string& object : {set, queue, segment})
        expect_failure(world.gordianctl({"remove", object, "--yes"}, nobody), no_permission, HasSubstr(object));
    expect_failure(world.gordianctl({"semop", set, "0:+1"}, nobody), no_permission,
                   AllOf(HasSubstr(set), HasSubstr("root")));
    expect_failure(world.gordianctl({"setval", set + "/0", "5", "--yes"}, nobody), no_permission, HasSubstr(set));
    EXPECT_EQ(all_objects(), before);
}

TEST_F(CommandLineActions, AUserActsOnHisOwnObjects) {
    NEEDS_USERS();
    const std::string set = create({"sysv-sem", "--private", "--values", "1"}, nobody);
    EXPECT_EQ(world.gordianctl({"semop", set, "0:+1"}, nobody).status, done);
    EXPECT_EQ(world.gordianctl({"remove", set, "--yes"}, somebody).status, no_permission) << "and nobody else does";
    EXPECT_EQ(world.gordianctl({"remove", set, "--yes"}, nobody).status, done);
}

TEST_F(CommandLineActions, WhatDoesNotExistOrExistsAlreadyIsAFailureOfOneSentence) {
    expect_failure(world.gordianctl({"remove", "sysv-msg/77", "--yes"}), failed, HasSubstr("sysv-msg/77"));
    expect_failure(world.gordianctl({"semop", "sysv-sem/77", "0:+1"}), failed, HasSubstr("sysv-sem/77"));
    create({"sysv-msg", "--key", "7"});
    expect_failure(world.gordianctl({"create", "sysv-msg", "--key", "7"}), failed, HasSubstr("0x00000007"));
}

TEST_F(CommandLineActions, BadUsageEndsWithTwoAndTouchesNothing) {
    const std::string before = all_objects();
    const std::vector<std::vector<std::string>> commands{
        {"no-such-command"},
        {"create", "sysv-sem", "--private"},
        {"create", "sysv-shm", "--private", "--size", "0"},
        {"create", "sysv-msg"},
        {"create", "posix-mq", "--private"},
        {"create", "sysv-msg", "--key", "banana"},
        {"create", "sysv-msg", "--private", "--mode", "999"},
        {"semop", "sysv-sem/0", "0"},
        {"semop", "sysv-sem/x", "0:+1"},
        {"remove", "banana", "--yes"},
        {"remove"},
        {"snapshot", "no_such_section"},
        {"findings", "--min-severity", "dire"},
        {"watch", "--interval", "soon"},
    };
    for (const std::vector<std::string>& command : commands) {
        const Ended ended = world.gordianctl(command);
        EXPECT_EQ(ended.status, bad_usage) << command.front() << ' ' << command.back() << ": " << ended.err;
        EXPECT_THAT(ended.err, Not(IsEmpty())) << command.front();
    }
    EXPECT_EQ(all_objects(), before);
}

}  // namespace
}  // namespace gordian::test
