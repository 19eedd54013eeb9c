// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace gordian {
namespace {

#define REPLACED "\xef\xbf\xbd"

/// An oracle that knows nothing of ours: RFC 3629's table of well-formed sequences, byte by byte.
bool is_well_formed(std::string_view text) {
    std::size_t i = 0;
    const auto in = [&](std::size_t at, unsigned low, unsigned high) {
        return at < text.size() && static_cast<unsigned char>(text[at]) >= low &&
               static_cast<unsigned char>(text[at]) <= high;
    };
    while (i < text.size()) {
        if (in(i, 0x00, 0x7f)) i += 1;
        else if (in(i, 0xc2, 0xdf) && in(i + 1, 0x80, 0xbf)) i += 2;
        else if (in(i, 0xe0, 0xe0) && in(i + 1, 0xa0, 0xbf) && in(i + 2, 0x80, 0xbf)) i += 3;
        else if ((in(i, 0xe1, 0xec) || in(i, 0xee, 0xef)) && in(i + 1, 0x80, 0xbf) && in(i + 2, 0x80, 0xbf)) i += 3;
        else if (in(i, 0xed, 0xed) && in(i + 1, 0x80, 0x9f) && in(i + 2, 0x80, 0xbf)) i += 3;
        else if (in(i, 0xf0, 0xf0) && in(i + 1, 0x90, 0xbf) && in(i + 2, 0x80, 0xbf) && in(i + 3, 0x80, 0xbf)) i += 4;
        else if (in(i, 0xf1, 0xf3) && in(i + 1, 0x80, 0xbf) && in(i + 2, 0x80, 0xbf) && in(i + 3, 0x80, 0xbf)) i += 4;
        else if (in(i, 0xf4, 0xf4) && in(i + 1, 0x80, 0x8f) && in(i + 2, 0x80, 0xbf) && in(i + 3, 0x80, 0xbf)) i += 4;
        else return false;
    }
    return true;
}

std::string random_bytes(std::mt19937& random) {
    // Mostly lead and continuation bytes: that is where the mistakes would be.
    constexpr std::string_view likely =
        "\x7f\x80\xbf\xc0\xc1\xc2\xdf\xe0\xed\xef\xf0\xf4\xf5\xff\xa0\x9f\x90\x8f a%\n\x1b";
    std::string bytes(random() % 12, '\0');
    for (char& byte : bytes)
        byte = random() % 2 == 0 ? likely[random() % likely.size()] : static_cast<char>(random() & 0xff);
    return bytes;
}

TEST(ValidUtf8, WellFormedTextStaysAsItIs) {
    for (const std::string_view text :
         {"", "plain", "Grüße", "日本語", "\xf0\x9f\xa7\xb5", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "a\nb\x1b"})
        EXPECT_EQ(valid_utf8(text), text);
}

TEST(ValidUtf8, EachStrayByteBecomesOneReplacement) {
    EXPECT_EQ(valid_utf8("\xff"), REPLACED);
    EXPECT_EQ(valid_utf8("a\x80z"), "a" REPLACED "z");
    EXPECT_EQ(valid_utf8("\xe2\x82"), REPLACED REPLACED) << "cut off in the middle";
    EXPECT_EQ(valid_utf8("\xc0\xaf"), REPLACED REPLACED) << "overlong";
    EXPECT_EQ(valid_utf8("\xe0\x80\xaf"), REPLACED REPLACED REPLACED) << "overlong";
    EXPECT_EQ(valid_utf8("\xed\xa0\x80"), REPLACED REPLACED REPLACED) << "surrogate";
    EXPECT_EQ(valid_utf8("\xf4\x90\x80\x80"), REPLACED REPLACED REPLACED REPLACED) << "beyond U+10FFFF";
}

TEST(ValidUtf8, WhateverComesInWellFormedTextComesOut) {
    std::mt19937 random(1);
    for (int i = 0; i < 20'000; ++i) {
        const std::string bytes = random_bytes(random);
        const std::string text = valid_utf8(bytes);
        ASSERT_TRUE(is_well_formed(text));
        ASSERT_EQ(text == bytes, is_well_formed(bytes));
    }
}

TEST(Escaped, NothingReachesTheTerminalThatControlsIt) {
    EXPECT_EQ(escaped("a\nb\tc\rd"), "a\\nb\\tc\\rd");
    EXPECT_EQ(escaped("\x1b[2J"), "\\x1b[2J");
    EXPECT_EQ(escaped(std::string_view("\0", 1)), "\\x00");
    EXPECT_EQ(escaped("\x7f"), "\\x7f");
    EXPECT_EQ(escaped("\xc2\x9b"), "\\x9b") << "the one-character form of ESC [";
    EXPECT_EQ(escaped("\xff"), REPLACED);
}

TEST(Escaped, NothingReordersOrHidesTheTextAroundIt) {
    EXPECT_EQ(escaped("\u202e"), "\\u202e");
    EXPECT_EQ(escaped("\u2066"), "\\u2066");
    EXPECT_EQ(escaped("\u200b"), "\\u200b");
    EXPECT_EQ(escaped("\ufeff"), "\\ufeff");
    EXPECT_EQ(escaped("é 日"), "é 日");
}

TEST(Escaped, WhateverComesInNoControlCharacterComesOut) {
    std::mt19937 random(2);
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = escaped(random_bytes(random));
        ASSERT_TRUE(is_well_formed(text));
        for (std::size_t at = 0; at < text.size(); ++at) {
            const auto byte = static_cast<unsigned char>(text[at]);
            ASSERT_TRUE(byte >= 0x20 && byte != 0x7f);
            ASSERT_TRUE(byte != 0xc2 || static_cast<unsigned char>(text[at + 1]) >= 0xa0) << "a C1 control";
        }
    }
}

TEST(PercentEncoded, BlanksControlsPercentAndForeignBytesAreSpelledOut) {
    EXPECT_EQ(percent_encoded("/tmp/a b"), "/tmp/a%20b");
    EXPECT_EQ(percent_encoded("100%"), "100%25");
    EXPECT_EQ(percent_encoded("a\nb"), "a%0Ab");
    EXPECT_EQ(percent_encoded("\xff"), "%FF");
    EXPECT_EQ(percent_encoded("\xc2\x9b"), "%C2%9B");
    EXPECT_EQ(percent_encoded("Grüße"), "Grüße");
}

TEST(PercentEncoded, DecodingGivesTheBytesAgain) {
    std::mt19937 random(3);
    for (int i = 0; i < 20'000; ++i) {
        const std::string bytes = random_bytes(random);
        ASSERT_EQ(percent_decoded(percent_encoded(bytes)), bytes);
    }
}

TEST(PercentDecoded, APercentWithoutTwoHexadecimalDigitsStays) {
    EXPECT_EQ(percent_decoded("%"), "%");
    EXPECT_EQ(percent_decoded("%4"), "%4");
    EXPECT_EQ(percent_decoded("%4g"), "%4g");
    EXPECT_EQ(percent_decoded("%-1"), "%-1");
    EXPECT_EQ(percent_decoded("%41"), "A");
    EXPECT_EQ(percent_decoded("%c3%BC"), "ü");
    EXPECT_EQ(percent_decoded("a%2"), "a%2");
    EXPECT_EQ(percent_decoded("%%41"), "%A");
}

}  // namespace
}  // namespace gordian
