// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/remove_dialog.h"

#include "backend/base/text.h"
#include "backend/present/consequences.h"
#include "backend/present/facts.h"
#include "backend/present/format.h"
#include "backend/present/identity_of.h"
#include "ui/dialogs/object_card.h"
#include "ui/icons/icons.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QTreeWidget>

#include <algorithm>

namespace gordian::ui {

namespace {

QString titleOf(const std::vector<std::string>& resources) {
    if (resources.size() == 1)
        return RemoveDialog::tr("Remove %1").arg(QString::fromStdString(escaped(resources.front())));
    return RemoveDialog::tr("Remove several objects");
}

/// Why this dialog can't remove such a thing; empty where it is an object of System V.
QString refusedKind(std::string_view resource) {
    const std::string_view kind = present::kind_of(resource);
    if (kind == "semaphore" && std::ranges::count(resource, '/') > 1)
        return RemoveDialog::tr("One semaphore can't be removed, only its whole set.");
    if (resource.starts_with("lock/")) return RemoveDialog::tr("A lock isn't removed: its holder unlocks it, or ends.");
    if (resource.starts_with("process/") || resource.starts_with("thread/"))
        return RemoveDialog::tr("Processes and threads aren't removed here.");
    if (resource.starts_with("sysv-")) return {};
    return RemoveDialog::tr("Only System V objects can be removed here.");
}

}  // namespace

RemoveDialog::RemoveDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> seen,
                           const std::vector<std::string>& resources, QWidget* parent)
    : ActionDialog(session, seen, "removeDialog", "remove", titleOf(resources), parent) {
    if (resources.size() == 1 && refusedKind(resources.front()).isEmpty()) setTarget(resources.front());
    if (resources.size() != 1) {
        m_tree = new QTreeWidget(this);
        m_tree->setObjectName(QStringLiteral("objects"));
        m_tree->setColumnCount(3);
        m_tree->setHeaderLabels({tr("Object"), tr("Key"), tr("Owner")});
        m_tree->setAccessibleName(tr("Objects to remove"));
        m_tree->setRootIsDecorated(false);
        m_tree->setItemsExpandable(false);
        m_tree->setIndentation(22);
        m_tree->setSelectionMode(QAbstractItemView::SingleSelection);
        m_tree->setWordWrap(true);
        m_tree->header()->setStretchLastSection(true);
        addAbove(m_tree);
    }
    for (const std::string& resource : resources) addRow(resource);
    if (m_tree != nullptr) {
        m_tree->expandAll();
        for (int column = 0; column < 2; ++column) m_tree->resizeColumnToContents(column);
        m_tree->setColumnWidth(0, std::max(m_tree->columnWidth(0), 170));
        m_tree->setColumnWidth(1, m_tree->columnWidth(1) + 16);
        m_tree->setStyleSheet(QStringLiteral("QTreeView::item { padding: 2px 0; }"));
        connect(m_tree, &QTreeWidget::itemChanged, this, &RemoveDialog::replan);
    }
    replan();
}

void RemoveDialog::addRow(const std::string& resource) {
    Row row{.target = {resource, {}}, .refused = refusedKind(resource)};
    if (row.refused.isEmpty()) {
        if (const auto identity = present::identity_of(scene().facts, resource)) row.target.identity = *identity;
        else row.refused = tr("It is gone.");
    }
    if (m_tree != nullptr) {
        row.item = new QTreeWidgetItem(m_tree);
        row.item->setText(0, QString::fromStdString(escaped(resource)));
        row.item->setCheckState(0, row.refused.isEmpty() ? Qt::Checked : Qt::Unchecked);
        for (const auto& [name, value] : identityFacts(scene(), row.refused.isEmpty() ? resource : "")) {
            if (name == ObjectCard::tr("Key")) row.item->setText(1, value);
            if (name == ObjectCard::tr("Owner")) row.item->setText(2, value);
        }
    }
    m_rows.push_back(std::move(row));
}

void RemoveDialog::fitTree() {
    // As high as what it holds, up to a limit: the dialog stays one that is read at a glance.
    int height = m_tree->header()->sizeHint().height() + 2 * m_tree->frameWidth() + 4;
    for (QModelIndex index = m_tree->model()->index(0, 0); index.isValid(); index = m_tree->indexBelow(index))
        height += m_tree->visualRect(index).height();
    m_tree->setFixedHeight(std::min(height, 260));
}

