// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// semop(2) on a set: several operations, all at once or none, never waiting. The rows and the text are two views of one list.
#include "ui/dialogs/action_dialog.h"

#include <vector>

class QSpinBox;

namespace gordian::ui {

class SemopDialog : public ActionDialog {
    Q_OBJECT

public:
    /// `resource`: a set, or a semaphore of it, which the first operation is then about.
    SemopDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> scene, std::string_view resource,
                QWidget* parent = nullptr);

protected:
    Plan plan() override;

private:
    struct Row;

    void showRows();
    void showText();
    void readRows();
    void readText(const QString& text);

    std::vector<SemOperation> m_operations;
    QString m_wrong;  // what is wrong with the text; m_operations is what it was before then
    int m_nsems = 1;
    QWidget* m_list;
    QLineEdit* m_text;
    QLabel* m_note;
    QList<Row> m_rows;
};

struct SemopDialog::Row {
    QWidget* widget;
    QSpinBox *num, *change;
};

}  // namespace gordian::ui
