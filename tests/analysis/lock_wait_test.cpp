// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/snapshot_builder.h"

namespace gordian::analysis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(LockWait, IsForTheLockThatConflicts) {
    Scene scene;
    const std::string held = scene.record_lock(5, 10, 0, 99).resource;
    scene.record_lock(6, 10);
    scene.blocked(20, setlkw(5, 50, 10));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 20)->operation, WaitOperation::lock);
    EXPECT_EQ(wait_of(means, 20)->resource, held);
    EXPECT_THAT(wait_of(means, 20)->all_of, IsEmpty());
    EXPECT_TRUE(wait_of(means, 20)->certain);
    EXPECT_THAT(wait_of(means, 20)->detail, HasSubstr("bytes 50-59"));
}

TEST(LockWait, NeedsEveryLockThatConflicts) {
    Scene scene;
    const std::string second = scene.record_lock(5, 12, 90, 200).resource;
    const std::string first = scene.record_lock(5, 11, 0, 9).resource;
    scene.record_lock(5, 13, 300, 400);
    scene.blocked(20, setlkw(5, 5, 100));
    const Means means = scene.means();
    EXPECT_THAT(wait_of(means, 20)->all_of, ElementsAre(first, second));
    EXPECT_EQ(wait_of(means, 20)->resource, first);
}

TEST(LockWait, RangesThatOnlyTouchDoNotConflict) {
    Scene scene;
    scene.record_lock(5, 10, 0, 49);
    scene.record_lock(5, 11, 60, 99);
    scene.blocked(20, setlkw(5, 50, 10));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 20)->resource, "file/fe:00:5");
    EXPECT_EQ(wait_of(means, 20)->block, Block::soft);
    EXPECT_FALSE(wait_of(means, 20)->certain);
}

TEST(LockWait, AnOpenEndReachesEverything) {
    Scene scene;
    const std::string held = scene.record_lock(5, 10, 1000).resource;
    scene.blocked(20, setlkw(5, INT64_MAX - 1, 1));
    scene.blocked(21, setlkw(5, 0, 0));
    scene.blocked(22, setlkw(5, 0, 1000));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 20)->resource, held);
    EXPECT_EQ(wait_of(means, 21)->resource, held);
    EXPECT_EQ(wait_of(means, 22)->block, Block::soft);
}

TEST(LockWait, ReadersDoNotWaitForReaders) {
    Scene scene;
    scene.record_lock(5, 10).mode = LockMode::read;
    scene.blocked(20, setlkw(5, 0, 0, LockMode::read));
    EXPECT_EQ(wait_of(scene.means(), 20)->block, Block::soft);
}

TEST(LockWait, FlockAndRecordLocksDoNotSeeEachOther) {
    Scene scene;
    scene.flock(5, 10, {{.pid = 10}});
    scene.blocked(20, setlkw(5));
    scene.record_lock(6, 10);
    scene.blocked(21, flock_call(6));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 20)->block, Block::soft);
    EXPECT_EQ(wait_of(means, 21)->block, Block::soft);
}

TEST(LockWait, RecordLocksAndThoseOfOpenFilesExcludeEachOther) {
    Scene scene;
    const std::string record = scene.record_lock(5, 10, 0, 9).resource;
    const std::string open_file = scene.ofd_lock(5, {{.pid = 11}}, 100, 109).resource;
    scene.blocked(20, ofd_setlkw(5, 8, 0, 10));
    scene.blocked(21, setlkw(5, 100, 10));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 20)->resource, record);
    EXPECT_EQ(wait_of(means, 21)->resource, open_file);
    EXPECT_TRUE(wait_of(means, 21)->certain);
}

TEST(LockWait, AProcessDoesNotWaitForItsOwnRecordLock) {
    Scene scene;
    scene.record_lock(5, 20, 0, 9);
    const std::string other = scene.record_lock(5, 10, 10, 19).resource;
    scene.blocked(20, setlkw(5, 0, 20));
    EXPECT_THAT(wait_of(scene.means(), 20)->all_of, IsEmpty());
    EXPECT_EQ(wait_of(scene.means(), 20)->resource, other);
}

TEST(LockWait, AnOpenFileDoesNotWaitForItsOwnLockAlsoThroughAnotherDescriptorOfIt) {
    Scene scene;
    scene.ofd_lock(5, {{.pid = 20, .fd = 3}, {.pid = 20, .fd = 8}}, 0, 9);
    const std::string other = scene.ofd_lock(5, {{.pid = 10}}, 10, 19).resource;
    scene.blocked(20, ofd_setlkw(5, 8, 0, 20));
    EXPECT_EQ(wait_of(scene.means(), 20)->resource, other);
    EXPECT_THAT(wait_of(scene.means(), 20)->all_of, IsEmpty());
}

TEST(LockWait, WhetherALockIsItsOwnIsInDoubtWhereDescriptorsCouldNotBeCompared) {
    Scene scene;
    scene.ofd_lock(5, {{.pid = 20, .fd = 3}}).holders[0].certain = false;
    scene.blocked(20, ofd_setlkw(5, 8));
    const Means means = scene.means();
    EXPECT_FALSE(wait_of(means, 20)->certain);
    for (const Finding& row : means.findings) EXPECT_FALSE(row.certain);
}

TEST(LockWait, ADeviceThatStatTellsOtherwiseIsFoundByItsInode) {
    Scene scene;
    FileLock& held = scene.flock(5, 10, {{.pid = 10}});
    held.device = {.major = 0, .minor = 0x2a};
    const std::string resource = held.resource;
    scene.blocked(20, flock_call(5));
    EXPECT_EQ(wait_of(scene.means(), 20)->resource, resource);
    EXPECT_FALSE(wait_of(scene.means(), 20)->certain) << "inodes are numbered by each file system";
    held.waiters.push_back({.pid = 20, .tid = 20, .mode = LockMode::write, .start = 0, .end = {}});
    EXPECT_TRUE(wait_of(scene.means(), 20)->certain) << "the lock lists say so";
}

