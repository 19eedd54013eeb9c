// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gordian::collect {
namespace {

LimitReadings readings() {
    LimitReadings limits{.numbers = {},
                         .sem = kernel::SemLimits{.semmsl = 32000, .semmns = 1024000000, .semopm = 500, .semmni = 32000}};
    for (const char* file : {"msgmni", "msgmax", "msgmnb", "shmmni", "shmmax", "shmall"})
        limits.numbers.emplace(file, 1000U);
    return limits;
}

const Limit& named(const std::vector<Limit>& limits, std::string_view classic_name) {
    return *std::ranges::find(limits, classic_name, &Limit::classic_name);
}

TEST(JoinLimits, UseIsCountedOverWhatWasSeen) {
    Snapshot seen;
    seen.host.page_size = 4096;
    seen.msg_queues.resize(3);
    seen.sem_sets.resize(2);
    for (SemSet& set : seen.sem_sets) set.nsems = 5;
    seen.shm_segments.resize(1);
    seen.shm_segments[0].segsz = 4097;
    UnreadableList unreadable;
    const auto limits = join_limits(readings(), seen, unreadable);
    EXPECT_EQ(named(limits, "MSGMNI").used, 3U);
    EXPECT_EQ(named(limits, "SEMMNI").used, 2U);
    EXPECT_EQ(named(limits, "SEMMNS").used, 10U);
    EXPECT_EQ(named(limits, "SHMALL").used, 2U) << "whole pages";
    EXPECT_EQ(named(limits, "MSGMAX").used, std::nullopt);
    EXPECT_EQ(named(limits, "SEMMNI").how_to_raise, "sysctl -w kernel.sem='32000 1024000000 500 64000'");
}

TEST(JoinLimits, ALimitThatCouldNotBeReadIsNullWithItsReason) {
    LimitReadings limits = readings();
    limits.numbers.at("msgmni") = std::unexpected(Error::from_code(2, "open", "msgmni"));
    UnreadableList unreadable;
    EXPECT_EQ(named(join_limits(limits, {}, unreadable), "MSGMNI").limit, std::nullopt);
    EXPECT_THAT(unreadable.take(),
                testing::Contains(testing::Field(&Unreadable::fields, testing::ElementsAre("limit"))));
}

}  // namespace
}  // namespace gordian::collect
