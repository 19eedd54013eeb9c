// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What could not be read, why, of how many, and the remedy: the snapshot's own list.
#include "backend/present/scene.h"

#include <QDialog>

namespace gordian::ui {

class UnreadableDialog : public QDialog {
    Q_OBJECT

public:
    UnreadableDialog(const present::Scene& scene, QWidget* parent = nullptr);
};

}  // namespace gordian::ui
