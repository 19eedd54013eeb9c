// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/verdict_bar.h"

#include "backend/present/unseen_text.h"
#include "backend/snapshot/described.h"
#include "model/links.h"
#include "ui/icons/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/say.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace gordian::ui {

namespace {

/// The same finding in the next Moment: its words have ages in them.
QString nameOf(const Finding& finding) {
    std::string name = finding.code;
    for (const std::string& resource : finding.resources) name += " " + resource;
    if (finding.resources.empty())
        for (const std::string& thread : finding.threads) name += " " + thread;
    return QString::fromStdString(name);
}

/// The semaphore that one of its threads lacks units of.
QString semaphoreToRelease(const present::Facts& facts, const Finding& finding) {
    if (finding.code != "abandoned-semaphore") return {};
    for (const Wait* wait : facts.waits_of(finding.threads))
        if (wait->resource && facts.semaphore(*wait->resource) != nullptr)
            return QString::fromStdString(*wait->resource);
    return {};
}

QToolButton* arrow(std::string_view name, const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(name, toneOf(parent->palette())));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

VerdictBar::VerdictBar(QWidget* parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_place(new QLabel(this)),
      m_why(new QPushButton(tr("&Why"), this)), m_releaseOne(new QPushButton(tr("Release &one…"), this)),
      m_previous(arrow("back", tr("Previous finding"), this)), m_next(arrow("forward", tr("Next finding"), this)) {
    setObjectName(QStringLiteral("verdictBar"));
    setAccessibleName(tr("Verdict"));
    m_text->setObjectName(QStringLiteral("verdict"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_text->setText(tr("Looking …"));
    m_text->setAccessibleName(tr("Looking …"));
    m_icon->setAccessibleName(tr("Severity"));
    m_why->setToolTip(tr("Who waits for whom, to the end (Alt+W)"));
    m_releaseOne->setToolTip(tr("Adds one to the semaphore, after saying what would follow (Alt+O)"));
    connect(m_text, &QLabel::linkActivated, this,
            [this](const QString& address) { emit linkActivated(model::linkTarget(address)); });
    connect(m_why, &QPushButton::clicked, this, [this] { emit whyRequested(m_about); });
    connect(m_releaseOne, &QPushButton::clicked, this, [this] { emit releaseRequested(m_release); });
    connect(m_previous, &QToolButton::clicked, this, &VerdictBar::previous);
    connect(m_next, &QToolButton::clicked, this, &VerdictBar::next);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 7, 8, 7);
    row->setSpacing(8);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_why);
    row->addWidget(m_releaseOne);
    row->addWidget(m_previous);
    row->addWidget(m_place);
    row->addWidget(m_next);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_why, m_releaseOne, m_previous, m_place, m_next})
        widget->hide();
    setPart(this, "verdict", "notice");
}

void VerdictBar::setScene(std::shared_ptr<const present::Scene> scene) {
    m_scene = std::move(scene);
    tell();
}

/// Notices are things left behind, which stop nobody: the page Findings has them.
std::vector<const Finding*> VerdictBar::told() const {
    std::vector<const Finding*> findings;
    if (m_scene)
        for (const Finding& finding : m_scene->moment->means.findings)
            if (finding.severity != Severity::notice) findings.push_back(&finding);
    return findings;
}

void VerdictBar::turn(int by) {
    const std::vector<const Finding*> findings = told();
    if (findings.empty()) return;
    const auto size = static_cast<std::ptrdiff_t>(findings.size());
    const auto at = std::ranges::find(findings, m_current, [](const Finding* finding) { return nameOf(*finding); }) -
                    findings.begin();
    m_current = nameOf(*findings[static_cast<std::size_t>(((at % size) + by + size) % size)]);
    tell();
}

void VerdictBar::tell() {
    if (!m_scene) return;
    const std::vector<const Finding*> findings = told();
    auto at = std::ranges::find(findings, m_current, [](const Finding* finding) { return nameOf(*finding); });
    if (at == findings.end()) at = findings.begin();
    const Finding* finding = at == findings.end() ? nullptr : *at;

    const char* state = "ok";
    QString rich;
    if (finding != nullptr) {
        m_current = nameOf(*finding);
        state = finding->severity == Severity::critical ? "critical" : "warning";
        m_sentence = QString::fromStdString(finding->title);
        rich = QStringLiteral("<b>%1</b>  ").arg(finding->severity == Severity::critical ? tr("Critical.") : tr("Warning.")) +
               model::linked(m_scene->facts, m_sentence);
        m_about = QString::fromStdString(!finding->threads.empty()     ? finding->threads.front()
                                         : !finding->resources.empty() ? finding->resources.front()
                                                                       : std::string());
        m_release = semaphoreToRelease(m_scene->facts, *finding);
    } else {
        m_current.clear();
        m_about.clear();
        m_release.clear();
        m_sentence = QString::fromStdString(present::calm_words(m_scene->facts, m_scene->counts.stuck));
        rich = QStringLiteral("<b>%1</b>").arg(m_sentence.toHtmlEscaped());
        if (m_scene->counts.notices > 0)
            rich += tr(" %n thing(s) left behind: see Findings.", nullptr, static_cast<int>(m_scene->counts.notices));
    }
    // Setting the same text again would take a link's focus away.
    if (m_text->text() != rich) m_text->setText(rich);
    m_text->setAccessibleName(m_sentence);
    // Who listens is told when it is another finding, not when its age has grown.
    if (std::exchange(m_announced, m_current) != m_current) {
        QAccessibleAnnouncementEvent announcement(m_text, m_sentence);
        QAccessible::updateAccessibility(&announcement);
    }
    m_icon->setPixmap(iconPixmap(state, *this, 22));
    m_icon->setAccessibleName(finding == nullptr                        ? tr("All is well")
                              : finding->severity == Severity::critical ? tr("Critical")
                                                                        : tr("Warning"));
    if (property("state").toString() != QLatin1StringView(state)) setPart(this, "verdict", state);
    m_why->setVisible(!m_about.isEmpty());
    m_releaseOne->setVisible(!m_release.isEmpty());
    const bool several = findings.size() > 1;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_previous, m_place, m_next}) widget->setVisible(several);
    if (several) say(*m_place, tr("%1 of %2").arg(at - findings.begin() + 1).arg(findings.size()));
}

void VerdictBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_previous->setIcon(icon("back", toneOf(palette())));
        m_next->setIcon(icon("forward", toneOf(palette())));
        tell();
    }
    QFrame::changeEvent(event);
}

}  // namespace gordian::ui
