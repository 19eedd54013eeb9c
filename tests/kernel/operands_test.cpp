// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/operands.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/sem.h>
#include <time.h>

#include <cstring>
#include <limits>
#include <span>
#include <vector>

namespace gordian::kernel {
namespace {

constexpr DecodedCall native{.call = BlockingCall::fcntl_setlkw, .abi = Abi::x86_64, .arguments = {}};
constexpr DecodedCall i386{.call = BlockingCall::fcntl_setlkw,
                           .abi = Abi::i386,
                           .arguments = {},
                           .ipc_kludge = 0,
                           .timespec_is_64 = false,
                           .flock_is_64 = false};
constexpr DecodedCall i386_64{.call = BlockingCall::fcntl_setlkw, .abi = Abi::i386, .arguments = {}};

/// Bytes as another process has them: each integer where the last one ended.
class Bytes {
public:
    template <class... Integer>
    explicit Bytes(Integer... integers) {
        (append(integers), ...);
    }
    operator std::span<const std::byte>() const { return m_bytes; }  // NOLINT(google-explicit-constructor)
    [[nodiscard]] std::span<const std::byte> first(std::size_t count) const { return std::span(m_bytes).first(count); }

private:
    template <class Integer>
    void append(Integer integer) {
        const auto bytes = std::as_bytes(std::span(&integer, 1));
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    }
    std::vector<std::byte> m_bytes;
};

constexpr std::int16_t i16(int value) { return static_cast<std::int16_t>(value); }

TEST(Operands, SembufsAreSixBytesEach) {
    struct sembuf sops[2] = {{.sem_num = 65535, .sem_op = -3, .sem_flg = SEM_UNDO},
                             {.sem_num = 1, .sem_op = 0, .sem_flg = 0}};
    static_assert(sizeof(sops[0]) == sembuf_bytes);
    const auto parsed = parse_sembufs(std::as_bytes(std::span(sops)));
    ASSERT_EQ(parsed.size(), 2U);
    EXPECT_EQ(parsed[0].num, 65535);
    EXPECT_EQ(parsed[0].op, -3);
    EXPECT_EQ(parsed[0].flags, 010000);
    EXPECT_EQ(parsed[1].num, 1);
    EXPECT_EQ(parsed[1].op, 0);
}

TEST(Operands, APartOfASembufIsLeftOut) {
    const Bytes bytes(i16(1), i16(2), i16(3), i16(4), i16(5));
    EXPECT_EQ(parse_sembufs(bytes).size(), 1U);
    EXPECT_TRUE(parse_sembufs(bytes.first(5)).empty());
    EXPECT_TRUE(parse_sembufs({}).empty());
}

TEST(Operands, TheNativeFlockIsTheCLibrarys) {
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_END;
    lock.l_start = -10;
    lock.l_len = std::numeric_limits<off_t>::max();
    ASSERT_EQ(flock_bytes(native), sizeof(lock));
    const auto parsed = parse_flock(native, std::as_bytes(std::span(&lock, 1)));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->type, F_WRLCK);
    EXPECT_EQ(parsed->whence, SEEK_END);
    EXPECT_EQ(parsed->start, -10);
    EXPECT_EQ(parsed->len, std::numeric_limits<off_t>::max());
}

TEST(Operands, TheTwoFlocksOfThirtyTwoBitsHaveNoPadding) {
    EXPECT_EQ(flock_bytes(i386), 16U);
    const auto narrow = parse_flock(i386, Bytes(i16(1), i16(2), std::int32_t{-10}, std::int32_t{20}, std::int32_t{0}));
    ASSERT_TRUE(narrow);
    EXPECT_EQ(narrow->type, 1);
    EXPECT_EQ(narrow->whence, 2);
    EXPECT_EQ(narrow->start, -10);
    EXPECT_EQ(narrow->len, 20);

    EXPECT_EQ(flock_bytes(i386_64), 24U);
    const auto wide = parse_flock(i386_64,
                                  Bytes(i16(0), i16(1), std::int64_t{-1} << 40, std::int64_t{1} << 50, std::int32_t{0}));
    ASSERT_TRUE(wide);
    EXPECT_EQ(wide->type, 0);
    EXPECT_EQ(wide->whence, 1);
    EXPECT_EQ(wide->start, -(std::int64_t{1} << 40));
    EXPECT_EQ(wide->len, std::int64_t{1} << 50);
}

TEST(Operands, TooFewBytesAreNoFlock) {
    const std::vector<std::byte> zeroes(32);
    for (const DecodedCall& call : {native, i386, i386_64}) {
        EXPECT_TRUE(parse_flock(call, std::span(zeroes).first(flock_bytes(call))));
        EXPECT_FALSE(parse_flock(call, std::span(zeroes).first(flock_bytes(call) - 1)));
        EXPECT_FALSE(parse_flock(call, {}));
    }
}

TEST(Operands, ATimeoutIsRoundedUpToMilliseconds) {
    const struct timespec exact{.tv_sec = 1, .tv_nsec = 500'000'000}, little_more{.tv_sec = 1, .tv_nsec = 500'000'001},
        least{.tv_sec = 0, .tv_nsec = 1};
    EXPECT_EQ(timespec_bytes(native), sizeof(exact));
    EXPECT_EQ(parse_timespec_ms(native, std::as_bytes(std::span(&exact, 1))), 1500);
    EXPECT_EQ(parse_timespec_ms(native, std::as_bytes(std::span(&little_more, 1))), 1501);
    EXPECT_EQ(parse_timespec_ms(native, std::as_bytes(std::span(&least, 1))), 1);
    EXPECT_EQ(parse_timespec_ms(native, Bytes(std::int64_t{0}, std::int64_t{999'999'999})), 1000);
    EXPECT_EQ(parse_timespec_ms(native, Bytes(std::int64_t{0}, std::int64_t{0})), 0);
}

TEST(Operands, NanosecondsThatAreNoneAreNoTimeout) {
    EXPECT_FALSE(parse_timespec_ms(native, Bytes(std::int64_t{0}, std::int64_t{1'000'000'000})));
    EXPECT_FALSE(parse_timespec_ms(native, Bytes(std::int64_t{0}, std::int64_t{-1})));
    EXPECT_FALSE(parse_timespec_ms(native, Bytes(std::int64_t{-1}, std::int64_t{0})));
    EXPECT_FALSE(parse_timespec_ms(native, Bytes(std::int64_t{0}, std::int32_t{0})));
}

TEST(Operands, ATimeoutOfAgesDoesNotOverflow) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(parse_timespec_ms(native, Bytes(most, std::int64_t{999'999'999})), most);
    EXPECT_GT(parse_timespec_ms(native, Bytes(most / 1000, std::int64_t{999'999'999})), 0);
}

TEST(Operands, ThirtyTwoBitTimeoutsHaveTwoLayouts) {
    EXPECT_EQ(timespec_bytes(i386), 8U);
    EXPECT_EQ(parse_timespec_ms(i386, Bytes(std::int32_t{2}, std::int32_t{1'000'000})), 2001);
    EXPECT_EQ(timespec_bytes(i386_64), 16U);
    EXPECT_EQ(parse_timespec_ms(i386_64, Bytes(std::int64_t{2}, std::int32_t{1'000'000}, std::int32_t{-1})), 2001)
        << "the upper half is padding";
}

}  // namespace
}  // namespace gordian::kernel
