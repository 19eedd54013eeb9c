// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The right pane: everything about the one thing that is chosen. It follows every Moment, and when the thing is gone it says so and keeps what
// was known.
#include "model/live_models.h"
#include "model/live_session.h"

#include <QWidget>

class QLabel;
class QTabWidget;
class QToolButton;

namespace gordian::ui {

class WhyTab;
class PropertiesTab;
class ProcessesTab;
class RawTab;
class MapsTab;

class DetailsPane : public QWidget {
    Q_OBJECT

public:
    DetailsPane(model::LiveSession& session, model::LiveModels& models, QWidget* parent = nullptr);

    void showResource(const QString& resource);
    /// What has no spelling (a limit): the row of `section`.
    void showRow(const present::Section& section, std::size_t row);
    [[nodiscard]] const QString& resource() const { return m_resource; }
    /// "why", "properties", "processes", "raw".
    void showTab(const QString& name);
    void setActionsMenu(QMenu* menu);

signals:
    void linkActivated(const QString& resource);
    void commandCopied(const QString& command);

private:
    void update();

    model::LiveModels& m_models;
    QString m_resource, m_rowTitle;
    QLabel *m_title, *m_note;
    QToolButton* m_actions;
    QTabWidget* m_tabs;
    WhyTab* m_why;
    PropertiesTab* m_properties;
    ProcessesTab* m_processes;
    RawTab* m_raw;
    MapsTab* m_maps;
};

}  // namespace gordian::ui
