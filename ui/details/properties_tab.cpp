// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/properties_tab.h"

#include "model/translate.h"
#include "ui/details/row_lookup.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>

namespace gordian::ui {

PropertiesTab::PropertiesTab(QWidget* parent) : QTreeWidget(parent) {
    setObjectName(QStringLiteral("properties"));
    setAccessibleName(tr("Properties"));
    setColumnCount(2);
    setHeaderLabels({tr("Property"), tr("Value")});
    setRootIsDecorated(false);
    setItemDelegate(new RowDelegate(this));
    setAlternatingRowColors(true);
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setTextElideMode(Qt::ElideMiddle);
    setSelectionMode(ExtendedSelection);
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    header()->setStretchLastSection(true);
}

void PropertiesTab::showRow(const present::Section& section, std::size_t row) { m_row = Row{&section, row}; }

void PropertiesTab::show(const present::Scene& scene, const QString& resource) {
    std::optional<RowPlace> place = findRow(scene, resource.toStdString());
    if (!place && m_row && m_row->row < m_row->section->size(scene)) place = RowPlace{m_row->section, m_row->row, {}};
    // A thread or process that waits for nothing stands on another page.
    if (!place)
        if (const auto pid = present::pid_of(resource.toStdString()))
            place = findRow(scene, "process/" + std::to_string(*pid));
    std::vector<Field> fields;
    if (place) {
        const present::Section& section = *place->section;
        const auto add = [&](std::size_t column) {
            const present::Column& words = section.columns()[column];
            const std::string said = place->child ? section.child_cell(scene, place->row, *place->child, column)
                                                  : section.cell(scene, place->row, column);
            const std::string exact = place->child ? section.child_cell(scene, place->row, *place->child, column, true)
                                                   : section.cell(scene, place->row, column, true);
            if (place->child && said.empty()) return;
            const QString value = said == exact || words.kind == present::ColumnKind::text
                                      ? QString::fromStdString(said)
                                      : tr("%1  (%2)")
                                            .arg(QString::fromStdString(said),
                                                 QString::fromStdString(exact).remove(QStringLiteral(".000000000")));
            fields.push_back({model::translated(words.title), value, model::translated(words.tooltip)});
        };
        for (std::size_t column = 0; column < section.columns().size(); ++column) add(column);
        if (!place->child && section.has_children())
            for (std::size_t child = 0; child < section.child_count(scene, place->row); ++child) {
                QStringList words;
                for (const std::string& name :
                     {std::string("values"), std::string("waiting"), std::string("last_operators")})
                    if (const auto column = present::find_column(section, name))
                        words.push_back(QString::fromStdString(section.child_cell(scene, place->row, child, *column)));
                fields.push_back(
                    {tr("Semaphore [%1]").arg(child),
                     tr("value %1, waiting %2, last operator %3").arg(words.value(0), words.value(1), words.value(2)),
                     tr("semval; semncnt and semzcnt; sempid")});
            }
    }
    fill(fields);
}

/// The rows stay while only values change, so that a selection does.
void PropertiesTab::fill(const std::vector<Field>& fields) {
    while (topLevelItemCount() > static_cast<int>(fields.size())) delete takeTopLevelItem(topLevelItemCount() - 1);
    while (topLevelItemCount() < static_cast<int>(fields.size())) addTopLevelItem(new QTreeWidgetItem);
    for (int row = 0; row < static_cast<int>(fields.size()); ++row) {
        QTreeWidgetItem* item = topLevelItem(row);
        const Field& field = fields[static_cast<std::size_t>(row)];
        const QString value = model::onOneLine(field.value, 2000);
        if (item->text(0) != field.title) item->setText(0, field.title);
        if (item->text(1) != value) item->setText(1, value);
        item->setData(1, Qt::UserRole, field.value);
        const QString tip = QStringLiteral("<p>%1</p><p>%2</p>").arg(field.tip.toHtmlEscaped(), field.value.toHtmlEscaped());
        item->setToolTip(0, tip);
        item->setToolTip(1, tip);
    }
}

void PropertiesTab::keyPressEvent(QKeyEvent* event) {
    if (!event->matches(QKeySequence::Copy)) {
        QTreeWidget::keyPressEvent(event);
        return;
    }
    QApplication::clipboard()->setText(selectedText());
}

QString PropertiesTab::selectedText() const {
    QString text;
    for (const QTreeWidgetItem* item : selectedItems()) {
        // A line is a field, whatever its value holds.
        QString value = item->data(1, Qt::UserRole).toString();
        value.replace(u'\t', u' ').replace(u'\n', u' ');
        text += item->text(0) + u'\t' + value + u'\n';
    }
    return text;
}

}  // namespace gordian::ui
