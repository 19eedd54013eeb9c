// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/finding_text.h"

#include "backend/present/facts.h"
#include "backend/present/format.h"
#include "backend/snapshot/described.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <array>
#include <format>
#include <ranges>
#include <set>

namespace gordian::present {

namespace {

std::string_view first_resource(const Finding& finding) {
    return finding.resources.empty() ? std::string_view{} : finding.resources.front();
}

/// "waiter-1 901 waits 14 min 02 s", "2 threads of shopd 901 wait 14 min 02 s", "2 threads wait": as long as the longest.
std::string who_waits(const Facts& facts, const std::vector<const Wait*>& waits) {
    const std::string age = waits.empty() || !waits.front()->blocked_ms ? "" : " " + duration(*waits.front()->blocked_ms);
    if (waits.size() == 1) return facts.who(*waits.front()) + " waits" + age;
    const std::string threads = count_of(waits.size(), "thread", "threads");
    const bool one_process = !waits.empty() &&
                             std::ranges::all_of(waits, [&](const Wait* wait) { return wait->pid == waits.front()->pid; });
    return threads + (one_process ? " of " + facts.people.phrase(waits.front()->pid) : "") + " wait" + age;
}

std::string names_of(const Facts& facts, const std::vector<const Wait*>& waits) {
    std::vector<std::string> names;
    names.reserve(waits.size());
    for (const Wait* wait : waits) names.push_back(facts.who(*wait));
    return enumeration(names, 4);
}

/// What a process is about, for the decision to end it: "It runs `sleep 1000`, sleeping, started 3 h 05 min ago."
std::string about_process(const Facts& facts, int pid) {
    const Process* process = facts.people.process(pid);
    if (process == nullptr) return {};
    const std::string command = process->cmdline.empty() ? process->comm : joined(process->cmdline, " ");
    return std::format("{} {} runs `{}`: {}, started {}.", process->comm, pid, command, state_word(process->state),
                       age_ago(process->start_time, facts.seen.taken_at));
}

// ---- abandoned-semaphore -------------------------------------------------------------------------------------------------------------

/// What makes the first waiter run: "0:+1", or "0:-3" for one that waits for zero.
std::string releasing_operation(const Facts& facts, std::string_view semaphore, const std::vector<const Wait*>& waits) {
    const std::string_view num = semaphore.substr(semaphore.rfind('/') + 1);
    for (const Wait* wait : waits) {
        const auto need = facts.need_of(*wait);
        if (!need || std::to_string(need->num) != num) continue;
        return need->missing > 0 ? std::format("{}:+{}", num, need->missing)
                                 : std::format("{}:-{}", num, need->above_zero);
    }
    return std::format("{}:+1", num);
}

void say_abandoned_semaphore(const Facts& facts, Finding& finding) {
    const std::string resource{first_resource(finding)};
    const std::vector<const Wait*> waits = facts.waits_of(finding.threads);
    const Semaphore* semaphore = facts.semaphore(resource);
    const SemSet* set = facts.sem_set(resource);
    const int sempid = semaphore != nullptr ? semaphore->sempid.value_or(0) : 0;
    const std::string guess = finding.certain ? "" : " (a guess: the kernel records nobody who holds a semaphore)";

    finding.title = std::format(
        "{} for {}; {}{}", who_waits(facts, waits), resource,
        sempid != 0 ? std::format("its last operator {} is dead", sempid) : "nobody alive is known to release it", guess);

    std::vector<std::string> needs;
    for (const Wait* wait : waits)
        if (const auto need = facts.need_of(*wait))
            needs.push_back(need->missing > 0 ? std::format("{} needs {} more", facts.who(*wait), need->missing)
                                              : std::format("{} waits until it is 0", facts.who(*wait)));
    if (needs.empty() && !waits.empty())
        needs.push_back(names_of(facts, waits) + (waits.size() == 1 ? " waits" : " wait"));
    const std::string value = semaphore != nullptr && semaphore->semval ? std::to_string(*semaphore->semval) : "unknown";
    finding.explanation = std::format("The value of {} is {}: {}.", resource, value, enumeration(needs, 4));
    if (sempid != 0) {
        const std::string when = set != nullptr ? std::format(" (the set's last operation was {})",
                                                              age_ago(set->otime, facts.seen.taken_at))
                                                : "";
        finding.explanation += std::format(
            " The last process that operated on it, {}, is dead{}, and nobody alive is known to have its units.",
            sempid, when);
    }
    if (!finding.certain)
        finding.explanation += " That is a guess from sempid: any program that may write the set could still post it.";

    const std::string set_name = resource.substr(0, resource.rfind('/'));
    const std::string operation = releasing_operation(facts, resource, waits);
    finding.command = std::format("gordianctl semop {} {}", set_name, operation);
    const bool release = operation.contains('+');
    const std::string first = waits.empty() ? "the first waiter" : facts.who(*waits.front());
    const int units = release ? std::max(1, std::atoi(operation.substr(operation.find('+') + 1).c_str())) : 0;
    finding.advice = {
        release ? std::format("Release {}: `{}`; then {} can go on.",
                              units == 1 ? "one unit" : count_of(static_cast<std::uint64_t>(units), "unit", "units"),
                              finding.command, first)
                : std::format("Take the units that are in the way: `{}`; then {} can go on.", finding.command, first),
        std::format("Before that: does what the semaphore protects need repair? Process {} died in the middle of it.",
                    sempid != 0 ? std::to_string(sempid) : "that held it"),
        "For good: let the program take its units with SEM_UNDO; then the kernel gives them back when it dies.",
    };
}

// ---- deadlock ------------------------------------------------------------------------------------------------------------------------

/// "which b 11 holds", "whose last operator is b 11": how a member of the knot keeps another from going on.
std::string kept_by(const Facts& facts, const Hold& hold) {
    const std::string who = facts.people.phrase(hold.pid);
    switch (hold.evidence) {
    case HoldEvidence::last_operation:
        return std::format("whose last operator is {} (a guess: the kernel records no holder)", who);
    case HoldEvidence::child: return "its child";
    case HoldEvidence::inherited: return std::format("which {} keeps through an inherited descriptor", who);
    case HoldEvidence::open: return std::format("which {} could read", who);
    case HoldEvidence::proc_locks:
    case HoldEvidence::fdinfo:
    case HoldEvidence::attached: break;
    }
    return std::format("which {} holds", who);
}

bool is_lock_hold(const Hold& hold) { return kind_of(hold.resource) == "lock"; }

struct Knot {
    static constexpr std::size_t told = 12;  ///< of a larger knot only so many are told one by one

