// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_view.h"

#include "backend/present/section_json.h"
#include "ui/icons/icons.h"
#include "ui/widgets/fading_rows.h"
#include "ui/widgets/scroll_anchor.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <array>

namespace gordian::ui {

namespace {

constexpr int rows_measured = 60;  ///< for column widths
constexpr int widest = 300, narrowest = 56;
constexpr int widest_title = 76;  ///< a title alone gets no more: the tooltip has it whole
constexpr int squeezed = 110;     ///< a column that gives room to others keeps this
constexpr int cell_margin = 6;

std::string_view iconOf(present::Mark mark) {
    switch (mark) {
    case present::Mark::critical: return "critical";
    case present::Mark::warning: return "warning";
    case present::Mark::notice: return "notice";
    case present::Mark::waited_for: return "waiting";
    case present::Mark::none: break;
    }
    return {};
}

const model::SectionModel& modelOf(const QAbstractItemView& view) {
    return *qobject_cast<const model::SectionModel*>(view.model());
}

/// Rows, the parent's before its children's, each once.
QModelIndexList chosenRows(const QAbstractItemView& view) {
    QModelIndexList rows = view.selectionModel()->selectedRows();
    if (rows.isEmpty())
        for (int row = 0; row < view.model()->rowCount(); ++row) rows.push_back(view.model()->index(row, 0));
    std::ranges::sort(rows, {}, [](const QModelIndex& index) {
        const QModelIndex parent = index.parent();
        return parent.isValid() ? std::pair(parent.row(), index.row() + 1) : std::pair(index.row(), 0);
    });
    return rows;
}

class FlatView final : public QTableView {
public:
    explicit FlatView(QWidget* parent) : QTableView(parent), m_fading(*this), m_anchor(*this) {
        setSelectionBehavior(SelectRows);
        setSelectionMode(ExtendedSelection);
        setShowGrid(false);
        setAlternatingRowColors(true);
        setWordWrap(false);
        setCornerButtonEnabled(false);
        setHorizontalScrollMode(ScrollPerPixel);
        setTabKeyNavigation(false);
        setTextElideMode(Qt::ElideMiddle);
        verticalHeader()->hide();
        verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
        verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 9);
        verticalHeader()->setMinimumSectionSize(8);
    }
    void setModel(QAbstractItemModel* model) override {
        QTableView::setModel(model);
        m_fading.watch(*qobject_cast<gordian::model::SectionModel*>(model));
        m_anchor.watch(*qobject_cast<gordian::model::SectionModel*>(model));
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        QTableView::paintEvent(event);
        m_fading.paint();
    }

private:
    FadingRows m_fading;
    ScrollAnchor m_anchor;
};

class NestedView final : public QTreeView {
public:
    explicit NestedView(QWidget* parent) : QTreeView(parent), m_fading(*this), m_anchor(*this) {
        setSelectionBehavior(SelectRows);
        setSelectionMode(ExtendedSelection);
        setAlternatingRowColors(true);
        setUniformRowHeights(true);
        setHorizontalScrollMode(ScrollPerPixel);
        setTextElideMode(Qt::ElideMiddle);
        setAllColumnsShowFocus(true);
    }
    void setModel(QAbstractItemModel* model) override {
        QTreeView::setModel(model);
        m_fading.watch(*qobject_cast<gordian::model::SectionModel*>(model));
        m_anchor.watch(*qobject_cast<gordian::model::SectionModel*>(model));
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        QTreeView::paintEvent(event);
        m_fading.paint();
    }

private:
    FadingRows m_fading;
    ScrollAnchor m_anchor;
};

/// Titles of numbers end where the numbers do.
class ColumnHeader final : public QHeaderView {
public:
    explicit ColumnHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {}

protected:
    void initStyleOptionForIndex(QStyleOptionHeader* option, int logicalIndex) const override {
        QHeaderView::initStyleOptionForIndex(option, logicalIndex);
        if ((option->textAlignment & Qt::AlignRight) != 0) option->text += QStringLiteral("  ");
    }
};

void prepareHeader(QHeaderView& header) {
    header.setSectionsMovable(true);
    header.setSectionsClickable(true);
    header.setHighlightSections(false);
    header.setStretchLastSection(true);
    header.setTextElideMode(Qt::ElideRight);
    header.setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header.setMinimumSectionSize(36);
    header.setContextMenuPolicy(Qt::CustomContextMenu);
    header.setSortIndicatorClearable(true);
}

}  // namespace

