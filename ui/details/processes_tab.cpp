// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/processes_tab.h"

#include "backend/present/participants.h"
#include "model/translate.h"
#include "ui/icons/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"

#include <QHeaderView>

#include <algorithm>

namespace gordian::ui {

namespace {

constexpr int pid_role = Qt::UserRole + 100;  ///< beside those of the models

}  // namespace

ProcessesTab::ProcessesTab(QWidget* parent) : QTreeWidget(parent) {
    setObjectName(QStringLiteral("participants"));
    setAccessibleName(tr("Processes"));
    setHeaderLabels({tr("Role"), tr("Process"), tr("When"), tr("How it is known")});
    setRootIsDecorated(false);
    setItemDelegate(new RowDelegate(this));
    setAlternatingRowColors(true);
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setTextElideMode(Qt::ElideMiddle);
    header()->setStretchLastSection(true);
    connect(this, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem* item) {
        if (const int pid = item->data(0, pid_role).toInt(); pid > 0)
            emit linkActivated(QStringLiteral("process/%1").arg(pid));
    });
}

void ProcessesTab::show(const present::Scene& scene, const QString& resource) {
    const std::vector<present::Participant> all = present::participants_of(scene.facts, resource.toStdString());
    const bool grown = topLevelItemCount() != static_cast<int>(all.size());
    while (topLevelItemCount() > static_cast<int>(all.size())) delete takeTopLevelItem(topLevelItemCount() - 1);
    while (topLevelItemCount() < static_cast<int>(all.size())) addTopLevelItem(new QTreeWidgetItem);
    const Tone tone = toneOf(palette());
    for (int row = 0; row < static_cast<int>(all.size()); ++row) {
        const present::Participant& one = all[static_cast<std::size_t>(row)];
        QTreeWidgetItem* item = topLevelItem(row);
        const bool dead = one.state == "dead";
        QString who = QString::fromStdString(one.who);
        if (!one.state.empty() && !dead) who = tr("%1, %2").arg(who, QString::fromStdString(one.state));
        QString known = QString::fromStdString(one.detail);
        if (one.certain) known = tr("%1: %2").arg(*one.certain ? tr("certain") : tr("likely"), known);
        const QStringList cells{model::onOneLine(QString::fromStdString(one.role), 300), model::onOneLine(who, 300),
                                QString::fromStdString(one.when), model::onOneLine(known, 600)};
        for (int column = 0; column < cells.size(); ++column) {
            if (item->text(column) != cells[column]) item->setText(column, cells[column]);
            item->setToolTip(column, model::asToolTip(cells[column]));
        }
        item->setIcon(1, dead ? icon("dead", tone) : one.role == "waits now" ? icon("waiting", tone) : QIcon());
        item->setData(0, pid_role, dead ? 0 : one.pid);
    }
    if (!grown) return;
    for (int column = 0; column < 3; ++column) {
        resizeColumnToContents(column);
        setColumnWidth(column, std::min(columnWidth(column) + 6, 200));
    }
}

}  // namespace gordian::ui
