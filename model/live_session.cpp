// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/live_session.h"

#include "model/worker.h"

#include <QMetaObject>
#include <QPointer>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace gordian::model {

namespace {

constexpr std::chrono::milliseconds shortest_interval{250}, longest_interval{10'000};

}  // namespace

class LiveSession::Workers {
public:
    Workers(std::unique_ptr<Session> watched, LiveSession& owner) : session(std::move(watched)), m_owner(owner) {}

    ~Workers() {
        stop();
        for (auto& [number, source] : m_asked) source.request_stop();
        m_queries.stop();
        m_actions.stop();
    }

    void start(std::chrono::milliseconds interval) {
        m_interval = interval;
        m_watcher = std::jthread([this](std::stop_token quit) { watch(quit); });
    }

    void stop() {
        m_watcher.request_stop();
        begin_anew([] {});
        if (m_watcher.joinable()) m_watcher.join();
    }

    void setInterval(std::chrono::milliseconds interval) {
        begin_anew([&] { m_interval = interval; });
    }
    void setPaused(bool paused) {
        begin_anew([&] { m_paused = paused; });
    }
    void refresh() {
        begin_anew([&] { m_once = true; });
    }

    quint64 ask(const Query& query, QObject* context, std::function<void(Result<Answer>)> answered) {
        const quint64 number = ++m_last_number;
        std::stop_source source;
        m_asked.emplace(number, source);
        m_queries.post([this, query, number, source, context = QPointer<QObject>(context),
                        answered = std::move(answered)](std::stop_token quit) {
            const std::stop_callback also(quit, [source]() mutable { source.request_stop(); });
            const auto deliver = [this, context, answered, source](Result<Answer> answer) {
                QMetaObject::invokeMethod(
                    &m_owner,
                    [context, answered, source, answer = std::move(answer)] {
                        if (context && !source.stop_requested()) answered(answer);
                    },
                    Qt::QueuedConnection);
            };
            const auto asked = session->ask(
                query,
                [&](Answer part) {
                    deliver(std::move(part));
                    return !source.stop_requested();
                },
                source.get_token());
            if (!asked) deliver(std::unexpected(asked.error()));
            QMetaObject::invokeMethod(&m_owner, [this, number] { m_asked.erase(number); }, Qt::QueuedConnection);
        });
        return number;
    }

    void cancel(quint64 number) {
        if (const auto found = m_asked.find(number); found != m_asked.end()) found->second.request_stop();
    }

    void perform(const ActionRequest& request, QObject* context, std::function<void(Result<ActionResult>)> done) {
        m_actions.post([this, request, context = QPointer<QObject>(context), done = std::move(done)](std::stop_token) {
            const Result<ActionResult> result = session->perform(request);
            QMetaObject::invokeMethod(
                &m_owner,
                [this, context, done, result] {
                    if (context) done(result);
                    refresh();
                },
                Qt::QueuedConnection);
        });
    }

    const std::unique_ptr<Session> session;

private:
    /// Changes what is wanted and ends the present watch, so that the next begins by it.
    template <class Change>
    void begin_anew(Change change) {
        {
            const std::lock_guard lock(m_mutex);
            change();
            m_watch.request_stop();
        }
        m_changed.notify_one();
    }

    void watch(std::stop_token quit) {
        while (!quit.stop_requested()) {
            std::chrono::milliseconds interval;
            std::stop_token stop;
            bool once = false;
            {
                std::unique_lock lock(m_mutex);
                if (!m_changed.wait(lock, quit, [&] { return !m_paused || m_once; }) || quit.stop_requested()) return;
                m_watch = std::stop_source();
                stop = m_watch.get_token();
                interval = m_interval;
                once = m_paused;
                m_once = false;
            }
            session->watch(
                interval,
                [&](std::shared_ptr<const Moment> moment) {
                    if (quit.stop_requested()) return false;
                    emit m_owner.momentTaken(std::move(moment));  // queued: the receivers live on the GUI thread
                    return !once && !stop.stop_requested();
                },
                stop);
        }
    }

    LiveSession& m_owner;
    Worker m_queries, m_actions;
    std::map<quint64, std::stop_source> m_asked;  ///< GUI thread only
    quint64 m_last_number = 0;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::stop_source m_watch;
    std::chrono::milliseconds m_interval{1000};
    bool m_paused = false, m_once = false;
    std::jthread m_watcher;
};

LiveSession::LiveSession(std::unique_ptr<Session> session, QObject* parent)
    : QObject(parent), m_workers(std::make_unique<Workers>(std::move(session), *this)) {}

LiveSession::~LiveSession() = default;

void LiveSession::start() { m_workers->start(m_interval); }

void LiveSession::setInterval(std::chrono::milliseconds interval) {
    m_interval = std::clamp(interval, shortest_interval, longest_interval);
    m_workers->setInterval(m_interval);
    emit intervalChanged();
}

void LiveSession::setPaused(bool paused) {
    if (paused == m_paused) return;
    m_paused = paused;
    m_workers->setPaused(paused);
    emit pausedChanged(paused);
}

void LiveSession::refresh() { m_workers->refresh(); }

quint64 LiveSession::ask(const Query& query, QObject* context, std::function<void(Result<Answer>)> answered) {
    return m_workers->ask(query, context, std::move(answered));
}

void LiveSession::cancel(quint64 number) { m_workers->cancel(number); }

void LiveSession::perform(const ActionRequest& request, QObject* context, std::function<void(Result<ActionResult>)> done) {
    m_workers->perform(request, context, std::move(done));
}

}  // namespace gordian::model
