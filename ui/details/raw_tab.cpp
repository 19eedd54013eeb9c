// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/raw_tab.h"

#include "ui/icons/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/say.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTime>
#include <QToolButton>
#include <QVBoxLayout>

namespace gordian::ui {

RawTab::RawTab(model::LiveSession& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_text(new QPlainTextEdit(this)), m_state(new QLabel(this)),
      m_refresh(new QToolButton(this)) {
    m_text->setObjectName(QStringLiteral("raw"));
    m_text->setAccessibleName(tr("The kernel's own text"));
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setPart(m_state, "muted");
    say(*m_state, tr("Nothing is chosen"));
    m_refresh->setText(tr("Read again"));
    m_refresh->setAccessibleName(tr("Read again"));
    m_refresh->setToolTip(tr("Asks the kernel once more"));
    m_refresh->setIcon(icon("refresh", toneOf(palette())));
    m_refresh->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_refresh->setAutoRaise(true);
    m_refresh->setFocusPolicy(Qt::TabFocus);
    connect(m_refresh, &QToolButton::clicked, this, &RawTab::ask);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(10, 4, 6, 4);
    bar->addWidget(m_state, 1);
    bar->addWidget(m_refresh);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_text, 1);
}

void RawTab::show(const QString& resource) {
    if (resource == m_resource) return;
    m_resource = resource;
    m_text->clear();
    m_refresh->setEnabled(!resource.isEmpty());
    say(*m_state, resource.isEmpty() ? tr("Nothing is chosen") : tr("Asking …"));
    if (!resource.isEmpty()) ask();
}

void RawTab::ask() {
    m_session.cancel(m_asked);
    m_asked = m_session.ask(RawTextQuery{m_resource.toStdString()}, this, [this](const Result<Answer>& answer) {
        if (!answer) {
            say(*m_state, QString::fromStdString(to_string(answer.error())));
            return;
        }
        const auto* raw = std::get_if<RawTextAnswer>(&*answer);
        if (raw == nullptr) return;
        QString text;
        for (const RawText& one : raw->texts) {
            text += QStringLiteral("── %1\n").arg(QString::fromStdString(one.source)) + QString::fromStdString(one.text);
            if (!text.endsWith(u'\n')) text += u'\n';
            if (!one.why_not.empty()) text += tr("(%1)\n").arg(QString::fromStdString(one.why_not));
            text += u'\n';
        }
        m_text->setPlainText(text);
        say(*m_state, tr("As it was at %1").arg(QTime::currentTime().toString(QStringLiteral("HH:mm:ss"))));
    });
}

}  // namespace gordian::ui
