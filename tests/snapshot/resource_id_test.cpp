// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/snapshot/resource_id.h"

#include "tests/snapshot/random_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gordian {
namespace {

using Kind = resource::Parsed::Kind;

Backing backing_of(BackingKind kind, std::string path, bool deleted = false) {
    return {kind, Device{0, 0x1a}, 77, std::move(path), deleted};
}
std::string posix(std::string path, bool in_viewers_dev_shm = true, bool deleted = false) {
    return resource::backing(backing_of(BackingKind::posix_shm, std::move(path), deleted), in_viewers_dev_shm);
}

TEST(ResourceId, EveryKindHasTheSpellingOfTheContract) {
    EXPECT_EQ(resource::process(901), "process/901");
    EXPECT_EQ(resource::thread(901, 902), "thread/901/902");
    EXPECT_EQ(resource::msg_queue(0), "sysv-msg/0");
    EXPECT_EQ(resource::sem_set(7), "sysv-sem/7");
    EXPECT_EQ(resource::semaphore(7, 2), "sysv-sem/7/2");
    EXPECT_EQ(resource::shm_segment(2147483647), "sysv-shm/2147483647");
}

TEST(ResourceId, ALockIsNamedByClassFileRangeAndOwner) {
    EXPECT_EQ(resource::lock(LockClass::posix, {0xfe, 0}, 131, 0, 99, "812"), "lock/posix/fe:00:131/0-99/812");
    EXPECT_EQ(resource::lock(LockClass::ofd, {0xfe, 0}, 131, 100, std::nullopt, "812.4"),
              "lock/ofd/fe:00:131/100-EOF/812.4");
    EXPECT_EQ(resource::lock(LockClass::flock, {0, 5}, 1, 0, std::nullopt, "?2"), "lock/flock/00:05:1/0-EOF/?2");
    EXPECT_EQ(resource::lock(LockClass::lease, {0, 5}, 1, 0, std::nullopt, "1"), "lock/lease/00:05:1/0-EOF/1");
    EXPECT_EQ(resource::lock(LockClass::delegation, {0, 5}, 1, 0, 9223372036854775807, "1"),
              "lock/delegation/00:05:1/0-9223372036854775807/1");
}

TEST(ResourceId, ASegmentsInodeIsItsIdentifier) {
    EXPECT_EQ(resource::backing(backing_of(BackingKind::sysv_shm, "/SYSV0000002a", true), false), "sysv-shm/77");
}

TEST(ResourceId, WhatLiesInTheViewersDevShmHasItsName) {
    EXPECT_EQ(posix("/dev/shm/cache"), "posix-shm/cache");
    EXPECT_EQ(posix("/dev/shm/sem.jobs"), "posix-sem/jobs");
    EXPECT_EQ(posix("/dev/shm/semaphore"), "posix-shm/semaphore");
    EXPECT_EQ(posix("/dev/shm/sem.sem.x"), "posix-sem/sem.x");
}

TEST(ResourceId, NamesArePercentEncoded) {
    EXPECT_EQ(posix("/dev/shm/a b%c\n\xff"), "posix-shm/a%20b%25c%0A%FF");
    EXPECT_EQ(posix("/dev/shm/\xc3\xa9 (deleted)"), "posix-shm/\xc3\xa9%20(deleted)");
}

TEST(ResourceId, AnUnlinkedOneOrAnotherMountsOneHasDeviceAndInode) {
    EXPECT_EQ(posix("/dev/shm/cache", true, true), "posix-shm/00:1a:77");
    EXPECT_EQ(posix("/dev/shm/cache", false), "posix-shm/00:1a:77");
    EXPECT_EQ(posix("/dev/shm/sem.jobs", true, true), "posix-sem/00:1a:77");
    EXPECT_EQ(posix("/dev/shm/sem.jobs", false), "posix-sem/00:1a:77");
}

TEST(ResourceId, WhatShmOpenCouldNotOpenHasNoName) {
    EXPECT_EQ(posix("/dev/shm/folder/file"), "posix-shm/00:1a:77");
    EXPECT_EQ(posix("/mnt/elsewhere/sem.x"), "posix-sem/00:1a:77");
    EXPECT_EQ(posix("/dev/shm/"), "posix-shm/00:1a:77");
    EXPECT_EQ(posix("/dev/shm/sem."), "posix-sem/00:1a:77");
    EXPECT_EQ(posix(""), "posix-shm/00:1a:77");
}

TEST(ResourceId, OtherBackingsHaveDeviceAndInode) {
    EXPECT_EQ(resource::backing(backing_of(BackingKind::memfd, "/memfd:x", true), true), "memfd/00:1a:77");
    EXPECT_EQ(resource::backing(backing_of(BackingKind::anonymous, "", true), true), "anon-shared/00:1a:77");
    for (const BackingKind kind : {BackingKind::file, BackingKind::device, BackingKind::hugetlb})
        EXPECT_EQ(resource::backing(backing_of(kind, "/srv/data"), true), "file/00:1a:77");
}

void expect_parsed(std::string_view text, Kind kind, int id, int num) {
    const auto parsed = resource::parse(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->kind, kind) << text;
    EXPECT_EQ(parsed->id, id) << text;
    EXPECT_EQ(parsed->num, num) << text;
    EXPECT_EQ(parsed->ipc_namespace, std::nullopt) << text;
}

RC_GTEST_PROP(ResourceId, WhatIsSpelledIsParsed, ()) {
    const int id = *rc::gen::nonNegative<int>(), num = *rc::gen::nonNegative<int>();
    expect_parsed(resource::msg_queue(id), Kind::msg_queue, id, 0);
    expect_parsed(resource::sem_set(id), Kind::sem_set, id, 0);
    expect_parsed(resource::semaphore(id, num), Kind::semaphore, id, num);
    expect_parsed(resource::shm_segment(id), Kind::shm_segment, id, 0);
    expect_parsed(resource::process(id), Kind::process, id, 0);
    expect_parsed(resource::thread(id, num), Kind::thread, id, num);
}

TEST(ResourceId, AnotherIpcNamespaceStandsBeforeIt) {
    const auto parsed = resource::parse("ipc:[4026532290]/sysv-sem/7/1");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->ipc_namespace, 4026532290u);
    EXPECT_EQ(parsed->kind, Kind::semaphore);
    EXPECT_EQ(parsed->id, 7);
    EXPECT_EQ(parsed->num, 1);
    EXPECT_TRUE(resource::parse("ipc:[1]/posix-mq/jobs"));
    EXPECT_FALSE(resource::parse("ipc:[1]/process/1")) << "processes belong to no IPC namespace's numbers";
}

