// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/live_models.h"

#include "tests/model/stage.h"
#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>

#include <future>

namespace gordian::model {
namespace {

using testing::becomes;
using testing::Stage;

TEST(LiveModels, ShowNothingBeforeTheFirstMoment) {
    const Stage stage;
    EXPECT_EQ(stage.models.scene(), nullptr);
    EXPECT_EQ(stage.models.ageMs(), -1);
}

TEST(LiveModels, ModelsThatAreAskedForLaterAreFilledToo) {
    Stage stage;
    const SectionModel& early = stage.models.model("processes");
    stage.show(samples::demo());
    EXPECT_GT(early.rowCount(), 0);
    EXPECT_GE(stage.models.ageMs(), 0);
    const SectionModel& late = stage.models.model("sem_sets");
    EXPECT_TRUE(becomes([&] { return late.rowCount() == 1; }));
    EXPECT_EQ(&stage.models.model("sem_sets"), &late);
}

TEST(LiveModels, OfMomentsThatCameMeanwhileTheLastIsShown) {
    Stage stage;
    const SectionModel& queues = stage.models.model("msg_queues");
    // The worker is busy until it is let go.
    std::promise<void> let_go;
    stage.models.compute(qApp, [gate = let_go.get_future().share()](std::stop_token) { return gate.wait(), 0; }, [](int) {});
    int scenes = 0;
    QObject::connect(&stage.models, &LiveModels::sceneChanged, qApp, [&] { ++scenes; });
    int arrived = 0;
    QObject::connect(&stage.session, &LiveSession::momentTaken, qApp, [&] { ++arrived; });
    const auto last = std::make_shared<const Moment>(samples::full_queue());
    for (int i = 0; i < 9; ++i) stage.feed().give(std::make_shared<const Moment>(samples::calm()));
    stage.feed().give(last);
    ASSERT_TRUE(becomes([&] { return arrived == 10; }));
    EXPECT_EQ(scenes, 0);
    let_go.set_value();
    EXPECT_TRUE(becomes([&] { return stage.models.scene() && stage.models.scene()->moment == last; }));
    EXPECT_LE(scenes, 2);
    EXPECT_EQ(queues.rowCount(), 1);
    EXPECT_EQ(stage.models.history().points().size(), static_cast<std::size_t>(scenes));
    QObject::disconnect(&stage.models, nullptr, qApp, nullptr);
    QObject::disconnect(&stage.session, nullptr, qApp, nullptr);
}

TEST(LiveModels, AResultWhoseAskerIsGoneIsDropped) {
    Stage stage;
    auto asker = std::make_unique<QObject>();
    bool done = false;
    stage.models.compute(asker.get(), [](std::stop_token) { return 1; }, [](int) { ADD_FAILURE() << "nobody is there"; });
    asker.reset();
    stage.models.compute(qApp, [](std::stop_token) { return 2; }, [&](int result) { done = result == 2; });
    EXPECT_TRUE(becomes([&] { return done; }));
}

TEST(LiveModels, AnOrderHoldsForTheRowsThatAreThereAlready) {
    Stage stage;
    SectionModel& processes = stage.models.model("processes");
    stage.show(samples::demo());
    const auto first = [&] { return processes.index(0, 0).data(ResourceRole).toString().toStdString(); };
    EXPECT_EQ(first(), "process/1");
    processes.sort(processes.columnOf("resource"), Qt::DescendingOrder);
    EXPECT_TRUE(becomes([&] { return first() == "process/921"; }));
    processes.sort(-1);
    EXPECT_TRUE(becomes([&] { return first() == "process/1"; }));
}

}  // namespace
}  // namespace gordian::model
