// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/snapshot/scalars.h"

#include "backend/snapshot/file_lock.h"
#include "tests/snapshot/random_value.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <regex>

namespace gordian {
namespace {

template <class T>
Result<T> read(std::string_view text) {
    return from_text(text, static_cast<T*>(nullptr));
}

template <class T>
void expect_comes_back(T value) {
    const std::string text = text_of(value);
    const auto back = read<T>(text);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == value);
    RC_ASSERT(std::regex_match(text, std::regex(std::string(text_pattern(static_cast<T*>(nullptr))))));
}

RC_GTEST_PROP(Scalars, ATimeComesBackFromItsTextOverTheWholeRange, ()) { expect_comes_back(testing::pick<Time>()); }
RC_GTEST_PROP(Scalars, AKeyComesBackFromItsText, ()) { expect_comes_back(testing::pick<Key>()); }
RC_GTEST_PROP(Scalars, AModeComesBackFromItsText, ()) { expect_comes_back(testing::pick<Mode>()); }
RC_GTEST_PROP(Scalars, ADeviceComesBackFromItsText, ()) { expect_comes_back(testing::pick<Device>()); }
RC_GTEST_PROP(Scalars, AHexNumberComesBackFromItsText, ()) { expect_comes_back(testing::pick<Hex>()); }

/// rapidcheck's numbers are small at first; these are spread over all 64 bits.
RC_GTEST_PROP(Scalars, ATimeOfAnyCenturyComesBackFromItsText, ()) {
    expect_comes_back(Time{*rc::gen::resize(1000, rc::gen::inRange(std::numeric_limits<std::int64_t>::min() / 2,
                                                                   std::numeric_limits<std::int64_t>::max() / 2)) *
                           2});
}

RC_GTEST_PROP(Scalars, LaterTimesHaveLaterTexts, ()) {
    const Time a = testing::pick<Time>(), b = testing::pick<Time>();
    RC_PRE(!a.never() && !b.never());
    RC_ASSERT((a < b) == (text_of(a) < text_of(b)));
}

TEST(Scalars, TimesAreRfc3339InUtcWithNanoseconds) {
    EXPECT_EQ(text_of(Time::from_seconds(1795541464)), "2026-11-24T17:31:04.000000000Z");
    EXPECT_EQ(text_of(Time{1}), "1970-01-01T00:00:00.000000001Z");
    EXPECT_EQ(text_of(Time{-1}), "1969-12-31T23:59:59.999999999Z");
    EXPECT_EQ(text_of(Time::from_seconds(951827696)), "2000-02-29T12:34:56.000000000Z");
    EXPECT_EQ(text_of(Time::from_seconds(-1)), "1969-12-31T23:59:59.000000000Z");
}

TEST(Scalars, TheEarliestAndTheLatestTimeThatFitAreWrittenAndRead) {
    constexpr auto earliest = std::numeric_limits<std::int64_t>::min(), latest = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(text_of(Time{earliest}), "1677-09-21T00:12:43.145224192Z");
    EXPECT_EQ(text_of(Time{latest}), "2262-04-11T23:47:16.854775807Z");
    EXPECT_EQ(read<Time>("1677-09-21T00:12:43.145224192Z").value().ns, earliest);
    EXPECT_EQ(read<Time>("2262-04-11T23:47:16.854775807Z").value().ns, latest);
    EXPECT_FALSE(read<Time>("1677-09-21T00:12:43.145224191Z"));
    EXPECT_FALSE(read<Time>("2262-04-11T23:47:16.854775808Z"));
}

TEST(Scalars, TheKernelsZeroIsNever) {
    EXPECT_EQ(text_of(Time{}), "never");
    EXPECT_TRUE(read<Time>("never").value().never());
    EXPECT_FALSE(read<Time>("1970-01-01T00:00:00.000000000Z"));
}

TEST(Scalars, ATimeThatIsNoneIsRefused) {
    for (const char* text : {"",
                             "Never",
                             "0",
                             "2026-11-24",
                             "2026-11-24T17:31:04Z",
                             "2026-11-24T17:31:04.00000000Z",
                             "2026-11-24T17:31:04.000000000",
                             "2026-11-24 17:31:04.000000000Z",
                             "2026-11-24t17:31:04.000000000z",
                             "2026-13-01T00:00:00.000000000Z",
                             "2025-02-29T00:00:00.000000000Z",
                             "2026-11-31T00:00:00.000000000Z",
                             "2026-11-24T24:00:00.000000000Z",
                             "2026-11-24T17:60:04.000000000Z",
                             "2026-11-24T17:31:60.000000000Z",
                             "2026-11-24T17:31:04.00000000 Z",
                             "+026-11-24T17:31:04.000000000Z",
                             "2026-11-24T17:31:-4.000000000Z",
                             "9999-12-31T00:00:00.000000000Z",
                             "0000-01-01T00:00:00.000000000Z",
                             "2026-11-24T17:31:04.000000000+"})
        EXPECT_FALSE(read<Time>(text)) << text;
}

TEST(Scalars, KeysAreEightHexadecimalDigits) {
    EXPECT_EQ(text_of(Key{0x2a}), "0x0000002a");
    EXPECT_EQ(text_of(Key{0}), "0x00000000");
    EXPECT_EQ(text_of(Key{0xdeadbeef}), "0xdeadbeef");
}

TEST(Scalars, AKeyMayBeTypedShortOrInDecimal) {
    EXPECT_EQ(read<Key>("0x2a").value().value, 42u);
    EXPECT_EQ(read<Key>("0X2A").value().value, 42u);
    EXPECT_EQ(read<Key>("42").value().value, 42u);
    EXPECT_EQ(read<Key>("0").value().value, 0u);
    EXPECT_EQ(read<Key>("-559038737").value().value, 0xdeadbeefu);
    EXPECT_EQ(read<Key>("3735928559").value().value, 0xdeadbeefu);
    EXPECT_EQ(read<Key>("-2147483648").value().value, 0x80000000u);
    EXPECT_EQ(read<Key>("4294967295").value().value, 0xffffffffu);
}

TEST(Scalars, AKeyBeyond32BitsOrWithOtherSignsIsRefused) {
    for (const char* text : {"", "0x", "x", "2a", "4294967296", "-2147483649", "0x100000000", "0x-1", "-0x1", "+1",
                             " 1", "1 ", "0x2g", "18446744073709551658"})
        EXPECT_FALSE(read<Key>(text)) << text;
}

TEST(Scalars, ModesAreOctalWithALeadingZero) {
    EXPECT_EQ(text_of(Mode{0600}), "0600");
    EXPECT_EQ(text_of(Mode{0}), "0000");
    EXPECT_EQ(text_of(Mode{07}), "0007");
    for (const char* text : {"", "600", "0o600", "00600", "0x180", "0800", "-600", "06"})
        EXPECT_FALSE(read<Mode>(text)) << text;
}

TEST(Scalars, DevicesAreHexadecimalWithTwoDigitsAtLeast) {
    EXPECT_EQ(text_of(Device{0xfe, 0}), "fe:00");
    EXPECT_EQ(text_of(Device{0, 0x1a}), "00:1a");
    EXPECT_EQ(text_of(Device{0x103, 0xfffff}), "103:fffff");
    for (const char* text : {"", ":", "fe", "fe:", ":00", "FE:00", "fe:0", "0fe:00", "fe:00:1", "fe:-1", "fe:100000000"})
        EXPECT_FALSE(read<Device>(text)) << text;
}

TEST(Scalars, HexNumbersHaveNoPadding) {
    EXPECT_EQ(text_of(Hex{0x7ffd3a5b1c2a}), "0x7ffd3a5b1c2a");
    EXPECT_EQ(text_of(Hex{0}), "0x0");
    for (const char* text : {"", "0x", "2a", "0x02a", "0x2A", "0X2a", "0x-1", "0x10000000000000000"})
        EXPECT_FALSE(read<Hex>(text)) << text;
}

TEST(Scalars, ARefusalQuotesTheText) {
    EXPECT_EQ(to_string(read<Device>("fe;00").error()),
              "reading on a device number (fe:00): not the expected form: \"fe;00\"");
}

TEST(FileLock, OnlyClassesOfOneGroupConflict) {
    using enum LockClass;
    EXPECT_TRUE(same_conflict_group(posix, ofd));
    EXPECT_TRUE(same_conflict_group(flock, flock));
    EXPECT_TRUE(same_conflict_group(lease, delegation));
    EXPECT_FALSE(same_conflict_group(flock, posix));
    EXPECT_FALSE(same_conflict_group(flock, ofd));
    EXPECT_FALSE(same_conflict_group(lease, flock));
    EXPECT_FALSE(same_conflict_group(posix, delegation));
}

TEST(FileLock, RangesOverlapWhereTheyShareAByte) {
    EXPECT_TRUE(ranges_overlap(0, 9, 9, 20));
    EXPECT_FALSE(ranges_overlap(0, 9, 10, 20));
    EXPECT_TRUE(ranges_overlap(5, 5, 0, std::nullopt));
    EXPECT_FALSE(ranges_overlap(0, 4, 5, std::nullopt));
    EXPECT_TRUE(ranges_overlap(100, std::nullopt, 5, std::nullopt));
    constexpr std::uint64_t last = std::numeric_limits<std::int64_t>::max();
    EXPECT_TRUE(ranges_overlap(last, last, 7, std::nullopt));
}

RC_GTEST_PROP(FileLock, OverlapIsWhatCountingBytesSays, ()) {
    constexpr std::uint64_t length = 12;  // the end of file of the oracle
    const auto pick_range = [] {
        const auto start = static_cast<std::uint64_t>(testing::pick_below(length));
        const auto size = static_cast<std::uint64_t>(testing::pick_below(length - static_cast<int>(start) + 1));
        return std::pair(start, size == 0 ? std::nullopt : std::optional(start + size - 1));
    };
    const auto a = pick_range(), b = pick_range();
    const auto has = [](const auto& range, std::uint64_t byte) {
        return byte >= range.first && (!range.second || byte <= *range.second);
    };
    bool shared = false;
    for (std::uint64_t byte = 0; byte < length; ++byte) shared = shared || (has(a, byte) && has(b, byte));
    RC_ASSERT(ranges_overlap(a.first, a.second, b.first, b.second) == shared);
}

}  // namespace
}  // namespace gordian
