// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vma_model.h"

#include "backend/present/format.h"
#include "model/translate.h"

#include <format>

namespace gordian::model {

namespace {

enum Column { Addresses, Size, Permissions, Path, ColumnCount };

}  // namespace

void VmaModel::clear() {
    beginResetModel();
    m_vmas.clear();
    endResetModel();
}

void VmaModel::append(const std::vector<Vma>& vmas) {
    if (vmas.empty()) return;
    const int first = static_cast<int>(m_vmas.size());
    beginInsertRows({}, first, first + static_cast<int>(vmas.size()) - 1);
    m_vmas.insert(m_vmas.end(), vmas.begin(), vmas.end());
    endInsertRows();
}

int VmaModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_vmas.size());
}

int VmaModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant VmaModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Vma& vma = m_vmas[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (index.column() == Size ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole && index.column() == Path) return asToolTip(QString::fromStdString(vma.path));
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Addresses: return QString::fromStdString(std::format("{:x}-{:x}", vma.start, vma.end));
    case Size: return QString::fromStdString(present::human_size(vma.end - vma.start));
    case Permissions: return QString::fromStdString(vma.perms);
    case Path: return onOneLine(QString::fromStdString(vma.path), 600);
    default: return {};
    }
}

QVariant VmaModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole && section == Permissions)
        return tr("perms: r read, w write, x execute, s shared, p private");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Addresses: return tr("Addresses");
    case Size: return tr("Size");
    case Permissions: return tr("Perms");
    case Path: return tr("What is mapped");
    default: return {};
    }
}

}  // namespace gordian::model