// ---- cells ------------------------------------------------------------------------------------------------------------

void RowDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const Tone tone = toneOf(option->palette);
    // Half a number or half a duration would be another one.
    const auto* shown = qobject_cast<const model::SectionModel*>(index.model());
    const bool is_text = shown == nullptr || shown->kindOf(index.column()) == present::ColumnKind::text;
    option->textElideMode = is_text ? Qt::ElideMiddle : Qt::ElideNone;
    // The current cell alone means nothing here: rows are chosen.
    option->state &= ~QStyle::State_HasFocus;
    const auto mark = static_cast<present::Mark>(index.data(model::MarkRole).toInt());
    if (const std::string_view name = iconOf(mark); !name.empty()) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = icon(name, tone);
        option->decorationSize = QSize(16, 16);
    }
    if (index.data(model::FreshRole).toBool()) option->backgroundBrush = coloursOf(tone).newRow;
}

/// As the style draws it, but with room between a number and the text of the next column.
void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem own = option;
    initStyleOption(&own, index);
    const QStyle* style = own.widget->style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &own, painter, own.widget);
    own.backgroundBrush = Qt::NoBrush;
    if ((own.state & QStyle::State_Selected) != 0) {
        own.palette.setBrush(QPalette::Text, own.palette.highlightedText());
        own.state &= ~QStyle::State_Selected;
    }
    own.rect.adjust(0, 0, -cell_margin, 0);
    style->drawControl(QStyle::CE_ItemViewItem, &own, painter, own.widget);
    if (!index.data(model::FreshRole).toBool()) return;
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    if (view == nullptr || option.rect.left() > view->visualRect(index.siblingAtColumn(0)).left()) return;
    painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                      coloursOf(toneOf(option.palette)).accent);
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + 9);
    size.rwidth() += 2 * cell_margin;
    return size;
}

// ---- views ------------------------------------------------------------------------------------------------------------

QAbstractItemView* makeRowView(model::SectionModel& model, const QString& name, QWidget* parent) {
    QAbstractItemView* view = nullptr;
    if (model.section().has_children()) {
        auto* tree = new NestedView(parent);
        view = tree;
        tree->setHeader(new ColumnHeader(tree));
        tree->setModel(&model);
        prepareHeader(*tree->header());
        // The section's own order first; the first click on a title sorts.
        tree->header()->setSortIndicator(-1, Qt::AscendingOrder);
        tree->setSortingEnabled(true);
    } else {
        auto* table = new FlatView(parent);
        view = table;
        table->setHorizontalHeader(new ColumnHeader(table));
        table->setModel(&model);
        prepareHeader(*table->horizontalHeader());
        table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        table->setSortingEnabled(true);
    }
    view->setItemDelegate(new RowDelegate(view));
    view->setAccessibleName(name);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    view->setFrameShape(QFrame::NoFrame);
    // Ages grow and marks change also where no row does.
    QObject::connect(&model, &model::SectionModel::applied, view, [view] { view->viewport()->update(); });
    return view;
}

QHeaderView* columnHeader(QAbstractItemView& view) {
    if (auto* table = qobject_cast<QTableView*>(&view)) return table->horizontalHeader();
    return qobject_cast<QTreeView*>(&view)->header();
}

void resetColumns(QAbstractItemView& view, const ColumnPlan& plan) {
    const model::SectionModel& model = modelOf(view);
    QHeaderView* header = columnHeader(view);
    for (int column = 0; column < header->count(); ++column) {
        header->moveSection(header->visualIndex(column), column);
        const std::string& name = model.section().columns()[model.sectionColumn(column)].name;
        header->setSectionHidden(column, column >= model.defaultColumnCount() || std::ranges::contains(plan.hidden, name));
    }
    fitColumns(view, plan);
}

