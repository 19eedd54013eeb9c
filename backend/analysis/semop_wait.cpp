// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/wait_of_call.h"

#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <format>

namespace gordian::analysis {

namespace {

/// Which of the operations blocks, going by the values.
struct Blocking {
    enum class Kind { by_value, values_hidden, none } kind = Kind::none;
    std::size_t operation = 0;
    std::int64_t value = 0;  ///< what it meets: the semaphore's value after the operations before it
};

/// The kernel applies them in order and stops at the first that must wait (ipc/sem.c, perform_atomic_semop()).
Blocking find_blocking(const std::vector<SemOperation>& operations, const SemSet& set) {
    std::map<std::uint16_t, std::int64_t> values;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const SemOperation& operation = operations[i];
        if (!values.contains(operation.num)) {
            const auto place = Index::find_semaphore(set, operation.num);
            if (!place || !set.semaphores[*place].semval)
                return {.kind = Blocking::Kind::values_hidden, .operation = i, .value = 0};
            values[operation.num] = *set.semaphores[*place].semval;
        }
        std::int64_t& value = values[operation.num];
        const bool blocks = operation.op == 0 ? value != 0 : value + operation.op < 0;
        // One that must not wait makes the call fail instead: then it is on its way out.
        if (blocks)
            return {.kind = operation.nowait ? Blocking::Kind::none : Blocking::Kind::by_value,
                    .operation = i,
                    .value = value};
        value += operation.op;
    }
    return {};
}

std::string operation_text(const std::vector<SemOperation>& operations, std::size_t i) {
    std::string text = operations[i].op == 0 ? "semop 0" : std::format("semop {:+}", operations[i].op);
    if (operations.size() > 1) text += std::format(" (operation {} of {})", i + 1, operations.size());
    return text;
}

std::string blocking_text(const std::vector<SemOperation>& operations, const Blocking& blocking) {
    const std::int64_t op = operations[blocking.operation].op;
    if (op == 0)
        return operation_text(operations, blocking.operation) +
               std::format(": waits for zero, semval is {}", blocking.value);
    return operation_text(operations, blocking.operation) +
           std::format(": needs {} more, semval is {}", -(blocking.value + op), blocking.value);
}

/// Whether the missing units were taken, so that a dead last operator took them with it. Value 0 was reached by taking. A positive one
/// was left by somebody who gave, as a producer does that has finished, and a wait for zero counts down to the last of many who end
/// (a join); unless the call adds to the semaphore it waits for: then zero means free, and a positive value that it is held (semop(2)'s
/// own example).
bool was_taken(const std::vector<SemOperation>& operations, const Blocking& blocking) {
    const SemOperation& waits = operations[blocking.operation];
    if (waits.op < 0) return blocking.value <= 0;
    return std::any_of(operations.begin() + static_cast<std::ptrdiff_t>(blocking.operation) + 1, operations.end(),
                       [&](const SemOperation& later) { return later.num == waits.num && later.op > 0; });
}

/// The one operation that can wait, if there is one only.
std::optional<std::size_t> only_waiting_operation(const std::vector<SemOperation>& operations) {
    std::optional<std::size_t> only;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        // One that gives never waits.
        if (operations[i].nowait || operations[i].op > 0) continue;
        if (only) return std::nullopt;
        only = i;
    }
    return only;
}

void fill_without_operations(const Surroundings& around, std::size_t row, KnownWait& wait) {
    const SemSet& set = around.seen.sem_sets[row];
    wait.row.certain = false;
    wait.row.resource = set.resource;
    std::optional<std::size_t> only;
    for (std::size_t i = 0; i < set.semaphores.size(); ++i) {
        const Semaphore& semaphore = set.semaphores[i];
        if (!semaphore.semncnt || !semaphore.semzcnt) return;
        if (*semaphore.semncnt + *semaphore.semzcnt <= 0) continue;
        if (only) return;
        only = i;
    }
    if (!only) return;
    const Semaphore& semaphore = set.semaphores[*only];
    const bool taken = *semaphore.semzcnt == 0 && semaphore.semval == 0;
    wait.row.evidence = WaitEvidence::sem_counts;
    wait.row.detail += std::format(" on semaphore {}, the only one of the set that somebody waits for", semaphore.num);
    wait_for_all(
        around.seen,
        {{.kind = taken ? Target::Kind::semaphore_taken : Target::Kind::semaphore, .row = row, .number = semaphore.num}},
        wait);
}

/// The set is not among those that were seen.
void fill_without_set(const SysvPlace& place, const SemopCall& call, KnownWait& wait) {
    const std::string set = place.prefix + resource::sem_set(call.semid);
    wait.row.resource = set;
    // Its namespace is another one: which operation waits is known where there is one only. Otherwise it was removed, or it is not ours.
    if (!place.elsewhere) {
        wait.row.certain = false;
        wait.passing = place.namespace_known;
        wait.row.detail += ": this set is not there any more";
        return;
    }
    const auto only = call.operations ? only_waiting_operation(*call.operations) : std::nullopt;
    wait.row.certain = only.has_value();
    if (!only) return;
    wait.row.resource = std::format("{}/{}", set, (*call.operations)[*only].num);
    wait.row.detail = operation_text(*call.operations, *only) + " in another IPC namespace";
}

}  // namespace

void fill_semop_wait(const Surroundings& around, const SemopCall& call, KnownWait& wait) {
    wait.row.operation = WaitOperation::semop;
    wait.row.detail = "semop";
    wait.row.time_limit_ms = std::max<std::int64_t>(call.timeout_ms.value_or(0), 0);
    const SysvPlace place = around.index.sem_set_of(wait.row.pid, call.semid);
    if (!place.row) return fill_without_set(place, call, wait);
    if (!call.operations || call.operations->empty()) return fill_without_operations(around, *place.row, wait);

    const SemSet& set = around.seen.sem_sets[*place.row];
    const auto& operations = *call.operations;
    Blocking blocking = find_blocking(operations, set);
    wait.row.certain = place.namespace_known;
    bool taken = false;
    switch (blocking.kind) {
    case Blocking::Kind::by_value:
        wait.row.detail = blocking_text(operations, blocking);
        taken = was_taken(operations, blocking);
        break;
    case Blocking::Kind::values_hidden: {
        const auto only = only_waiting_operation(operations);
        if (!only) wait.row.certain = false;
        blocking.operation = only.value_or(0);
        wait.row.detail = operation_text(operations, blocking.operation) + ": the values can't be read";
        break;
    }
    case Blocking::Kind::none:
        wait.passing = true;
        wait.row.certain = false;
        wait.row.detail = operation_text(operations, 0) + ": its values are there, it is just being woken";
        wait.row.resource = std::format("{}/{}", set.resource, operations[0].num);
        return;
    }
    const int num = operations[blocking.operation].num;
    wait_for_all(
        around.seen,
        {{.kind = taken ? Target::Kind::semaphore_taken : Target::Kind::semaphore, .row = *place.row, .number = num}},
        wait);
}

}  // namespace gordian::analysis
