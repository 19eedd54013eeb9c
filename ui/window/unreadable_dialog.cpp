// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/unreadable_dialog.h"

#include "backend/present/format.h"
#include "backend/present/table.h"
#include "model/translate.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace gordian::ui {

UnreadableDialog::UnreadableDialog(const present::Scene& scene, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("unreadableDialog"));
    setWindowTitle(tr("What could not be read"));
    setAccessibleName(windowTitle());
    resize(860, 380);
    auto* intro = new QLabel(
        tr("Rows that permissions hide are shown all the same, with ? where a value is not known. Capabilities that "
           "this "
           "program has: %1.")
            .arg(scene.seen.viewer.capabilities.empty()
                     ? tr("none")
                     : QString::fromStdString(present::joined(scene.seen.viewer.capabilities, ", "))),
        this);
    intro->setWordWrap(true);
    auto* list = new QTreeWidget(this);
    list->setAccessibleName(windowTitle());
    list->setRootIsDecorated(false);
    list->setAlternatingRowColors(true);
    list->setHeaderLabels({tr("Where"), tr("What"), tr("Rows"), tr("Error"), tr("Why"), tr("What would help")});
    for (const Unreadable& entry : scene.seen.unreadable) {
        auto* item = new QTreeWidgetItem(list, {model::translated(present::section_title(entry.section)),
                                                QString::fromStdString(present::joined(entry.fields, ", ")),
                                                QString::number(entry.count), QString::fromStdString(entry.errno_name),
                                                QString::fromStdString(entry.why), QString::fromStdString(entry.remedy)});
        QStringList some;
        for (const std::string& resource : entry.resources) {
            some.push_back(QString::fromStdString(resource));
            if (some.size() == 30) break;
        }
        for (int column = 0; column < 6; ++column)
            item->setToolTip(
                column, QStringLiteral("<p>%1</p><p>%2</p>")
                            .arg(item->text(column).toHtmlEscaped(), some.join(QStringLiteral(", ")).toHtmlEscaped()));
    }
    for (int column = 0; column < 5; ++column) list->resizeColumnToContents(column);
    for (int column : {1, 4}) list->setColumnWidth(column, std::min(list->columnWidth(column), 240));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(intro);
    layout->addWidget(list, 1);
    layout->addWidget(buttons);
}

}  // namespace gordian::ui
