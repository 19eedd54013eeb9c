// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lock_bars.h"

#include "backend/snapshot/described.h"
#include "model/translate.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace gordian::ui {

namespace {

constexpr int margin = 10, most_lanes = 400;

QString rangeWords(std::uint64_t start, std::optional<std::uint64_t> end) {
    if (!end)
        return start == 0 ? LockBars::tr("the whole file") : LockBars::tr("bytes %1 to the end of file").arg(start);
    return LockBars::tr("bytes %1–%2").arg(start).arg(*end);
}

bool same_file(const FileLock& a, const FileLock& b) { return a.device == b.device && a.inode == b.inode; }

const FileLock* chosenLock(const present::Scene& scene, const QString& resource) {
    if (const FileLock* lock = scene.facts.lock(resource.toStdString())) return lock;
    const std::vector<FileLock>& locks = scene.seen.locks;
    const auto waited_for = std::ranges::find_if(locks, [](const FileLock& lock) { return !lock.waiters.empty(); });
    if (waited_for != locks.end()) return &*waited_for;
    return locks.empty() ? nullptr : &locks.front();
}

}  // namespace

LockBars::LockBars(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setObjectName(QStringLiteral("lockBars"));
    setAccessibleName(tr("Ranges of the file's locks"));
    setFocusPolicy(Qt::NoFocus);
    viewport()->setMouseTracking(true);
}

void LockBars::show(std::shared_ptr<const present::Scene> scene, const QString& resource) {
    m_lanes.clear();
    m_file.clear();
    m_selected = resource;
    const FileLock* chosen = scene ? chosenLock(*scene, resource) : nullptr;
    if (chosen != nullptr) {
        m_file = chosen->path
                     ? QString::fromStdString(*chosen->path)
                     : tr("device %1, inode %2").arg(QString::fromStdString(text_of(chosen->device))).arg(chosen->inode);
        for (const FileLock& lock : scene->seen.locks) {
            if (!same_file(lock, *chosen) || m_lanes.size() >= most_lanes) continue;
            QStringList holders;
            for (const LockHolder& holder : lock.holders)
                holders.push_back(QString::fromStdString(scene->facts.people.phrase(holder.pid)));
            const QString who = holders.isEmpty() ? tr("holder not seen") : holders.join(QStringLiteral(", "));
            const QString mode = lock.mode == LockMode::read ? tr("read") : tr("write");
            m_lanes.push_back(
                {tr("%1 · %2").arg(who, mode),
                 tr("%1 holds a %2 lock (%3) on %4")
                     .arg(who, mode, QString::fromUtf8(enum_name(lock.lock_class)), rangeWords(lock.start, lock.end)),
                 QString::fromStdString(lock.resource), lock.mode, false, lock.start, lock.end});
            for (const LockWaiter& waiter : lock.waiters) {
                const QString waiting = waiter.pid ? QString::fromStdString(
                                                         scene->facts.people.thread_phrase(*waiter.pid, waiter.tid))
                                                   : tr("somebody");
                const QString wanted = waiter.mode == LockMode::read ? tr("read") : tr("write");
                const auto is_told = [&](const Lane& lane) {
                    return lane.waits && lane.start == waiter.start && lane.end == waiter.end &&
                           lane.who.startsWith(waiting);
                };
                // A request that several locks stand against waits once.
                if (std::ranges::any_of(m_lanes, is_told)) continue;
                m_lanes.push_back(
                    {tr("%1 waits · %2").arg(waiting, wanted),
                     tr("%1 waits to %2 %3").arg(waiting, wanted, rangeWords(waiter.start, waiter.end)),
                     waiter.pid ? QStringLiteral("thread/%1/%2").arg(*waiter.pid).arg(waiter.tid.value_or(*waiter.pid))
                                : QString(),
                     waiter.mode, true, waiter.start, waiter.end});
            }
        }
        m_first = std::ranges::min(m_lanes, {}, &Lane::start).start;
        m_last = m_first;
        for (const Lane& lane : m_lanes) m_last = std::max({m_last, lane.start, lane.end.value_or(lane.start)});
    }
    QStringList words;
    for (const Lane& lane : m_lanes) words.push_back(lane.tip);
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    arrange();
    viewport()->update();
}

QSize LockBars::sizeHint() const {
    return {300, 2 * margin + fontMetrics().height() * 2 +
                     static_cast<int>(std::clamp<std::size_t>(m_lanes.size(), 1, 7)) * laneHeight()};
}

int LockBars::laneHeight() const { return fontMetrics().height() + 8; }

int LockBars::labelWidth() const {
    int width = 60;
    for (const Lane& lane : m_lanes) width = std::max(width, fontMetrics().horizontalAdvance(lane.who) + 12);
    return std::min(width, viewport()->width() / 3);
}

void LockBars::arrange() {
    const int height = 2 * margin + fontMetrics().height() * 2 + static_cast<int>(m_lanes.size()) * laneHeight();
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(laneHeight());
    updateGeometry();
}

