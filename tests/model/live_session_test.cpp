// SPDX-License-Identifier: GPL-3.0-or-later
// Watching, asking and acting, each on a thread of its own, and none of them in the way of another.
#include "model/live_session.h"

#include "tests/model/stage.h"
#include "tests/present/sample_moment.h"

#include <QThread>

#include <gmock/gmock.h>

#include <atomic>

namespace gordian::model {
namespace {

using std::chrono::milliseconds;
using testing::becomes;

/// What happens in the session, and what holds it up.
struct World {
    std::atomic<int> watches = 0, performed = 0, asks_begun = 0, asks_ended = 0;
    std::atomic<std::int64_t> interval_ms = 0;
    std::atomic<bool> watch_is_slow = false;  ///< it gives no Moment before it is stopped
    std::atomic<bool> ask_is_slow = false;    ///< it gives one part and goes on until it is stopped
    std::atomic<bool> perform_is_slow = false;
};

class WorldSession final : public Session {
public:
    explicit WorldSession(World& world) : m_world(world) {}

    void watch(milliseconds interval, const std::function<bool(std::shared_ptr<const Moment>)>& sink,
               std::stop_token stop) override {
        ++m_world.watches;
        m_world.interval_ms = interval.count();
        if (m_world.watch_is_slow) return wait_for(stop);
        if (sink(std::make_shared<const Moment>(samples::calm()))) wait_for(stop);
    }
    Result<void> ask(const Query&, const std::function<bool(Answer)>& sink, std::stop_token stop) override {
        ++m_world.asks_begun;
        sink(VmaAnswer{});
        if (m_world.ask_is_slow) wait_for(stop);
        else sink(VmaAnswer{.vmas = {}, .last = true});
        ++m_world.asks_ended;
        return {};
    }
    Result<ActionResult> perform(const ActionRequest&) override {
        while (m_world.perform_is_slow) std::this_thread::yield();
        ++m_world.performed;
        return ActionResult{"sysv-sem/7", "did it"};
    }

private:
    static void wait_for(const std::stop_token& stop) {
        while (!stop.stop_requested()) std::this_thread::yield();
    }
    World& m_world;
};

class Live : public ::testing::Test {
protected:
    Live() {
        testing::application();
        session = std::make_unique<LiveSession>(std::make_unique<WorldSession>(world));
        QObject::connect(session.get(), &LiveSession::momentTaken, &context, [this] { ++moments; });
    }
    /// A Moment that is under way has come by then.
    void look_once() {
        const int before = moments;
        session->refresh();
        ASSERT_TRUE(becomes([&] { return moments > before; }));
    }

