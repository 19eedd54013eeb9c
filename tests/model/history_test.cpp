// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/history.h"

#include "tests/present/sample_moment.h"

#include <gtest/gtest.h>

namespace gordian::model {
namespace {

void add(History& history, Moment moment, std::int64_t second) {
    moment.seen.taken_at = Time::from_seconds(second);
    history.add(present::Scene(std::make_shared<const Moment>(std::move(moment)), {}));
}

TEST(History, HoldsWhatWasCounted) {
    History history;
    add(history, samples::calm(), 1000);
    add(history, samples::demo(), 1001);
    ASSERT_EQ(history.points().size(), 2U);
    EXPECT_EQ(history.points()[0].at_ms, 1'000'000);
    EXPECT_EQ(history.points()[0].blocked, 0U);
    EXPECT_EQ(history.points()[1].blocked, 4U);
    EXPECT_EQ(history.points()[1].queued_bytes, 16'384U);
}

TEST(History, ForgetsWhatIsOlderThanFiveMinutes) {
    History history;
    for (int second = 0; second <= 1000; ++second) add(history, samples::calm(), 5000 + second);
    EXPECT_EQ(history.points().size(), 301U);
    EXPECT_EQ(history.points().back().at_ms - history.points().front().at_ms, History::length_ms);
}

TEST(History, BeginsAnewWhenTheClockWasSetBack) {
    History history;
    add(history, samples::calm(), 5000);
    add(history, samples::calm(), 4000);
    EXPECT_EQ(history.points().size(), 1U);
    EXPECT_EQ(history.points().front().at_ms, 4'000'000);
}

}  // namespace
}  // namespace gordian::model
