// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The kernel's own text about it, asked for when the tab is opened or Refresh is pressed: some of it is dear to read (/proc/locks).
#include "model/live_session.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace gordian::ui {

class RawTab : public QWidget {
    Q_OBJECT

public:
    RawTab(model::LiveSession& session, QWidget* parent = nullptr);
    void show(const QString& resource);

private:
    void ask();

    model::LiveSession& m_session;
    QString m_resource;
    quint64 m_asked = 0;
    QPlainTextEdit* m_text;
    QLabel* m_state;
    QToolButton* m_refresh;
};

}  // namespace gordian::ui
