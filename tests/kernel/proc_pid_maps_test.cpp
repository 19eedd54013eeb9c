// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_maps.h"

#include "backend/kernel/escaped_path.h"

#include <gtest/gtest.h>

#include <string>

namespace gordian::kernel {
namespace {

MapsRow row_of(std::string_view line) {
    const auto row = parse_maps_row(line);
    EXPECT_TRUE(row) << line;
    return row.value_or(MapsRow{});
}

std::string path_of(std::string_view shown) {
    const std::string line = "7f5c8d000000-7f5c8d001000 rw-s 00000000 00:01 32769                      " +
                             std::string(shown);
    return std::string(row_of(line).path);
}

TEST(ProcPidMaps, ASegmentIsReadWhole) {
    constexpr std::string_view line =
        "7f5c8d000000-7f5c8d003000 rw-s 00001000 00:01 32769                      /SYSV0000002a (deleted)";
    const MapsRow row = row_of(line);
    EXPECT_EQ(row.start, 0x7f5c8d000000U);
    EXPECT_EQ(row.end, 0x7f5c8d003000U);
    EXPECT_EQ(row.perms, "rw-s");
    EXPECT_TRUE(row.shared());
    EXPECT_EQ(row.offset, 0x1000U);
    EXPECT_EQ(row.file, (FileId{.major = 0, .minor = 1, .inode = 32769}));
    EXPECT_EQ(row.path, "/SYSV0000002a (deleted)");
}

TEST(ProcPidMaps, AnAnonymousMappingEndsWithABlankAndHasNoPath) {
    const MapsRow row = row_of("00400000-00401000 ---p 00000000 00:00 0 ");
    EXPECT_FALSE(row.shared());
    EXPECT_EQ(row.path, "");
    EXPECT_EQ(row.file.inode, 0U);
    EXPECT_EQ(row_of("00400000-00401000 ---p 00000000 00:00 0").path, "");
}

TEST(ProcPidMaps, TheHighestAddressesAreRead) {
    const MapsRow row = row_of("ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]");
    EXPECT_EQ(row.start, 0xffffffffff600000U);
    EXPECT_EQ(row.path, "[vsyscall]");
    EXPECT_EQ(row_of("0-1000 r--s ffffffffffffffff fff:fffff 18446744073709551615 /x").file.inode, 18446744073709551615U);
}

TEST(ProcPidMaps, APathKeepsItsBlanksAndItsEscapes) {
    EXPECT_EQ(path_of("/tmp/a  b "), "/tmp/a  b ") << "the blank at the end is part of the name";
    EXPECT_EQ(path_of("/tmp/a (deleted)"), "/tmp/a (deleted)") << "a name, or a file that is gone: the line can't tell";
    EXPECT_EQ(path_of("/tmp/a (deleted) (deleted)"), "/tmp/a (deleted) (deleted)");
    EXPECT_EQ(path_of(R"(/tmp/a\012b)"), R"(/tmp/a\012b)");
    EXPECT_EQ(unescaped_path(path_of(R"(/tmp/a\012b)")), "/tmp/a\nb");
    EXPECT_EQ(path_of("/memfd:\xff\xfe (deleted)"), "/memfd:\xff\xfe (deleted)");
    EXPECT_EQ(path_of("[anon_shmem:my name]"), "[anon_shmem:my name]");
}

TEST(ProcPidMaps, APathOfFourThousandBytesIsNotCut) {
    const std::string path = "/" + std::string(3'990, 'x') + " (deleted)";
    EXPECT_EQ(path_of(path), path);
}

TEST(ProcPidMaps, ALongHeadLeavesOneBlankBeforeThePath) {
    EXPECT_EQ(row_of("7f5c8d000000-7f5c8d001000 rw-s 7fffffffff000 103:1000a 18446744073709551615 /dev/shm/x").path,
              "/dev/shm/x");
}

TEST(ProcPidMaps, ThePathPointsIntoTheText) {
    const std::string line = "1000-2000 rw-s 00000000 00:01 7 /x";
    const MapsRow row = row_of(line);
    EXPECT_EQ(row.path.data() + row.path.size(), line.data() + line.size());
}

TEST(ProcPidMaps, EveryLineCutOffBeforeTheInodeIsRefused) {
    const std::string line = "1000-2000 rw-s 00000000 00:01 7";
    for (std::size_t length = 0; length < line.size(); ++length)
        EXPECT_FALSE(parse_maps_row(line.substr(0, length))) << length;
}

TEST(ProcPidMaps, NumbersBeyondTheirTypeAndForeignFormsAreRefused) {
    for (const std::string_view line :
         {"10000000000000000-2000 rw-s 00000000 00:01 7", "1000 2000 rw-s 00000000 00:01 7",
          "1000-2000 rw-sl 00000000 00:01 7", "1000-2000 rw- 00000000 00:01 7",
          "1000-2000 rw-s 00000000 100000000:01 7", "1000-2000 rw-s 00000000 00:01 18446744073709551616",
          "1000-2000 rw-s 00000000 00:01 7x", "1000-2000 rw-s 00000000 0001 7", "Rss:                 123 kB"})
        EXPECT_FALSE(parse_maps_row(line)) << line;
}

}  // namespace
}  // namespace gordian::kernel
