// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/actions/actions.h"

#include "backend/base/scan.h"
#include "backend/kernel/sys_files.h"
#include "backend/kernel/sys_msg.h"
#include "backend/kernel/sys_sem.h"
#include "backend/kernel/sys_shm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sched.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>

namespace gordian::actions {
namespace {

using testing::HasSubstr;

std::uint64_t own_namespace() { return kernel::stat_file("/proc/self/ns/ipc")->inode; }

Identity identity_of_set(int semid) {
    const auto ds = kernel::semctl_stat(semid);
    return {.kind = SysvKind::sem,
            .id = semid,
            .key = {static_cast<std::uint32_t>(ds->key)},
            .cuid = ds->cuid,
            .cgid = ds->cgid,
            .ipc_namespace = own_namespace(),
            .cpid = {}};
}
Identity identity_of_segment(int shmid) {
    const auto ds = kernel::shmctl_stat(shmid);
    return {.kind = SysvKind::shm,
            .id = shmid,
            .key = {static_cast<std::uint32_t>(ds->key)},
            .cuid = ds->cuid,
            .cgid = ds->cgid,
            .ipc_namespace = own_namespace(),
            .cpid = ds->cpid};
}
Identity identity_of_queue(int msqid) {
    const auto ds = kernel::msgctl_stat(msqid);
    return {.kind = SysvKind::msg,
            .id = msqid,
            .key = {static_cast<std::uint32_t>(ds->key)},
            .cuid = ds->cuid,
            .cgid = ds->cgid,
            .ipc_namespace = own_namespace(),
            .cpid = {}};
}

/// Each test has a namespace of its own, which vanishes with the process (ctest runs each test as one).
class Actions : public testing::Test {
protected:
    void SetUp() override {
        if (::unshare(CLONE_NEWIPC) != 0)
            GTEST_SKIP() << "a private IPC namespace needs root: " << std::strerror(errno);
    }

    static int new_set(std::vector<std::uint16_t> values = {1}, std::optional<Key> key = {}) {
        const auto result = perform(
            CreateRequest{.kind = SysvKind::sem, .key = key, .mode = {0600}, .values = std::move(values), .size = 0});
        EXPECT_TRUE(result.has_value()) << to_string(result.error());
        int semid = -1;
        Scan(std::string_view(result->resource).substr(std::string_view("sysv-sem/").size())).dec(semid);
        return semid;
    }

    static Result<ActionResult> operate(const Identity& set, std::vector<SemOperation> operations) {
        return perform(SemopRequest{.set = set, .operations = std::move(operations)});
    }

    /// The sentence of an action that another user tries; empty where it succeeded.
    static std::string as_another_user(const ActionRequest& request) {
        int ends[2];
        EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            std::string sentence = "could not become another user";
            if (::setresgid(1000, 1000, 1000) == 0 && ::setresuid(1000, 1000, 1000) == 0) {
                const auto result = perform(request);
                sentence = result ? "" : to_string(result.error());
            }
            (void)!::write(ends[1], sentence.data(), sentence.size());
            ::_exit(0);
        }
        ::close(ends[1]);
        std::string sentence(4096, '\0');
        const ssize_t got = ::read(ends[0], sentence.data(), sentence.size());
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);
        sentence.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return sentence;
    }
};

template <class T>
std::string refusal(const Result<T>& result) {
    return result ? "it was done" : to_string(result.error());
}

TEST_F(Actions, AFreshSetHasItsValuesAndSaysThatItIsReady) {
    const int semid = new_set({3, 0, 32767});
    EXPECT_THAT(*kernel::semctl_getall(semid, 3), testing::ElementsAre(3, 0, 32767));
    EXPECT_NE(kernel::semctl_stat(semid)->otime, 0) << "the convention: a set that was operated on is initialised";
}

TEST_F(Actions, ASetWhoseFirstSemaphoreIsFullCanBeInitialisedToo) {
    EXPECT_THAT(*kernel::semctl_getall(new_set({32767}), 1), testing::ElementsAre(32767));
}

TEST_F(Actions, AFreshQueueAndSegmentAreWhatTheManPagePromises) {
    ASSERT_TRUE(
        perform(CreateRequest{.kind = SysvKind::msg, .key = Key{0xdeadbeef}, .mode = {0640}, .values = {}, .size = 0}));
    const auto queue = kernel::msgctl_stat_any(0);
    ASSERT_TRUE(queue);
    EXPECT_EQ(queue->lspid, 0);
    EXPECT_EQ(queue->stime, 0);
    EXPECT_EQ(queue->mode, 0640U);
    EXPECT_EQ(static_cast<std::uint32_t>(queue->key), 0xdeadbeefU);
    ASSERT_TRUE(perform(CreateRequest{.kind = SysvKind::shm, .key = {}, .mode = {0600}, .values = {}, .size = 5000}));
    const auto segment = kernel::shmctl_stat_any(0);
    ASSERT_TRUE(segment);
    EXPECT_EQ(segment->segsz, 5000U);
    EXPECT_EQ(segment->nattch, 0U);
    EXPECT_EQ(segment->atime, 0);
}

