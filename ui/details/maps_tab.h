// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Every mapping of a process, asked for when the tab is opened. It comes in parts; 60,000 of them scroll like ten.
#include "model/live_session.h"
#include "model/vma_model.h"

#include <QWidget>

class QLabel;
class QTableView;
class QToolButton;

namespace gordian::ui {

class MapsTab : public QWidget {
    Q_OBJECT

public:
    MapsTab(model::LiveSession& session, QWidget* parent = nullptr);
    void show(const QString& resource);

private:
    void ask();

    model::LiveSession& m_session;
    model::VmaModel m_model;
    int m_pid = 0;
    quint64 m_asked = 0;
    QTableView* m_table;
    QLabel* m_state;
    QToolButton* m_refresh;
};

}  // namespace gordian::ui
