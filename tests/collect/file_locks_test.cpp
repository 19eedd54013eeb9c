// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/file_locks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

namespace gordian::collect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

kernel::LockRow row(std::string_view line) {
    auto parsed = kernel::parse_lock_row(line);
    EXPECT_TRUE(parsed.has_value()) << line;
    return parsed.value_or(kernel::LockRow{});
}

LockedDescriptor descriptor(int pid, int fd, std::string_view line, int description = 0) {
    return {.pid = pid,
            .fd = fd,
            .path = "/srv/lock",
            .locks = {row(line)},
            .description = description,
            .description_known = description != 0};
}

Process process(int pid, std::int64_t nthreads = 1) {
    Process p;
    p.pid = pid;
    p.nthreads = nthreads;
    p.state = "S";
    p.readable = true;
    return p;
}

struct Joined {
    std::vector<FileLock> locks;
    std::vector<Unreadable> unreadable;
};

Joined join(std::vector<LockedDescriptor> descriptors, std::string_view list, const std::vector<Thread>& threads = {},
            const std::vector<Process>& processes = {process(10), process(11), process(12)},
            std::map<int, Error> refused = {}) {
    UnreadableList unreadable;
    const LockReadings readings{
        .descriptors = std::move(descriptors), .list = kernel::parse_lock_rows(list), .refused = std::move(refused)};
    Joined joined{.locks = join_file_locks(readings, threads, processes, unreadable), .unreadable = {}};
    joined.unreadable = unreadable.take();
    return joined;
}

std::vector<std::string> resources(const std::vector<FileLock>& locks) {
    std::vector<std::string> names;
    for (const FileLock& lock : locks) names.push_back(lock.resource);
    return names;
}

std::vector<std::pair<int, int>> holders(const FileLock& lock) {
    std::vector<std::pair<int, int>> pairs;
    for (const LockHolder& holder : lock.holders) pairs.emplace_back(holder.pid, holder.fd.value_or(-1));
    return pairs;
}

Thread asking(int pid, LockClass lock_class, LockMode mode, std::uint64_t start, std::uint64_t length, int fd = 3) {
    Thread thread;
    thread.pid = pid;
    thread.tid = pid;
    thread.state = "S";
    thread.operands = LockCall{.lock_class = lock_class,
                               .fd = fd,
                               .mode = mode,
                               .start = start,
                               .length = length,
                               .device = Device{0xfe, 0},
                               .inode = 7,
                               .path = "/srv/lock"};
    return thread;
}

TEST(JoinFileLocks, HeirsOfOneDescriptionAreCoHoldersOfOneLock) {
    const auto joined = join({descriptor(10, 3, "1: FLOCK ADVISORY WRITE 10 fe:00:7 0 EOF", 1),
                              descriptor(11, 3, "1: FLOCK ADVISORY WRITE 10 fe:00:7 0 EOF", 1)},
                             "1: FLOCK  ADVISORY  WRITE 10 fe:00:7 0 EOF\n");
    ASSERT_THAT(resources(joined.locks), ElementsAre("lock/flock/fe:00:7/0-EOF/10.3"));
    EXPECT_THAT(holders(joined.locks[0]), ElementsAre(std::pair(10, 3), std::pair(11, 3)));
    EXPECT_EQ(joined.locks[0].holders[0].inherited, false);
    EXPECT_EQ(joined.locks[0].holders[1].inherited, true);
    EXPECT_TRUE(joined.locks[0].holders[1].certain);
}

TEST(JoinFileLocks, TwoDescriptionsOfOneTakerAreTwoLocks) {
    const auto joined = join({descriptor(10, 3, "1: FLOCK ADVISORY READ 10 fe:00:7 0 EOF", 1),
                              descriptor(10, 4, "1: FLOCK ADVISORY READ 10 fe:00:7 0 EOF", 2)},
                             "1: FLOCK  ADVISORY  READ 10 fe:00:7 0 EOF\n2: FLOCK  ADVISORY  READ 10 fe:00:7 0 EOF\n");
    EXPECT_THAT(resources(joined.locks), ElementsAre("lock/flock/fe:00:7/0-EOF/10.3", "lock/flock/fe:00:7/0-EOF/10.4"));
}

TEST(JoinFileLocks, DescriptionsThatCouldNotBeComparedAreHeldByAGuess) {
    auto guessed = descriptor(10, 3, "1: FLOCK ADVISORY WRITE 10 fe:00:7 0 EOF", 1);
    guessed.description_known = false;
    const auto joined = join({guessed}, "1: FLOCK  ADVISORY  WRITE 10 fe:00:7 0 EOF\n");
    EXPECT_FALSE(joined.locks.at(0).holders.at(0).certain);
}

