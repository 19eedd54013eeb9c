// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sidebar.h"

#include "ui/icons/icons.h"
#include "ui/theme/theme.h"
#include "ui/window/pages.h"

#include <QEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace gordian::ui {

namespace {

enum SidebarRole { NameRole = Qt::UserRole, CountRole, StateRole, TitleRole };

/// Rows of the page, and what makes it worth a look.
struct Count {
    std::size_t rows = 0;
    present::Mark mark = present::Mark::none;
};

Count countOf(const PageSpec& page, const present::Scene& scene) {
    using present::Mark;
    if (page.name == u"stuck") return {scene.counts.stuck, scene.counts.stuck > 0 ? Mark::waited_for : Mark::none};
    if (page.name == u"findings")
        return {scene.counts.findings + scene.counts.notices, scene.counts.findings > 0 ? Mark::warning : Mark::none};
    if (page.name == u"processes") return {scene.counts.processes, Mark::none};
    if (page.name == u"limits")
        return {scene.counts.limits_near, scene.counts.limits_near > 0 ? Mark::warning : Mark::none};
    return {present::find_section(page.section)->size(scene), Mark::none};
}

class EntryDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        // On the accent's blue only the dark tone's icons can be seen.
        if ((option->state & QStyle::State_Selected) != 0)
            for (const PageSpec& page : pageSpecs())
                if (page.name == index.data(NameRole)) option->icon = icon(page.icon, Tone::dark);
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QString count = index.data(CountRole).toString();
        QStyledItemDelegate::paint(painter, option, index);
        if (count.isEmpty()) return;
        const Colours& colours = coloursOf(toneOf(option.palette));
        const bool loud = index.data(StateRole).toBool(), selected = (option.state & QStyle::State_Selected) != 0;
        QFont font = option.font;
        font.setBold(loud);
        painter->save();
        painter->setFont(font);
        const QRect place = option.rect.adjusted(0, 0, -12, 0);
        const int width = QFontMetrics(font).horizontalAdvance(count) + 12;
        if (loud) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(colours.warningTint);
            const int height = option.fontMetrics.height() + 2;
            painter->drawRoundedRect(QRect(place.right() - width + 6, place.center().y() - height / 2, width, height),
                                     7, 7);
        }
        painter->setPen(loud       ? colours.warning
                        : selected ? option.palette.highlightedText().color()
                                   : colours.mutedText);
        painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter, count);
        painter->restore();
    }
};

}  // namespace

Sidebar::Sidebar(QWidget* parent) : QListWidget(parent) {
    setObjectName(QStringLiteral("sidebar"));
    setAccessibleName(tr("Pages"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegate(new EntryDelegate(this));
    setIconSize(QSize(16, 16));
    setPart(this, "sidebar");
    QString group;
    for (const PageSpec& page : pageSpecs()) {
        if (page.group != group) {
            auto* heading = new QListWidgetItem(page.group.toUpper(), this);
            heading->setFlags(Qt::NoItemFlags);
            QFont font = this->font();
            font.setPointSizeF(font.pointSizeF() * 0.8);
            font.setLetterSpacing(QFont::AbsoluteSpacing, 0.8);
            heading->setFont(font);
            group = page.group;
        }
        auto* item = new QListWidgetItem(page.title, this);
        item->setData(NameRole, page.name);
        item->setData(TitleRole, page.title);
        item->setData(Qt::AccessibleTextRole, page.title);
    }
    setCurrentRow(0);
    dress();
    connect(this, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr && !item->data(NameRole).isNull()) emit pageChosen(item->data(NameRole).toString());
    });
}

void Sidebar::dress() {
    for (int row = 0; row < count(); ++row)
        for (const PageSpec& page : pageSpecs())
            if (item(row)->data(NameRole) == page.name) item(row)->setIcon(icon(page.icon, toneOf(palette())));
}

void Sidebar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) dress();
    QListWidget::changeEvent(event);
}

void Sidebar::setScene(const present::Scene& scene) {
    for (int row = 0; row < count(); ++row)
        for (const PageSpec& page : pageSpecs()) {
            if (item(row)->data(NameRole) != page.name) continue;
            const Count count = countOf(page, scene);
            const QString words = count.rows == 0 && page.name == u"limits" ? QString() : QString::number(count.rows);
            if (item(row)->data(CountRole).toString() == words &&
                item(row)->data(StateRole).toBool() == (count.mark != present::Mark::none))
                continue;
            item(row)->setData(CountRole, words);
            item(row)->setData(StateRole, count.mark != present::Mark::none);
            item(row)->setData(Qt::AccessibleTextRole, words.isEmpty() ? page.title : tr("%1, %2").arg(page.title, words));
        }
}

void Sidebar::setCurrentPage(const QString& name) {
    for (int row = 0; row < count(); ++row)
        if (item(row)->data(NameRole) == name) setCurrentRow(row);
}

}  // namespace gordian::ui
