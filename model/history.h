// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What the pressure strip draws: a few numbers of each Moment of the last five minutes.
#include "backend/present/scene.h"

#include <QtGlobal>

#include <deque>

namespace gordian::model {

class History {
public:
    static constexpr qint64 length_ms = 5 * 60 * 1000;

    struct Point {
        qint64 at_ms = 0;         ///< since 1970, by the clock of the host that was looked at
        std::size_t blocked = 0;  ///< threads for which that is not normal
        std::uint64_t queued_bytes = 0;
    };

    void add(const present::Scene& scene) {
        const Point point{scene.seen.taken_at.ns / 1'000'000, scene.counts.stuck, scene.counts.queued_bytes};
        // Somebody set the clock back: what was drawn is no past any more.
        if (!m_points.empty() && point.at_ms < m_points.back().at_ms) m_points.clear();
        m_points.push_back(point);
        while (m_points.front().at_ms < point.at_ms - length_ms) m_points.pop_front();
    }
    [[nodiscard]] const std::deque<Point>& points() const { return m_points; }

private:
    std::deque<Point> m_points;
};

}  // namespace gordian::model
