// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/semaphore_values.h"

#include "backend/present/consequences.h"

#include <limits>

namespace gordian::ui {

ChangeSpin::ChangeSpin(QWidget* parent) : QSpinBox(parent) {
    setRange(std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max());
}

QString ChangeSpin::textFromValue(int value) const {
    return value > 0 ? QLatin1Char('+') + QString::number(value) : QString::number(value);
}

QList<Line> marked(const std::vector<std::string>& effect) {
    QList<Line> lines;
    for (const std::string& line : effect)
        lines.push_back({shown(line), line.ends_with(" could go on") && !line.starts_with("none of ") ? "ok" : ""});
    return lines;
}

QList<Line> previewOfSemop(const present::Scene& scene, std::string_view set, std::span<const SemOperation> operations) {
    const SemSet* seen = scene.facts.sem_set(set);
    if (seen == nullptr || operations.empty()) return {};
    const auto effect = present::effect_of_semop(scene.facts, *seen, operations);
    if (effect) return marked(*effect);
    // It is no reason to forbid it: the values may be others by then, and where they are not, nothing is changed.
    return {{LineList::tr("With the values as they were seen it would fail and change nothing: %1")
                 .arg(QString::fromStdString(to_string(effect.error()))),
             "warning"}};
}

}  // namespace gordian::ui
