// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The bottom line: when the last Moment was taken, how long that took, what was seen, what could not be read, and as whom. It says when the data
// are old.
#include "model/live_models.h"
#include "model/live_session.h"

#include <QStatusBar>

class QLabel;
class QToolButton;

namespace gordian::ui {

class StatusLine : public QStatusBar {
    Q_OBJECT

public:
    StatusLine(model::LiveSession& session, model::LiveModels& models, QWidget* parent = nullptr);

    /// What is said of data of this age; empty while they are as young as the interval lets one expect.
    [[nodiscard]] static QString ageWords(qint64 age_ms, std::chrono::milliseconds interval);

signals:
    void unreadableRequested();

private:
    void tell();
    void tellAge();

    model::LiveSession& m_session;
    model::LiveModels& m_models;
    QLabel *m_state, *m_age, *m_viewer;
    QToolButton* m_unreadable;
};

}  // namespace gordian::ui
