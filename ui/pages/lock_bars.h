// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The byte ranges of one file's locks, drawn: a bar for each lock with who holds it, hatched bars for who waits. To scale where the ranges allow
// it; a range to the end of file runs into the right edge.
#include "backend/present/scene.h"

#include <QAbstractScrollArea>

#include <memory>
#include <optional>
#include <vector>

namespace gordian::ui {

class LockBars : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit LockBars(QWidget* parent = nullptr);

    /// The file on which this lock lies; of any other resource the file somebody waits for, else the first.
    void show(std::shared_ptr<const present::Scene> scene, const QString& resource);
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void resourceActivated(const QString& resource);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Lane {
        QString who, tip, resource;
        LockMode mode = LockMode::write;
        bool waits = false;
        std::uint64_t start = 0;
        std::optional<std::uint64_t> end;
    };
    void arrange();
    [[nodiscard]] QRect barOf(const Lane& lane, int row) const;
    [[nodiscard]] int laneHeight() const;
    [[nodiscard]] int labelWidth() const;
    [[nodiscard]] const Lane* laneAt(const QPoint& position) const;

    QString m_file, m_selected;
    std::vector<Lane> m_lanes;
    std::uint64_t m_first = 0, m_last = 0;  ///< of the bytes drawn
};

}  // namespace gordian::ui
