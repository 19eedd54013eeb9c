// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/actions/actions.h"

#include "backend/actions/create.h"
#include "backend/actions/identity.h"
#include "backend/actions/remove.h"
#include "backend/actions/sem_sets.h"

namespace gordian::actions {

namespace {

struct Performer {
    Result<ActionResult> operator()(const CreateRequest& request) const { return create(request); }
    Result<ActionResult> operator()(const SemopRequest& request) const { return semop(request); }
    Result<ActionResult> operator()(const SetvalRequest& request) const { return setval(request); }
    Result<ActionResult> operator()(const RemoveRequest& request) const { return remove(request); }
};

}  // namespace

Result<ActionResult> perform(const ActionRequest& request) { return std::visit(Performer{}, request); }

}  // namespace gordian::actions
