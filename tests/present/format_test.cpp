// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/format.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <vector>

namespace gordian::present {
namespace {

TEST(Format, SizesAreExactBelowOneKibAndHaveOneDecimalAbove) {
    EXPECT_EQ(human_size(0), "0 B");
    EXPECT_EQ(human_size(1023), "1023 B");
    EXPECT_EQ(human_size(1024), "1.0 KiB");
    EXPECT_EQ(human_size(4096), "4.0 KiB");
    EXPECT_EQ(human_size(1'572'864), "1.5 MiB");
    EXPECT_EQ(human_size(std::numeric_limits<std::uint64_t>::max()), "16.0 EiB");
}

TEST(Format, ASizeThatWouldRoundTo1024IsOneOfTheNextUnit) { EXPECT_EQ(human_size(1024 * 1024 - 1), "1.0 MiB"); }

TEST(Format, NumbersInSentencesAreGrouped) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(1234567), "1,234,567");
}

TEST(Format, OneIsSingular) {
    EXPECT_EQ(count_of(0, "thread", "threads"), "0 threads");
    EXPECT_EQ(count_of(1, "thread", "threads"), "1 thread");
    EXPECT_EQ(count_of(30'000, "thread", "threads"), "30,000 threads");
}

TEST(Format, DurationsHaveTwoUnitsAtMost) {
    EXPECT_EQ(duration(-5), "0.0 s");
    EXPECT_EQ(duration(420), "0.4 s");
    EXPECT_EQ(duration(42'999), "42 s");
    EXPECT_EQ(duration(842'000), "14 min 02 s");
    EXPECT_EQ(duration(11'100'000), "3 h 05 min");
    EXPECT_EQ(duration(273'600'000), "3 d 4 h");
}

TEST(Format, AnAgeKnowsNeverAndJustNowAndTheFuture) {
    const Time now{1'000'000'000'000};
    EXPECT_EQ(age({}, now), "never");
    EXPECT_EQ(age(now, now), "just now");
    EXPECT_EQ(age({999'000'000'000}, now), "just now");
    EXPECT_EQ(age({900'000'000'000}, now), "1 min 40 s");
    EXPECT_EQ(age({1'500'000'000'000}, now), "1970-01-01T00:25:00.000000000Z")
        << "somebody set the clock: the moment is said as it is";
    EXPECT_EQ(age_ago({900'000'000'000}, now), "1 min 40 s ago");
    EXPECT_EQ(age_ago(now, now), "just now");
    EXPECT_EQ(age_ago({}, now), "never");
}

TEST(Format, EnumerationsEndWithAndAndSayHowManyMoreThereAre) {
    const std::vector<std::string> items{"a", "b", "c", "d", "e"};
    EXPECT_EQ(enumeration({}, 3), "");
    EXPECT_EQ(enumeration(std::span(items).first(1), 3), "a");
    EXPECT_EQ(enumeration(std::span(items).first(2), 3), "a and b");
    EXPECT_EQ(enumeration(std::span(items).first(3), 3), "a, b and c");
    EXPECT_EQ(enumeration(items, 3), "a, b and 3 more");
}

}  // namespace
}  // namespace gordian::present
