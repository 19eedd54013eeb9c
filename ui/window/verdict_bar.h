// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The line that is always on top: the worst that is known, in one sentence, with what to do about it; or that nothing is stuck.
#include "backend/present/scene.h"

#include <QFrame>

#include <memory>

class QLabel;
class QPushButton;
class QToolButton;

namespace gordian::ui {

class VerdictBar : public QFrame {
    Q_OBJECT

public:
    explicit VerdictBar(QWidget* parent = nullptr);
    void setScene(std::shared_ptr<const present::Scene> scene);
    /// What is told; without a finding an empty resource.
    [[nodiscard]] QString sentence() const { return m_sentence; }

public slots:
    void next() { turn(1); }
    void previous() { turn(-1); }

signals:
    void whyRequested(const QString& resource);
    /// The semaphore that somebody waits for.
    void releaseRequested(const QString& semaphore);
    void linkActivated(const QString& resource);

protected:
    void changeEvent(QEvent* event) override;

private:
    void turn(int by);
    void tell();
    [[nodiscard]] std::vector<const Finding*> told() const;

    std::shared_ptr<const present::Scene> m_scene;
    QString m_sentence, m_about, m_release;
    QString m_current, m_announced;  ///< findings by code and resources: what is told, what a screen reader was told of
    QLabel *m_icon, *m_text, *m_place;
    QPushButton *m_why, *m_releaseOne;
    QToolButton *m_previous, *m_next;
};

}  // namespace gordian::ui
