// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/line_list.h"

#include "backend/base/text.h"
#include "backend/present/format.h"
#include "ui/icons/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace gordian::ui {

LineList::LineList(QWidget* parent) : QWidget(parent), m_rows(new QVBoxLayout(this)) {
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(5);
}

void LineList::setLines(const QList<Line>& lines) {
    if (lines == m_lines) return;
    m_lines = lines;
    build();
}

QString LineList::text() const {
    QStringList texts;
    for (const Line& line : m_lines) texts << line.text;
    return texts.join(QLatin1Char('\n'));
}

void LineList::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) build();  // the marks are drawn for one tone
}

void LineList::build() {
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        // At once: with deleteLater() the old lines would be shown, and found, beside the new ones.
        delete item->widget();
        delete item;
    }
    for (const Line& line : m_lines) {
        auto* row = new QWidget(this);
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(8);
        auto* mark = new QLabel(row);
        mark->setFixedSize(16, 18);
        mark->setAlignment(Qt::AlignCenter);
        if (line.mark.empty()) {
            mark->setText(QStringLiteral("•"));
        } else {
            mark->setPixmap(iconPixmap(line.mark, *this));
            mark->setAccessibleName(nameOfMark(line.mark));
        }
        auto* text = new QLabel(line.text, row);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        text->setAccessibleName(line.mark.empty() ? line.text : tr("%1: %2").arg(nameOfMark(line.mark), line.text));
        layout->addWidget(mark, 0, Qt::AlignTop);
        layout->addWidget(text, 1);
        m_rows->addWidget(row);
    }
    setAccessibleDescription(text());
    updateGeometry();
}

QString shown(const std::string& words) { return QString::fromStdString(escaped(words)); }

QString sentence(const std::string& words) { return QString::fromStdString(present::capitalised(escaped(words))); }

QString nameOfMark(const std::string& mark) {
    if (mark == "critical") return LineList::tr("Critical");
    if (mark == "warning") return LineList::tr("Warning");
    if (mark == "ok") return LineList::tr("Good");
    if (mark == "waiting") return LineList::tr("Waiting");
    return LineList::tr("Note");
}

}  // namespace gordian::ui
