// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scroll_anchor.h"

#include "ui/widgets/table_view.h"

#include <QScrollBar>

#include <algorithm>

namespace gordian::ui {

namespace {

constexpr std::size_t most_seen = 12;  ///< rows from the top: that all of them go at once is another picture

}  // namespace

void ScrollAnchor::watch(const model::SectionModel& watched) {
    QObject::connect(&watched, &model::SectionModel::aboutToApply, &m_view, [this] { remember(); });
    QObject::connect(&watched, &model::SectionModel::applied, &m_view, [this] { restore(); });
}

ScrollAnchor::Order ScrollAnchor::order() const {
    const QHeaderView* header = columnHeader(m_view);
    return {header->sortIndicatorSection(), header->sortIndicatorOrder()};
}

bool ScrollAnchor::isSeen(const QModelIndex& index) const {
    const QRect rect = m_view.visualRect(index.siblingAtColumn(0));
    return rect.height() > 0 && rect.top() >= 0 && rect.bottom() < m_view.viewport()->height();
}

void ScrollAnchor::remember() {
    m_seen.clear();
    if (!m_view.isVisible()) return;
    if (const QModelIndex current = m_view.currentIndex().siblingAtColumn(0); current.isValid() && isSeen(current))
        m_seen.push_back({current, m_view.visualRect(current).top()});
    if (order().first >= 0 || m_view.verticalScrollBar()->value() == 0) return;
    QModelIndex index = m_view.indexAt(QPoint(1, 0)).siblingAtColumn(0);
    for (QRect rect = m_view.visualRect(index); index.isValid() && m_seen.size() < most_seen;
         rect = m_view.visualRect(index)) {
        m_seen.push_back({index, rect.top()});
        index = m_view.indexAt(QPoint(1, rect.bottom() + 1)).siblingAtColumn(0);
    }
}

void ScrollAnchor::restore() {
    const std::vector<Seen> seen = std::exchange(m_seen, {});
    // Who asked for another order wants to see its beginning.
    if (std::exchange(m_order, order()) != order()) return;
    const auto anchor = std::ranges::find_if(seen, [](const Seen& one) { return one.index.isValid(); });
    if (anchor == seen.end()) return;
    QScrollBar& bar = *m_view.verticalScrollBar();
    const QRect rect = m_view.visualRect(anchor->index);
    if (rect.height() <= 0 || (bar.value() == 0 && isSeen(anchor->index))) return;
    // Both kinds of table scroll by rows of one height.
    bar.setValue(bar.value() + (rect.top() - anchor->top) / rect.height());
}

}  // namespace gordian::ui
