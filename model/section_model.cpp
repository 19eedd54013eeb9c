// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/section_model.h"

#include "model/translate.h"

#include <algorithm>
#include <ranges>

namespace gordian::model {

namespace {

constexpr std::uint32_t fresh_ms = 3000;
constexpr int longest_cell = 260;  ///< characters: a path may have 4,096 bytes, a command line more; the tooltip and copies have it all

QString state_words(present::Mark mark) {
    switch (mark) {
    case present::Mark::critical: return SectionModel::tr("critical");
    case present::Mark::warning: return SectionModel::tr("warning");
    case present::Mark::notice: return SectionModel::tr("notice");
    case present::Mark::waited_for: return SectionModel::tr("waited for");
    case present::Mark::none: break;
    }
    return {};
}

}  // namespace

SectionModel::SectionModel(const present::Section& section, QObject* parent)
    : QAbstractItemModel(parent), m_section(section) {
    for (const std::string& name : section.default_columns())
        if (const auto column = present::find_column(section, name)) m_columns.push_back(*column);
    for (std::size_t column = 0; column < section.columns().size(); ++column)
        if (!std::ranges::contains(m_columns, column)) m_columns.push_back(column);
}

// ---- from Moment to Moment --------------------------------------------------------------------------------------------

void SectionModel::apply(Shown& next, const Transition& change) {
    emit aboutToApply(change);
    if (change.inOrder) applyInOrder(next, change);
    else applyLayout(next, change);
    for (const auto [first, last] : change.steps.changed)
        emit dataChanged(index(first, 0), index(last, columnCount() - 1));
    emit applied();
}

/// Removal goes backwards so that the row numbers still to come stay true. While rows go and come, those that are there are looked up in the
/// Moment before, which has all of them but the new ones; those take their place, empty for that instant, in the numbers.
void SectionModel::applyInOrder(Shown& next, const Transition& change) {
    const bool has_children = m_section.has_children();
    for (const auto [first, last] : change.steps.removed | std::views::reverse) {
        beginRemoveRows({}, first, last);
        m_shown.rows.erase(m_shown.rows.begin() + first, m_shown.rows.begin() + last + 1);
        if (has_children) {
            for (int row = first; row <= last; ++row) {
                m_rowOfId[m_ids[static_cast<std::size_t>(row)]] = -1;
                m_freeIds.push_back(m_ids[static_cast<std::size_t>(row)]);
            }
            m_ids.erase(m_ids.begin() + first, m_ids.begin() + last + 1);
            renumber(static_cast<std::size_t>(first));
        }
        endRemoveRows();
    }
    // From here on rows are those of the next Moment: the rows that stayed are the same ones, in the same order.
    Rows stayed;
    stayed.reserve(m_shown.rows.size());
    auto range = change.steps.inserted.begin();
    for (int row = 0; row < static_cast<int>(next.rows.size()); ++row) {
        while (range != change.steps.inserted.end() && range->last < row) ++range;
        if (range == change.steps.inserted.end() || row < range->first)
            stayed.push_back(next.rows[static_cast<std::size_t>(row)]);
    }
    Rows all = std::move(next.rows);
    next.rows = std::exchange(m_shown.rows, std::move(stayed));
    std::swap(m_shown.scene, next.scene);
    std::swap(m_shown.born, next.born);
    m_shown.now = next.now;
    for (const auto [first, last] : change.steps.inserted) {
        beginInsertRows({}, first, last);
        m_shown.rows.insert(m_shown.rows.begin() + first, all.begin() + first, all.begin() + last + 1);
        if (has_children) {
            m_ids.insert(m_ids.begin() + first, static_cast<std::size_t>(last - first + 1), quintptr{0});
            for (int row = first; row <= last; ++row) m_ids[static_cast<std::size_t>(row)] = takeId();
            renumber(static_cast<std::size_t>(first));
        }
        endInsertRows();
    }
}

void SectionModel::applyLayout(Shown& next, const Transition& change) {
    // Rows only: a header of columns has nothing to remember.
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    // A child's place is found by its parent's row before anything moves.
    std::vector<int> parent_rows;
    parent_rows.reserve(static_cast<std::size_t>(before.size()));
    for (const QModelIndex& index : before) parent_rows.push_back(isChild(index) ? index.parent().row() : -1);

    std::swap(m_shown, next);
    if (m_section.has_children()) takeIds(change, m_shown.rows.size());

    QModelIndexList after;
    after.reserve(before.size());
    for (qsizetype i = 0; i < before.size(); ++i) {
        const QModelIndex& index = before[i];
        const int parent_row = parent_rows[static_cast<std::size_t>(i)];
        const int row = parent_row >= 0 ? parent_row : index.row();
        const int new_row = static_cast<std::size_t>(row) < change.newRowOf.size()
                                ? change.newRowOf[static_cast<std::size_t>(row)]
                                : -1;
        if (new_row < 0) after.emplace_back();
        else if (parent_row >= 0) after.push_back(createIndex(index.row(), index.column(), index.internalId()));
        else after.push_back(createIndex(new_row, index.column()));
    }
    changePersistentIndexList(before, after);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

quintptr SectionModel::takeId() {
    if (m_freeIds.empty()) {
        if (m_rowOfId.empty()) m_rowOfId.push_back(-1);  // 0 says: no parent
        m_rowOfId.push_back(-1);
        return m_rowOfId.size() - 1;
    }
    const quintptr id = m_freeIds.back();
    m_freeIds.pop_back();
    return id;
}

void SectionModel::takeIds(const Transition& change, std::size_t size) {
    std::vector<quintptr> ids(size, 0);
    std::vector<quintptr> gone;
    for (std::size_t row = 0; row < m_ids.size(); ++row) {
        if (change.newRowOf[row] >= 0) ids[static_cast<std::size_t>(change.newRowOf[row])] = m_ids[row];
        else gone.push_back(m_ids[row]);
    }
    // Those that are free from now on are given to nobody before the indexes that name them are gone.
    for (quintptr& id : ids)
        if (id == 0) id = takeId();
    for (const quintptr id : gone) {
        m_rowOfId[id] = -1;
        m_freeIds.push_back(id);
    }
    m_ids = std::move(ids);
    renumber();
}

void SectionModel::renumber(std::size_t from) {
    for (std::size_t row = from; row < m_ids.size(); ++row) m_rowOfId[m_ids[row]] = static_cast<int>(row);
}

// ---- what it shows ----------------------------------------------------------------------------------------------------

std::size_t SectionModel::sectionRow(const QModelIndex& index) const {
    return sectionRow(isChild(index) ? m_rowOfId.at(index.internalId()) : index.row());
}

int SectionModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return static_cast<int>(m_shown.rows.size());
    if (!m_section.has_children() || isChild(parent) || parent.column() != 0) return 0;
    return static_cast<int>(m_section.child_count(*m_shown.scene, sectionRow(parent)));
}

int SectionModel::columnCount(const QModelIndex& parent) const {
    if (parent.isValid() && (!m_section.has_children() || isChild(parent) || parent.column() != 0)) return 0;
    return static_cast<int>(m_columns.size());
}

bool SectionModel::hasChildren(const QModelIndex& parent) const { return rowCount(parent) > 0; }

QModelIndex SectionModel::index(int row, int column, const QModelIndex& parent) const {
    if (row < 0 || column < 0 || column >= columnCount() || row >= rowCount(parent)) return {};
    return createIndex(row, column, parent.isValid() ? m_ids.at(static_cast<std::size_t>(parent.row())) : quintptr{0});
}

QModelIndex SectionModel::parent(const QModelIndex& index) const {
    if (!index.isValid() || !isChild(index)) return {};
    const quintptr id = index.internalId();
    if (id >= m_rowOfId.size() || m_rowOfId[id] < 0) return {};
    return createIndex(m_rowOfId[id], 0);
}

QString SectionModel::text(const QModelIndex& index, bool exact) const {
    const std::size_t row = sectionRow(index), column = sectionColumn(index.column());
    return QString::fromStdString(
        isChild(index) ? m_section.child_cell(*m_shown.scene, row, static_cast<std::size_t>(index.row()), column, exact)
                       : m_section.cell(*m_shown.scene, row, column, exact));
}

QVariant SectionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !m_shown.scene) return {};
    const std::size_t row = sectionRow(index);
    const auto mark = [&] {
        return isChild(index) ? m_section.child_mark(*m_shown.scene, row, static_cast<std::size_t>(index.row()))
                              : m_section.mark(*m_shown.scene, row);
    };
    switch (role) {
    case Qt::DisplayRole: return onOneLine(text(index, false), longest_cell);
    case ExactRole: return text(index, true);
    case Qt::AccessibleTextRole: {
        const QString words = index.column() == 0 ? state_words(mark()) : QString();
        const QString cell = onOneLine(text(index, false), longest_cell);
        return words.isEmpty() ? cell : tr("%1, %2").arg(cell, words);
    }
    case Qt::ToolTipRole: {
        // Only what a cell may cut off. Text of others must not be taken for rich text.
        const QString tip = text(index, false);
        return tip.size() > 12 ? asToolTip(tip) : QString();
    }
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter |
                        (m_section.columns()[sectionColumn(index.column())].right_aligned && !isChild(index)
                             ? Qt::AlignRight
                             : Qt::AlignLeft));
    case MarkRole: return static_cast<int>(index.column() == 0 ? mark() : present::Mark::none);
    case ResourceRole:
        return QString::fromStdString(
            isChild(index) ? m_section.child_resource(*m_shown.scene, row, static_cast<std::size_t>(index.row()))
                           : m_section.resource(*m_shown.scene, row));
    case FreshRole: {
        if (!m_shown.born || row >= m_shown.born->size()) return false;
        const std::uint32_t born = (*m_shown.born)[row];
        return born != 0 && m_shown.now - born < fresh_ms;
    }
    case SectionRowRole: return static_cast<int>(row);
    default: return {};
    }
}

