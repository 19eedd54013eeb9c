// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/consequences.h"

#include "backend/present/format.h"

#include <algorithm>
#include <format>
#include <map>

namespace gordian::present {

namespace {

using Values = std::map<int, std::optional<int>>;

Values values_of(const SemSet& set) {
    Values values;
    for (const Semaphore& semaphore : set.semaphores) values[semaphore.num] = semaphore.semval;
    return values;
}

std::string text_of_value(const std::optional<int>& value) { return value ? std::to_string(*value) : "?"; }

/// Whether a waiting thread's operations could all be done with these values. The kernel looks at one sleeper after the other, each with
/// what the ones before it left; this is the first one's view.
bool could_go_on(const Facts& facts, const Wait& wait, const Values& values) {
    const Thread* thread = wait.tid ? facts.people.thread(wait.pid, *wait.tid) : nullptr;
    const auto* call = thread != nullptr && thread->operands ? std::get_if<SemopCall>(&*thread->operands) : nullptr;
    if (call == nullptr || !call->operations) return false;
    Values left = values;
    for (const SemOperation& operation : *call->operations) {
        const auto value = left.find(operation.num);
        if (value == left.end() || !value->second) return false;
        if (operation.op == 0 && *value->second != 0) return false;
        if (*value->second + operation.op < 0) return false;
        *value->second += operation.op;
    }
    return true;
}

std::string who_goes_on(const Facts& facts, const SemSet& set, const Values& values) {
    const std::vector<const Wait*>& waits = facts.waits_for(set.resource);
    if (waits.empty()) return "nobody is seen to wait on it";
    for (const Wait* wait : waits)
        if (could_go_on(facts, *wait, values)) return facts.who(*wait) + " could go on";
    return std::format("none of the {} could go on", count_of(waits.size(), "thread that waits", "threads that wait"));
}

}  // namespace

std::vector<std::string> what_hangs_on(const Facts& facts, std::string_view resource) {
    std::vector<std::string> things;
    const std::vector<const Wait*>& waits = facts.waits_for(resource);
    if (!waits.empty()) {
        std::vector<std::string> names;
        names.reserve(waits.size());
        for (const Wait* wait : waits) names.push_back(facts.who(*wait));
        things.push_back(
            std::format("{} on it: {}", count_of(waits.size(), "thread waits", "threads wait"), enumeration(names, 6)));
    } else if (const SemSet* set = facts.sem_set(resource)) {
        // The kernel counts sleepers also where it lets us see none of them.
        int sleepers = 0;
        for (const Semaphore& semaphore : set->semaphores)
            sleepers += semaphore.semncnt.value_or(0) + semaphore.semzcnt.value_or(0);
        if (sleepers > 0)
            things.push_back(count_of(static_cast<std::uint64_t>(sleepers), "thread waits on it (it can't be seen which)",
                                      "threads wait on it (it can't be seen which)"));
    }
    if (const MsgQueue* queue = facts.msg_queue(resource); queue != nullptr && queue->qnum > 0)
        things.push_back(std::format("{} ({}) would be lost", count_of(queue->qnum, "message", "messages"),
                                     human_size(queue->cbytes)));
    if (const ShmSegment* segment = facts.shm_segment(resource); segment != nullptr && segment->nattch > 0) {
        std::vector<std::string> users;
        for (const Attachment& attachment : segment->attachments) {
            std::string user = facts.people.phrase(attachment.pid);
            if (std::ranges::find(users, user) == users.end()) users.push_back(std::move(user));
        }
        things.push_back(std::format("attached {}{}", count_of(segment->nattch, "time", "times"),
                                     users.empty() ? "" : ": by " + enumeration(users, 6)));
    }
    return things;
}

std::string effect_of_removal(std::string_view resource) {
    const std::string_view kind = kind_of(resource);
    if (kind == "queue") return "its messages are lost, and whoever waits on it fails with EIDRM";
    if (kind == "segment") return "it goes with its last detach; its key is free at once";
    return "its values are lost, and whoever waits on it fails with EIDRM";
}

Result<std::vector<std::string>> effect_of_semop(const Facts& facts, const SemSet& set,
                                                 std::span<const SemOperation> operations) {
    Values values = values_of(set);
    const auto refuse = [&](int num, std::string_view why) {
        return std::unexpected(Error::refused("semop", std::format("{}/{}", set.resource, num), why));
    };
    for (const SemOperation& operation : operations) {
        const auto value = values.find(operation.num);
        if (value == values.end())
            return refuse(operation.num, std::format("the set has {}", count_of(set.nsems, "semaphore", "semaphores")));
        if (!value->second) continue;
        if (operation.op == 0 && *value->second != 0)
            return refuse(operation.num, std::format("it would wait: its value is {}, not 0", *value->second));
        if (*value->second + operation.op < 0)
            return refuse(operation.num, std::format("it would wait: its value is {}", *value->second));
        if (*value->second + operation.op > 32767)
            return refuse(operation.num, "its value would be above 32,767 (SEMVMX)");
        *value->second += operation.op;
    }
    std::vector<std::string> lines;
    for (const Semaphore& semaphore : set.semaphores) {
        const bool is_meant = std::ranges::contains(operations, semaphore.num,
                                                    [](const SemOperation& operation) { return int{operation.num}; });
        if (!is_meant) continue;
        lines.push_back(semaphore.semval
                            ? std::format("semaphore {}: {} → {}", semaphore.num, text_of_value(semaphore.semval),
                                          text_of_value(values[semaphore.num]))
                            : std::format("semaphore {}: its value can't be read", semaphore.num));
    }
    lines.push_back(who_goes_on(facts, set, values));
    return lines;
}

std::vector<std::string> effect_of_setval(const Facts& facts, const SemSet& set, int num, int value) {
    Values values = values_of(set);
    std::vector<std::string> lines{std::format("{}/{}: {} → {}", set.resource, num, text_of_value(values[num]), value)};
    values[num] = value;
    lines.push_back(who_goes_on(facts, set, values));
    return lines;
}

}  // namespace gordian::present
