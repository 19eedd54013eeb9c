// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/release_dialog.h"

#include "backend/base/text.h"
#include "backend/present/identity_of.h"
#include "ui/dialogs/semaphore_values.h"

#include <algorithm>

namespace gordian::ui {

namespace {

std::string setOf(const present::Scene& scene, std::string_view resource) {
    const SemSet* set = scene.facts.sem_set(resource);
    return set != nullptr ? set->resource : std::string(resource);
}

/// The semaphore that was named, or what the longest waiter lacks.
int meantSemaphore(const present::Scene& scene, std::string_view resource) {
    if (const Semaphore* semaphore = scene.facts.semaphore(resource)) return semaphore->num;
    for (const Wait* wait : scene.facts.waits_for(resource))
        if (const auto need = scene.facts.need_of(*wait); need && need->missing > 0) return need->num;
    return 0;
}

}  // namespace

ReleaseDialog::ReleaseDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> seen,
                             std::string_view resource, QWidget* parent)
    : ActionDialog(session, seen, "releaseDialog", "release",
                   tr("Release one of semaphore %1 of %2")
                       .arg(meantSemaphore(*seen, resource))
                       .arg(QString::fromStdString(setOf(*seen, resource))),
                   parent),
      m_num(meantSemaphore(scene(), resource)), m_meaning(new LineList(this)) {
    setTarget(setOf(scene(), resource));
    m_meaning->setObjectName(QStringLiteral("meaning"));
    m_meaning->setAccessibleName(tr("What it means"));
    addAbove(m_meaning);
    replan();
}

ActionDialog::Plan ReleaseDialog::plan() {
    Plan plan{.verb = tr("&Release one"), .steps = {}, .problem = {}, .shown = false, .command = {}, .preview = {}};
    const SemSet* set = target() ? scene().facts.sem_set(target()->resource) : nullptr;
    if (set == nullptr) return plan;
    const std::vector<SemOperation> give{{.num = static_cast<std::uint16_t>(m_num), .op = 1}};
    const QString resource = QString::fromStdString(set->resource);
    plan.steps = {{resource, SemopRequest{target()->identity, give}}};
    plan.command = {QStringLiteral("gordianctl"), QStringLiteral("semop"), resource,
                    QString::fromStdString(present::text_of_operations(give))};
    plan.preview = previewOfSemop(scene(), set->resource, give);

    const auto semaphore = std::ranges::find(set->semaphores, m_num, &Semaphore::num);
    const int last = semaphore == set->semaphores.end() ? 0 : semaphore->sempid.value_or(0);
    const QString adds = tr("Adds 1 to semaphore %1 of %2").arg(m_num).arg(resource);
    QList<Line> meaning;
    if (last == 0) {
        meaning = {{tr("%1. It isn't known who operated on it last.").arg(adds), ""},
                   {tr("If somebody alive holds it, they may still release it themselves: then it is released twice, "
                       "and two get in where one should."),
                    "warning"}};
    } else if (scene().facts.people.dead(last)) {
        meaning = {
            {tr("%1, as its dead last operator (%2) should have done.").arg(adds).arg(last), ""},
            {tr("What the semaphore protects may be half done: %1 may have died in the middle of it. Look at that "
                "data before you let the next one in.")
                 .arg(last),
             "warning"}};
    } else {
        const QString who = QString::fromStdString(escaped(scene().facts.people.phrase(last)));
        meaning = {
            {tr("%1.").arg(adds), ""},
            {tr("%1 operated on it last and is not dead. If it holds it, it may still release it itself: then it "
                "is released twice, and two get in where one should.")
                 .arg(who),
             "warning"}};
    }
    m_meaning->setLines(meaning);
    return plan;
}

}  // namespace gordian::ui