QVariant SectionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= static_cast<int>(m_columns.size())) return {};
    const present::Column& column = m_section.columns()[sectionColumn(section)];
    switch (role) {
    case Qt::DisplayRole: return translated(column.title);
    case Qt::ToolTipRole: return translated(column.tooltip);
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (column.right_aligned ? Qt::AlignRight : Qt::AlignLeft));
    default: return {};
    }
}

void SectionModel::sort(int column, Qt::SortOrder order) {
    emit sortRequested(column < 0 ? -1 : static_cast<int>(sectionColumn(column)), order == Qt::DescendingOrder);
}

int SectionModel::columnOf(std::string_view name) const {
    const auto column = present::find_column(m_section, name);
    if (!column) return -1;
    return static_cast<int>(std::ranges::find(m_columns, *column) - m_columns.begin());
}

QModelIndex SectionModel::indexOf(const QString& resource) const {
    if (!m_shown.scene || resource.isEmpty()) return {};
    const std::string name = resource.toStdString();
    for (std::size_t row = 0; row < m_shown.rows.size(); ++row) {
        const std::string own = m_section.resource(*m_shown.scene, m_shown.rows[row]);
        const int at = static_cast<int>(row);
        if (own == name) return createIndex(at, 0);
        if (!m_section.has_children() || !name.starts_with(own) || name.size() <= own.size() || name[own.size()] != '/')
            continue;
        const std::size_t count = m_section.child_count(*m_shown.scene, m_shown.rows[row]);
        for (std::size_t child = 0; child < count; ++child)
            if (m_section.child_resource(*m_shown.scene, m_shown.rows[row], child) == name)
                return createIndex(static_cast<int>(child), 0, m_ids[row]);
    }
    return {};
}

}  // namespace gordian::model
