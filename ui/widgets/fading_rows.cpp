// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fading_rows.h"

#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace gordian::ui {

namespace {

constexpr qint64 stay_ms = 150, fade_ms = 500;  ///< whole first, so that it can be read; then it fades
constexpr int most_rows = 12;                   ///< more than these at once is another picture, not rows that go

}  // namespace

FadingRows::FadingRows(QAbstractItemView& view) : m_view(view) {
    m_clock.start();
    m_timer.setInterval(40);
    QObject::connect(&m_timer, &QTimer::timeout, &view, [&view] { view.viewport()->update(); });
}

void FadingRows::watch(const model::SectionModel& watched) {
    QObject::connect(&watched, &model::SectionModel::aboutToApply, &m_view,
                     [this](const model::Transition& change) { keep(change); });
}

/// The row at the viewport's height `y`, or that which its child belongs to; -1: there is none.
int FadingRows::rowAt(int y) const {
    const QModelIndex index = m_view.indexAt(QPoint(1, y));
    return index.parent().isValid() ? index.parent().row() : index.row();
}

/// Only what can be seen is looked at: rows go by the thousand.
void FadingRows::keep(const model::Transition& change) {
    if (m_grabbing || !m_view.isVisible() || m_view.model()->rowCount() == 0) return;
    if (m_view.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &m_view) == 0) return;
    const int top = rowAt(0), bottom = rowAt(m_view.viewport()->height() - 1);
    if (top < 0) return;
    std::vector<int> gone;
    for (int row = top; row <= (bottom < 0 ? m_view.model()->rowCount() - 1 : bottom); ++row) {
        const bool goes = change.inOrder ? std::ranges::any_of(change.steps.removed,
                                                               [&](const RowRange& range) {
                                                                   return range.first <= row && row <= range.last;
                                                               })
                                         : change.newRowOf[static_cast<std::size_t>(row)] < 0;
        if (goes) gone.push_back(row);
    }
    if (gone.empty() || gone.size() > most_rows) return;
    m_grabbing = true;
    for (const int row : gone) {
        const QRect rect = m_view.visualRect(m_view.model()->index(row, 0));
        const QRect line = QRect(0, rect.top(), m_view.viewport()->width(), rect.height()) & m_view.viewport()->rect();
        if (!line.isEmpty()) m_pictures.push_back({m_view.viewport()->grab(line), line.topLeft(), m_clock.elapsed()});
    }
    m_grabbing = false;
    m_timer.start();
}

void FadingRows::paint() {
    if (m_grabbing) return;
    std::erase_if(m_pictures, [&](const Picture& picture) { return m_clock.elapsed() - picture.since_ms >= fade_ms; });
    if (m_pictures.empty()) {
        m_timer.stop();
        return;
    }
    QPainter painter(m_view.viewport());
    for (const Picture& picture : m_pictures) {
        const auto age = static_cast<double>(std::max<qint64>(0, m_clock.elapsed() - picture.since_ms - stay_ms));
        painter.setOpacity(1.0 - age / (fade_ms - stay_ms));
        painter.drawPixmap(picture.at, picture.pixmap);
    }
}

}  // namespace gordian::ui