    std::vector<const Wait*> waits;  ///< the longest first
    std::set<int> pids;
    std::set<const Wait*> members;

    Knot(const Facts& facts, const Finding& finding) : waits(facts.waits_of(finding.threads)) {
        for (const Wait* wait : waits) pids.insert(wait->pid);
        members.insert(waits.begin(), waits.end());
    }
    [[nodiscard]] bool contains(int pid) const { return pids.contains(pid); }
    /// Each after the one that waits for it, as far as one chain goes; then the others. The first of them.
    [[nodiscard]] std::vector<const Wait*> in_the_order_of_waiting(const Facts& facts) const {
        std::vector<const Wait*> order;
        const auto add = [&](const Wait* wait) {
            if (order.size() < told && members.contains(wait) && !std::ranges::contains(order, wait))
                order.push_back(wait);
        };
        for (const Wait* wait : waits) {
            if (order.size() == told) break;
            if (std::ranges::contains(order, wait)) continue;
            add(wait);
            if (const Chain* chain = facts.chain_of(*wait))
                for (const Link& link : chain->links) add(facts.wait_of(link.thread));
        }
        return order;
    }
};

/// A lock that this process alone holds, so that it goes with it, and that somebody else in the knot waits for.
const Hold* lock_that_others_want(const Facts& facts, const Knot& knot, int pid) {
    for (const Hold* hold : facts.holds_of(pid)) {
        if (!is_lock_hold(*hold)) continue;
        if (std::ranges::any_of(facts.holds_on(hold->resource), [&](const Hold* other) { return other->pid != pid; }))
            continue;
        for (const Wait* wait : facts.waits_for(hold->resource))
            if (wait->pid != pid && knot.contains(wait->pid)) return hold;
    }
    return nullptr;
}

/// Who in the knot waits for the end of this process.
const Wait* parent_in(const Facts& facts, const Knot& knot, int pid) {
    for (const Wait* wait : facts.waits_for(resource::process(pid)))
        if (knot.contains(wait->pid)) return wait;
    return nullptr;
}

/// Whose end loosens it: best one whose locks others want (they go with the process) and that does not wait for a child (a child keeps what
/// it inherited); among equals the youngest process, whose number stays
/// the same however often one looks.
const Wait* best_to_end(const Facts& facts, const Knot& knot) {
    const Wait* best = nullptr;
    int best_rank = -1;
    for (const Wait* wait : knot.waits) {
        const int rank = (lock_that_others_want(facts, knot, wait->pid) != nullptr ? 2 : 0) +
                         (wait->operation != WaitOperation::child_exit ? 3 : 0);
        if (rank > best_rank || (rank == best_rank && wait->pid > best->pid)) {
            best = wait;
            best_rank = rank;
        }
    }
    return best;
}

void say_deadlock(const Facts& facts, Finding& finding) {
    const Knot knot(facts, finding);
    if (knot.waits.empty()) return;
    // The circle is as old as the last wait that closed it.
    const auto closed_ms = knot.waits.back()->blocked_ms;
    const std::string since = closed_ms ? " for " + duration(*closed_ms) : "";
    finding.title = knot.waits.size() == 1
                        ? std::format("{} has waited for itself{}", facts.who(*knot.waits.front()), since)
                        : std::format("{} have waited for each other{}: none can go on", names_of(facts, knot.waits),
                                      since);
    if (!finding.certain) finding.title += " (likely)";

    std::vector<std::string_view> semaphores;
    for (const Wait* wait : knot.in_the_order_of_waiting(facts)) {
        std::vector<std::string> parts;
        for (const std::string_view thing : things_of(*wait)) {
            std::string part = facts.object(thing);
            for (const Hold* hold : facts.holds_on(thing)) {
                if (!knot.contains(hold->pid)) continue;
                part += ", " + kept_by(facts, *hold);
                break;
            }
            parts.push_back(std::move(part));
            if (kind_of(thing) == "semaphore") semaphores.push_back(thing);
        }
        finding.explanation += std::format("{}{} waits for {}.", finding.explanation.empty() ? "" : " ", facts.who(*wait),
                                           parts.empty() ? "something that could not be told" : enumeration(parts, 3));
    }
    if (knot.waits.size() > Knot::told)
        finding.explanation += std::format(" And {} more in the same knot.", grouped(knot.waits.size() - Knot::told));
    for (const Wait* wait : knot.waits | std::views::take(Knot::told))
        if (wait->time_limit_ms > 0)
            finding.explanation += std::format(" The wait of {} ends by itself after {}.", facts.who(*wait),
                                               duration(wait->time_limit_ms));

    const Wait* victim = best_to_end(facts, knot);
    const Hold* lock = lock_that_others_want(facts, knot, victim->pid);
    finding.command = std::format("kill -TERM {}", victim->pid);
    const Wait* parent = parent_in(facts, knot, victim->pid);
    std::string effect;
    if (lock != nullptr) effect = "; that releases " + facts.object(lock->resource);
    else if (parent != nullptr) effect = std::format("; then {}, which waits for its end, goes on", facts.who(*parent));
    finding.advice = {
        std::format("End one of them: `{}` ({}){}.", finding.command, facts.people.phrase(victim->pid), effect)};
    for (const std::string_view semaphore : semaphores) {
        const bool is_the_victims = std::ranges::any_of(facts.holds_on(semaphore),
                                                        [&](const Hold* hold) { return hold->pid == victim->pid; });
        if (!is_the_victims) continue;
        finding.advice.push_back(std::format("Its end gives a semaphore back only where it was taken with SEM_UNDO. If "
                                             "{} stays as it is afterwards: `gordianctl semop {} {}`.",
                                             semaphore, semaphore.substr(0, semaphore.rfind('/')),
                                             releasing_operation(facts, semaphore, facts.waits_for(semaphore))));
        break;
    }
    if (!semaphores.empty())
        finding.advice.emplace_back(
            "Do not post a semaphore whose taker lives: two would be in the section that it protects.");
    finding.advice.emplace_back("For good: let all programs take these things in the same order.");
}

// ---- full-queue ----------------------------------------------------------------------------------------------------------------------

void say_full_queue(const Facts& facts, Finding& finding) {
    const std::string resource{first_resource(finding)};
    const std::vector<const Wait*> waits = facts.waits_of(finding.threads);
    const MsgQueue* queue = facts.msg_queue(resource);
    const std::string how_full = queue == nullptr ? "full"
                                                  : std::format("full: {} of {} bytes, {}", grouped(queue->cbytes),
                                                                queue->qbytes ? grouped(*queue->qbytes) : "?",
                                                                count_of(queue->qnum, "message", "messages"));
    finding.title = std::format("{} to send to {}, which is {}", who_waits(facts, waits), resource, how_full);
    const int receiver = queue == nullptr ? 0 : queue->lrpid;
    const std::string gone = std::format("gordianctl remove {} --dry-run", resource);
    if (receiver == 0) {
        finding.explanation = std::format("{} Nobody has received from {} yet{}.",
                                          "A sender waits until there is room.", resource,
                                          queue != nullptr && !queue->rtime.never() ? " that can be named here" : "");
        finding.advice = {
            "Start the program that receives from it; one message taken makes room.",
            std::format(
                "If nobody will: `{}` shows what hangs on it, and removing it lets the senders fail with EIDRM.", gone)};
        finding.command = gone;
        return;
    }
    const std::string when = age_ago(queue->rtime, facts.seen.taken_at);
    finding.explanation = std::format("A sender waits until there is room. {} received last from {}, {}.",
                                      facts.people.dead(receiver) ? std::format("Process {}, which is dead,", receiver)
                                                                  : capitalised(facts.people.phrase(receiver)),
                                      resource, when);
    if (facts.people.dead(receiver)) {
        finding.advice = {std::format("Start the receiver again; {} is dead. One message taken makes room.", receiver),
                          std::format("If nobody will receive: `{}` shows what hangs on it, and removing it lets the "
                                      "senders fail with EIDRM.",
                                      gone)};
        finding.command = gone;
    } else {
        const bool stopped = facts.people.process(receiver) != nullptr && facts.people.process(receiver)->stopped();
        finding.command = stopped ? std::format("kill -CONT {}", receiver) : std::format("gordianctl why {}", receiver);
        finding.advice = {stopped ? std::format("The receiver is stopped. Let it go on: `{}`.", finding.command)
                                  : std::format("See why the receiver does not receive: `{}`.", finding.command)};
    }
    if (queue->qbytes)
        finding.advice.emplace_back(
            "A longer queue only delays it: what is sent faster than it is received fills any.");
}

// ---- locks ---------------------------------------------------------------------------------------------------------------------------

void say_inherited_lock(const Facts& facts, Finding& finding) {
    const std::string resource{first_resource(finding)};
    const std::vector<const Wait*> waits = facts.waits_of(finding.threads);
    const FileLock* lock = facts.lock(resource);
    std::vector<std::string> heirs;
    const LockHolder* first = nullptr;
    if (lock != nullptr)
        for (const LockHolder& holder : lock->holders) {
            if (first == nullptr) first = &holder;
            heirs.push_back(facts.people.phrase(holder.pid));
        }
    const int taker = lock == nullptr ? 0 : lock->taker_pid.value_or(0);
    const std::string gone = taker != 0 ? std::format("its taker {} is gone", taker) : "its taker is gone";
    const std::string kept = heirs.empty() ? "an heir" : enumeration(heirs, 3);
    finding.title = waits.empty() ? capitalised(std::format("{} is kept by {} through an inherited descriptor; {}",
                                                            facts.object(resource), kept, gone))
                                  : std::format("{} for {}; {} {} it through an inherited descriptor, and {}",
                                                who_waits(facts, waits), facts.object(resource), kept,
                                                heirs.size() > 1 ? "keep" : "keeps", gone);
    finding.explanation = "A lock of this class belongs to the open file: it lasts until the last descriptor of it is "
                          "closed, also one that a child was born with.";
    if (first == nullptr) {
        finding.command = std::format("gordianctl why {}", resource);
        return;
    }
    finding.explanation += " " + about_process(facts, first->pid);
    const std::string descriptor = first->fd ? std::format("descriptor {}", *first->fd) : "the descriptor";
    const std::string end = std::format("kill -TERM {}", first->pid);
    finding.advice = {
        std::format("If {} does not need the lock, end it: `{}`.", facts.people.phrase(first->pid), end),
        std::format("For good: let the program close {} in its children (O_CLOEXEC; in a shell `command {}>&-`).",
                    descriptor, first->fd ? std::to_string(*first->fd) : "9")};
    finding.command = waits.empty() ? std::format("gordianctl why {}", first->pid) : end;
}

/// A process that is stopped and could release what these wait for.
std::optional<int> stopped_holder(const Facts& facts, const Finding& finding, const std::vector<const Wait*>& waits) {
    const auto is_stopped = [&](int pid) {
        const Process* process = facts.people.process(pid);
        return process != nullptr && process->stopped();
    };
    for (const std::string& resource : finding.resources)
        if (const auto pid = pid_of(resource); pid && is_stopped(*pid)) return pid;
    for (const Wait* wait : waits) {
        const Chain* chain = facts.chain_of(*wait);
        if (const auto pid = chain != nullptr ? pid_of(chain->root) : std::nullopt; pid && is_stopped(*pid)) return pid;
        for (const std::string_view thing : things_of(*wait))
            for (const Hold* hold : facts.holds_on(thing))
                if (is_stopped(hold->pid)) return hold->pid;
    }
    return {};
}

void say_held_by_stopped(const Facts& facts, Finding& finding) {
    const std::vector<const Wait*> waits = facts.waits_of(finding.threads);
    const auto holder = stopped_holder(facts, finding, waits);
    std::string_view thing = first_resource(finding);
    if (kind_of(thing) == "process" && !waits.empty() && waits.front()->resource) thing = *waits.front()->resource;
    const std::string who = holder ? facts.people.phrase(*holder) : "a process";
    const bool traced = holder && facts.people.process(*holder)->state == "t";
    finding.title = std::format("{} for {}; {} holds it and is {}", who_waits(facts, waits), facts.object(thing), who,
                                traced ? "stopped by a debugger" : "stopped");
    if (!holder) return;
    finding.explanation = about_process(facts, *holder) + " What is stopped releases nothing.";
    finding.command = std::format("kill -CONT {}", *holder);
    if (traced) {
        finding.advice = {"Let it go on in the debugger that stopped it; a signal does not."};
        finding.command = std::format("grep TracerPid /proc/{}/status", *holder);
    } else {
        finding.advice = {std::format("Let it go on: `{}`.", finding.command)};
    }
}

// ---- what nobody uses ----------------------------------------------------------------------------------------------------------------

/// "made by 812, which is dead, 3 d 4 h ago"…: pids that the kernel keeps for an object.
std::string last_user(const Facts& facts, std::string_view verb, int pid, Time when) {
    if (pid == 0) return std::format("nobody has {} yet", verb);
    return std::format("{} last {} it ({})", facts.people.phrase(pid), verb, age_ago(when, facts.seen.taken_at));
}

void advise_removal(Finding& finding, std::string_view resource) {
    finding.command = std::format("gordianctl remove {}", resource);
    finding.advice = {std::format("If no program will come back for it: `{}`. There is no undo yet.", finding.command)};
}

void say_orphan_segment(const Facts& facts, Finding& finding) {
    const std::string_view resource = first_resource(finding);
    const ShmSegment* segment = facts.shm_segment(resource);
    advise_removal(finding, resource);
    if (segment == nullptr) return;
    const std::string maker = segment->cpid != 0 ? std::format("its creator {} is dead", segment->cpid)
                                                 : "its creator is not known here";
    finding.title = std::format("{} ({}) is used by nobody: not attached, and {}", resource, human_size(segment->segsz),
                                maker);
    finding.explanation = std::format("Key {}, owned by uid {}. Last attached {}, last detached {}.",
                                      text_of(segment->key), segment->uid, age_ago(segment->atime, facts.seen.taken_at),
                                      age_ago(segment->dtime, facts.seen.taken_at));
}

void say_orphan_queue(const Facts& facts, Finding& finding) {
    const std::string_view resource = first_resource(finding);
    const MsgQueue* queue = facts.msg_queue(resource);
    advise_removal(finding, resource);
    if (queue == nullptr) return;
    const bool never_used = queue->lspid == 0 && queue->lrpid == 0;
    finding.title = std::format("{} ({}) is used by nobody: nobody waits for it, and {}", resource,
                                count_of(queue->qnum, "message", "messages"),
                                never_used ? "nobody has ever sent or received" : "whoever sent or received is dead");
    finding.explanation = std::format("Key {}, owned by uid {}. {}; {}.", text_of(queue->key), queue->uid,
                                      capitalised(last_user(facts, "sent to", queue->lspid, queue->stime)),
                                      last_user(facts, "received from", queue->lrpid, queue->rtime));
    if (queue->qnum > 0)
        finding.advice.push_back(std::format("Its {} would be lost.", count_of(queue->qnum, "message", "messages")));
}

void say_orphan_semaphore_set(const Facts& facts, Finding& finding) {
    const std::string_view resource = first_resource(finding);
    const SemSet* set = facts.sem_set(resource);
    advise_removal(finding, resource);
    if (set == nullptr) return;
    const bool never_used = std::ranges::all_of(set->semaphores,
                                                [](const Semaphore& semaphore) { return semaphore.sempid == 0; });
    finding.title = std::format("{} ({}) is used by nobody: nobody waits for it, and {}", resource,
                                count_of(set->nsems, "semaphore", "semaphores"),
                                never_used ? "nobody has ever operated on it" : "whoever operated on it is dead");
    finding.explanation = std::format("Key {}, owned by uid {}. Last operation: {}.", text_of(set->key), set->uid,
                                      age_ago(set->otime, facts.seen.taken_at));
}

void say_removed_but_attached(const Facts& facts, Finding& finding) {
    const std::string_view resource = first_resource(finding);
    const ShmSegment* segment = facts.shm_segment(resource);
    finding.command = "gordianctl snapshot shm_segments";
    finding.advice = {
        "Nothing needs to be done: it goes with its last detach, at the latest when these processes end."};
    if (segment == nullptr) return;
    std::vector<std::string> users;
    for (const Attachment& attachment : segment->attachments) {
        std::string user = facts.people.phrase(attachment.pid);
        if (std::ranges::find(users, user) == users.end()) users.push_back(std::move(user));
    }
    finding.title = std::format("{} ({}) is removed but lives on: attached {}", resource, human_size(segment->segsz),
                                users.empty() ? count_of(segment->nattch, "time", "times") : "by " + enumeration(users, 3));
    finding.explanation =
        "A segment marked for removal is destroyed at its last detach; until then it can't be found by key.";
}

void say_uninitialised(const Facts& facts, Finding& finding) {
    const std::string_view resource = first_resource(finding);
    const SemSet* set = facts.sem_set(resource);
    finding.command = "gordianctl snapshot sem_sets --semaphores";
    if (set == nullptr) return;
    finding.title = std::format("{} was created {} and nobody has used it yet: is it initialised?", resource,
                                age_ago(set->ctime, facts.seen.taken_at));
    finding.explanation = "Creating a set and giving it values are two steps; sem_otime is 0 until the first semop, "
                          "which is the sign that others wait for.";
    finding.advice = {"If its maker died between the two steps, whoever waits for sem_otime waits for ever: remove the "
                      "set and start the program again."};
}

// ---- limits --------------------------------------------------------------------------------------------------------------------------

const Limit* limit_of(const Snapshot& seen, const Finding& finding) {
    for (const Limit& limit : seen.limits)
        for (const std::string& resource : finding.resources)
            if (resource == limit.name || resource == limit.classic_name ||
                (!limit.resource.empty() && resource == limit.resource))
                return &limit;
    for (const Limit& limit : seen.limits)
        if (limit.used && limit.limit && *limit.limit > 0 && *limit.used >= *limit.limit / 10 * 9) return &limit;
    return nullptr;
}

void say_near_limit(const Facts& facts, Finding& finding) {
    const Limit* limit = limit_of(facts.seen, finding);
    if (limit == nullptr) return;
    const std::string about = limit->resource.empty() ? "" : " of " + limit->resource;
    const std::uint64_t used = limit->used.value_or(0), most = limit->limit.value_or(0);
    const double percent = most == 0 ? 100.0 : 100.0 * static_cast<double>(used) / static_cast<double>(most);
    finding.title = std::format("{} ({}){} is nearly used up: {} of {} ({:.0f} %)", limit->name, limit->classic_name,
                                about, grouped(used), grouped(most), percent);
    finding.explanation = "When it is reached, the calls that create more of it fail with ENOSPC.";
    finding.command = limit->how_to_raise.empty() ? "gordianctl snapshot limits" : limit->how_to_raise;
    finding.advice = {std::format("Raise it: `{}`.", finding.command),
                      "Or see what nobody uses any more: `gordianctl findings`."};
}

// ---- full pipe -------------------------------------------------------------------------------------------------------------------------

void say_full_pipe(const Facts& facts, Finding& finding) {
    const std::string resource{first_resource(finding)};
    const std::vector<const Wait*> waits = facts.waits_of(finding.threads);
    std::vector<std::string> readers;
    for (const Hold* hold : facts.holds_on(resource)) readers.push_back(facts.people.phrase(hold->pid));
    finding.title = std::format("{} to write to {}, which is full{}", who_waits(facts, waits), resource,
                                readers.empty() ? "" : std::format("; {} could read from it", enumeration(readers, 3)));
    finding.explanation = "A writer waits until somebody reads. Whoever has the reading end open does something else.";
    const std::optional<int> reader = facts.holds_on(resource).empty()
                                          ? std::nullopt
                                          : std::optional(facts.holds_on(resource).front()->pid);
    finding.command = reader ? std::format("gordianctl why {}", *reader) : std::format("gordianctl why {}", resource);
    finding.advice = {
        std::format("See what the reader does: `{}`.", finding.command),
        "For good: let the reader drain the pipe before it waits for anything else, or close ends that nobody uses."};
}

// ---- all of them ---------------------------------------------------------------------------------------------------------------------

struct Words {
    std::string_view code;
    void (*say)(const Facts&, Finding&);
};
constexpr std::array all_words{
    Words{"abandoned-semaphore", say_abandoned_semaphore},
    Words{"deadlock", say_deadlock},
    Words{"full-queue", say_full_queue},
    Words{"full-pipe", say_full_pipe},
    Words{"inherited-lock", say_inherited_lock},
    Words{"held-by-stopped", say_held_by_stopped},
    Words{"orphan-segment", say_orphan_segment},
    Words{"orphan-queue", say_orphan_queue},
    Words{"orphan-semaphore-set", say_orphan_semaphore_set},
    Words{"removed-but-attached", say_removed_but_attached},
    Words{"uninitialised-semaphore-set", say_uninitialised},
    Words{"near-limit", say_near_limit},
};

/// A finding that has no words of its own yet still says what it is about.
void say_plainly(const Facts& facts, Finding& finding) {
    std::vector<std::string> things;
    things.reserve(finding.resources.size());
    for (const std::string& resource : finding.resources) things.push_back(facts.object(resource));
    const std::vector<const Wait*> waits = facts.waits_of(finding.threads);
    if (finding.title.empty())
        finding.title = finding.code + (things.empty() ? "" : ": " + enumeration(things, 3)) +
                        (waits.empty() ? "" : "; " + who_waits(facts, waits));
    if (finding.command.empty())
        finding.command = finding.resources.empty() ? "gordianctl findings --json"
                                                    : std::format("gordianctl why {}", finding.resources.front());
}

}  // namespace

void add_words(Moment& moment) {
    // The facts point into the waits and rows, not into the findings' words: those may change under them.
    const Facts facts(moment);
    for (Finding& finding : moment.means.findings) {
        finding.title.clear();
        finding.explanation.clear();
        finding.advice.clear();
        finding.command.clear();
        const auto words = std::ranges::find(all_words, finding.code, &Words::code);
        if (words != all_words.end()) words->say(facts, finding);
        say_plainly(facts, finding);
    }
}

std::string own_command(std::string_view text, std::string_view program) {
    constexpr std::string_view name = "gordianctl";
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const bool begins = at == 0 || text[at - 1] == '`' || text.substr(0, at).ends_with("sudo ");
        const bool whole_word = rest.size() == name.size() ||
                                (rest.size() > name.size() && (rest[name.size()] == ' ' || rest[name.size()] == '`'));
        if (begins && rest.starts_with(name) && whole_word) {
            result += program;
            at += name.size();
        } else {
            result += text[at++];
        }
    }
    return result;
}

}  // namespace gordian::present