void RemoveDialog::describe(Row& row) {
    if (row.item == nullptr) return;
    const QSignalBlocker quiet(m_tree);
    QList<std::pair<QString, QString>> lines;
    if (row.removed) {
        lines.push_back({tr("Removed."), QStringLiteral("ok")});
    } else if (!row.refused.isEmpty()) {
        lines.push_back({row.refused, QStringLiteral("notice")});
    } else {
        for (const std::string& thing : present::what_hangs_on(scene().facts, row.target.resource))
            lines.push_back({sentence(thing), QStringLiteral("warning")});
        if (lines.isEmpty()) lines.push_back({tr("Nothing is seen to hang on it."), QString()});
    }
    const bool open = !row.removed && row.refused.isEmpty();
    if (!open) {
        row.item->setCheckState(0, Qt::Unchecked);
        row.item->setForeground(0, coloursOf(toneOf(palette())).mutedText);
    }
    row.item->setFlags(open ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable
                            : Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    while (row.item->childCount() > lines.size()) delete row.item->takeChild(row.item->childCount() - 1);
    for (qsizetype number = 0; number < lines.size(); ++number) {
        const auto& [text, mark] = lines[number];
        QTreeWidgetItem* line = row.item->child(static_cast<int>(number));
        if (line == nullptr) {
            line = new QTreeWidgetItem(row.item);
            line->setFirstColumnSpanned(true);
        }
        if (line->text(0) == text) continue;
        line->setText(0, text);
        line->setToolTip(0, text);
        line->setIcon(0, mark.isEmpty() ? QIcon() : icon(mark.toStdString(), toneOf(palette())));
    }
    row.item->setExpanded(true);
}

ActionDialog::Plan RemoveDialog::plan() {
    Plan plan{.verb = tr("Remove"), .steps = {}, .problem = {}, .shown = false, .command = {}, .preview = {}};
    plan.command = {QStringLiteral("gordianctl"), QStringLiteral("remove")};
    m_asked.clear();
    QStringList refusals;
    using Effect = std::pair<std::string, std::vector<std::string>>;  // and what it comes to
    std::vector<Effect> effects;
    for (std::size_t number = 0; number < m_rows.size(); ++number) {
        Row& row = m_rows[number];
        // Several: what vanished is out, the others can still be removed. One: the whole dialog says it.
        if (m_tree != nullptr && row.refused.isEmpty() && !row.removed) row.refused = whatBecameOf(row.target);
        describe(row);
        if (!row.refused.isEmpty()) refusals << row.refused;
        const bool wanted = row.item == nullptr || row.item->checkState(0) == Qt::Checked;
        if (row.removed || !row.refused.isEmpty() || !wanted) continue;
        const QString resource = QString::fromStdString(row.target.resource);
        plan.steps.push_back({resource, RemoveRequest{row.target.identity}});
        plan.command << resource;
        const std::string effect = present::effect_of_removal(row.target.resource);
        const auto told = std::ranges::find(effects, effect, &Effect::first);
        if (told == effects.end()) effects.push_back({effect, {row.target.resource}});
        else told->second.push_back(row.target.resource);
        m_asked.push_back(number);
    }
    if (m_tree != nullptr) fitTree();
    if (plan.steps.isEmpty()) {
        plan.command.clear();
        if (m_tree == nullptr) plan.problem = refusals.value(0);
        else plan.problem = tr("Nothing is ticked that could be removed.");
        return plan;
    }
    for (const auto& [effect, resources] : effects)
        plan.preview.push_back({m_tree == nullptr
                                    ? sentence(effect)
                                    : tr("%1: %2").arg(shown(present::enumeration(resources, 3)), shown(effect)),
                                ""});
    plan.preview.push_back({tr("There is no undo yet."), "warning"});
    const qsizetype count = plan.steps.size();
    if (m_tree == nullptr) plan.verb = tr("&Remove");
    else plan.verb = count == 1 ? tr("&Remove 1 object") : tr("&Remove %1 objects").arg(count);
    return plan;
}

void RemoveDialog::stepEnded(qsizetype number, const Result<ActionResult>& result) {
    Row& row = m_rows[m_asked[static_cast<std::size_t>(number)]];
    row.removed = result.has_value();
    describe(row);
}

}  // namespace gordian::ui
