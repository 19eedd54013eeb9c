// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/semop_dialog.h"

#include "backend/present/format.h"
#include "backend/present/identity_of.h"
#include "ui/dialogs/semaphore_values.h"
#include "ui/icons/icons.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace gordian::ui {

namespace {

constexpr int rowsBeforeScrolling = 5;

std::string setOf(const present::Scene& scene, std::string_view resource) {
    const SemSet* set = scene.facts.sem_set(resource);
    return set != nullptr ? set->resource : std::string(resource);
}

}  // namespace

SemopDialog::SemopDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> seen,
                         std::string_view resource, QWidget* parent)
    : ActionDialog(session, seen, "semopDialog", "semop",
                   tr("Operate on %1").arg(QString::fromStdString(setOf(*seen, resource))), parent) {
    setTarget(setOf(scene(), resource));
    const Semaphore* semaphore = scene().facts.semaphore(resource);
    if (const SemSet* set = scene().facts.sem_set(resource))
        m_nsems = static_cast<int>(std::clamp<std::uint64_t>(set->nsems, 1, 65'536));
    m_operations = {{.num = static_cast<std::uint16_t>(semaphore != nullptr ? semaphore->num : 0), .op = 1}};

    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("operations"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list = new QWidget(scroll);
    m_list->setAccessibleName(tr("Operations"));
    auto* rows = new QVBoxLayout(m_list);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(5);
    scroll->setWidget(m_list);
    addField(tr("Operations"), scroll, tr("Operations"));

    auto* add = new QPushButton(tr("&Add an operation"), this);
    add->setObjectName(QStringLiteral("add"));
    add->setAccessibleName(tr("Add an operation"));
    add->setAutoDefault(false);
    auto* addRow = new QWidget(this);
    addRow->setAccessibleName(tr("Add an operation"));
    auto* addLayout = new QHBoxLayout(addRow);
    addLayout->setContentsMargins(0, 0, 0, 0);
    addLayout->addWidget(add);
    addLayout->addStretch(1);
    form().addRow(QString(), addRow);

    m_text = new QLineEdit(this);
    m_text->setObjectName(QStringLiteral("text"));
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setPlaceholderText(QStringLiteral("0:-1,1:+1"));
    addField(tr("As &text:"), m_text, tr("Operations as text"));
    m_note = addNote();
    showRows();
    showText();

    connect(add, &QPushButton::clicked, this, [this] {
        SemOperation another = m_operations.empty() ? SemOperation{.num = 0, .op = 1} : m_operations.back();
        another.num = static_cast<std::uint16_t>(std::min(another.num + 1, m_nsems - 1));
        m_operations.push_back(another);
        m_wrong.clear();
        showRows();
        showText();
        replan();
        m_rows.back().num->setFocus();
    });
    connect(m_text, &QLineEdit::textEdited, this, &SemopDialog::readText);
    replan();
}

void SemopDialog::showRows() {
    for (const Row& row : m_rows) {
        row.widget->hide();
        row.widget->deleteLater();  // one of its own buttons may be what asked for this
        m_list->layout()->removeWidget(row.widget);
    }
    m_rows.clear();
    for (std::size_t number = 0; number < m_operations.size(); ++number) {
        const SemOperation& operation = m_operations[number];
        auto* widget = new QWidget(m_list);
        widget->setAccessibleName(tr("Operation %1").arg(number + 1));
        auto* layout = new QHBoxLayout(widget);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(8);
        auto* num = new QSpinBox(widget);
        num->setRange(0, m_nsems - 1);
        num->setValue(operation.num);
        num->setAccessibleName(tr("Operation %1: semaphore").arg(number + 1));
        num->setMinimumWidth(76);
        auto* change = new ChangeSpin(widget);
        change->setValue(operation.op);
        change->setAccessibleName(tr("Operation %1: change").arg(number + 1));
        change->setMinimumWidth(86);
        change->setToolTip(tr("Added to the value; 0 asks that it is zero"));
        auto* numLabel = new QLabel(number == 0 ? tr("S&emaphore") : tr("Semaphore"), widget);
        numLabel->setBuddy(num);
        auto* changeLabel = new QLabel(number == 0 ? tr("c&hange by") : tr("change by"), widget);
        changeLabel->setBuddy(change);
        auto* away = new QToolButton(widget);
        away->setIcon(icon("take-away", toneOf(palette())));
        away->setAutoRaise(true);
        away->setFocusPolicy(Qt::StrongFocus);
        away->setAccessibleName(tr("Take operation %1 away").arg(number + 1));
        away->setToolTip(tr("Take this operation away"));
        away->setEnabled(m_operations.size() > 1);
        for (QWidget* part :
             {static_cast<QWidget*>(numLabel), static_cast<QWidget*>(num), static_cast<QWidget*>(changeLabel),
              static_cast<QWidget*>(change), static_cast<QWidget*>(away)})
            layout->addWidget(part);
        layout->addStretch(1);
        m_list->layout()->addWidget(widget);
        m_rows.push_back({widget, num, change});
        connect(num, &QSpinBox::valueChanged, this, &SemopDialog::readRows);
        connect(change, &QSpinBox::valueChanged, this, &SemopDialog::readRows);
        connect(away, &QToolButton::clicked, this, [this, number] {
            m_operations.erase(m_operations.begin() + static_cast<std::ptrdiff_t>(number));
            m_wrong.clear();
            showRows();
            showText();
            replan();
            m_rows[static_cast<qsizetype>(std::min(number, m_operations.size() - 1))].num->setFocus();
        });
    }
    const int shown = std::min(static_cast<int>(m_rows.size()), rowsBeforeScrolling);
    const int height = m_rows.isEmpty() ? 0 : m_rows.front().widget->sizeHint().height();
    auto* scroll = findChild<QScrollArea*>(QStringLiteral("operations"));
    scroll->setFixedHeight(shown * height + std::max(shown - 1, 0) * 5);
}

void SemopDialog::showText() { m_text->setText(QString::fromStdString(present::text_of_operations(m_operations))); }

void SemopDialog::readRows() {
    m_operations.clear();
    for (const Row& row : m_rows)
        m_operations.push_back({.num = static_cast<std::uint16_t>(row.num->value()),
                                .op = static_cast<std::int16_t>(row.change->value())});
    m_wrong.clear();
    showText();
    replan();
}

void SemopDialog::readText(const QString& text) {
    const auto parsed = present::parse_operations(text.simplified().remove(QLatin1Char(' ')).toStdString());
    if (!parsed) m_wrong = sentence(parsed.error().why);
    else if (std::ranges::any_of(*parsed, [this](const SemOperation& operation) { return operation.num >= m_nsems; }))
        m_wrong = tr("The set has %1, numbered from 0.")
                      .arg(QString::fromStdString(
                          present::count_of(static_cast<std::uint64_t>(m_nsems), "semaphore", "semaphores")));
    else {
        m_wrong.clear();
        m_operations = *parsed;
        showRows();
    }
    replan();
}

ActionDialog::Plan SemopDialog::plan() {
    Plan plan{.verb = tr("&Operate"), .steps = {}, .problem = m_wrong, .shown = true, .command = {}, .preview = {}};
    showNote(*m_note, m_wrong.isEmpty() ? tr("All at once or nothing, and never waiting (IPC_NOWAIT).") : m_wrong,
             !m_wrong.isEmpty());
    if (!target() || !m_wrong.isEmpty()) return plan;
    const QString resource = QString::fromStdString(target()->resource);
    plan.steps = {{resource, SemopRequest{target()->identity, m_operations}}};
    plan.command = {QStringLiteral("gordianctl"), QStringLiteral("semop"), resource,
                    QString::fromStdString(present::text_of_operations(m_operations))};
    plan.preview = previewOfSemop(scene(), target()->resource, m_operations);
    return plan;
}

}  // namespace gordian::ui
