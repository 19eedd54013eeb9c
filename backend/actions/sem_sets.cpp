// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/actions/sem_sets.h"

#include "backend/actions/errno_advice.h"
#include "backend/actions/identity.h"
#include "backend/kernel/sys_sem.h"
#include "backend/snapshot/resource_id.h"

#include <cerrno>
#include <format>

namespace gordian::actions {

namespace {

constexpr std::int16_t ipc_nowait = 04000;
constexpr int semvmx = 32767;  // include/uapi/linux/sem.h

std::string in_words(const SemOperation& operation) { return std::format("{}:{:+}", operation.num, operation.op); }

}  // namespace

Result<ActionResult> semop(const SemopRequest& request) {
    const std::string resource = resource_of(request.set);
    if (request.operations.empty())
        return std::unexpected(Error::refused("semop", resource, "no operation was given", "give NUM:OP, for example 0:+1"));
    std::vector<kernel::SemBuf> operations;
    std::string words;
    for (const SemOperation& operation : request.operations) {
        if (operation.undo)
            return std::unexpected(Error::refused(
                "semop", resource,
                "an operation with undo is given back when the process that did it ends, and this one ends at once",
                "leave undo away"));
        operations.push_back({.num = operation.num, .op = operation.op, .flags = ipc_nowait});
        words += (words.empty() ? "" : ",") + in_words(operation);
    }
    if (auto same = check(request.set, "semop"); !same) return std::unexpected(same.error());
    if (auto operated = kernel::semop_now(request.set.id, operations); !operated)
        return std::unexpected(advised(operated.error(), "semop", resource));
    return ActionResult{.resource = resource, .done = std::format("did {} on {}", words, resource)};
}

Result<ActionResult> setval(const SetvalRequest& request) {
    const std::string resource = resource::semaphore(request.set.id, request.num);
    if (request.value < 0 || request.value > semvmx)
        return std::unexpected(Error::refused("setval", resource,
                                              std::format("{} is no value for a semaphore", request.value),
                                              "give a number from 0 to 32767 (SEMVMX)"));
    if (auto same = check(request.set, "setval"); !same) return std::unexpected(same.error());
    if (auto set = kernel::semctl_setval(request.set.id, request.num, request.value); !set) {
        Error error = advised(set.error(), "setval", resource);
        // The set was there a moment ago: EINVAL is about the number.
        if (const auto still = check(request.set, "setval"); still && set.error().code == EINVAL) {
            error.why = "the set has no semaphore of that number";
            error.remedy = "count from 0";
        }
        return std::unexpected(error);
    }
    return ActionResult{.resource = resource, .done = std::format("set {} to {}", resource, request.value)};
}

}  // namespace gordian::actions
