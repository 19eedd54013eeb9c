// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The rows of a section as a Qt model: flat, or sets with their semaphores below them. It is given what it shows (LiveModels works that out on
// a worker) and goes from Moment to Moment without a reset, so that selection, scrolling and expansion survive. Cells are written when they
// are asked for.
#include "model/arrangement.h"

#include <QAbstractItemModel>

#include <memory>
#include <string>
#include <vector>

namespace gordian::model {

enum Role {
    MarkRole = Qt::UserRole,  ///< int(present::Mark)
    ResourceRole,             ///< QString: its spelling, empty where it has none
    FreshRole,                ///< bool: it came a moment ago
    ExactRole,                ///< QString: the cell as it is, not as people say it
    SectionRowRole,           ///< int: the row in the section (of the parent, for a semaphore)
};

/// Rows with what they were worked out of. Its parts are shared: handing it over costs nothing.
struct Shown {
    std::shared_ptr<const present::Scene> scene;
    Rows rows;
    std::shared_ptr<const std::vector<std::uint32_t>> born;  ///< by section row: when it was first seen, milliseconds on LiveModels' clock; 0: from the start
    std::uint32_t now = 0;  ///< on that clock
};

class SectionModel : public QAbstractItemModel {
    Q_OBJECT

public:
    explicit SectionModel(const present::Section& section, QObject* parent = nullptr);

    /// The next rows. Moves nothing that stayed. What was shown before is left in `next`: freeing a large Moment takes longer than the GUI
    /// thread may be held.
    void apply(Shown& next, const Transition& change);

    [[nodiscard]] const present::Section& section() const { return m_section; }
    /// Null before the first Moment.
    [[nodiscard]] const std::shared_ptr<const present::Scene>& scene() const { return m_shown.scene; }
    [[nodiscard]] const Shown& shown() const { return m_shown; }
    /// A place in Section::columns() of a column here: those shown by default come first.
    [[nodiscard]] std::size_t sectionColumn(int column) const { return m_columns.at(static_cast<std::size_t>(column)); }
    [[nodiscard]] present::ColumnKind kindOf(int column) const {
        return m_section.columns()[sectionColumn(column)].kind;
    }
    [[nodiscard]] int defaultColumnCount() const { return static_cast<int>(m_section.default_columns().size()); }
    /// The column here of that name; -1: none.
    [[nodiscard]] int columnOf(std::string_view name) const;
    /// Where something of that spelling is shown; invalid where it is not.
    [[nodiscard]] QModelIndex indexOf(const QString& resource) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

signals:
    /// The order was asked to be another one: it is worked out elsewhere. -1: the section's own order.
    void sortRequested(int sectionColumn, bool descending);
    /// Rows are about to go, come or move; those of before are still shown.
    void aboutToApply(const gordian::model::Transition& change);
    /// Another Moment is shown now: ages have grown also where no row changed.
    void applied();

private:
    [[nodiscard]] bool isChild(const QModelIndex& index) const { return index.internalId() != 0; }
    [[nodiscard]] std::size_t sectionRow(int row) const { return m_shown.rows.at(static_cast<std::size_t>(row)); }
    [[nodiscard]] std::size_t sectionRow(const QModelIndex& index) const;
    [[nodiscard]] QString text(const QModelIndex& index, bool exact) const;
    void applyInOrder(Shown& next, const Transition& change);
    void applyLayout(Shown& next, const Transition& change);
    quintptr takeId();
    void takeIds(const Transition& change, std::size_t size);
    void renumber(std::size_t from = 0);

    const present::Section& m_section;
    std::vector<std::size_t> m_columns;
    Shown m_shown;

    // Only where rows have children: a number for each row that stays with it, by which its children know it.
    std::vector<quintptr> m_ids;  ///< by row
    std::vector<int> m_rowOfId;   ///< by number; -1: free
    std::vector<quintptr> m_freeIds;
};

}  // namespace gordian::model
