// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace gordian {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <class Integer>
bool reads(std::string_view text, Integer expected) {
    Integer value{};
    return Scan(text).dec(value).word_end() && value == expected;
}

template <class Integer>
bool refuses(std::string_view text) {
    Integer value{};
    return !Scan(text).dec(value).word_end();
}

TEST(Scan, TheLimitsOfEachTypeAreReadAndWhatIsBeyondFails) {
    EXPECT_TRUE(reads<std::int32_t>("-2147483648", std::numeric_limits<std::int32_t>::min()));
    EXPECT_TRUE(refuses<std::int32_t>("-2147483649"));
    EXPECT_TRUE(refuses<std::int32_t>("2147483648"));
    EXPECT_TRUE(reads<std::uint32_t>("4294967295", 0xffffffffU));
    EXPECT_TRUE(refuses<std::uint32_t>("4294967296"));
    EXPECT_TRUE(reads<std::uint64_t>("18446744073709551615", ~std::uint64_t{0}));
    EXPECT_TRUE(refuses<std::uint64_t>("18446744073709551616"));
    EXPECT_TRUE(reads<std::int64_t>("9223372036854775807", std::numeric_limits<std::int64_t>::max()));
    EXPECT_TRUE(refuses<std::int64_t>("9223372036854775808"));
}

TEST(Scan, AMinusBeforeAnUnsignedNumberFails) {
    EXPECT_TRUE(refuses<std::uint32_t>("-1"));
    EXPECT_TRUE(refuses<std::uint64_t>("-1"));
}

TEST(Scan, NothingAndBlanksAreNoNumber) {
    EXPECT_TRUE(refuses<int>(""));
    EXPECT_TRUE(refuses<int>(" \t"));
    EXPECT_TRUE(refuses<int>("x"));
    EXPECT_TRUE(refuses<int>("+1"));
}

TEST(Scan, ANumberWithSomethingAtItsEndIsNoWord) {
    EXPECT_TRUE(refuses<int>("12x"));
    EXPECT_TRUE(reads<int>("12\n", 12));
    EXPECT_TRUE(reads<int>("12 x", 12));
    EXPECT_TRUE(reads<int>("12\tx", 12));
}

TEST(Scan, BlanksBeforeNumbersWordsAndLiteralsArePassedOver) {
    int number = 0;
    std::string_view word;
    EXPECT_TRUE(Scan("  \t7\t key   rest").dec(number).literal("key").word(word));
    EXPECT_EQ(number, 7);
    EXPECT_EQ(word, "rest");
}

TEST(Scan, NextTakesNoBlanks) {
    EXPECT_TRUE(Scan(":").next(':'));
    EXPECT_FALSE(Scan(" :").next(':'));
    EXPECT_FALSE(Scan("").next(':'));
}

TEST(Scan, OnceFailedItStaysFailed) {
    int a = 0, b = 0;
    Scan scan("x 1 2");
    scan.dec(a);
    std::string_view word;
    scan.word(word).dec(a).dec(b);
    EXPECT_FALSE(scan);
}

TEST(Scan, OctalAndHexadecimalAreReadWithTheirPrefixesOrWithout) {
    unsigned octal = 0;
    std::uint64_t hex = 0, prefixed = 0;
    EXPECT_TRUE(Scan("02000000 7f5c8d000000 0x7ffd3a5b1c2a").oct(octal).hex(hex).hex0x(prefixed));
    EXPECT_EQ(octal, 02000000U);
    EXPECT_EQ(hex, 0x7f5c8d000000U);
    EXPECT_EQ(prefixed, 0x7ffd3a5b1c2aU);
    EXPECT_FALSE(Scan("7f").hex0x(prefixed));
    EXPECT_FALSE(Scan("0x").hex0x(prefixed));
    EXPECT_FALSE(Scan("8").oct(octal));
}

TEST(Scan, TheLastWordEndsAtTheEndOfTheLine) {
    std::string_view word;
    Scan scan("one\ntwo");
    EXPECT_TRUE(scan.word(word));
    EXPECT_EQ(word, "one");
    EXPECT_EQ(scan.rest(), "\ntwo");
    EXPECT_FALSE(Scan("  ").word(word));
}

TEST(Scan, AtEndOnlyWhenEverythingWasTaken) {
    int number = 0;
    EXPECT_TRUE(Scan("7").dec(number).at_end());
    EXPECT_FALSE(Scan("7 ").dec(number).at_end());
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for_each_line(text, [&](std::string_view line) { lines.emplace_back(line); });
    return lines;
}

TEST(ForEachLine, ALastLineNeedsNoNewlineAndAnEmptyTextHasNone) {
    EXPECT_THAT(lines_of(""), IsEmpty());
    EXPECT_THAT(lines_of("\n"), ElementsAre(""));
    EXPECT_THAT(lines_of("a\nb"), ElementsAre("a", "b"));
    EXPECT_THAT(lines_of("a\n\nb\n"), ElementsAre("a", "", "b"));
}

}  // namespace
}  // namespace gordian