void fitColumns(QAbstractItemView& view, const ColumnPlan& plan) {
    const model::SectionModel& model = modelOf(view);
    QHeaderView* header = columnHeader(view);
    const QFontMetrics metrics = view.fontMetrics();
    const int wide = model.columnOf(plan.wide);
    struct Width {
        int column, width;
        bool gives;  ///< may become narrower
    };
    std::vector<Width> widths;  // of each column that is shown, but the wide one
    int wide_width = 0, room = view.viewport()->width();
    for (int column = 0; column < header->count(); ++column) {
        if (header->isSectionHidden(column)) continue;
        int width = std::min(metrics.horizontalAdvance(model.headerData(column, Qt::Horizontal).toString()) + 26,
                             widest_title);
        const auto measure = [&](const QModelIndex& index, int extra) {
            width = std::max(width, metrics.horizontalAdvance(index.data().toString()) + extra + 2 * cell_margin);
        };
        const int indentation = model.section().has_children() ? 26 : 0;
        for (int row = 0; row < std::min(model.rowCount(), rows_measured); ++row) {
            const QModelIndex index = model.index(row, column);
            measure(index, column == 0 ? 28 + indentation : 8);
            const QModelIndex first = model.index(row, 0);
            for (int child = 0; child < std::min(model.rowCount(first), 8); ++child)
                measure(model.index(child, column, first), column == 0 ? 28 + 2 * indentation : 8);
        }
        if (column == wide) {
            wide_width = width;
        } else {
            const bool is_text = model.kindOf(column) == present::ColumnKind::text;
            widths.push_back({column, is_text ? std::clamp(width, narrowest, widest) : std::max(width, narrowest),
                              is_text && !widths.empty()});
            room -= widths.back().width;
        }
    }
    // The wide one takes what is left, and where that is too little, the widest of the others give way; but never the first, which names the row.
    const int wanted = std::min(wide_width, squeezed * 2);
    while (room < wanted && !widths.empty()) {
        auto& [column, width,
               gives] = *std::ranges::max_element(widths, {}, [](const Width& one) { return one.gives ? one.width : 0; });
        if (!gives || width <= squeezed) break;
        const int give = std::min({wanted - room, width - squeezed, 10});
        width -= give;
        room += give;
    }
    for (const auto& [column, width, gives] : widths) header->resizeSection(column, width);
    if (wide >= 0 && wide_width > 0) header->resizeSection(wide, std::max(room, std::min(wide_width, squeezed * 2)));
}

QStringList selectedResources(const QAbstractItemView& view) {
    QStringList resources;
    if (!view.selectionModel()->hasSelection()) return resources;
    for (const QModelIndex& index : chosenRows(view))
        if (const QString resource = index.data(model::ResourceRole).toString(); !resource.isEmpty())
            resources.push_back(resource);
    return resources;
}

QString asTsv(const QAbstractItemView& view) {
    QHeaderView* header = columnHeader(const_cast<QAbstractItemView&>(view));
    std::vector<int> columns;
    for (int visual = 0; visual < header->count(); ++visual)
        if (!header->isSectionHidden(header->logicalIndex(visual))) columns.push_back(header->logicalIndex(visual));
    QString text;
    const auto line = [&](auto cell) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            // A cell is a cell, whatever a name holds.
            QString words = cell(columns[i]);
            words.replace(u'\t', u' ').replace(u'\n', u' ');
            text += (i > 0 ? QStringLiteral("\t") : QString()) + words;
        }
        text += u'\n';
    };
    line([&](int column) { return modelOf(view).headerData(column, Qt::Horizontal).toString(); });
    for (const QModelIndex& row : chosenRows(view))
        line([&](int column) { return row.siblingAtColumn(column).data(model::ExactRole).toString(); });
    return text;
}

QString asJson(const QAbstractItemView& view) {
    const model::SectionModel& model = modelOf(view);
    if (!model.scene()) return QStringLiteral("[]\n");
    std::vector<std::size_t> rows;
    for (const QModelIndex& index : chosenRows(view)) {
        const auto row = static_cast<std::size_t>(index.data(model::SectionRowRole).toInt());
        if (!std::ranges::contains(rows, row)) rows.push_back(row);
    }
    return QString::fromStdString(present::rows_as_json(model.section(), *model.scene(), rows));
}

}  // namespace gordian::ui
