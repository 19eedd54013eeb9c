// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_line.h"

#include "ui/theme/theme.h"
#include "ui/widgets/say.h"

#include <QDateTime>
#include <QLabel>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <numeric>

namespace gordian::ui {

namespace {

/// Three intervals without a Moment, and three seconds at least: then it is worth saying.
constexpr qint64 old_ms = 3000;

std::size_t objectsIn(const Snapshot& seen) {
    return seen.msg_queues.size() + seen.sem_sets.size() + seen.shm_segments.size() + seen.locks.size() +
           seen.shared_mappings.size();
}

}  // namespace

StatusLine::StatusLine(model::LiveSession& session, model::LiveModels& models, QWidget* parent)
    : QStatusBar(parent), m_session(session), m_models(models), m_state(new QLabel(this)), m_age(new QLabel(this)),
      m_viewer(new QLabel(this)), m_unreadable(new QToolButton(this)) {
    setObjectName(QStringLiteral("statusLine"));
    setAccessibleName(tr("Status"));
    setSizeGripEnabled(false);
    setContentsMargins(8, 0, 8, 0);
    m_state->setObjectName(QStringLiteral("state"));
    m_age->setObjectName(QStringLiteral("age"));
    setPart(m_age, "text", "warning");
    m_age->hide();
    say(*m_state, tr("Looking …"));
    say(*m_viewer, tr("Looking …"));
    setPart(m_viewer, "muted");
    m_unreadable->setAutoRaise(true);
    m_unreadable->setFocusPolicy(Qt::TabFocus);
    m_unreadable->setToolTip(tr("Why, and what would help"));
    m_unreadable->hide();
    addWidget(m_state);
    addWidget(m_unreadable);
    addWidget(m_age);
    addPermanentWidget(m_viewer);
    connect(m_unreadable, &QToolButton::clicked, this, &StatusLine::unreadableRequested);
    connect(&models, &model::LiveModels::sceneChanged, this, &StatusLine::tell);
    connect(&session, &model::LiveSession::pausedChanged, this, &StatusLine::tellAge);
    auto* timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &StatusLine::tellAge);
    timer->start(1000);
}

void StatusLine::tell() {
    const Snapshot& seen = m_models.scene()->seen;
    const QString time = QDateTime::fromMSecsSinceEpoch(seen.taken_at.ns / 1'000'000).toString(QStringLiteral("HH:mm:ss"));
    const double ms = static_cast<double>(seen.duration_us) / 1000;
    say(*m_state, tr("%1 · %2 ms · %3 processes, %4 objects")
                      .arg(time, QString::number(ms, 'f', ms < 10 ? 1 : 0))
                      .arg(m_models.scene()->counts.processes)
                      .arg(objectsIn(seen)));
    m_state->setToolTip(tr("When the last look was taken, how long it took, what it saw"));
    const std::int64_t hidden = std::accumulate(seen.unreadable.begin(), seen.unreadable.end(), std::int64_t{0},
                                                [](std::int64_t sum, const Unreadable& entry) {
                                                    // What the kernel keeps for nobody is no reading that failed.
                                                    return sum + (entry.errno_name.empty() ? 0 : entry.count);
                                                });
    m_unreadable->setVisible(hidden > 0);
    m_unreadable->setText(tr("%n partly unreadable", nullptr, static_cast<int>(std::min<std::int64_t>(hidden, 1'000'000))));
    m_unreadable->setAccessibleName(m_unreadable->text());
    const auto user = QString::fromStdString(m_models.scene()->names.user(seen.viewer.uid));
    const QString host = QString::fromStdString(seen.host.name);
    say(*m_viewer, seen.viewer.uid == 0 ? tr("%1 · as root, which it does not need ").arg(host)
                                        : tr("%1 · as user %2 ").arg(host, user));
    tellAge();
}

QString StatusLine::ageWords(qint64 age_ms, std::chrono::milliseconds interval) {
    return age_ms > std::max<qint64>(old_ms, 3 * interval.count())
               ? tr("These data are %1 s old: looking takes long").arg(age_ms / 1000)
               : QString();
}

void StatusLine::tellAge() {
    const QString words = m_session.isPaused() ? tr("Paused: F5 looks once, Ctrl+P goes on")
                                               : ageWords(m_models.ageMs(), m_session.interval());
    say(*m_age, words);
    m_age->setVisible(!words.isEmpty());
}

}  // namespace gordian::ui
