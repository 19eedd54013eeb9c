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
