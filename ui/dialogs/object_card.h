// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which object is meant: what it is known by, in a few rows.
#include "backend/present/scene.h"

#include <QFrame>
#include <QList>
#include <QString>

#include <string_view>
#include <utility>

class QGridLayout;

namespace gordian::ui {

/// Title and text, for people: key, owner, creator, mode and what the kind has of its own. Empty for what is no System V object of the scene.
[[nodiscard]] QList<std::pair<QString, QString>> identityFacts(const present::Scene& scene, std::string_view resource);

class ObjectCard : public QFrame {
    Q_OBJECT

public:
    explicit ObjectCard(QWidget* parent = nullptr);
    /// Keeps what it shows where the scene doesn't have the object any more: it says what was meant.
    void show(const present::Scene& scene, std::string_view resource);

private:
    QGridLayout* m_grid;
    QList<std::pair<QString, QString>> m_shown;
};

}  // namespace gordian::ui
