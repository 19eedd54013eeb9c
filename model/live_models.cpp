// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/live_models.h"

#include <algorithm>

namespace gordian::model {

struct LiveModels::Job {
    SectionModel* model = nullptr;  ///< a name only: the worker does not touch it
    const present::Section* section = nullptr;
    ViewSpec spec;
    Shown before;
};

struct LiveModels::Outcome {
    struct Part {
        SectionModel* model = nullptr;
        Shown next;
        Transition change;
    };
    std::shared_ptr<const present::Scene> scene;
    std::vector<Part> parts;
    std::vector<Job> jobs;  ///< keep what was shown before: it is freed on the worker
};

LiveModels::LiveModels(LiveSession& session, present::Names names, QObject* parent)
    : QObject(parent), m_names(std::move(names)) {
    m_clock.start();
    connect(&session, &LiveSession::momentTaken, this, &LiveModels::momentArrived);
}

LiveModels::~LiveModels() { m_worker.stop(); }

SectionModel& LiveModels::model(std::string_view section) {
    for (const auto& entry : m_entries)
        if (entry->model->section().name() == section) return *entry->model;
    const present::Section* found = present::find_section(section);
    Q_ASSERT(found != nullptr);
    Entry& entry = *m_entries.emplace_back(std::make_unique<Entry>());
    entry.model = std::make_unique<SectionModel>(*found);
    connect(entry.model.get(), &SectionModel::sortRequested, this, [this, &entry](int column, bool descending) {
        entry.wanted.sortColumn = column < 0 ? std::nullopt : std::optional<std::size_t>(static_cast<std::size_t>(column));
        entry.wanted.descending = descending;
        entry.dirty = true;
        startRound();
    });
    startRound();
    return *entry.model;
}

LiveModels::Entry& LiveModels::entryOf(const SectionModel& model) {
    return **std::ranges::find_if(m_entries, [&](const auto& entry) { return entry->model.get() == &model; });
}

const ViewSpec& LiveModels::spec(const SectionModel& model) const {
    return (*std::ranges::find_if(m_entries, [&](const auto& entry) { return entry->model.get() == &model; }))->wanted;
}

void LiveModels::setFilter(SectionModel& model, std::shared_ptr<const present::Filter> filter) {
    Entry& entry = entryOf(model);
    entry.wanted.filter = std::move(filter);
    entry.dirty = true;
    startRound();
}

void LiveModels::setBaseFilter(SectionModel& model, std::shared_ptr<const present::Filter> filter) {
    Entry& entry = entryOf(model);
    entry.wanted.baseFilter = std::move(filter);
    entry.dirty = true;
    startRound();
}

qint64 LiveModels::ageMs() const { return m_sinceMoment.isValid() ? m_sinceMoment.elapsed() : -1; }

void LiveModels::momentArrived(std::shared_ptr<const Moment> moment) {
    m_sinceMoment.start();
    // What never came to be shown is freed on the worker too.
    if (m_waiting) m_worker.post([passed_over = std::exchange(m_waiting, nullptr)](std::stop_token) {});
    m_waiting = std::move(moment);
    startRound();
}

/// With the Moment that waits, all models; without one, those whose filter or order is another than what they show.
void LiveModels::startRound() {
    if (m_underWay || (!m_waiting && !m_scene)) return;
    std::vector<Job> jobs;
    for (const auto& entry : m_entries) {
        if (!m_waiting && !entry->dirty) continue;
        entry->dirty = false;
        jobs.push_back({entry->model.get(), &entry->model->section(), entry->wanted, entry->model->shown()});
    }
    if (!m_waiting && jobs.empty()) return;
    m_underWay = true;
    m_worker.post([this, moment = std::exchange(m_waiting, nullptr), scene = m_scene, names = m_names,
                   jobs = std::move(jobs), now = static_cast<std::uint32_t>(m_clock.elapsed())](std::stop_token stop) {
        auto outcome = work(moment, scene, names, jobs, now);
        if (stop.stop_requested()) return;
        QMetaObject::invokeMethod(
            this, [this, outcome]() mutable { finishRound(std::move(outcome)); }, Qt::QueuedConnection);
    });
}

std::shared_ptr<LiveModels::Outcome> LiveModels::work(std::shared_ptr<const Moment> moment,
                                                      std::shared_ptr<const present::Scene> scene,
                                                      const present::Names& names, std::vector<Job> jobs,
                                                      std::uint32_t now) {
    auto outcome = std::make_shared<Outcome>();
    outcome->scene = moment ? std::make_shared<const present::Scene>(std::move(moment), names) : std::move(scene);
    const present::Scene& shown = *outcome->scene;
    for (const Job& job : jobs) {
        Outcome::Part& part = outcome->parts.emplace_back();
        part.model = job.model;
        part.next.scene = outcome->scene;
        part.next.now = now;
        part.next.rows = arrange(*job.section, shown, job.spec);
        const std::size_t size = job.section->size(shown);
        if (!job.before.scene) {
            part.next.born = std::make_shared<std::vector<std::uint32_t>>(size, 0);
            part.change = transition({}, part.next.rows, {{}, std::vector<bool>(size, false)});
            continue;
        }
        const present::Pairing pairing = job.section->pair(*job.before.scene, shown);
        auto born = std::make_shared<std::vector<std::uint32_t>>(size, now);
        for (std::size_t row = 0; row < pairing.after_of.size(); ++row)
            if (pairing.after_of[row] >= 0)
                (*born)[static_cast<std::size_t>(pairing.after_of[row])] = (*job.before.born)[row];
        part.next.born = std::move(born);
        part.change = transition(job.before.rows, part.next.rows, pairing);
    }
    outcome->jobs = std::move(jobs);
    return outcome;
}

void LiveModels::finishRound(std::shared_ptr<Outcome> outcome) {
    const bool is_new = outcome->scene != m_scene;
    for (Outcome::Part& part : outcome->parts) part.model->apply(part.next, part.change);
    if (is_new) {
        std::shared_ptr<const present::Scene> old = std::exchange(m_scene, outcome->scene);
        m_worker.post([old = std::move(old)](std::stop_token) {});
        m_history.add(*m_scene);
        emit sceneChanged();
    }
    for (const Outcome::Part& part : outcome->parts) emit arranged(part.model);
    m_worker.post([outcome = std::move(outcome)](std::stop_token) {});
    m_underWay = false;
    startRound();
}

}  // namespace gordian::model