TEST(LockWait, BehindSomebodyInTheQueueIsSoftAndNamesWhatThatOneWaitsFor) {
    Scene scene;
    FileLock& held = scene.record_lock(5, 10);
    held.mode = LockMode::read;
    held.waiters.push_back({.pid = 20, .tid = 20, .mode = LockMode::write, .start = 0, .end = {}});
    const std::string resource = held.resource;
    scene.blocked(20, setlkw(5));
    scene.blocked(21, setlkw(5, 0, 0, LockMode::read));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 20)->block, Block::hard);
    EXPECT_EQ(wait_of(means, 21)->block, Block::soft);
    EXPECT_EQ(wait_of(means, 21)->resource, resource);
    EXPECT_FALSE(wait_of(means, 21)->certain);
    EXPECT_EQ(chain_of(means, 21)->verdict, Verdict::held);
}

TEST(LockWait, OfWhichOnlyTheLockListsKnowIsCertainWhereTheThreadIsKnown) {
    Scene scene;
    FileLock& held = scene.flock(5, 10, {{.pid = 10}});
    held.waiters.push_back({.pid = 20, .tid = {}, .mode = LockMode::write, .start = 0, .end = {}});
    held.waiters.push_back({.pid = 21, .tid = {}, .mode = LockMode::write, .start = 0, .end = {}});
    held.waiters.push_back({.pid = {}, .tid = {}, .mode = LockMode::write, .start = 0, .end = {}});
    scene.process(20);
    scene.process(21).nthreads = 3;
    const Means means = scene.means();
    ASSERT_EQ(means.waits.size(), 2U);
    EXPECT_EQ(wait_of(means, 20)->tid, 20);
    EXPECT_TRUE(wait_of(means, 20)->certain);
    EXPECT_EQ(wait_of(means, 20)->evidence, WaitEvidence::proc_locks);
    EXPECT_EQ(wait_of(means, 20)->operation, WaitOperation::flock);
    EXPECT_EQ(wait_of(means, 21)->tid, std::nullopt);
    EXPECT_FALSE(wait_of(means, 21)->certain);
    EXPECT_EQ(means.chains.back().thread, "process/21");
}

TEST(LockWait, WithAHiddenCallIsToldByTheLockLists) {
    Scene scene;
    FileLock& held = scene.flock(5, 10, {{.pid = 10}});
    held.waiters.push_back({.pid = 20, .tid = {}, .mode = LockMode::write, .start = 0, .end = {}});
    const std::string resource = held.resource;
    scene.hidden(20, "locks_lock_inode_wait");
    const Means means = scene.means();
    ASSERT_EQ(means.waits.size(), 1U);
    EXPECT_EQ(wait_of(means, 20)->resource, resource);
    EXPECT_EQ(wait_of(means, 20)->evidence, WaitEvidence::proc_locks);
    EXPECT_EQ(wait_of(means, 20)->blocked_ms, 5000);
}

TEST(LockWait, ThatTheListsStillShowButTheThreadHasLeftIsNone) {
    Scene scene;
    scene.flock(5, 10, {{.pid = 10}}).waiters.push_back({.pid = 20, .tid = 20, .mode = LockMode::write, .start = 0, .end = {}});
    scene.in_call(20, "epoll_wait");
    EXPECT_TRUE(scene.means().waits.empty());
}

TEST(LockWait, OfAStoppedProcessInTheListsIsNone) {
    Scene scene;
    scene.flock(5, 10, {{.pid = 10}}).waiters.push_back({.pid = 20, .tid = 20, .mode = LockMode::write, .start = 0, .end = {}});
    scene.stop(20);
    EXPECT_TRUE(scene.means().waits.empty());
}

TEST(LockWait, WhoseRequestCouldNotBeReadIsToldByTheLockLists) {
    Scene scene;
    FileLock& held = scene.record_lock(5, 10);
    held.waiters.push_back({.pid = 20, .tid = 20, .mode = LockMode::write, .start = 0, .end = {}});
    const std::string resource = held.resource;
    LockCall unread = setlkw(5);
    unread.mode.reset();
    unread.start.reset();
    unread.length.reset();
    scene.blocked(20, unread);
    EXPECT_EQ(wait_of(scene.means(), 20)->resource, resource);
    EXPECT_EQ(wait_of(scene.means(), 20)->evidence, WaitEvidence::proc_locks);
}

TEST(LockWait, OfTheFlockProgramEndsByItselfWhereItWasToldSo) {
    for (const auto& words : std::vector<std::vector<std::string>>{{"flock", "-w", "10", "9"},
                                                                   {"flock", "--timeout=10", "9"},
                                                                   {"flock", "-x", "-w10", "/tmp/x", "true"},
                                                                   {"flock", "--wait", "10", "9"}}) {
        Scene scene;
        scene.flock(5, 10, {{.pid = 10}});
        scene.process(20).comm = "flock";
        scene.process(20).cmdline = words;
        scene.blocked(20, flock_call(5));
        EXPECT_EQ(wait_of(scene.means(), 20)->time_limit_ms, 10000) << words[1];
    }
    Scene scene;
    scene.flock(5, 10, {{.pid = 10}});
    scene.process(20).comm = "flock";
    scene.process(20).cmdline = {"flock", "/tmp/x", "sort", "-w", "10"};
    scene.blocked(20, flock_call(5));
    EXPECT_EQ(wait_of(scene.means(), 20)->time_limit_ms, 0) << "that option is another program's";
}

}  // namespace
}  // namespace gordian::analysis
