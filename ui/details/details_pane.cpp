// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/details_pane.h"

#include "model/translate.h"
#include "ui/details/maps_tab.h"
#include "ui/details/processes_tab.h"
#include "ui/details/properties_tab.h"
#include "ui/details/raw_tab.h"
#include "ui/details/row_lookup.h"
#include "ui/details/why_tab.h"
#include "ui/icons/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/say.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace gordian::ui {

namespace {

/// A process or thread is known by its name; everything else by its spelling.
QString titleOf(const present::Scene& scene, const QString& resource) {
    const std::string name = resource.toStdString();
    if (const Wait* wait = scene.facts.wait_of(name)) return QString::fromStdString(scene.facts.who(*wait));
    const auto pid = present::pid_of(name);
    return pid ? QString::fromStdString(scene.facts.people.phrase(*pid)) : resource;
}

}  // namespace

DetailsPane::DetailsPane(model::LiveSession& session, model::LiveModels& models, QWidget* parent)
    : QWidget(parent), m_models(models), m_title(new QLabel(this)), m_note(new QLabel(this)),
      m_actions(new QToolButton(this)), m_tabs(new QTabWidget(this)), m_why(new WhyTab(this)),
      m_properties(new PropertiesTab(this)), m_processes(new ProcessesTab(this)), m_raw(new RawTab(session, this)),
      m_maps(new MapsTab(session, this)) {
    setObjectName(QStringLiteral("details"));
    setAccessibleName(tr("Details"));
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setPart(m_title, "heading");
    m_title->setObjectName(QStringLiteral("detailsTitle"));
    m_note->setObjectName(QStringLiteral("detailsNote"));
    say(*m_title, tr("Nothing is chosen"));
    m_note->setWordWrap(true);
    setPart(m_note, "text", "warning");
    m_note->hide();
    m_actions->setText(tr("Actions ▾"));
    m_actions->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    m_actions->setAccessibleName(tr("Actions"));
    m_actions->setToolTip(tr("What can be done with it"));
    m_actions->setPopupMode(QToolButton::InstantPopup);
    m_actions->setAutoRaise(true);
    m_actions->setFocusPolicy(Qt::TabFocus);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(10, 8, 6, 4);
    head->addWidget(m_title, 1);
    head->addWidget(m_actions);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_note);
    layout->addWidget(m_tabs, 1);
    m_note->setContentsMargins(10, 0, 10, 4);

    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Details"));
    m_tabs->addTab(m_why, tr("Why"));
    m_tabs->addTab(m_properties, tr("Properties"));
    m_tabs->addTab(m_processes, tr("Processes"));
    m_tabs->addTab(m_raw, tr("Raw"));
    m_tabs->addTab(m_maps, tr("Maps"));
    m_tabs->setTabVisible(4, false);
    connect(m_tabs, &QTabWidget::currentChanged, this, &DetailsPane::update);
    connect(m_why, &WhyTab::linkActivated, this, &DetailsPane::linkActivated);
    connect(m_why, &WhyTab::commandCopied, this, &DetailsPane::commandCopied);
    connect(m_processes, &ProcessesTab::linkActivated, this, &DetailsPane::linkActivated);
    connect(&models, &model::LiveModels::sceneChanged, this, &DetailsPane::update);
    update();
}

void DetailsPane::setActionsMenu(QMenu* menu) { m_actions->setMenu(menu); }

void DetailsPane::showResource(const QString& resource) {
    m_resource = resource;
    m_rowTitle.clear();
    m_properties->forgetRow();
    m_tabs->setTabVisible(4, present::pid_of(resource.toStdString()).has_value());
    update();
}

void DetailsPane::showRow(const present::Section& section, std::size_t row) {
    m_resource.clear();
    m_rowTitle.clear();
    m_tabs->setTabVisible(4, false);
    m_properties->showRow(section, row);
    const std::shared_ptr<const present::Scene>& scene = m_models.scene();
    if (scene && row < section.size(*scene))
        for (std::size_t i = 0; i < 2 && i < section.default_columns().size(); ++i)
            if (const auto column = present::find_column(section, section.default_columns()[i]))
                m_rowTitle += (i > 0 ? QStringLiteral(" ") : QString()) +
                              QString::fromStdString(section.cell(*scene, row, *column));
    update();
    m_tabs->setCurrentWidget(m_properties);
}

void DetailsPane::showTab(const QString& name) {
    constexpr std::array<QLatin1StringView, 5> names{QLatin1StringView("why"), QLatin1StringView("properties"),
                                                     QLatin1StringView("processes"), QLatin1StringView("raw"),
                                                     QLatin1StringView("maps")};
    const auto* const found = std::ranges::find(names, name);
    if (found != names.end()) m_tabs->setCurrentIndex(static_cast<int>(found - names.begin()));
}

/// Only what is seen is worked out.
void DetailsPane::update() {
    const std::shared_ptr<const present::Scene>& scene = m_models.scene();
    m_actions->setEnabled(!m_resource.isEmpty());
    if (!scene) return;
    const bool exists = m_resource.isEmpty() || isThere(*scene, m_resource.toStdString());
    say(*m_title, m_resource.isEmpty() ? (m_rowTitle.isEmpty() ? tr("Nothing is chosen") : m_rowTitle)
                                       : model::onOneLine(titleOf(*scene, m_resource), 200));
    m_title->setToolTip(model::asToolTip(m_resource));
    m_note->setVisible(!exists);
    if (!exists) {
        say(*m_note, tr("It is not there any more. What is shown was true until then."));
        return;
    }
    QWidget* tab = m_tabs->currentWidget();
    if (tab == m_why) m_why->show(*scene, m_resource);
    else if (tab == m_properties) m_properties->show(*scene, m_resource);
    else if (tab == m_processes) m_processes->show(*scene, m_resource);
    else if (tab == m_raw) m_raw->show(m_resource);
    else m_maps->show(m_resource);
}

}  // namespace gordian::ui
