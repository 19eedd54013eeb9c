// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_locks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace gordian::kernel {
namespace {

LockRow row_of(std::string_view line) {
    const auto row = parse_lock_row(line);
    EXPECT_TRUE(row) << line;
    return row.value_or(LockRow{});
}

TEST(ProcLocks, ALineIsReadWhole) {
    const LockRow row = row_of("12: POSIX  ADVISORY  WRITE 1234 fe:1f:5678 100 199");
    EXPECT_EQ(row.number, 12U);
    EXPECT_EQ(row.depth, 0U);
    EXPECT_EQ(row.lock_class, LockClass::posix);
    EXPECT_EQ(row.mode, LockMode::write);
    EXPECT_FALSE(row.breaking);
    EXPECT_EQ(row.pid, 1234);
    EXPECT_EQ(row.file, (FileId{.major = 0xfe, .minor = 0x1f, .inode = 5678}));
    EXPECT_EQ(row.start, 100U);
    EXPECT_EQ(row.end, 199U);
}

TEST(ProcLocks, EofIsNoNumberAndTheGreatestOffsetIs) {
    EXPECT_FALSE(row_of("1: POSIX  ADVISORY  READ 1 00:01:2 0 EOF").end.has_value());
    const LockRow last_byte = row_of("1: POSIX  ADVISORY  READ 1 00:01:2 9223372036854775806 9223372036854775807");
    EXPECT_EQ(last_byte.start, 9223372036854775806U);
    EXPECT_EQ(last_byte.end, 9223372036854775807U);
}

TEST(ProcLocks, EveryClassIsKnown) {
    EXPECT_EQ(row_of("1: OFDLCK ADVISORY  READ -1 fe:00:5678 0 EOF").lock_class, LockClass::ofd);
    EXPECT_EQ(row_of("1: OFDLCK ADVISORY  READ -1 fe:00:5678 0 EOF").pid, -1);
    EXPECT_EQ(row_of("1: FLOCK  ADVISORY  WRITE 77 fe:00:5678 0 EOF").lock_class, LockClass::flock);
    EXPECT_EQ(row_of("1: LEASE  ACTIVE    WRITE 77 fe:00:5678 0 EOF").lock_class, LockClass::lease);
    EXPECT_EQ(row_of("1: DELEG  ACTIVE    READ 77 fe:00:5678 0 EOF").lock_class, LockClass::delegation);
}

TEST(ProcLocks, ALeaseTellsWhetherItIsBeingBroken) {
    EXPECT_FALSE(row_of("3: LEASE  ACTIVE    READ 1234 fe:00:5678 0 EOF").breaking);
    EXPECT_TRUE(row_of("3: LEASE  BREAKING  READ 1234 fe:00:5678 0 EOF").breaking);
    EXPECT_TRUE(row_of("3: DELEG  BREAKING  READ 1234 fe:00:5678 0 EOF").breaking);
    EXPECT_FALSE(row_of("3: LEASE  BREAKING  UNLCK 1234 fe:00:5678 0 EOF").mode.has_value())
        << "it is being given up wholly";
}

TEST(ProcLocks, ABreakerNamesNoFile) {
    const LockRow row = row_of("3: -> LEASE  BREAKER   READ 0 <none>:0 0 EOF");
    EXPECT_EQ(row.depth, 1U);
    EXPECT_TRUE(row.breaking);
    EXPECT_FALSE(row.file.has_value());
    EXPECT_EQ(row.pid, 0);
    EXPECT_FALSE(row.end.has_value());
}

TEST(ProcLocks, ALockWithoutAnInodeIsStillALock) {
    const LockRow row = row_of("3: POSIX  *NOINODE* READ 55 <none>:0 0 EOF");
    EXPECT_EQ(row.lock_class, LockClass::posix);
    EXPECT_FALSE(row.file.has_value());
}

TEST(ProcLocks, OldKernelsCallSomeLocksMandatory) {
    EXPECT_EQ(row_of("3: POSIX  MANDATORY WRITE 55 08:01:2 0 EOF").mode, LockMode::write);
}

TEST(ProcLocks, AWaiterBehindAWaiterHasDepthTwo) {
    EXPECT_EQ(row_of("1: POSIX  ADVISORY  WRITE 1234 fe:00:5678 0 EOF").depth, 0U);
    EXPECT_EQ(row_of("1: -> POSIX  ADVISORY  WRITE 1250 fe:00:5678 0 99").depth, 1U);
    EXPECT_EQ(row_of("1:  -> POSIX  ADVISORY  WRITE 1251 fe:00:5678 0 99").depth, 2U);
    EXPECT_EQ(row_of("1:" + std::string(300, ' ') + "-> FLOCK  ADVISORY  WRITE 1252 fe:00:5678 0 EOF").depth, 300U);
    EXPECT_EQ(row_of("1:-> FLOCK  ADVISORY  WRITE 1252 fe:00:5678 0 EOF").depth, 1U);
}

TEST(ProcLocks, AWaiterOfAnOfdLockHasNoPid) {
    const LockRow row = row_of("9: -> OFDLCK ADVISORY  WRITE -1 fe:00:5678 0 EOF");
    EXPECT_EQ(row.depth, 1U);
    EXPECT_EQ(row.pid, -1);
}

TEST(ProcLocks, PidZeroMeansNoNumberHereAndANegativeOneAnotherMachine) {
    EXPECT_EQ(row_of("1: -> FLOCK  ADVISORY  WRITE 0 fe:00:5678 0 EOF").pid, 0);
    EXPECT_EQ(row_of("1: POSIX  ADVISORY  WRITE -4321 fe:00:5678 0 EOF").pid, -4321);
}

TEST(ProcLocks, TheDeviceIsHexadecimalAndTheInodeIsNot) {
    EXPECT_EQ(row_of("1: FLOCK  ADVISORY  WRITE 1 103:1000a:18446744073709551615 0 EOF").file,
              (FileId{.major = 0x103, .minor = 0x1000a, .inode = std::numeric_limits<std::uint64_t>::max()}));
}

TEST(ProcLocks, ColumnsThatALaterKernelAppendsAreIgnored) {
    EXPECT_EQ(row_of("1: POSIX  ADVISORY  WRITE 1 fe:00:2 0 99 and more").end, 99U);
    EXPECT_FALSE(row_of("1: POSIX  ADVISORY  WRITE 1 fe:00:2 0 EOF and more").end.has_value());
}

TEST(ProcLocks, EveryTruncatedLineIsRefused) {
    const std::string line = "1: -> POSIX  ADVISORY  WRITE 1250 fe:00:5678 0 EOF";
    for (std::size_t length = 0; length < line.size(); ++length)
        EXPECT_FALSE(parse_lock_row(line.substr(0, length))) << length;
    EXPECT_TRUE(parse_lock_row(line));
}

TEST(ProcLocks, NumbersBeyondTheirTypeAreRefused) {
    for (const std::string_view line : {
             "18446744073709551616: POSIX  ADVISORY  WRITE 1 fe:00:2 0 EOF",
             "1: POSIX  ADVISORY  WRITE 9223372036854775808 fe:00:2 0 EOF",
             "1: POSIX  ADVISORY  WRITE 1 100000000:00:2 0 EOF",
             "1: POSIX  ADVISORY  WRITE 1 fe:00:18446744073709551616 0 EOF",
             "1: POSIX  ADVISORY  WRITE 1 fe:00:2 18446744073709551616 EOF",
             "1: POSIX  ADVISORY  WRITE 1 fe:00:2 0 18446744073709551616",
             "1: POSIX  ADVISORY  WRITE 1 fe:00:2 -1 EOF",
         })
        EXPECT_FALSE(parse_lock_row(line)) << line;
}

TEST(ProcLocks, WhatIsNotALockIsRefusedWithItsLine) {
    for (const std::string_view line :
         {"1: UNKNOWN UNKNOWN  READ 1 fe:00:2 0 EOF", "1: POSIX  ADVISORY  RW 1 fe:00:2 0 EOF",
          "1 POSIX  ADVISORY  WRITE 1 fe:00:2 0 EOF", "POSIX  ADVISORY  WRITE 1 fe:00:2 0 EOF",
          "1: POSIX  ADVISORY  WRITE 1 fe:2 0 EOF", "1: POSIX  ADVISORY  WRITE 1 <some>:0 0 EOF"}) {
        const auto row = parse_lock_row(line);
        ASSERT_FALSE(row) << line;
        EXPECT_NE(to_string(row.error()).find(line.substr(0, 40)), std::string::npos);
    }
}

TEST(ProcLocks, AnUnknownClassHidesNoneOfTheKnownOnes) {
    const LockRows locks = parse_lock_rows("1: POSIX  ADVISORY  WRITE 10 fe:00:2 0 EOF\n"
                                           "2: QUANTUM ENTANGLED SPIN 11 fe:00:3 0 EOF\n"
                                           "3: FLOCK  ADVISORY  READ 12 fe:00:4 0 EOF\n"
                                           "3: -> FLOCK  ADVISORY  WRITE 13 fe:00:4 0 EOF\n");
    EXPECT_EQ(locks.not_understood, 1U);
    ASSERT_EQ(locks.rows.size(), 3U);
    EXPECT_EQ(locks.rows[1].number, 3U);
    EXPECT_EQ(locks.rows[2].number, 3U) << "a waiter carries the number of the lock it waits for";
    EXPECT_EQ(locks.rows[2].depth, 1U);
}

TEST(ProcLocks, NoLocksIsAnEmptyFile) {
    EXPECT_TRUE(parse_lock_rows("").rows.empty());
    EXPECT_EQ(parse_lock_rows("").not_understood, 0U);
}

TEST(ProcLocks, ALineCutOffAtTheEndOfTheFileIsCounted) {
    const LockRows locks = parse_lock_rows("1: POSIX  ADVISORY  WRITE 10 fe:00:2 0 EOF\n2: POSIX  ADVIS");
    EXPECT_EQ(locks.rows.size(), 1U);
    EXPECT_EQ(locks.not_understood, 1U);
}

}  // namespace
}  // namespace gordian::kernel
