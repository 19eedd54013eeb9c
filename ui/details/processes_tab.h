// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Who has to do with it: made it, operated last, holds it, has it mapped, waits now since when; alive with its command, or "pid 812, dead".
#include "backend/present/scene.h"

#include <QTreeWidget>

namespace gordian::ui {

class ProcessesTab : public QTreeWidget {
    Q_OBJECT

public:
    explicit ProcessesTab(QWidget* parent = nullptr);
    void show(const present::Scene& scene, const QString& resource);

signals:
    void linkActivated(const QString& resource);
};

}  // namespace gordian::ui
