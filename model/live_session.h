// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A Session from the GUI thread: it is watched, asked and acted through on three threads of its own, so that a search delays no action and
// nothing delays the watching. What comes back is delivered to the GUI thread.
#include "backend/present/scene.h"
#include "backend/session/session.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace gordian::model {

class LiveSession : public QObject {
    Q_OBJECT

public:
    /// Nothing is watched before start().
    explicit LiveSession(std::unique_ptr<Session> session, QObject* parent = nullptr);
    ~LiveSession() override;

    void start();
    [[nodiscard]] std::chrono::milliseconds interval() const { return m_interval; }
    /// From 250 ms to 10 s; what is beyond is taken as the bound.
    void setInterval(std::chrono::milliseconds interval);
    [[nodiscard]] bool isPaused() const { return m_paused; }
    void setPaused(bool paused);
    /// A Moment now, also while paused.
    void refresh();

    /// `answered` is called on the GUI thread with each part, unless `context` is gone or a later cancel() came between. Returns its number.
    quint64 ask(const Query& query, QObject* context, std::function<void(Result<Answer>)> answered);
    void cancel(quint64 number);
    /// `done` is called on the GUI thread; a Moment is taken after it.
    void perform(const ActionRequest& request, QObject* context, std::function<void(Result<ActionResult>)> done);

signals:
    void momentTaken(std::shared_ptr<const gordian::Moment> moment);
    void pausedChanged(bool paused);
    void intervalChanged();

private:
    class Workers;
    std::unique_ptr<Workers> m_workers;
    std::chrono::milliseconds m_interval{1000};
    bool m_paused = false;
};

}  // namespace gordian::model
