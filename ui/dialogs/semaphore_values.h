// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What the three dialogs about the values of a semaphore set share.
#include "ui/dialogs/line_list.h"

#include "backend/present/scene.h"
#include "backend/snapshot/action.h"

#include <QSpinBox>

#include <span>
#include <string_view>

namespace gordian::ui {

/// With its sign always: "+1".
class ChangeSpin : public QSpinBox {
    Q_OBJECT

public:
    explicit ChangeSpin(QWidget* parent = nullptr);

protected:
    [[nodiscard]] QString textFromValue(int value) const override;
};

/// The lines of present::effect_of_semop, marked; or why it could not be done at once.
[[nodiscard]] QList<Line> previewOfSemop(const present::Scene& scene, std::string_view set,
                                         std::span<const SemOperation> operations);
/// Marks who could go on.
[[nodiscard]] QList<Line> marked(const std::vector<std::string>& effect);

}  // namespace gordian::ui