TEST(JoinFileLocks, TakerZeroIsNoNumberHereAndWhoHasTheDescriptorInheritedIt) {
    // A nested PID namespace: /proc/locks leaves the lock out, fdinfo prints 0 for a taker that is dead or outside.
    const auto joined = join({descriptor(11, 3, "1: FLOCK ADVISORY WRITE 0 fe:00:7 0 EOF", 1)}, "");
    ASSERT_THAT(resources(joined.locks), ElementsAre("lock/flock/fe:00:7/0-EOF/11.3"));
    EXPECT_EQ(joined.locks[0].taker_pid, std::nullopt);
    EXPECT_EQ(joined.locks[0].holders.at(0).inherited, true);
    ASSERT_THAT(joined.unreadable, SizeIs(1));
    EXPECT_THAT(joined.unreadable[0].fields, ElementsAre("taker_pid"));
}

TEST(JoinFileLocks, AFileThatIsTooDeepToHaveAPathIsLockedLikeAnyOther) {
    auto deep = descriptor(10, 3, "1: FLOCK ADVISORY WRITE 10 fe:00:7 0 EOF", 1);
    deep.path.clear();
    const auto joined = join({deep}, "1: FLOCK  ADVISORY  WRITE 10 fe:00:7 0 EOF\n");
    ASSERT_THAT(resources(joined.locks), ElementsAre("lock/flock/fe:00:7/0-EOF/10.3"));
    EXPECT_EQ(joined.locks[0].path, std::nullopt);
    ASSERT_THAT(joined.unreadable, SizeIs(1));
    EXPECT_THAT(joined.unreadable[0].fields, ElementsAre("path"));
}

TEST(JoinFileLocks, OpenFileDescriptionLocksHaveNoTaker) {
    const auto joined = join({descriptor(10, 5, "1: OFDLCK ADVISORY READ -1 fe:00:7 10 19", 1)},
                             "1: OFDLCK ADVISORY  READ -1 fe:00:7 10 19\n");
    ASSERT_THAT(resources(joined.locks), ElementsAre("lock/ofd/fe:00:7/10-19/10.5"));
    EXPECT_EQ(joined.locks[0].taker_pid, std::nullopt);
    EXPECT_EQ(joined.locks[0].holders.at(0).inherited, std::nullopt);
}

TEST(JoinFileLocks, ARecordLockBelongsToItsProcessWhicheverDescriptorsShowIt) {
    const auto joined = join({descriptor(10, 3, "1: POSIX ADVISORY WRITE 10 fe:00:7 0 99"),
                              descriptor(10, 8, "1: POSIX ADVISORY WRITE 10 fe:00:7 0 99")},
                             "1: POSIX  ADVISORY  WRITE 10 fe:00:7 0 99\n");
    ASSERT_THAT(resources(joined.locks), ElementsAre("lock/posix/fe:00:7/0-99/10"));
    EXPECT_THAT(holders(joined.locks[0]), ElementsAre(std::pair(10, 3)));
}

TEST(JoinFileLocks, ALockThatProcLocksLostIsStillThere) {
    EXPECT_THAT(join({descriptor(10, 3, "1: POSIX ADVISORY WRITE 10 fe:00:7 0 99")}, "").locks, SizeIs(1));
}

TEST(JoinFileLocks, ALockThatProcLocksPrintsTwiceIsOne) {
    const std::string_view twice =
        "1: POSIX  ADVISORY  WRITE 10 fe:00:7 0 99\n1: POSIX  ADVISORY  WRITE 10 fe:00:7 0 99\n";
    EXPECT_THAT(join({}, twice).locks, SizeIs(1));
    EXPECT_THAT(join({descriptor(10, 3, "1: POSIX ADVISORY WRITE 10 fe:00:7 0 99")}, twice).locks, SizeIs(1));
}

TEST(JoinFileLocks, TheOwnerOfAHiddenRecordLockIsCertainAndItsDescriptorUnknown) {
    const auto joined = join({}, "1: POSIX  ADVISORY  WRITE 99 fe:00:7 0 99\n", {}, {process(99)},
                             {{99, Error::from_code(EACCES, "open", "fd")}});
    ASSERT_THAT(resources(joined.locks), ElementsAre("lock/posix/fe:00:7/0-99/99"));
    EXPECT_THAT(holders(joined.locks[0]), ElementsAre(std::pair(99, -1)));
    EXPECT_TRUE(joined.locks[0].holders[0].certain);
    EXPECT_EQ(joined.locks[0].holders[0].evidence, LockEvidence::proc_locks);
    EXPECT_EQ(joined.locks[0].path, std::nullopt);
}

