// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/actions/remove.h"

#include "backend/actions/errno_advice.h"
#include "backend/actions/identity.h"
#include "backend/kernel/sys_msg.h"
#include "backend/kernel/sys_sem.h"
#include "backend/kernel/sys_shm.h"

#include <format>

namespace gordian::actions {

namespace {

Result<void> rmid(const Identity& object) {
    switch (object.kind) {
    case SysvKind::msg: return kernel::msgctl_rmid(object.id);
    case SysvKind::sem: return kernel::semctl_rmid(object.id);
    case SysvKind::shm: return kernel::shmctl_rmid(object.id);
    }
    return {};
}

}  // namespace

Result<ActionResult> remove(const RemoveRequest& request) {
    const std::string resource = resource_of(request.object);
    if (auto same = check(request.object, "removing"); !same) return std::unexpected(same.error());
    if (auto removed = rmid(request.object); !removed)
        return std::unexpected(advised(removed.error(), "removing", resource));
    std::string done = std::format("removed {}", resource);
    if (request.object.kind == SysvKind::shm) {
        // What is attached keeps it alive; saying "removed" alone would be untrue then.
        if (const auto left = kernel::shmctl_stat(request.object.id); left && left->nattch > 0)
            done = std::format("marked {} for removal; {} attachments keep it until they detach", resource, left->nattch);
    }
    return ActionResult{.resource = resource, .done = std::move(done)};
}

}  // namespace gordian::actions
