// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/actions/create.h"

#include "backend/actions/errno_advice.h"
#include "backend/kernel/sys_msg.h"
#include "backend/kernel/sys_sem.h"
#include "backend/kernel/sys_shm.h"
#include "backend/snapshot/resource_id.h"

#include <cerrno>
#include <format>

namespace gordian::actions {

namespace {

constexpr std::uint16_t semvmx = 32767;  // include/uapi/linux/sem.h

std::string wanted(const CreateRequest& request, std::string_view kind) {
    return request.key ? std::format("{} with key {}", kind, text_of(*request.key)) : std::string(kind);
}

Error failed(const Error& error, const CreateRequest& request, std::string_view kind) {
    Error advice = advised(error, "creating", wanted(request, kind));
    // EINVAL is no vanished object here: a size or number is beyond its limit.
    if (error.code == EINVAL) {
        advice.why = "its size or number of semaphores is 0 or beyond a limit";
        advice.remedy = "see gordianctl snapshot limits (SHMMAX, SEMMSL)";
    }
    // Of sets and segments two limits are told apart by nothing: the number of objects, and what they take up together.
    if (error.code == ENOSPC && request.kind == SysvKind::sem)
        advice.why = "the limit on sets (SEMMNI) or on semaphores in all of them (SEMMNS) is reached";
    if (error.code == ENOSPC && request.kind == SysvKind::shm)
        advice.why = "the limit on segments (SHMMNI) or on pages in all of them (SHMALL) is reached";
    return advice;
}

/// Raises and lowers one semaphore by 1 in one call: no value changes, sem_otime is set.
Result<void> initialise(int semid, const std::vector<std::uint16_t>& values) {
    if (auto set = kernel::semctl_setall(semid, values); !set) return set;
    // At SEMVMX the other order: the first operation may not exceed it, nor wait at 0.
    const bool full = values.front() == semvmx;
    const std::int16_t nowait = 04000;
    const kernel::SemBuf neutral[] = {{.num = 0, .op = static_cast<std::int16_t>(full ? -1 : 1), .flags = nowait},
                                      {.num = 0, .op = static_cast<std::int16_t>(full ? 1 : -1), .flags = nowait}};
    return kernel::semop_now(semid, neutral);
}

Result<ActionResult> created(std::string resource) {
    std::string done = std::format("created {}", resource);
    return ActionResult{.resource = std::move(resource), .done = std::move(done)};
}

}  // namespace

Result<ActionResult> create(const CreateRequest& request) {
    const auto key = request.key.transform([](Key k) { return static_cast<std::int32_t>(k.value); });
    switch (request.kind) {
    case SysvKind::msg: {
        const auto id = kernel::msgget_new(key, request.mode.bits);
        if (!id) return std::unexpected(failed(id.error(), request, "sysv-msg"));
        return created(resource::msg_queue(*id));
    }
    case SysvKind::sem: {
        if (request.values.empty())
            return std::unexpected(Error::refused("creating", "sysv-sem", "a set needs at least one semaphore",
                                                  "give --values, one number a semaphore"));
        for (const std::uint16_t value : request.values)
            if (value > semvmx)
                return std::unexpected(
                    Error::refused("creating", "sysv-sem", std::format("the value {} exceeds 32767 (SEMVMX)", value)));
        const auto id = kernel::semget_new(key, static_cast<int>(request.values.size()), request.mode.bits);
        if (!id) return std::unexpected(failed(id.error(), request, "sysv-sem"));
        if (const auto ready = initialise(*id, request.values); !ready) {
            const Error error = advised(ready.error(), "initialising", resource::sem_set(*id));
            (void)kernel::semctl_rmid(*id);
            return std::unexpected(error);
        }
        return created(resource::sem_set(*id));
    }
    case SysvKind::shm: {
        const auto id = kernel::shmget_new(key, request.size, request.mode.bits);
        if (!id) return std::unexpected(failed(id.error(), request, "sysv-shm"));
        return created(resource::shm_segment(*id));
    }
    }
    return std::unexpected(Error::refused("creating", "", "unknown kind"));
}

}  // namespace gordian::actions
