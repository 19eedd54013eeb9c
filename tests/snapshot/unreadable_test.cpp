// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/snapshot/unreadable.h"

#include "backend/snapshot/row_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <format>

namespace gordian {
namespace {

using ::testing::ElementsAre;

TEST(UnreadableList, WhatHasTheSameReasonIsOneEntryWithACount) {
    UnreadableList list;
    list.add("sem_sets", {"semval"}, "sysv-sem/7", Error::from_code(EACCES, "semctl(GETALL)", "sysv-sem/7"));
    list.add("sem_sets", {"semval"}, "sysv-sem/9", Error::from_code(EACCES, "semctl(GETALL)", "sysv-sem/9"));
    const auto entries = list.take();
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].section, "sem_sets");
    EXPECT_THAT(entries[0].fields, ElementsAre("semval"));
    EXPECT_EQ(entries[0].errno_name, "EACCES");
    EXPECT_EQ(entries[0].why, "semctl(GETALL): permission denied");
    EXPECT_EQ(entries[0].count, 2);
    EXPECT_THAT(entries[0].resources, ElementsAre("sysv-sem/7", "sysv-sem/9"));
}

TEST(UnreadableList, ARuleOfOursHasNoErrno) {
    UnreadableList list;
    list.add("threads", {"operands"}, "thread/1/1",
             Error::refused("reading", "x", "the pointer leads nowhere", "look at it with gdb"));
    const auto entries = list.take();
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].errno_name, "");
    EXPECT_EQ(entries[0].why, "reading: the pointer leads nowhere");
    EXPECT_EQ(entries[0].remedy, "look at it with gdb");
}

TEST(UnreadableList, OtherSectionsFieldsErrnosAndReasonsAreOtherEntries) {
    UnreadableList list;
    list.add("a", {"f"}, "", "EACCES", "why", "");
    list.add("b", {"f"}, "", "EACCES", "why", "");
    list.add("a", {"g"}, "", "EACCES", "why", "");
    list.add("a", {"f", "g"}, "", "EACCES", "why", "");
    list.add("a", {"fg"}, "", "EACCES", "why", "");
    list.add("a", {"f"}, "", "EPERM", "why", "");
    list.add("a", {"f"}, "", "EACCES", "why else", "");
    EXPECT_EQ(list.take().size(), 7u);
}

TEST(UnreadableList, AnEmptyResourceIsCountedAndNotListed) {
    UnreadableList list;
    list.add("a", {"f"}, "", "EACCES", "why", "");
    const auto entries = list.take();
    EXPECT_EQ(entries[0].count, 1);
    EXPECT_TRUE(entries[0].resources.empty());
}

TEST(UnreadableList, EntriesAreSortedWhateverTheOrderOfAdding) {
    UnreadableList one, other;
    for (int i = 0; i < 20; ++i)
        one.add(std::format("s{}", i % 7), {std::format("f{}", i % 3)}, "r", "EACCES", "why", "");
    for (int i = 19; i >= 0; --i)
        other.add(std::format("s{}", i % 7), {std::format("f{}", i % 3)}, "r", "EACCES", "why", "");
    const auto a = one.take();
    EXPECT_EQ(a, other.take());
    EXPECT_TRUE(
        std::ranges::is_sorted(a, [](const Unreadable& x, const Unreadable& y) { return row_key(x) < row_key(y); }));
}

TEST(UnreadableList, TakingEmptiesIt) {
    UnreadableList list;
    list.add("a", {"f"}, "r", "EACCES", "why", "");
    EXPECT_EQ(list.take().size(), 1u);
    EXPECT_TRUE(list.take().empty());
    list.add("a", {"f"}, "r", "EACCES", "why", "");
    EXPECT_EQ(list.take()[0].count, 1);
}

TEST(UnreadableList, ResourcesEndAtAThousandAndTheCountDoesNot) {
    UnreadableList list;
    for (int i = 0; i < 30'000; ++i) list.add("a", {"f"}, std::format("sysv-sem/{}", i), "EACCES", "why", "");
    const auto entries = list.take();
    EXPECT_EQ(entries[0].count, 30'000);
    ASSERT_EQ(entries[0].resources.size(), 1000u);
    EXPECT_EQ(entries[0].resources.back(), "sysv-sem/999");
}

TEST(UnreadableList, AHundredThousandReasonsOfTenThousandKindsTakeNoTime) {
    const auto start = std::chrono::steady_clock::now();
    UnreadableList list;
    for (int i = 0; i < 100'000; ++i)
        list.add("threads", {"operands", "syscall"}, "thread/1/1", "EIO", std::format("reason {}", i % 10'000), "");
    EXPECT_EQ(list.take().size(), 10'000u);
    // Searching the entries one by one would compare 500 million of them: half a minute. The limit leaves room for a sanitizer on a busy machine.
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace gordian