TEST(JoinFileLocks, TheTakerOfAHiddenFlockIsOnlyAGuess) {
    const auto joined = join({}, "1: FLOCK  ADVISORY  WRITE 99 fe:00:7 0 EOF\n", {}, {process(99)},
                             {{99, Error::from_code(EACCES, "open", "fd")}});
    ASSERT_THAT(resources(joined.locks), ElementsAre("lock/flock/fe:00:7/0-EOF/?1"));
    EXPECT_FALSE(joined.locks[0].holders.at(0).certain);
}

TEST(JoinFileLocks, ALockOfADeadTakerWithoutAVisibleDescriptorHasNoHolder) {
    const auto joined = join(
        {}, "1: FLOCK  ADVISORY  WRITE 812 fe:00:7 0 EOF\n2: FLOCK  ADVISORY  READ 813 fe:00:8 0 EOF\n");
    EXPECT_THAT(resources(joined.locks), ElementsAre("lock/flock/fe:00:7/0-EOF/?1", "lock/flock/fe:00:8/0-EOF/?2"));
    EXPECT_THAT(joined.locks[0].holders, IsEmpty());
    EXPECT_EQ(joined.locks[0].taker_pid, 812);
}

TEST(JoinFileLocks, ARequestWaitsForEveryLockThatConflictsAndForNoOther) {
    const auto joined = join({descriptor(10, 3, "1: POSIX ADVISORY WRITE 10 fe:00:7 0 99"),
                              descriptor(11, 3, "2: POSIX ADVISORY READ 11 fe:00:7 200 299"),
                              descriptor(11, 4, "3: FLOCK ADVISORY WRITE 11 fe:00:7 0 EOF", 1),
                              descriptor(11, 5, "4: POSIX ADVISORY READ 11 fe:00:7 400 499")},
                             "", {asking(12, LockClass::posix, LockMode::write, 50, 210)});
    std::map<std::string, std::size_t> waiters;
    for (const FileLock& lock : joined.locks) waiters[lock.resource] = lock.waiters.size();
    EXPECT_EQ(waiters.at("lock/posix/fe:00:7/0-99/10"), 1U);
    EXPECT_EQ(waiters.at("lock/posix/fe:00:7/200-299/11"), 1U);
    EXPECT_EQ(waiters.at("lock/posix/fe:00:7/400-499/11"), 0U);
    EXPECT_EQ(waiters.at("lock/flock/fe:00:7/0-EOF/11.4"), 0U)
        << "flock excludes neither record locks nor locks of descriptions";
}

TEST(JoinFileLocks, ReadersDoNotWaitForReaders) {
    const auto joined = join({descriptor(10, 3, "1: POSIX ADVISORY READ 10 fe:00:7 0 EOF")}, "",
                             {asking(12, LockClass::posix, LockMode::read, 0, 0)});
    EXPECT_THAT(joined.locks.at(0).waiters, IsEmpty());
}

TEST(JoinFileLocks, RangesThatOnlyTouchDoNotConflictAndTheLastByteDoes) {
    const std::vector<LockedDescriptor> held{descriptor(10, 3, "1: POSIX ADVISORY WRITE 10 fe:00:7 0 99")};
    EXPECT_THAT(join(held, "", {asking(12, LockClass::posix, LockMode::write, 100, 1)}).locks.at(0).waiters, IsEmpty());
    EXPECT_THAT(join(held, "", {asking(12, LockClass::posix, LockMode::write, 99, 1)}).locks.at(0).waiters, SizeIs(1));
}

TEST(JoinFileLocks, TheLastByteThereIsAndTheEndOfFileConflict) {
    const auto joined = join({descriptor(10, 3, "1: POSIX ADVISORY WRITE 10 fe:00:7 9223372036854775807 EOF")}, "",
                             {asking(12, LockClass::posix, LockMode::write, 9223372036854775807U, 1)});
    EXPECT_THAT(joined.locks.at(0).waiters, SizeIs(1));
}

TEST(JoinFileLocks, RecordLocksAndLocksOfDescriptionsExcludeEachOther) {
    const auto joined = join({descriptor(10, 3, "1: OFDLCK ADVISORY WRITE -1 fe:00:7 0 9", 1)}, "",
                             {asking(12, LockClass::posix, LockMode::write, 5, 1)});
    EXPECT_THAT(joined.locks.at(0).waiters, SizeIs(1));
}

