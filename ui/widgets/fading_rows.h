// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Rows that vanished, as paint only: their last picture fades over the place where they stood. The model has them no more, and neither keyboard
// nor screen reader meets them.
#include "model/section_model.h"

#include <QAbstractItemView>
#include <QElapsedTimer>
#include <QPixmap>
#include <QTimer>

#include <vector>

namespace gordian::ui {

class FadingRows {
public:
    explicit FadingRows(QAbstractItemView& view);
    void watch(const model::SectionModel& model);
    /// At the end of the view's paintEvent.
    void paint();

private:
    void keep(const model::Transition& change);
    [[nodiscard]] int rowAt(int y) const;

    struct Picture {
        QPixmap pixmap;
        QPoint at;
        qint64 since_ms = 0;
    };
    QAbstractItemView& m_view;
    QElapsedTimer m_clock;
    QTimer m_timer;
    std::vector<Picture> m_pictures;
    bool m_grabbing = false;
};

}  // namespace gordian::ui
