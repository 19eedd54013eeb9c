// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Why it does not run: verdict, chain as a tree with the evidence for each step, and the next command. Each name is a link.
#include "backend/present/chain_text.h"
#include "backend/present/scene.h"

#include <QTextBrowser>

namespace gordian::ui {

class WhyTab : public QTextBrowser {
    Q_OBJECT

public:
    explicit WhyTab(QWidget* parent = nullptr);
    void show(const present::Scene& scene, const QString& resource);

signals:
    void linkActivated(const QString& resource);
    void commandCopied(const QString& command);

protected:
    void changeEvent(QEvent* event) override;

private:
    QString m_html;
};

}  // namespace gordian::ui