TEST_F(Actions, AnExistingKeyIsNotTakenOver) {
    new_set({1}, Key{42});
    const auto again = perform(
        CreateRequest{.kind = SysvKind::sem, .key = Key{42}, .mode = {0600}, .values = {1}, .size = 0});
    EXPECT_THAT(refusal(again), HasSubstr("an object with this key exists already"));
    EXPECT_EQ(again.error().code, EEXIST);
}

TEST_F(Actions, WhatCanNotBeMadeIsSaidAndLeavesNothing) {
    EXPECT_THAT(refusal(perform(CreateRequest{.kind = SysvKind::sem, .key = {}, .mode = {0600}, .values = {}, .size = 0})),
                HasSubstr("at least one semaphore"));
    EXPECT_THAT(
        refusal(perform(CreateRequest{.kind = SysvKind::sem, .key = {}, .mode = {0600}, .values = {40000}, .size = 0})),
        HasSubstr("SEMVMX"));
    EXPECT_THAT(refusal(perform(CreateRequest{.kind = SysvKind::shm, .key = {}, .mode = {0600}, .values = {}, .size = 0})),
                HasSubstr("its size or number"));
    EXPECT_EQ(kernel::semctl_highest_index(), -1);
    EXPECT_EQ(kernel::shmctl_highest_index(), -1);
}

TEST_F(Actions, ALimitThatIsReachedIsNamed) {
    std::ofstream("/proc/sys/kernel/msgmni") << "1\n";
    ASSERT_TRUE(perform(CreateRequest{.kind = SysvKind::msg, .key = {}, .mode = {0600}, .values = {}, .size = 0}));
    const auto second = perform(CreateRequest{.kind = SysvKind::msg, .key = {}, .mode = {0600}, .values = {}, .size = 0});
    ASSERT_FALSE(second) << "the limit could not be lowered";
    EXPECT_EQ(second.error().code, ENOSPC);
    EXPECT_THAT(refusal(second), HasSubstr("snapshot limits"));
}

TEST_F(Actions, SemopDoesAllOrNothingAndNeverWaits) {
    const int semid = new_set({1, 0});
    const Identity set = identity_of_set(semid);
    EXPECT_EQ(operate(set, {{.num = 0, .op = -1, .nowait = false, .undo = false},
                            {.num = 1, .op = -1, .nowait = false, .undo = false}})
                  .error()
                  .code,
              EAGAIN);
    EXPECT_THAT(*kernel::semctl_getall(semid, 2), testing::ElementsAre(1, 0));
    ASSERT_TRUE(operate(set, {{.num = 0, .op = -1, .nowait = false, .undo = false},
                              {.num = 1, .op = 1, .nowait = false, .undo = false}}));
    EXPECT_THAT(*kernel::semctl_getall(semid, 2), testing::ElementsAre(0, 1));
}

TEST_F(Actions, SemopSaysWhyItIsRefused) {
    const Identity set = identity_of_set(new_set({32767}));
    EXPECT_THAT(refusal(operate(set, {{.num = 0, .op = 1, .nowait = false, .undo = false}})), HasSubstr("SEMVMX"));
    EXPECT_THAT(refusal(operate(set, {{.num = 9, .op = 1, .nowait = false, .undo = false}})),
                HasSubstr("no semaphore of that number"));
    EXPECT_THAT(refusal(operate(set, {})), HasSubstr("no operation"));
    EXPECT_THAT(refusal(operate(set, {{.num = 0, .op = -1, .nowait = false, .undo = true}})), HasSubstr("undo"));
    const std::vector<SemOperation> many(501, {.num = 0, .op = 0, .nowait = false, .undo = false});
    EXPECT_THAT(refusal(operate(set, many)), HasSubstr("SEMOPM"));
}

TEST_F(Actions, SetvalSetsOneValueAndRefusesNonsense) {
    const int semid = new_set({1, 5});
    const Identity set = identity_of_set(semid);
    ASSERT_TRUE(perform(SetvalRequest{.set = set, .num = 1, .value = 9}));
    EXPECT_THAT(*kernel::semctl_getall(semid, 2), testing::ElementsAre(1, 9));
    EXPECT_THAT(refusal(perform(SetvalRequest{.set = set, .num = 1, .value = 40000})), HasSubstr("0 to 32767"));
    EXPECT_THAT(refusal(perform(SetvalRequest{.set = set, .num = 1, .value = -1})), HasSubstr("0 to 32767"));
    EXPECT_THAT(refusal(perform(SetvalRequest{.set = set, .num = 7, .value = 1})),
                HasSubstr("no semaphore of that number"));
}

