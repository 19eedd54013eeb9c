// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/pressure_strip.h"

#include "backend/present/format.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineSeries>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>

namespace gordian::ui {

namespace {

constexpr double least_seconds = 30;  ///< shown; the axis grows with what is known, up to the five minutes that are kept

}  // namespace

PressureStrip::PressureStrip(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("pressure"));
    setAccessibleName(tr("Pressure, the last five minutes"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(12);
    m_blocked = makePlot(tr("Blocked threads"));
    m_bytes = makePlot(tr("Bytes on queues"));
    setFixedHeight(86);
    dress();
}

PressureStrip::Plot PressureStrip::makePlot(const QString& name) {
    Plot plot;
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    plot.title = new QLabel(name, this);
    setPart(plot.title, "muted");
    plot.chart = new QChart;
    plot.chart->legend()->hide();
    plot.chart->setMargins({});
    plot.chart->layout()->setContentsMargins(0, 0, 0, 0);
    plot.chart->setBackgroundRoundness(0);
    plot.chart->setAnimationOptions(QChart::NoAnimation);
    plot.line = new QLineSeries(plot.chart);
    plot.ground = new QLineSeries(plot.chart);
    plot.area = new QAreaSeries(plot.line, plot.ground);
    plot.chart->addSeries(plot.area);
    plot.time = new QValueAxis(plot.chart);
    plot.time->setRange(-least_seconds, 0);
    plot.time->setLabelsVisible(false);
    plot.time->setTickCount(6);
    plot.time->setLineVisible(false);
    plot.value = new QValueAxis(plot.chart);
    plot.value->setLabelsVisible(false);
    plot.value->setTickCount(2);
    plot.value->setLineVisible(false);
    plot.value->setRange(0, 1);
    plot.chart->addAxis(plot.time, Qt::AlignBottom);
    plot.chart->addAxis(plot.value, Qt::AlignLeft);
    plot.area->attachAxis(plot.time);
    plot.area->attachAxis(plot.value);
    plot.view = new QChartView(plot.chart, this);
    plot.view->setRenderHint(QPainter::Antialiasing);
    plot.view->setFrameShape(QFrame::NoFrame);
    plot.view->setAccessibleName(name);
    plot.view->setFocusPolicy(Qt::NoFocus);
    column->addWidget(plot.title);
    column->addWidget(plot.view, 1);
    qobject_cast<QHBoxLayout*>(layout())->addLayout(column, 1);
    return plot;
}

void PressureStrip::fill(Plot& plot, const QList<QPointF>& points, double most) {
    plot.line->replace(points);
    plot.ground->replace({{points.isEmpty() ? -least_seconds : points.front().x(), 0}, {0, 0}});
    plot.time->setRange(std::min(-least_seconds, points.front().x()), 0);
    plot.value->setRange(0, std::max(most, 1.0) * 1.15);
}

void PressureStrip::show(const model::History& history) {
    if (history.points().empty() || !isVisible()) return;
    QList<QPointF> blocked, bytes;
    const qint64 now = history.points().back().at_ms;
    double most_blocked = 0, most_bytes = 0;
    for (const model::History::Point& point : history.points()) {
        const double second = static_cast<double>(point.at_ms - now) / 1000;
        blocked.emplace_back(second, static_cast<double>(point.blocked));
        bytes.emplace_back(second, static_cast<double>(point.queued_bytes));
        most_blocked = std::max(most_blocked, static_cast<double>(point.blocked));
        most_bytes = std::max(most_bytes, static_cast<double>(point.queued_bytes));
    }
    fill(m_blocked, blocked, most_blocked);
    fill(m_bytes, bytes, most_bytes);
    const model::History::Point& last = history.points().back();
    const QString threads =
        tr("Blocked threads: %1 now, %2 at most in 5 min").arg(last.blocked).arg(static_cast<qulonglong>(most_blocked));
    const QString queued = tr("Bytes on queues: %1 now, %2 at most in 5 min")
                               .arg(QString::fromStdString(present::human_size(last.queued_bytes)),
                                    QString::fromStdString(present::human_size(static_cast<std::uint64_t>(most_bytes))));
    m_blocked.title->setText(threads);
    m_bytes.title->setText(queued);
    m_blocked.view->setAccessibleDescription(threads);
    m_bytes.view->setAccessibleDescription(queued);
}

void PressureStrip::dress() {
    const Colours& colours = coloursOf(toneOf(palette()));
    const auto wear = [&](Plot& plot, const QColor& colour) {
        plot.chart->setBackgroundBrush(Qt::NoBrush);
        plot.chart->setBackgroundPen(Qt::NoPen);
        plot.view->setBackgroundBrush(palette().window());
        QColor fill = colour;
        fill.setAlphaF(0.22F);
        plot.area->setBrush(fill);
        plot.area->setPen(QPen(colour, 1.5));
        for (QValueAxis* axis : {plot.time, plot.value}) axis->setGridLineColor(colours.chartGrid);
    };
    wear(m_blocked, colours.chartSeries.value(0, colours.accent));
    wear(m_bytes, colours.chartSeries.value(1, colours.accent));
}

void PressureStrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_blocked.chart != nullptr) dress();
    QWidget::changeEvent(event);
}

}  // namespace gordian::ui
