// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// "Release one": the semop that somebody who is dead should have done, on the semaphore that others wait for.
#include "ui/dialogs/action_dialog.h"

namespace gordian::ui {

class ReleaseDialog : public ActionDialog {
    Q_OBJECT

public:
    /// `resource`: a semaphore, or a set: then the semaphore that the longest waiter lacks.
    ReleaseDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> scene, std::string_view resource,
                  QWidget* parent = nullptr);

protected:
    Plan plan() override;

private:
    int m_num = 0;
    LineList* m_meaning;
};

}  // namespace gordian::ui
