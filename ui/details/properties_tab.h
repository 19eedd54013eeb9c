// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Every field of a row: its title, its value, and in the tooltip the man page's word for it.
#include "backend/present/section.h"

#include <QTreeWidget>

#include <optional>

namespace gordian::ui {

class PropertiesTab : public QTreeWidget {
    Q_OBJECT

public:
    explicit PropertiesTab(QWidget* parent = nullptr);
    void show(const present::Scene& scene, const QString& resource);
    /// For what has no spelling: this row, by its first cells, until forgetRow().
    void showRow(const present::Section& section, std::size_t row);
    void forgetRow() { m_row.reset(); }
    /// The rows that are selected, a line each, with their values whole.
    [[nodiscard]] QString selectedText() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Field {
        QString title, value, tip;
    };
    void fill(const std::vector<Field>& fields);

    struct Row {
        const present::Section* section;
        std::size_t row;
    };
    std::optional<Row> m_row;
};

}  // namespace gordian::ui
