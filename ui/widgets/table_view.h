// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The tables of the pages: flat ones (any number of rows at constant cost) and the tree of semaphore sets. Both behave alike: marks as icons
// and words, new rows tinted with a bar at their edge, vanished ones fading as paint only, columns that can be chosen, moved and sized.
#include "model/section_model.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTreeView>

#include <span>
#include <string_view>

namespace gordian::ui {

class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

/// Shows `model` in a view of its kind. `name` is the accessible name.
[[nodiscard]] QAbstractItemView* makeRowView(model::SectionModel& model, const QString& name, QWidget* parent);
[[nodiscard]] QHeaderView* columnHeader(QAbstractItemView& view);

/// The resources of the selected rows, in the order shown; those without one are left out.
[[nodiscard]] QStringList selectedResources(const QAbstractItemView& view);
/// Selected rows (all where none is) and the columns that are shown, with a line of titles.
[[nodiscard]] QString asTsv(const QAbstractItemView& view);
/// The rows as `gordianctl snapshot --json` has them, an array.
[[nodiscard]] QString asJson(const QAbstractItemView& view);

/// Which columns a page shows unasked, and which of them gets the room that is left.
struct ColumnPlan {
    std::string_view wide;
    std::span<const std::string_view> hidden;  ///< of the section's default ones
};
/// Shows them in their order, and sizes all by what the first rows hold.
void resetColumns(QAbstractItemView& view, const ColumnPlan& plan);
void fitColumns(QAbstractItemView& view, const ColumnPlan& plan);

}  // namespace gordian::ui