    World world;
    QObject context;
    int moments = 0;
    std::unique_ptr<LiveSession> session;
};

TEST_F(Live, TheIntervalStaysWithinItsBounds) {
    session->start();
    for (const auto& [asked, taken] :
         {std::pair(1, 250), std::pair(700, 700), std::pair(60'000, 10'000), std::pair(-5, 250)}) {
        session->setInterval(milliseconds(asked));
        EXPECT_EQ(session->interval(), milliseconds(taken));
        EXPECT_TRUE(becomes([&] { return world.interval_ms == taken; }));
    }
}

TEST_F(Live, NothingIsWatchedBeforeTheStart) {
    session->refresh();
    testing::settle();
    EXPECT_EQ(world.watches, 0);
}

TEST_F(Live, PauseStopsTheMomentsAndALookGivesOne) {
    session->start();
    ASSERT_TRUE(becomes([&] { return moments > 0; }));
    int told = 0;
    QObject::connect(session.get(), &LiveSession::pausedChanged, &context, [&](bool paused) { told += paused ? 1 : 100; });
    session->setPaused(true);
    session->setPaused(true);
    EXPECT_TRUE(session->isPaused());
    look_once();
    const int watches = world.watches;
    session->setInterval(milliseconds(300));
    testing::settle();
    EXPECT_EQ(world.watches, watches) << "another interval watches nothing while it is paused";
    look_once();
    session->setPaused(false);
    EXPECT_EQ(told, 101);
    EXPECT_TRUE(becomes([&] { return world.watches > watches + 1; }));
}

TEST_F(Live, AnswersComeInPartsOnTheGuiThread) {
    int parts = 0;
    session->ask(VmaQuery{1}, &context, [&](const Result<Answer>& answer) {
        EXPECT_TRUE(answer);
        EXPECT_EQ(QThread::currentThread(), context.thread());
        ++parts;
    });
    EXPECT_TRUE(becomes([&] { return parts == 2; }));
}

TEST_F(Live, ACancelledQueryEndsAndSaysNothingMore) {
    world.ask_is_slow = true;
    int parts = 0;
    const quint64 number = session->ask(VmaQuery{1}, &context, [&](const Result<Answer>&) { ++parts; });
    ASSERT_TRUE(becomes([&] { return world.asks_begun == 1; }));
    session->cancel(number);
    EXPECT_TRUE(becomes([&] { return world.asks_ended == 1; }));
    testing::settle();
    EXPECT_LE(parts, 1);
    session->cancel(number);
    session->cancel(12345);
    // One that did not begin yet does not begin long: it ends at once.
    const quint64 first = session->ask(VmaQuery{1}, &context, [](const Result<Answer>&) {});
    const quint64 second = session->ask(VmaQuery{2}, &context,
                                        [&](const Result<Answer>&) { ADD_FAILURE() << "it was cancelled"; });
    session->cancel(second);
    session->cancel(first);
    EXPECT_TRUE(becomes([&] { return world.asks_begun == world.asks_ended; }));
}

TEST_F(Live, AnAnswerWhoseAskerIsGoneIsDropped) {
    auto asker = std::make_unique<QObject>();
    session->ask(VmaQuery{1}, asker.get(), [](const Result<Answer>&) { ADD_FAILURE() << "nobody is there"; });
    asker.reset();
    EXPECT_TRUE(becomes([&] { return world.asks_ended == 1; }));
    testing::settle();
}

TEST_F(Live, AnActionTellsOnTheGuiThreadAndIsFollowedByAMoment) {
    session->start();
    session->setPaused(true);
    testing::settle();
    int moments_before = -1;
    session->perform(RemoveRequest{}, &context, [&](const Result<ActionResult>& result) {
        EXPECT_TRUE(result);
        EXPECT_EQ(QThread::currentThread(), context.thread());
        moments_before = moments;
    });
    EXPECT_TRUE(becomes([&] { return moments_before >= 0 && moments > moments_before; }));
}

TEST_F(Live, NeitherASlowWatchNorASlowQueryDelaysAnAction) {
    world.watch_is_slow = world.ask_is_slow = true;
    session->start();
    ASSERT_TRUE(becomes([&] { return world.watches == 1; }));
    const quint64 number = session->ask(VmaQuery{1}, &context, [](const Result<Answer>&) {});
    ASSERT_TRUE(becomes([&] { return world.asks_begun == 1; }));
    bool done = false;
    session->perform(RemoveRequest{}, &context, [&](const Result<ActionResult>&) { done = true; });
    EXPECT_TRUE(becomes([&] { return done; }));
    EXPECT_EQ(world.asks_ended, 0);
    session->cancel(number);
    world.ask_is_slow = false;
    int parts = 0;
    session->ask(VmaQuery{1}, &context, [&](const Result<Answer>&) { ++parts; });
    EXPECT_TRUE(becomes([&] { return parts == 2; }));
}

TEST_F(Live, EndsWhileEverythingIsUnderWay) {
    for (int round = 0; round < 20; ++round) {
        world.watch_is_slow = round % 2 == 0;
        world.ask_is_slow = true;
        world.perform_is_slow = true;
        session = std::make_unique<LiveSession>(std::make_unique<WorldSession>(world));
        session->start();
        for (int i = 0; i < 3; ++i) {
            session->ask(VmaQuery{1}, &context, [](const Result<Answer>&) {});
            session->perform(RemoveRequest{}, &context,
                             [](const Result<ActionResult>&) { ADD_FAILURE() << "nobody is there"; });
        }
        ASSERT_TRUE(becomes([&] { return world.asks_begun > world.asks_ended; }));
        world.perform_is_slow = false;  // an action that has begun is waited for
        session.reset();
        EXPECT_EQ(world.asks_begun, world.asks_ended);
    }
    testing::settle();
}

}  // namespace
}  // namespace gordian::model
