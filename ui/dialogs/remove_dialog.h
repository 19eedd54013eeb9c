// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Removing System V objects, one or many. Each is named with what hangs on it; what can't be removed says why.
#include "ui/dialogs/action_dialog.h"

#include <vector>

class QTreeWidget;
class QTreeWidgetItem;

namespace gordian::ui {

class RemoveDialog : public ActionDialog {
    Q_OBJECT

public:
    RemoveDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> scene,
                 const std::vector<std::string>& resources, QWidget* parent = nullptr);

protected:
    Plan plan() override;
    void stepEnded(qsizetype number, const Result<ActionResult>& result) override;

private:
    struct Row {
        Target target;
        QString refused;  ///< why it can't be removed here; its identity means nothing then
        bool removed = false;
        QTreeWidgetItem* item = nullptr;
    };

    void addRow(const std::string& resource);
    void describe(Row& row);
    void fitTree();

    std::vector<Row> m_rows;
    std::vector<std::size_t> m_asked;  // the row of each step
    QTreeWidget* m_tree = nullptr;     // where there are several
};

}  // namespace gordian::ui
