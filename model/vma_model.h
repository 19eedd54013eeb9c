// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The mappings of one process, in the parts in which they come.
#include "backend/snapshot/query.h"

#include <QAbstractTableModel>

#include <vector>

namespace gordian::model {

class VmaModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    void append(const std::vector<Vma>& vmas);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::vector<Vma> m_vmas;
};

}  // namespace gordian::model
