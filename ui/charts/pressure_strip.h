// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The last five minutes: blocked threads and bytes on queues. It tells whether something grows, at a glance.
#include "model/history.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QAreaSeries;
class QChart;
class QChartView;
class QLabel;
class QLineSeries;
class QValueAxis;

namespace gordian::ui {

class PressureStrip : public QWidget {
    Q_OBJECT

public:
    explicit PressureStrip(QWidget* parent = nullptr);
    void show(const model::History& history);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Plot {
        QChart* chart = nullptr;
        QChartView* view = nullptr;
        QLineSeries* line = nullptr;
        QLineSeries* ground = nullptr;
        QAreaSeries* area = nullptr;
        QValueAxis *time = nullptr, *value = nullptr;
        QLabel* title = nullptr;
    };
    Plot makePlot(const QString& name);
    static void fill(Plot& plot, const QList<QPointF>& points, double most);
    void dress();

    Plot m_blocked, m_bytes;
};

}  // namespace gordian::ui
