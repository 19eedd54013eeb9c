// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/object_card.h"

#include "backend/base/text.h"
#include "backend/present/format.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>

namespace gordian::ui {

namespace {

QString text(const std::string& bytes) { return QString::fromStdString(escaped(bytes)); }

/// What all three kinds have.
template <class Row>
QList<std::pair<QString, QString>> commonFacts(const present::Scene& scene, const Row& row) {
    const auto person = [&](std::uint32_t uid, std::uint32_t gid) {
        return text(scene.names.user(uid) + ":" + scene.names.group(gid));
    };
    QString key = QString::fromStdString(text_of(row.key));
    if (row.key.value == 0) key += ObjectCard::tr(" (private)");
    QList<std::pair<QString, QString>> facts{{ObjectCard::tr("Object"), text(row.resource)},
                                             {ObjectCard::tr("Key"), key},
                                             {ObjectCard::tr("Owner"), person(row.uid, row.gid)},
                                             {ObjectCard::tr("Creator"), person(row.cuid, row.cgid)},
                                             {ObjectCard::tr("Mode"), QString::fromStdString(text_of(row.mode))}};
    if (!row.known_as.empty()) facts.push_back({ObjectCard::tr("Known as"), text(row.known_as)});
    return facts;
}

}  // namespace

QList<std::pair<QString, QString>> identityFacts(const present::Scene& scene, std::string_view resource) {
    if (const MsgQueue* queue = scene.facts.msg_queue(resource)) {
        auto facts = commonFacts(scene, *queue);
        facts.push_back({ObjectCard::tr("Messages"),
                         ObjectCard::tr("%1 (%2)").arg(QString::fromStdString(present::grouped(queue->qnum)),
                                                       QString::fromStdString(present::human_size(queue->cbytes)))});
        return facts;
    }
    if (const SemSet* set = scene.facts.sem_set(resource)) {
        auto facts = commonFacts(scene, *set);
        facts.push_back({ObjectCard::tr("Semaphores"), QString::fromStdString(present::grouped(set->nsems))});
        return facts;
    }
    if (const ShmSegment* segment = scene.facts.shm_segment(resource)) {
        auto facts = commonFacts(scene, *segment);
        facts.push_back({ObjectCard::tr("Size"), QString::fromStdString(present::human_size(segment->segsz))});
        facts.push_back({ObjectCard::tr("Created by"), text(scene.facts.people.phrase(segment->cpid))});
        return facts;
    }
    return {};
}

ObjectCard::ObjectCard(QWidget* parent) : QFrame(parent), m_grid(new QGridLayout(this)) {
    setPart(this, "card");
    setAccessibleName(tr("The object"));
    m_grid->setContentsMargins(12, 9, 12, 9);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnStretch(4, 1);
    m_grid->setColumnMinimumWidth(2, 14);
}

void ObjectCard::show(const present::Scene& scene, std::string_view resource) {
    const auto facts = identityFacts(scene, resource);
    if (facts.isEmpty() || facts == m_shown) return;
    m_shown = facts;
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int number = 0;
    for (const auto& [name, value] : facts) {
        auto* title = new QLabel(name, this);
        setPart(title, "muted");
        auto* what = new QLabel(value, this);
        what->setTextFormat(Qt::PlainText);
        what->setTextInteractionFlags(Qt::TextSelectableByMouse);
        what->setAccessibleName(tr("%1: %2").arg(name, value));
        // Two columns, each read downwards in pairs.
        const int column = number % 2 * 3;
        m_grid->addWidget(title, number / 2, column);
        m_grid->addWidget(what, number / 2, column + 1);
        ++number;
    }
    setAccessibleDescription(facts.front().second);
}

}  // namespace gordian::ui
