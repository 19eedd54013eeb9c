// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/banner.h"

#include "backend/present/unseen_text.h"
#include "ui/icons/icons.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace gordian::ui {

Banner::Banner(QWidget* parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)),
      m_details(new QPushButton(tr("What is &hidden…"), this)) {
    setObjectName(QStringLiteral("banner"));
    setAccessibleName(tr("What can't be seen"));
    m_text->setObjectName(QStringLiteral("bannerText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_icon->setAccessibleName(tr("Partly hidden"));
    m_details->setToolTip(tr("Every reason, with what would help"));
    connect(m_details, &QPushButton::clicked, this, &Banner::detailsRequested);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_details);
    setPart(this, "banner", "warning");
    dress();
    hide();
}

void Banner::dress() { m_icon->setPixmap(iconPixmap("unreadable", *this, 16)); }

QString Banner::sentence() const { return isVisibleTo(parentWidget()) ? m_text->text() : QString(); }

void Banner::setScene(const present::Scene& scene) {
    // Who may look at every process is not blind: the few that are hidden even so stand in the status bar.
    const bool may_look = std::ranges::contains(scene.seen.viewer.capabilities, "CAP_SYS_PTRACE");
    // That one or the other mapping of one's own programs can't be measured is no blindness either.
    const bool is_blind = !may_look && std::ranges::any_of(scene.seen.unreadable, [](const Unreadable& entry) {
        return (entry.errno_name == "EACCES" || entry.errno_name == "EPERM") && entry.section != "shared_mappings";
    });
    QString words = !is_blind ? QString() : QString::fromStdString(present::what_was_not_seen(scene.seen));
    words.remove(u'`');
    if (m_text->text() != words) {
        m_text->setText(words);
        m_text->setAccessibleName(words);
    }
    setVisible(!words.isEmpty());
}

void Banner::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) dress();
    QFrame::changeEvent(event);
}

}  // namespace gordian::ui
