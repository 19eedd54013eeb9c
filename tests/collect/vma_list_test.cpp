// SPDX-License-Identifier: GPL-3.0-or-later
// The mappings of this very process: many, made so that the kernel can't join two of them.
#include "backend/collect/vma_list.h"

#include "backend/base/scan.h"
#include "backend/kernel/sys_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace gordian::collect {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr std::size_t page = 4096;

/// Neighbours with different protection are mappings of their own.
class ManyMappings {
public:
    explicit ManyMappings(std::size_t count) : m_bytes(count * page) {
        m_begin = ::mmap(nullptr, m_bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (m_begin == MAP_FAILED) return;
        for (std::size_t i = 0; i < count; i += 2)
            m_made = m_made && ::mprotect(static_cast<char*>(m_begin) + i * page, page, PROT_READ | PROT_WRITE) == 0;
    }
    ManyMappings(const ManyMappings&) = delete;
    ManyMappings& operator=(const ManyMappings&) = delete;
    ~ManyMappings() {
        if (m_begin != MAP_FAILED) ::munmap(m_begin, m_bytes);
    }
    [[nodiscard]] bool made() const { return m_begin != MAP_FAILED && m_made; }
    [[nodiscard]] bool has(const Vma& vma) const {
        const auto begin = reinterpret_cast<std::uint64_t>(m_begin);
        return vma.start >= begin && vma.end <= begin + m_bytes;
    }

private:
    std::size_t m_bytes;
    void* m_begin = nullptr;
    bool m_made = true;
};

std::vector<VmaAnswer> parts_of(int pid, std::size_t at_most = SIZE_MAX) {
    std::vector<VmaAnswer> parts;
    const auto done = read_vma_list({}, pid,
                                    [&](VmaAnswer part) {
                                        parts.push_back(std::move(part));
                                        return parts.size() < at_most;
                                    },
                                    {});
    EXPECT_TRUE(done) << to_string(done.error());
    return parts;
}

/// The bytes that /proc/self/maps lists, added up without the parser that is tested; without the regions that the heap grows by meanwhile.
std::uint64_t bytes_by_maps(const ManyMappings& many) {
    std::uint64_t sum = 0;
    for_each_line(*kernel::read_file("/proc/self/maps"), [&](std::string_view line) {
        Vma vma;
        char* rest = nullptr;
        const std::string text(line);
        vma.start = std::strtoull(text.c_str(), &rest, 16);
        vma.end = std::strtoull(rest + 1, nullptr, 16);
        if (many.has(vma)) sum += vma.end - vma.start;
    });
    return sum;
}

TEST(VmaList, OfTenThousandMappingsIsWholeInPartsAndOrdered) {
    const ManyMappings many(10'000);
    ASSERT_TRUE(many.made());
    const std::vector<VmaAnswer> parts = parts_of(::getpid());
    ASSERT_GE(parts.size(), 3U);
    std::uint64_t bytes = 0, mine = 0, before = 0;
    for (const VmaAnswer& part : parts) {
        EXPECT_EQ(part.last, &part == &parts.back());
        EXPECT_TRUE(part.last || part.vmas.size() == vmas_in_a_part);
        for (const Vma& vma : part.vmas) {
            EXPECT_GE(vma.start, before);
            before = vma.end;
            if (!many.has(vma)) continue;
            ++mine;
            bytes += vma.end - vma.start;
            EXPECT_EQ(vma.perms, mine % 2 == 1 ? "rw-p" : "r--p");
        }
    }
    EXPECT_EQ(mine, 10'000U);
    EXPECT_EQ(bytes, 10'000 * page);
    EXPECT_EQ(bytes, bytes_by_maps(many));
}

TEST(VmaList, NobodyWhoHasHadEnoughGetsAFurtherPart) {
    const ManyMappings many(10'000);
    ASSERT_TRUE(many.made());
    EXPECT_THAT(parts_of(::getpid(), 1), SizeIs(1));
}

TEST(VmaList, StopsBetweenParts) {
    const ManyMappings many(10'000);
    ASSERT_TRUE(many.made());
    std::stop_source stop;
    int parts = 0;
    const auto done = read_vma_list(
        {}, ::getpid(),
        [&](const VmaAnswer& part) {
            EXPECT_FALSE(part.last);
            ++parts;
            stop.request_stop();
            return true;
        },
        stop.get_token());
    EXPECT_TRUE(done);
    EXPECT_EQ(parts, 1);
}

TEST(VmaList, AsksForNothingWhereItWasStoppedBefore) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(read_vma_list({}, ::getpid(), [](const VmaAnswer&) { return ADD_FAILURE(), true; }, stop.get_token()));
}

TEST(VmaList, OfAProcessThatIsGoneIsAnErrorAndOfAZombieEmpty) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    siginfo_t ended{};
    ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT), 0);
    const std::vector<VmaAnswer> parts = parts_of(child);
    ASSERT_THAT(parts, SizeIs(1)) << "it has no memory any more, but it is there";
    EXPECT_TRUE(parts[0].last);
    EXPECT_THAT(parts[0].vmas, SizeIs(0));
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    for (const int pid : {static_cast<int>(child), 0, -1}) {
        const auto gone = read_vma_list({}, pid, [](const VmaAnswer&) { return ADD_FAILURE(), true; }, {});
        ASSERT_FALSE(gone);
        EXPECT_EQ(gone.error().code, ESRCH);
        EXPECT_THAT(to_string(gone.error()), HasSubstr("there is no such process"));
    }
}

TEST(VmaList, RowsBecomeValuesWithReadablePaths) {
    const auto row = kernel::parse_maps_row(
        "7f5c8d000000-7f5c8d001000 rw-s 00002000 fe:01 32769                      /tmp/a\\012b \xff");
    ASSERT_TRUE(row);
    EXPECT_EQ(vma_of(*row), (Vma{.start = 0x7f5c8d000000,
                                 .end = 0x7f5c8d001000,
                                 .offset = 0x2000,
                                 .perms = "rw-s",
                                 .device = {0xfe, 1},
                                 .inode = 32769,
                                 .path = "/tmp/a\nb \uFFFD"}));
}

}  // namespace
}  // namespace gordian::collect