TEST(ResourceId, OtherKindsArePassedOn) {
    for (const char* text : {"lock/posix/fe:00:131/0-99/812", "posix-shm/cache", "memfd/00:01:5", "file/fe:00:9",
                             "futex/sysv-shm/7+64", "fifo//run/x"})
        EXPECT_EQ(resource::parse(text).value().kind, Kind::other) << text;
}

TEST(ResourceId, WhatIsNoSpellingIsRefusedWithTheSpellings) {
    for (const char* text : {"",
                             "/",
                             "7",
                             "sysv-sem",
                             "sysv-sem/",
                             "sysv-sem//1",
                             "sysv-sem/x",
                             "sysv-sem/-7",
                             "sysv-sem/+7",
                             "sysv-sem/07",
                             "sysv-sem/7/",
                             "sysv-sem/7/1/2",
                             "sysv-sem/2147483648",
                             "sysv-sem/7 ",
                             " sysv-sem/7",
                             "SYSV-SEM/7",
                             "sysv-msg/3/1",
                             "sysv-shm/4/0",
                             "process/1/1",
                             "thread/1",
                             "lock/",
                             "semaphore/7",
                             "ipc:[",
                             "ipc:[x]/sysv-sem/7",
                             "ipc:[]/sysv-sem/7",
                             "ipc:[1]sysv-sem/7",
                             "ipc:[1]/"}) {
        const auto parsed = resource::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_THAT(to_string(parsed.error()), ::testing::HasSubstr("sysv-sem/ID/NUM")) << text;
    }
}

}  // namespace
}  // namespace gordian
