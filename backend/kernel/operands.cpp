// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/operands.h"

#include <cstring>
#include <limits>

namespace gordian::kernel {

namespace {

/// The integer that lies at `offset`; the caller has checked the size.
template <class Integer>
Integer integer_at(std::span<const std::byte> bytes, std::size_t offset) {
    Integer value{};
    std::memcpy(&value, bytes.subspan(offset, sizeof(value)).data(), sizeof(value));
    return value;
}

/// struct flock: where the ABI puts l_start and l_len, and how wide they are. l_type and l_whence are the first two halfwords in all.
struct FlockLayout {
    std::size_t start, len, width, size;
};
constexpr FlockLayout native_flock{.start = 8, .len = 16, .width = 8, .size = 32};
constexpr FlockLayout i386_flock{.start = 4, .len = 8, .width = 4, .size = 16};
constexpr FlockLayout i386_flock64{.start = 4, .len = 12, .width = 8, .size = 24};  // i386 aligns 64-bit words to 4 bytes

const FlockLayout& layout_of(const DecodedCall& call) {
    if (call.abi != Abi::i386) return native_flock;
    return call.flock_is_64 ? i386_flock64 : i386_flock;
}

std::int64_t word_at(std::span<const std::byte> bytes, std::size_t offset, std::size_t width) {
    return width == 8 ? integer_at<std::int64_t>(bytes, offset) : integer_at<std::int32_t>(bytes, offset);
}

}  // namespace

std::vector<SemBuf> parse_sembufs(std::span<const std::byte> bytes) {
    std::vector<SemBuf> sops;
    sops.reserve(bytes.size() / sembuf_bytes);
    for (; bytes.size() >= sembuf_bytes; bytes = bytes.subspan(sembuf_bytes))
        sops.push_back({.num = integer_at<std::uint16_t>(bytes, 0),
                        .op = integer_at<std::int16_t>(bytes, 2),
                        .flags = integer_at<std::int16_t>(bytes, 4)});
    return sops;
}

std::size_t flock_bytes(const DecodedCall& call) { return layout_of(call).size; }

std::optional<FlockArgument> parse_flock(const DecodedCall& call, std::span<const std::byte> bytes) {
    const FlockLayout& layout = layout_of(call);
    if (bytes.size() < layout.size) return {};
    return FlockArgument{.type = integer_at<std::int16_t>(bytes, 0),
                         .whence = integer_at<std::int16_t>(bytes, 2),
                         .start = word_at(bytes, layout.start, layout.width),
                         .len = word_at(bytes, layout.len, layout.width)};
}

std::size_t timespec_bytes(const DecodedCall& call) { return call.timespec_is_64 ? 16 : 8; }

std::optional<std::int64_t> parse_timespec_ms(const DecodedCall& call, std::span<const std::byte> bytes) {
    if (bytes.size() < timespec_bytes(call)) return {};
    const std::size_t width = timespec_bytes(call) / 2;
    const std::int64_t seconds = word_at(bytes, 0, width);
    // The upper half of a 32-bit program's tv_nsec is padding that the kernel passes over (kernel/time/time.c, get_timespec64()).
    const std::int64_t nanoseconds = word_at(bytes, width, call.abi == Abi::i386 ? 4 : width);
    if (seconds < 0 || nanoseconds < 0 || nanoseconds >= 1'000'000'000) return {};
    constexpr std::int64_t most_seconds = std::numeric_limits<std::int64_t>::max() / 1000 - 1;
    if (seconds > most_seconds) return std::numeric_limits<std::int64_t>::max();
    return seconds * 1000 + (nanoseconds + 999'999) / 1'000'000;
}

}  // namespace gordian::kernel
