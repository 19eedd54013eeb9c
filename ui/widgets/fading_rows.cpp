// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fading_rows.h"

#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace gordian::ui {

namespace {

constexpr qint64 fade_ms = 700;
constexpr int most_rows = 12;  ///< more than these at once is another picture, not rows that go

}  // namespace

FadingRows::FadingRows(QAbstractItemView& view) : m_view(view) {
    m_clock.start();
    m_timer.setInterval(40);
    QObject::connect(&m_timer, &QTimer::timeout, &view, [&view] { view.viewport()->update(); });
}

void FadingRows::watch(QAbstractItemModel& model) {
    QObject::connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, &m_view, [this](const QModelIndex& parent, int first, int last) {
        if (!parent.isValid()) keep(first, last);
    });
}

void FadingRows::keep(int first, int last) {
    if (m_grabbing || !m_view.isVisible() || last - first >= most_rows) return;
    if (m_view.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &m_view) == 0) return;
    const QAbstractItemModel& model = *m_view.model();
    const QRect rect = (m_view.visualRect(model.index(first, 0)) | m_view.visualRect(model.index(last, 0)));
    const QRect rows = QRect(0, rect.top(), m_view.viewport()->width(), rect.height()) & m_view.viewport()->rect();
    if (rows.isEmpty()) return;
    m_grabbing = true;
    m_pictures.push_back({m_view.viewport()->grab(rows), rows.topLeft(), m_clock.elapsed()});
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
        painter.setOpacity(0.8 * (1.0 - static_cast<double>(m_clock.elapsed() - picture.since_ms) / fade_ms));
        painter.drawPixmap(picture.at, picture.pixmap);
    }
}

}  // namespace gordian::ui