TEST_F(Actions, ADifferenceInIdentityRefusesAndChangesNothing) {
    const int semid = new_set({1}, Key{42});
    const Identity seen = identity_of_set(semid);
    Identity other_key = seen, other_creator = seen, other_group = seen, elsewhere = seen;
    other_key.key = {43};
    other_creator.cuid = 1000;
    other_group.cgid = 1000;
    elsewhere.ipc_namespace = 1;
    for (const Identity& wrong : {other_key, other_creator, other_group}) {
        EXPECT_THAT(refusal(perform(RemoveRequest{wrong})), HasSubstr("it is another object now"));
        EXPECT_THAT(refusal(operate(wrong, {{.num = 0, .op = 1, .nowait = false, .undo = false}})),
                    HasSubstr("nothing was changed"));
        EXPECT_THAT(refusal(perform(SetvalRequest{.set = wrong, .num = 0, .value = 7})),
                    HasSubstr("nothing was changed"));
    }
    EXPECT_THAT(refusal(perform(RemoveRequest{elsewhere})), HasSubstr("namespace"));
    EXPECT_THAT(*kernel::semctl_getall(semid, 1), testing::ElementsAre(1));
}

TEST_F(Actions, AnIdentifierThatIsNoOnesAnyMoreIsNotTheNextObjects) {
    const int semid = new_set({1}, Key{42});
    const Identity seen = identity_of_set(semid);
    ASSERT_TRUE(perform(RemoveRequest{seen}));
    const int next = new_set({1}, Key{42});
    ASSERT_NE(next, semid);
    EXPECT_THAT(refusal(perform(RemoveRequest{seen})), HasSubstr("does not exist any more"));
    EXPECT_TRUE(kernel::semctl_stat(next));
}

TEST_F(Actions, AReusedIdentifierWithAnotherKeyIsRefused) {
    const int semid = new_set({1}, Key{42});
    const Identity seen = identity_of_set(semid);
    ASSERT_TRUE(kernel::semctl_rmid(semid));
    std::ofstream("/proc/sys/kernel/sem_next_id") << semid << '\n';
    const int again = new_set({1}, Key{43});
    if (again != semid) GTEST_SKIP() << "this kernel does not give an identifier again (sem_next_id)";
    EXPECT_THAT(refusal(perform(RemoveRequest{seen})), HasSubstr("it is another object now"));
    EXPECT_TRUE(kernel::semctl_stat(again));
}

TEST_F(Actions, AChangeOfValuesIsNoChangeOfIdentity) {
    const int semid = new_set({1});
    const Identity seen = identity_of_set(semid);
    ASSERT_TRUE(kernel::semctl_setval(semid, 0, 3));
    EXPECT_TRUE(perform(RemoveRequest{seen}));
}

TEST_F(Actions, RemovingASegmentThatIsAttachedSaysThatItLivesOn) {
    const auto shmid = kernel::shmget_new({}, 4096, 0600);
    void* address = ::shmat(*shmid, nullptr, 0);
    const auto removed = perform(RemoveRequest{identity_of_segment(*shmid)});
    ASSERT_TRUE(removed) << to_string(removed.error());
    EXPECT_THAT(removed->done, HasSubstr("marked"));
    EXPECT_THAT(removed->done, HasSubstr("1 attachment"));
    ::shmdt(address);
    EXPECT_FALSE(kernel::shmctl_stat(*shmid));
}

TEST_F(Actions, EachKindCanBeRemoved) {
    const auto msqid = kernel::msgget_new({}, 0600);
    EXPECT_TRUE(perform(RemoveRequest{identity_of_queue(*msqid)}));
    EXPECT_FALSE(kernel::msgctl_stat(*msqid));
    const auto shmid = kernel::shmget_new({}, 4096, 0600);
    EXPECT_TRUE(perform(RemoveRequest{identity_of_segment(*shmid)}));
    EXPECT_FALSE(kernel::shmctl_stat(*shmid));
}

TEST_F(Actions, AnotherUsersObjectIsLeftAloneAndTheSentenceSaysWhatToDo) {
    if (::geteuid() != 0) GTEST_SKIP() << "becoming another user needs root";
    const int semid = new_set({1});
    const Identity set = identity_of_set(semid);
    EXPECT_THAT(as_another_user(RemoveRequest{set}), HasSubstr("only its owner, its creator and root"));
    EXPECT_THAT(
        as_another_user(SemopRequest{.set = set, .operations = {{.num = 0, .op = 1, .nowait = false, .undo = false}}}),
        HasSubstr("permissions"));
    EXPECT_THAT(as_another_user(SetvalRequest{.set = set, .num = 0, .value = 2}), HasSubstr("permissions"));
    EXPECT_THAT(*kernel::semctl_getall(semid, 1), testing::ElementsAre(1));
}

}  // namespace
}  // namespace gordian::actions
