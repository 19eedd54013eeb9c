// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What is looked at stays where it is while rows go and come above it: the chosen row where it can be seen, else, in a table that keeps the
// kernel's order, the topmost row that stays. A table that stands at its beginning stays there, so that what comes first is seen.
#include "model/section_model.h"

#include <QAbstractItemView>
#include <QPersistentModelIndex>

#include <utility>
#include <vector>

namespace gordian::ui {

class ScrollAnchor {
public:
    explicit ScrollAnchor(QAbstractItemView& view) : m_view(view) {}
    void watch(const model::SectionModel& model);

private:
    using Order = std::pair<int, Qt::SortOrder>;

    void remember();
    void restore();
    [[nodiscard]] Order order() const;
    [[nodiscard]] bool isSeen(const QModelIndex& index) const;

    struct Seen {
        QPersistentModelIndex index;
        int top = 0;
    };
    QAbstractItemView& m_view;
    std::vector<Seen> m_seen;  ///< the best first
    Order m_order{-1, Qt::AscendingOrder};
};

}  // namespace gordian::ui