void LockBars::resizeEvent(QResizeEvent*) { arrange(); }

QRect LockBars::barOf(const Lane& lane, int row) const {
    const int left = margin + labelWidth(), right = viewport()->width() - margin;
    const int top = margin + fontMetrics().height() + 6 + row * laneHeight() - verticalScrollBar()->value();
    // What is open to the right has room there of its own.
    const bool any_open = std::ranges::any_of(m_lanes, [](const Lane& other) { return !other.end; });
    const double end_of_scale = any_open ? (m_last > m_first ? 0.86 : 0.5) : 1.0;
    const double scale = (right - left) * end_of_scale / (static_cast<double>(m_last - m_first) + 1);
    const int from = left + static_cast<int>(static_cast<double>(lane.start - m_first) * scale);
    const int to = lane.end ? left + static_cast<int>((static_cast<double>(*lane.end - m_first) + 1) * scale) : right;
    return {from, top + 2, std::max(4, to - from), laneHeight() - 5};
}

void LockBars::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& colours = coloursOf(toneOf(palette()));
    painter.fillRect(viewport()->rect(), palette().base());
    painter.setPen(colours.line);
    painter.drawLine(0, 0, viewport()->width(), 0);
    const QFontMetrics metrics = fontMetrics();
    painter.setPen(m_lanes.empty() ? colours.mutedText : palette().text().color());
    const QRect heading(margin, margin - verticalScrollBar()->value(), viewport()->width() - 2 * margin, metrics.height());
    painter.drawText(heading, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(m_file.isEmpty() ? tr("The ranges of a file's locks are drawn here")
                                                         : model::onOneLine(m_file, 300),
                                        Qt::ElideMiddle, heading.width()));
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        const Lane& lane = m_lanes[i];
        const QRect bar = barOf(lane, static_cast<int>(i));
        const bool selected = lane.resource == m_selected;
        QFont font = painter.font();
        font.setBold(selected);
        painter.setFont(font);
        painter.setPen(palette().text().color());
        painter.drawText(QRect(margin, bar.top(), labelWidth() - 8, bar.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(model::onOneLine(lane.who, 200), Qt::ElideMiddle, labelWidth() - 8));
        const QColor colour = lane.mode == LockMode::read ? colours.readLock : colours.writeLock;
        QLinearGradient fill(bar.topLeft(), bar.topRight());
        QColor solid = colour;
        solid.setAlphaF(lane.waits ? 0.18F : 0.85F);
        QColor faint = solid;
        faint.setAlphaF(lane.waits ? 0.03F : 0.25F);
        fill.setColorAt(0, solid);
        fill.setColorAt(lane.end ? 1.0 : 0.7, solid);
        fill.setColorAt(1, lane.end ? solid : faint);
        painter.setPen(QPen(lane.waits ? colours.waiterHatch : colour, selected ? 2 : 1,
                            lane.waits ? Qt::DashLine : Qt::SolidLine));
        painter.setBrush(fill);
        painter.drawRoundedRect(bar, 3, 3);
        if (lane.waits) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(QBrush(colours.waiterHatch, Qt::BDiagPattern));
            painter.drawRoundedRect(bar, 3, 3);
        }
        const QString words = lane.end ? tr("%1–%2").arg(lane.start).arg(*lane.end) : tr("%1–EOF").arg(lane.start);
        const int width = metrics.horizontalAdvance(words);
        if (width + 12 < bar.width()) {
            const bool white = contrast(colour, Qt::white) > contrast(colour, Qt::black);
            painter.setPen(lane.waits ? palette().text().color() : QColor(white ? Qt::white : Qt::black));
            painter.drawText(bar.adjusted(6, 0, -6, 0), Qt::AlignLeft | Qt::AlignVCenter, words);
        } else {
            painter.setPen(palette().text().color());
            const bool room_right = bar.right() + width + 8 < viewport()->width() - margin;
            painter.drawText(room_right ? QRect(bar.right() + 6, bar.top(), width + 2, bar.height())
                                        : QRect(bar.left() - width - 8, bar.top(), width + 2, bar.height()),
                             Qt::AlignLeft | Qt::AlignVCenter, words);
        }
    }
}

const LockBars::Lane* LockBars::laneAt(const QPoint& position) const {
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        const QRect bar = barOf(m_lanes[i], static_cast<int>(i));
        if (position.y() >= bar.top() && position.y() <= bar.bottom()) return &m_lanes[i];
    }
    return nullptr;
}

void LockBars::mousePressEvent(QMouseEvent* event) {
    if (const Lane* lane = laneAt(event->pos()); lane != nullptr && !lane->resource.isEmpty())
        emit resourceActivated(lane->resource);
}

bool LockBars::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Lane* lane = laneAt(help->pos());
        QToolTip::showText(help->globalPos(), lane != nullptr ? model::asToolTip(lane->tip) : QString(), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace gordian::ui
