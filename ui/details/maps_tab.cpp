// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/maps_tab.h"

#include "backend/present/facts.h"
#include "ui/icons/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/say.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace gordian::ui {

MapsTab::MapsTab(model::LiveSession& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_table(new QTableView(this)), m_state(new QLabel(this)),
      m_refresh(new QToolButton(this)) {
    m_table->setObjectName(QStringLiteral("memoryMap"));
    m_table->setAccessibleName(tr("Memory map"));
    m_table->setModel(&m_model);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 7);
    m_table->horizontalHeader()->setStretchLastSection(true);
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    m_table->setFont(fixed);
    const QFontMetrics metrics(fixed);
    m_table->setColumnWidth(0, metrics.horizontalAdvance(QStringLiteral("7fffffffffff-7fffffffffff")) + 16);
    m_table->setColumnWidth(1, metrics.horizontalAdvance(QStringLiteral("1,000.0 KiB")) + 12);
    m_table->setColumnWidth(2, metrics.horizontalAdvance(QStringLiteral("rwxp")) + 20);
    setPart(m_state, "muted");
    say(*m_state, tr("Nothing is chosen"));
    m_refresh->setText(tr("Read again"));
    m_refresh->setAccessibleName(tr("Read again"));
    m_refresh->setIcon(icon("refresh", toneOf(palette())));
    m_refresh->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_refresh->setAutoRaise(true);
    m_refresh->setFocusPolicy(Qt::TabFocus);
    connect(m_refresh, &QToolButton::clicked, this, &MapsTab::ask);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(10, 4, 6, 4);
    bar->addWidget(m_state, 1);
    bar->addWidget(m_refresh);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
}

void MapsTab::show(const QString& resource) {
    const int pid = present::pid_of(resource.toStdString()).value_or(0);
    if (pid == m_pid) return;
    m_pid = pid;
    if (pid > 0) ask();
}

void MapsTab::ask() {
    m_session.cancel(m_asked);
    m_model.clear();
    say(*m_state, tr("Asking …"));
    m_asked = m_session.ask(VmaQuery{m_pid}, this, [this](const Result<Answer>& answer) {
        if (!answer) {
            say(*m_state, QString::fromStdString(to_string(answer.error())));
            return;
        }
        const auto* part = std::get_if<VmaAnswer>(&*answer);
        if (part == nullptr) return;
        m_model.append(part->vmas);
        say(*m_state, tr("%n mapping(s)", nullptr, m_model.rowCount()));
    });
}

}  // namespace gordian::ui
