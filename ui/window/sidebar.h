// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The pages, with how many rows each has now.
#include "backend/present/section.h"

#include <QListWidget>

namespace gordian::ui {

class Sidebar : public QListWidget {
    Q_OBJECT

public:
    explicit Sidebar(QWidget* parent = nullptr);
    void setScene(const present::Scene& scene);
    void setCurrentPage(const QString& name);

signals:
    void pageChosen(const QString& name);

protected:
    void changeEvent(QEvent* event) override;

private:
    void dress();
};

}  // namespace gordian::ui