TEST(JoinFileLocks, NobodyWaitsForTheirOwnLock) {
    EXPECT_THAT(join({descriptor(10, 3, "1: POSIX ADVISORY READ 10 fe:00:7 0 99")}, "",
                     {asking(10, LockClass::posix, LockMode::write, 0, 10)})
                    .locks.at(0)
                    .waiters,
                IsEmpty());
    const auto ofd = join({descriptor(10, 3, "1: OFDLCK ADVISORY READ -1 fe:00:7 0 99", 1),
                           descriptor(10, 5, "1: OFDLCK ADVISORY READ -1 fe:00:7 0 99", 1)},
                          "", {asking(10, LockClass::ofd, LockMode::write, 0, 10, 5)});
    EXPECT_THAT(ofd.locks.at(0).waiters, IsEmpty()) << "asked for through a duplicate of the descriptor";
}

TEST(JoinFileLocks, AProcessCanBeInItsOwnWayThroughASecondOpen) {
    const auto joined = join({descriptor(10, 3, "1: FLOCK ADVISORY WRITE 10 fe:00:7 0 EOF", 1)}, "",
                             {asking(10, LockClass::flock, LockMode::write, 0, 0, 4)});
    EXPECT_THAT(joined.locks.at(0).waiters, SizeIs(1));
}

TEST(JoinFileLocks, AWaiterThatOnlyProcLocksNamesIsThere) {
    const std::string_view list =
        "1: POSIX  ADVISORY  WRITE 10 fe:00:7 0 99\n1: -> POSIX  ADVISORY  WRITE 12 fe:00:7 0 9\n";
    const auto single = join({}, list, {}, {process(10), process(12)});
    ASSERT_THAT(single.locks.at(0).waiters, SizeIs(1));
    EXPECT_EQ(single.locks[0].waiters[0].pid, 12);
    EXPECT_EQ(single.locks[0].waiters[0].tid, 12) << "it has one thread only";
    const auto many = join({}, list, {}, {process(10), process(12, 3)});
    EXPECT_EQ(many.locks.at(0).waiters.at(0).tid, std::nullopt);
}

TEST(JoinFileLocks, AWaitThatOnlyProcLocksNamesHasNoAgeAndThatIsSaid) {
    const std::string_view list =
        "1: POSIX  ADVISORY  WRITE 10 fe:00:7 0 99\n1: -> POSIX  ADVISORY  WRITE 12 fe:00:7 0 9\n";
    const auto reasons = [](const Joined& joined) {
        std::vector<std::vector<std::string>> fields;
        for (const Unreadable& entry : joined.unreadable)
            if (entry.section == "waits") fields.push_back(entry.fields);
        return fields;
    };
    EXPECT_THAT(reasons(join({}, list, {}, {process(10), process(12)})), ElementsAre(ElementsAre("blocked_ms")));
    EXPECT_THAT(reasons(join({}, list, {}, {process(10), process(12, 3)})),
                ElementsAre(ElementsAre("blocked_ms", "tid")));
    Thread hidden;  // as another user sees it: asleep, since when, and not in what
    hidden.pid = hidden.tid = 12;
    EXPECT_THAT(reasons(join({}, list, {hidden}, {process(10), process(12)})), IsEmpty());
}

TEST(JoinFileLocks, AWaiterThatBothNameIsThereOnce) {
    const auto joined = join({}, "1: POSIX  ADVISORY  WRITE 10 fe:00:7 0 99\n1: -> POSIX  ADVISORY  WRITE 12 fe:00:7 0 9\n",
                             {asking(12, LockClass::posix, LockMode::write, 0, 10)});
    EXPECT_THAT(joined.locks.at(0).waiters, SizeIs(1));
}

TEST(JoinFileLocks, AStoppedThreadDoesNotWait) {
    Thread thread = asking(12, LockClass::posix, LockMode::write, 0, 10);
    thread.state = "T";
    EXPECT_THAT(join({descriptor(10, 3, "1: POSIX ADVISORY WRITE 10 fe:00:7 0 99")}, "", {thread}).locks.at(0).waiters,
                IsEmpty());
}

TEST(JoinFileLocks, LinesOfALaterKernelAreCountedAndTheOthersKept) {
    const auto joined = join({},
                             "1: FUTURE ADVISORY WRITE 10 fe:00:7 0 9\n2: POSIX  ADVISORY  WRITE 10 fe:00:7 0 99\n");
    EXPECT_THAT(joined.locks, SizeIs(1));
    EXPECT_THAT(joined.unreadable,
                testing::Contains(testing::Field(&Unreadable::why, testing::HasSubstr("does not understand"))));
}

}  // namespace
}  // namespace gordian::collect
