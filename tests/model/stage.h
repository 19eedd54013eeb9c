// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The models of the window over a session that gives the Moments a test hands to it, one at a time. No display is needed.
#include "model/live_models.h"
#include "model/live_session.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace gordian::testing {

/// One application for all tests of a program.
inline QApplication& application() {
    if (auto* there = qobject_cast<QApplication*>(QCoreApplication::instance())) return *there;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    static int count = 1;
    static char name[] = "gordian-test";
    static char* arguments[] = {name, nullptr};
    static auto* made = new QApplication(count, arguments);  // never deleted: widgets of static tests may outlive it otherwise
    QApplication::setOrganizationName(QStringLiteral("gordian-test"));
    return *made;
}

/// Handles events until it holds. False: it did not within ten seconds.
[[nodiscard]] inline bool becomes(const std::function<bool()>& holds) {
    QElapsedTimer since;
    since.start();
    QTimer tick;  // what is waited for need not come with an event
    tick.start(2);
    while (!holds()) {
        if (since.elapsed() > 10'000) return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

/// What is posted, and what that posts.
inline void settle() {
    for (int round = 0; round < 4; ++round) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
}

/// Moments that were handed over and not yet watched.
class Feed {
public:
    void give(std::shared_ptr<const Moment> moment) {
        {
            const std::lock_guard lock(m_mutex);
            m_moments.push_back(std::move(moment));
        }
        m_changed.notify_all();
    }
    /// Null: `stop` was asked for.
    [[nodiscard]] std::shared_ptr<const Moment> take(const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait(lock, stop, [&] { return !m_moments.empty(); }) || m_moments.empty()) return nullptr;
        std::shared_ptr<const Moment> first = std::move(m_moments.front());
        m_moments.pop_front();
        return first;
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::shared_ptr<const Moment>> m_moments;
};

/// Says of every query and action what the test wants; without that word they fail.
class FedSession : public Session {
public:
    explicit FedSession(std::shared_ptr<Feed> feed) : m_feed(std::move(feed)) {}

    void watch(std::chrono::milliseconds, const std::function<bool(std::shared_ptr<const Moment>)>& sink,
               std::stop_token stop) override {
        while (auto moment = m_feed->take(stop))
            if (!sink(std::move(moment))) return;
    }
    Result<void> ask(const Query& query, const std::function<bool(Answer)>& sink, std::stop_token) override {
        if (const auto* raw = std::get_if<RawTextQuery>(&query)) {
            sink(RawTextAnswer{{{.source = "/proc/sysvipc/sem", .text = "text of " + raw->resource + "\n", .why_not = {}}}});
            return {};
        }
        return std::unexpected(Error::refused("asking", "", "this test has no answer to that"));
    }
    Result<ActionResult> perform(const ActionRequest&) override {
        return std::unexpected(Error::refused("acting", "", "nothing is changed in this test"));
    }

private:
    std::shared_ptr<Feed> m_feed;
};

class Stage {
public:
    explicit Stage(const present::Names& names = {.users = {{0, "root"}, {1000, "shop"}},
                                                  .groups = {{0, "root"}, {1000, "shop"}}})
        : m_feed((application(), std::make_shared<Feed>())), session(std::make_unique<FedSession>(m_feed)),
          models(session, names) {
        session.start();
    }

    [[nodiscard]] Feed& feed() { return *m_feed; }

    /// Until all models show it, and their orders and filters are in force.
    void show(Moment moment) {
        const auto given = std::make_shared<const Moment>(std::move(moment));
        m_feed->give(given);
        ASSERT_TRUE(becomes([&] { return models.scene() && models.scene()->moment == given; }));
    }

private:
    std::shared_ptr<Feed> m_feed;

public:
    model::LiveSession session;
    model::LiveModels models;
};

}  // namespace gordian::testing
