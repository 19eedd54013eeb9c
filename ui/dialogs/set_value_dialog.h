// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// semctl(SETVAL): one semaphore gets a value, whatever it had.
#include "ui/dialogs/action_dialog.h"

class QSpinBox;

namespace gordian::ui {

class SetValueDialog : public ActionDialog {
    Q_OBJECT

public:
    /// `resource`: a set, or a semaphore of it.
    SetValueDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> scene, std::string_view resource,
                   QWidget* parent = nullptr);

protected:
    Plan plan() override;

private:
    QSpinBox *m_num, *m_value;
};

}  // namespace gordian::ui
