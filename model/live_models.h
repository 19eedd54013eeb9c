// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The models of all pages, kept at the latest Moment. A Moment is looked up, filtered, sorted and compared with the one before on a worker; the
// GUI thread only moves rows. One round is under way at a time: a Moment that comes meanwhile waits, and a later one takes its place.
#include "model/history.h"
#include "model/live_session.h"
#include "model/section_model.h"
#include "model/worker.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::model {

class LiveModels : public QObject {
    Q_OBJECT

public:
    LiveModels(LiveSession& session, present::Names names, QObject* parent = nullptr);
    ~LiveModels() override;

    /// Of a section of present::find_section(), made when it is first asked for.
    [[nodiscard]] SectionModel& model(std::string_view section);
    /// What is typed and what the page leaves out. Worked out on the worker like everything else.
    void setFilter(SectionModel& model, std::shared_ptr<const present::Filter> filter);
    void setBaseFilter(SectionModel& model, std::shared_ptr<const present::Filter> filter);
    [[nodiscard]] const ViewSpec& spec(const SectionModel& model) const;

    /// The latest; null before the first.
    [[nodiscard]] const std::shared_ptr<const present::Scene>& scene() const { return m_scene; }
    [[nodiscard]] const History& history() const { return m_history; }
    /// Milliseconds since the latest Moment arrived; -1 before the first.
    [[nodiscard]] qint64 ageMs() const;

    /// Runs `work` on the worker and hands its result to `done` on the GUI thread, unless `context` is gone.
    template <class Work, class Done>
    void compute(QObject* context, Work work, Done done) {
        m_worker.post([this, context = QPointer<QObject>(context), work = std::move(work),
                       done = std::move(done)](std::stop_token stop) {
            auto result = std::make_shared<decltype(work(stop))>(work(stop));
            QMetaObject::invokeMethod(
                this,
                [context, done, result] {
                    if (context) done(std::move(*result));
                },
                Qt::QueuedConnection);
        });
    }

signals:
    /// All models show it by now.
    void sceneChanged();
    /// A model's rows are as its filter and order want them.
    void arranged(gordian::model::SectionModel* model);

private:
    struct Entry {
        std::unique_ptr<SectionModel> model;
        ViewSpec wanted;
        bool dirty = true;  ///< `wanted` is not what it shows
    };
    struct Job;
    struct Outcome;

    void momentArrived(std::shared_ptr<const Moment> moment);
    void startRound();
    void finishRound(std::shared_ptr<Outcome> outcome);
    [[nodiscard]] Entry& entryOf(const SectionModel& model);
    static std::shared_ptr<Outcome> work(std::shared_ptr<const Moment> moment, std::shared_ptr<const present::Scene> scene,
                                         const present::Names& names, std::vector<Job> jobs, std::uint32_t now);

    present::Names m_names;
    std::vector<std::unique_ptr<Entry>> m_entries;
    std::shared_ptr<const present::Scene> m_scene;
    std::shared_ptr<const Moment> m_waiting;
    bool m_underWay = false;
    History m_history;
    QElapsedTimer m_clock, m_sinceMoment;
    Worker m_worker;  // last: its tasks use the others
};

}  // namespace gordian::model
