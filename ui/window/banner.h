// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What this viewer can't see, why, and what would show it. Absent where all was seen.
#include "backend/present/scene.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace gordian::ui {

class Banner : public QFrame {
    Q_OBJECT

public:
    explicit Banner(QWidget* parent = nullptr);
    void setScene(const present::Scene& scene);
    [[nodiscard]] QString sentence() const;

signals:
    void detailsRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void dress();

    QLabel *m_icon, *m_text;
    QPushButton* m_details;
};

}  // namespace gordian::ui
