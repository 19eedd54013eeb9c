// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/facts.h"

#include "backend/base/scan.h"
#include "backend/snapshot/described.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <format>
#include <map>

namespace gordian::present {

namespace {

template <class Row>
void index_by_resource(std::unordered_map<std::string_view, const Row*>& index, const std::vector<Row>& rows) {
    for (const Row& row : rows) index.emplace(row.resource, &row);
}

/// The list, or an empty one.
template <class Map, class Key>
const typename Map::mapped_type& list_of(const Map& map, const Key& key) {
    static const typename Map::mapped_type none;
    const auto found = map.find(key);
    return found == map.end() ? none : found->second;
}

template <class Map, class Key>
auto find_or(const Map& map, const Key& key) -> typename Map::mapped_type {
    const auto found = map.find(key);
    return found == map.end() ? typename Map::mapped_type{} : found->second;
}

/// The longest first; those whose age nobody knows last.
void sort_by_age(std::vector<const Wait*>& waits) {
    std::ranges::stable_sort(waits, std::ranges::greater{},
                             [](const Wait* wait) { return wait->blocked_ms.value_or(-1); });
}

/// "sysv-sem/7" of "sysv-sem/7/0", with the prefix of another namespace where there is one.
std::string_view without_number(std::string_view resource) { return resource.substr(0, resource.rfind('/')); }

}  // namespace

std::vector<std::string_view> things_of(const Wait& wait) {
    const std::vector<std::string>& several = !wait.all_of.empty() ? wait.all_of : wait.any_of;
    std::vector<std::string_view> things(several.begin(), several.end());
    if (things.empty() && wait.resource) things.emplace_back(*wait.resource);
    return things;
}

std::string thread_of(const Wait& wait) {
    return wait.tid ? resource::thread(wait.pid, *wait.tid) : resource::process(wait.pid);
}

std::optional<int> pid_of(std::string_view resource) {
    for (const std::string_view prefix : {"process/", "thread/"}) {
        if (!resource.starts_with(prefix)) continue;
        int pid = 0;
        if (Scan(resource.substr(prefix.size())).dec(pid)) return pid;
    }
    return {};
}

std::string_view kind_of(std::string_view resource) {
    if (resource.starts_with("ipc:[")) resource.remove_prefix(std::min(resource.size(), resource.find('/') + 1));
    if (resource.starts_with("sysv-msg/")) return "queue";
    if (resource.starts_with("sysv-sem/")) return std::ranges::count(resource, '/') > 1 ? "semaphore" : "set";
    if (resource.starts_with("sysv-shm/")) return "segment";
    if (resource.starts_with("lock/")) return "lock";
    if (resource.starts_with("pipe/") || resource.starts_with("fifo/")) return "pipe";
    if (resource.starts_with("process/")) return "process";
    if (resource.starts_with("thread/")) return "thread";
    return "object";
}

Facts::Facts(const Moment& of) : moment(of), seen(of.seen), people(of.seen) {
    index_by_resource(m_msg_queues, seen.msg_queues);
    index_by_resource(m_sem_sets, seen.sem_sets);
    index_by_resource(m_shm_segments, seen.shm_segments);
    index_by_resource(m_pipes, seen.pipes);
    index_by_resource(m_locks, seen.locks);
    for (const Wait& wait : moment.means.waits) {
        m_wait_by_thread.emplace(thread_of(wait), &wait);
        m_waits_by_pid[wait.pid].push_back(&wait);
        for (const std::string_view thing : things_of(wait)) {
            m_waits_by_resource[thing].push_back(&wait);
            if (kind_of(thing) == "semaphore") m_waits_by_resource[without_number(thing)].push_back(&wait);
        }
    }
    for (const Hold& hold : moment.means.holds) {
        m_holds_by_resource[hold.resource].push_back(&hold);
        if (kind_of(hold.resource) == "semaphore") m_holds_by_resource[without_number(hold.resource)].push_back(&hold);
        m_holds_by_pid[hold.pid].push_back(&hold);
    }
    for (const Chain& chain : moment.means.chains) m_chains.emplace(chain.thread, &chain);
    // The most severe come first: emplace keeps them.
    for (const Finding& finding : moment.means.findings)
        for (const std::string& thread : finding.threads) m_findings.emplace(thread, &finding);
    for (auto& [resource, waits] : m_waits_by_resource) {
        std::ranges::sort(waits);
        const auto [first, last] = std::ranges::unique(waits);
        waits.erase(first, last);
        sort_by_age(waits);
    }
}

const std::vector<const Wait*>& Facts::waits_of(int pid) const { return list_of(m_waits_by_pid, pid); }
const Wait* Facts::wait_of(std::string_view thread) const { return find_or(m_wait_by_thread, std::string(thread)); }
const std::vector<const Wait*>& Facts::waits_for(std::string_view resource) const {
    return list_of(m_waits_by_resource, resource);
}
const std::vector<const Hold*>& Facts::holds_on(std::string_view resource) const {
    return list_of(m_holds_by_resource, resource);
}
const std::vector<const Hold*>& Facts::holds_of(int pid) const { return list_of(m_holds_by_pid, pid); }
const Chain* Facts::chain_of(const Wait& wait) const { return find_or(m_chains, std::string_view(thread_of(wait))); }
const Finding* Facts::finding_about(std::string_view thread) const { return find_or(m_findings, thread); }
const MsgQueue* Facts::msg_queue(std::string_view resource) const { return find_or(m_msg_queues, resource); }
const ShmSegment* Facts::shm_segment(std::string_view resource) const { return find_or(m_shm_segments, resource); }
const Pipe* Facts::pipe(std::string_view resource) const { return find_or(m_pipes, resource); }
const FileLock* Facts::lock(std::string_view resource) const { return find_or(m_locks, resource); }

std::vector<const Wait*> Facts::waits_of(const std::vector<std::string>& threads) const {
    std::vector<const Wait*> waits;
    for (const std::string& thread : threads)
        if (const Wait* wait = wait_of(thread)) waits.push_back(wait);
    sort_by_age(waits);
    return waits;
}

const SemSet* Facts::sem_set(std::string_view resource) const {
    const SemSet* set = find_or(m_sem_sets, resource);
    return set != nullptr ? set : find_or(m_sem_sets, without_number(resource));
}

const Semaphore* Facts::semaphore(std::string_view resource) const {
    if (kind_of(resource) != "semaphore") return nullptr;
    const SemSet* set = sem_set(resource);
    int num = -1;
    if (set == nullptr || !Scan(resource.substr(resource.rfind('/') + 1)).dec(num)) return nullptr;
    const auto found = std::ranges::find(set->semaphores, num, &Semaphore::num);
    return found == set->semaphores.end() ? nullptr : &*found;
}

std::optional<SemNeed> Facts::need_of(const Wait& wait) const {
    const Thread* thread = wait.tid ? people.thread(wait.pid, *wait.tid) : nullptr;
    if (thread == nullptr || !thread->operands || !wait.resource) return {};
    const auto* call = std::get_if<SemopCall>(&*thread->operands);
    const SemSet* set = sem_set(*wait.resource);
    if (call == nullptr || !call->operations || set == nullptr) return {};
    // As the kernel does it: in order, each on what the ones before it would leave (ipc/sem.c, perform_atomic_semop()).
    std::map<int, int> values;
    for (const Semaphore& semaphore : set->semaphores)
        if (semaphore.semval) values[semaphore.num] = *semaphore.semval;
    for (const SemOperation& operation : *call->operations) {
        const auto value = values.find(operation.num);
        if (value == values.end()) return {};
        if (operation.op == 0 && value->second != 0) return SemNeed{operation.num, 0, value->second};
        if (value->second + operation.op < 0) return SemNeed{operation.num, -(value->second + operation.op), 0};
        value->second += operation.op;
    }
    return {};
}

std::string Facts::who(const Wait& wait) const {
    const std::string number = wait.tid && *wait.tid != wait.pid ? std::format("{}/{}", wait.pid, *wait.tid)
                                                                 : std::to_string(wait.pid);
    return wait.comm.empty() ? people.thread_phrase(wait.pid, wait.tid) : wait.comm + " " + number;
}

std::string Facts::object(std::string_view resource) const {
    if (const FileLock* found = lock(resource)) {
        const bool whole = found->start == 0 && !found->end;
        const std::string range = whole ? ""
                                        : std::format("bytes {}-{} of ", found->start,
                                                      found->end ? std::to_string(*found->end) : "EOF");
        const std::string file = found->path.value_or(std::format("file {}:{}", text_of(found->device), found->inode));
        const std::string_view kind = found->lock_class == LockClass::flock ? "flock" : "lock";
        return std::format("the {} {} on {}{}", enum_name(found->mode), kind, range, file);
    }
    if (kind_of(resource) == "process")
        if (const auto pid = pid_of(resource)) return "the end of " + people.phrase(*pid);
    return std::string(resource);
}

bool Facts::partly_blind() const {
    return std::ranges::any_of(seen.unreadable, [](const Unreadable& entry) {
        return entry.errno_name == "EACCES" || entry.errno_name == "EPERM";
    });
}

}  // namespace gordian::present
