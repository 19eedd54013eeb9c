// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/set_value_dialog.h"

#include "backend/present/consequences.h"
#include "backend/snapshot/resource_id.h"
#include "ui/dialogs/semaphore_values.h"

#include <algorithm>

namespace gordian::ui {

namespace {

constexpr int semvmx = 32'767;

std::string setOf(const present::Scene& scene, std::string_view resource) {
    const SemSet* set = scene.facts.sem_set(resource);
    return set != nullptr ? set->resource : std::string(resource);
}

int seenValue(const SemSet& set, int num) {
    const auto found = std::ranges::find(set.semaphores, num, &Semaphore::num);
    return found == set.semaphores.end() ? 0 : found->semval.value_or(0);
}

}  // namespace

SetValueDialog::SetValueDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> seen,
                               std::string_view resource, QWidget* parent)
    : ActionDialog(session, seen, "setValueDialog", "set-value",
                   tr("Set a value of %1").arg(QString::fromStdString(setOf(*seen, resource))), parent),
      m_num(new QSpinBox(this)), m_value(new QSpinBox(this)) {
    setTarget(setOf(scene(), resource));
    const SemSet* set = scene().facts.sem_set(resource);
    const Semaphore* semaphore = scene().facts.semaphore(resource);
    m_num->setObjectName(QStringLiteral("num"));
    m_num->setRange(0, set != nullptr ? static_cast<int>(std::clamp<std::uint64_t>(set->nsems, 1, 65'536)) - 1 : 0);
    m_num->setValue(semaphore != nullptr ? semaphore->num : 0);
    m_value->setObjectName(QStringLiteral("value"));
    m_value->setRange(0, semvmx);
    if (set != nullptr) m_value->setValue(seenValue(*set, m_num->value()));
    for (QSpinBox* spin : {m_num, m_value}) {
        spin->setMinimumWidth(110);
        spin->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    addField(tr("&Semaphore:"), m_num, tr("Semaphore"));
    addField(tr("&Value:"), m_value, tr("Value"));
    showNote(*addNote(), tr("From 0 to 32,767 (SEMVMX)."));
    connect(m_num, &QSpinBox::valueChanged, this, [this](int num) {
        // Another semaphore begins with its own value: what stands there is never by accident another one's.
        if (const SemSet* now = target() ? scene().facts.sem_set(target()->resource) : nullptr)
            m_value->setValue(seenValue(*now, num));
        replan();
    });
    connect(m_value, &QSpinBox::valueChanged, this, &SetValueDialog::replan);
    replan();
}

ActionDialog::Plan SetValueDialog::plan() {
    Plan plan{.verb = tr("Set to %1").arg(m_value->value()),
              .steps = {},
              .problem = {},
              .shown = false,
              .command = {},
              .preview = {}};
    const SemSet* set = target() ? scene().facts.sem_set(target()->resource) : nullptr;
    if (set == nullptr) return plan;
    const QString semaphore = QString::fromStdString(resource::semaphore(set->id, m_num->value()));
    plan.steps = {{semaphore, SetvalRequest{target()->identity, m_num->value(), m_value->value()}}};
    plan.command = {QStringLiteral("gordianctl"), QStringLiteral("setval"), semaphore, QString::number(m_value->value())};
    plan.preview = marked(present::effect_of_setval(scene().facts, *set, m_num->value(), m_value->value()));
    plan.preview.push_back(
        {tr("What processes have left to be undone on this semaphore (SEM_UNDO) is forgotten."), "warning"});
    return plan;
}

}  // namespace gordian::ui
