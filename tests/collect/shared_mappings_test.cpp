// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/shared_mappings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

namespace gordian::collect {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr std::uint64_t own_namespace = 42;

VmaReading vma(int pid, std::string path, kernel::FileId file, std::uint64_t start = 0x1000) {
    return {.pid = pid,
            .start = start,
            .end = start + 0x1000,
            .offset = 0,
            .perms = "rw-s",
            .path = std::move(path),
            .file = file,
            .named_so = false};
}

MapsReading maps(std::vector<VmaReading> vmas) {
    return {.vmas = std::move(vmas),
            .refused = {},
            .kernel_tmpfs = kernel::FileId{.major = 0, .minor = 1, .inode = 0},
            .dev_shm = kernel::FileId{.major = 0, .minor = 0x18, .inode = 1}};
}

std::vector<SharedMapping> join(std::vector<VmaReading> vmas, const std::vector<Process>& processes = {}) {
    UnreadableList unreadable;
    return join_shared_mappings(maps(std::move(vmas)), processes, own_namespace, unreadable);
}

SharedMapping only(std::vector<VmaReading> vmas) {
    const auto mappings = join(std::move(vmas));
    EXPECT_THAT(mappings, SizeIs(1));
    return mappings.at(0);
}

TEST(JoinSharedMappings, ASegmentAndAMemfdOfOneNumberAreTwoObjects) {
    const auto mappings = join({vma(10, "/SYSV0000002a (deleted)", {0, 1, 7}), vma(11, "/memfd:x (deleted)", {0, 1, 7})});
    EXPECT_THAT(mappings, ElementsAre(testing::Field(&SharedMapping::resource, "memfd/00:01:7"),
                                      testing::Field(&SharedMapping::resource, "sysv-shm/7")));
}

TEST(JoinSharedMappings, TheNameAndTheDeviceTellTheKind) {
    const auto kind_of = [](std::string path, kernel::FileId file) {
        return only({vma(10, std::move(path), file)}).backing.kind;
    };
    EXPECT_EQ(kind_of("/SYSV0000002a (deleted)", {0, 1, 7}), BackingKind::sysv_shm);
    EXPECT_EQ(kind_of("/memfd:SYSV0000002a (deleted)", {0, 1, 7}), BackingKind::memfd);
    EXPECT_EQ(kind_of("/dev/zero (deleted)", {0, 1, 7}), BackingKind::anonymous);
    EXPECT_EQ(kind_of("/dev/shm/x", {0, 0x18, 7}), BackingKind::posix_shm);
    EXPECT_EQ(kind_of("/dev/shm/sem.x (deleted)", {0, 0x18, 7}), BackingKind::posix_shm);
    EXPECT_EQ(kind_of("/srv/data", {0xfe, 0, 7}), BackingKind::file);
    EXPECT_EQ(kind_of("/dev/dri/card0", {0, 6, 7}), BackingKind::device);
    EXPECT_EQ(kind_of("/anon_hugepage (deleted)", {0, 0x10, 7}), BackingKind::hugetlb);
}

TEST(JoinSharedMappings, ProcessesMeetAtTheObjectBehindTheirMappings) {
    const SharedMapping mapping = only({vma(10, "/srv/data", {0xfe, 0, 5}), vma(11, "/srv/data", {0xfe, 0, 5}, 0x9000)});
    EXPECT_EQ(mapping.resource, "file/fe:00:5");
    EXPECT_THAT(mapping.mappings, SizeIs(2));
    EXPECT_EQ(mapping.backing.kind, BackingKind::file);
}

TEST(JoinSharedMappings, SharedAnonymousMemoryHasNoPath) {
    const SharedMapping mapping = only({vma(10, "/dev/zero (deleted)", {0, 1, 99})});
    EXPECT_EQ(mapping.resource, "anon-shared/00:01:99");
    EXPECT_EQ(mapping.backing.path, "");
    EXPECT_FALSE(mapping.backing.deleted);
}

TEST(JoinSharedMappings, PosixObjectsAreNamedInTheViewersDevShmAndByInodeElsewhere) {
    EXPECT_EQ(only({vma(10, "/dev/shm/cache", {0, 0x18, 4})}).resource, "posix-shm/cache");
    EXPECT_EQ(only({vma(10, "/dev/shm/sem.x", {0, 0x18, 4})}).resource, "posix-sem/x");
    EXPECT_EQ(only({vma(10, "/dev/shm/cache", {0, 0x77, 4})}).resource, "posix-shm/00:77:4");
    EXPECT_EQ(only({vma(10, "/dev/shm/cache (deleted)", {0, 0x18, 4})}).resource, "posix-shm/00:18:4");
}

TEST(JoinSharedMappings, DeletedIsAStateAndCanBeAPartOfAName) {
    const SharedMapping gone = only({vma(10, "/srv/data (deleted)", {0xfe, 0, 5})});
    EXPECT_TRUE(gone.backing.deleted);
    EXPECT_EQ(gone.backing.path, "/srv/data");
    VmaReading named = vma(10, "/srv/data (deleted)", {0xfe, 0, 5});
    named.named_so = true;
    EXPECT_FALSE(only({named}).backing.deleted);
    EXPECT_EQ(only({named}).backing.path, "/srv/data (deleted)");
}

TEST(JoinSharedMappings, AFileThatIsOnlyCalledLikeASegmentIsAFile) {
    EXPECT_EQ(only({vma(10, "/SYSV0000002a (deleted)", {0xfe, 0, 7})}).resource, "file/fe:00:7");
}

TEST(JoinSharedMappings, AnotherNamespacesSegmentCarriesItsNamespace) {
    Process elsewhere;
    elsewhere.pid = 10;
    elsewhere.ipc_namespace = 43;
    const auto mappings = join(
        {vma(10, "/SYSV00000000 (deleted)", {0, 1, 0}), vma(11, "/SYSV00000000 (deleted)", {0, 1, 0})}, {elsewhere});
    EXPECT_THAT(mappings, ElementsAre(testing::Field(&SharedMapping::resource, "ipc:[43]/sysv-shm/0"),
                                      testing::Field(&SharedMapping::resource, "sysv-shm/0")));
}

TEST(JoinSharedMappings, AMappingThatAListShowsTwiceIsOne) {
    EXPECT_THAT(only({vma(10, "/a", {0xfe, 0, 5}), vma(10, "/a", {0xfe, 0, 5})}).mappings, SizeIs(1));
}

TEST(JoinSharedMappings, PathsAreKeptWholeAndMadeValid) {
    const std::string longest(4000, 'x');
    EXPECT_EQ(only({vma(10, "/" + longest, {0xfe, 0, 5})}).backing.path, "/" + longest);
    EXPECT_EQ(only({vma(10, "/a\nb", {0xfe, 0, 5})}).backing.path, "/a\nb");
    EXPECT_EQ(only({vma(10, "/a\xff", {0xfe, 0, 5})}).backing.path, "/a\xef\xbf\xbd");
}

TEST(JoinBackingSizes, ASizeThatMayNotBeAskedForIsNullWithItsReason) {
    auto mappings = join({vma(10, "/srv/data", {0xfe, 0, 5}), vma(11, "/SYSV0000002a (deleted)", {0, 1, 7})});
    ShmSegment segment;
    segment.resource = "sysv-shm/7";
    segment.segsz = 4096;
    UnreadableList unreadable;
    join_backing_sizes(mappings, {{"file/fe:00:5", std::unexpected(Error::from_code(EPERM, "stat", "map_files"))}},
                       {segment}, unreadable);
    EXPECT_EQ(mappings.at(0).size, std::nullopt);
    EXPECT_EQ(mappings.at(1).size, 4096U);
    const auto reasons = unreadable.take();
    ASSERT_THAT(reasons, SizeIs(1));
    EXPECT_EQ(reasons[0].errno_name, "EPERM");
}

}  // namespace
}  // namespace gordian::collect
