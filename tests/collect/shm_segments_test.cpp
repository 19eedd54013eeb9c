// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/shm_segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::collect {
namespace {

kernel::ShmidDs segment(int shmid, std::uint64_t nattch) {
    kernel::ShmidDs ds;
    ds.shmid = shmid;
    ds.segsz = 4096;
    ds.nattch = nattch;
    return ds;
}

SharedMapping attached(int shmid, int pid) {
    SharedMapping mapping;
    mapping.resource = "sysv-shm/" + std::to_string(shmid);
    mapping.mappings.push_back(
        {.pid = pid, .start = 0x1000, .end = 0x2000, .offset = 0, .perms = "rw-s", .shared = true, .ours = false});
    return mapping;
}

TEST(JoinShmSegments, AttachmentsComeFromTheMapsAndResidentBytesFromTheText) {
    UnreadableList unreadable;
    kernel::ShmRow row;
    row.shmid = 4;
    row.rss = 8192;
    const auto segments = join_shm_segments({.segments = {segment(4, 1)}, .from_text = false, .text = std::vector{row}},
                                            42, {attached(4, 10)}, unreadable);
    ASSERT_THAT(segments.at(0).attachments, testing::SizeIs(1));
    EXPECT_EQ(segments[0].attachments[0].pid, 10);
    EXPECT_EQ(segments[0].rss, 8192U);
    EXPECT_THAT(unreadable.take(), testing::IsEmpty());
}

TEST(JoinShmSegments, AttachmentsThatAreCountedAndNotSeenAreSaid) {
    UnreadableList unreadable;
    const auto segments = join_shm_segments(
        {.segments = {segment(4, 2)}, .from_text = false, .text = std::vector<kernel::ShmRow>{}}, 42, {}, unreadable);
    EXPECT_EQ(segments.at(0).rss, std::nullopt) << "it came after the text was read";
    EXPECT_THAT(unreadable.take(),
                testing::Contains(testing::Field(&Unreadable::fields, testing::ElementsAre("attachments"))));
}

}  // namespace
}  // namespace gordian::collect
