// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/locks_page.h"

#include "ui/pages/lock_bars.h"

namespace gordian::ui {

LocksPage::LocksPage(const PageSpec& spec, model::LiveModels& models, QWidget* parent)
    : TablePage(spec, models, parent), m_bars(new LockBars(this)) {
    m_bars->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    addBelow(m_bars);
    const auto draw = [this, &models] {
        m_bars->setVisible(models.scene() && !models.scene()->seen.locks.empty());
        m_bars->show(models.scene(), currentResource());
    };
    connect(&models, &model::LiveModels::sceneChanged, this, draw);
    connect(this, &TablePage::currentChanged, this, draw);
    connect(m_bars, &LockBars::resourceActivated, this, [this](const QString& resource) {
        if (!showResource(resource)) emit activated(resource);
    });
}

}  // namespace gordian::ui
