// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/participants.h"

#include "backend/present/chain_text.h"
#include "backend/present/format.h"
#include "backend/snapshot/described.h"

#include <algorithm>
#include <format>

namespace gordian::present {

namespace {

class List {
public:
    explicit List(const Facts& facts) : m_facts(facts) {}

    /// `pid` as the kernel's record has it: 0 is nobody.
    void add_recorded(std::string role, std::optional<int> pid, Time when, std::string detail = {}) {
        Participant one{.role = std::move(role), .detail = std::move(detail)};
        if (!pid) one.who = "could not be read";
        else if (*pid == 0) one.who = when.never() ? "nobody yet" : "nobody who is visible here";
        else name(one, *pid);
        if (!when.never()) one.when = age_ago(when, m_facts.seen.taken_at);
        m_all.push_back(std::move(one));
    }
    void add_remark(std::string role, std::string words, std::string detail = {}) {
        m_all.push_back({.role = std::move(role), .who = std::move(words), .detail = std::move(detail)});
    }
    void add_process(std::string role, int pid, std::string detail, std::optional<bool> certain = {}) {
        Participant one{.role = std::move(role), .detail = std::move(detail), .certain = certain};
        name(one, pid);
        m_all.push_back(std::move(one));
    }
    void add_waiters(std::string_view resource) {
        for (const Wait* wait : m_facts.waits_for(resource)) {
            Participant one{
                .role = "waits now", .pid = wait->pid, .who = m_facts.who(*wait), .state = m_facts.people.state(wait->pid)};
            one.when = wait->blocked_ms ? "since " + duration(*wait->blocked_ms) : "";
            one.detail = wait->detail;
            one.certain = wait->certain;
            m_all.push_back(std::move(one));
        }
    }
    std::vector<Participant> take() { return std::move(m_all); }

private:
    void name(Participant& one, int pid) const {
        one.pid = pid;
        const Process* process = m_facts.people.process(pid);
        one.who = m_facts.people.dead(pid) ? std::format("pid {}, dead", pid)
                  : process != nullptr     ? std::format("{} {}", process->comm, pid)
                                           : std::format("process {}", pid);
        one.state = m_facts.people.state(pid);
    }

    const Facts& m_facts;
    std::vector<Participant> m_all;
};

void add_set(List& list, const SemSet& set, const Semaphore* only) {
    list.add_remark("created by", "not recorded", "the kernel keeps the creator's user only");
    for (const Semaphore& semaphore : set.semaphores) {
        if (only != nullptr && semaphore.num != only->num) continue;
        list.add_recorded(std::format("last operator of [{}]", semaphore.num), semaphore.sempid,
                          set.semaphores.size() == 1 || only != nullptr ? set.otime : Time{},
                          "sempid: the last semop or SETVAL; it need not hold anything");
    }
}

void add_lock(List& list, const FileLock& lock) {
    list.add_recorded("taken by", lock.taker_pid, Time{}, "l_pid: who called; it may be gone");
    for (const LockHolder& holder : lock.holders)
        list.add_process(holder.inherited.value_or(false) ? "holds it, inherited" : "holds it", holder.pid,
                         std::format("{}{}", enum_name(holder.evidence),
                                     holder.fd ? std::format(", descriptor {}", *holder.fd) : ""),
                         holder.certain);
}

void add_mapping(List& list, int pid, std::uint64_t start, std::uint64_t end, std::string_view perms,
                 std::string_view role) {
    list.add_process(std::string(role), pid, std::format("{:x}-{:x} {} ({})", start, end, perms, human_size(end - start)));
}

void add_process_itself(List& list, const Facts& facts, const Process& process) {
    list.add_recorded("parent", process.ppid, Time{});
    for (const Process& other : facts.seen.processes)
        if (other.ppid == process.pid) list.add_process("child", other.pid, joined(other.cmdline, " "));
    for (const Hold* hold : facts.holds_of(process.pid)) {
        if (hold->evidence == HoldEvidence::child) continue;
        list.add_process(std::format("can release {}", hold->resource), hold->pid,
                         std::format("{}, {}", evidence_words(hold->evidence), hold->detail), hold->certain);
    }
}

}  // namespace

std::vector<Participant> participants_of(const Facts& facts, std::string_view resource) {
    List list(facts);
    const std::string_view kind = kind_of(resource);
    if (const SemSet* set = facts.sem_set(resource)) {
        add_set(list, *set, kind == "semaphore" ? facts.semaphore(resource) : nullptr);
    } else if (const MsgQueue* queue = facts.msg_queue(resource)) {
        list.add_remark("created by", "not recorded", "the kernel keeps the creator's user only");
        list.add_recorded("last sender", queue->lspid, queue->stime, "msg_lspid: the last msgsnd");
        list.add_recorded("last receiver", queue->lrpid, queue->rtime, "msg_lrpid: the last msgrcv");
    } else if (const ShmSegment* segment = facts.shm_segment(resource)) {
        list.add_recorded("created by", segment->cpid, Time{}, "shm_cpid");
        list.add_recorded("last attached or detached by", segment->lpid, std::max(segment->atime, segment->dtime),
                          "shm_lpid");
        for (const Attachment& at : segment->attachments)
            add_mapping(list, at.pid, at.start, at.end, at.perms, "attached");
        if (segment->attachments.size() < segment->nattch)
            list.add_remark("attached",
                            std::format("{} more that can't be seen", segment->nattch - segment->attachments.size()));
    } else if (const FileLock* lock = facts.lock(resource)) {
        add_lock(list, *lock);
    } else if (const Pipe* pipe = facts.pipe(resource)) {
        for (const PipeEnd& end : pipe->readers)
            list.add_process("reads", end.pid, std::format("descriptor {}", end.fd));
        for (const PipeEnd& end : pipe->writers)
            list.add_process("writes", end.pid, std::format("descriptor {}", end.fd));
    } else if (const auto pid = pid_of(resource)) {
        for (const Wait* wait : facts.waits_of(*pid))
            list.add_process("waits for " + waits_for_words(facts, *wait), *pid, wait->detail, wait->certain);
        if (const Process* process = facts.people.process(*pid)) add_process_itself(list, facts, *process);
    } else {
        for (const SharedMapping& memory : facts.seen.shared_mappings)
            if (memory.resource == resource)
                for (const Mapping& at : memory.mappings)
                    add_mapping(list, at.pid, at.start, at.end, at.perms, at.shared ? "maps it" : "maps it privately");
    }
    list.add_waiters(resource);
    return list.take();
}

}  // namespace gordian::present
