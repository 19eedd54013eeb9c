// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/names.h"

#include <format>

namespace gordian::present {

namespace {

std::string name_or_number(const std::map<std::uint32_t, std::string>& names, std::uint32_t id) {
    const auto found = names.find(id);
    return found == names.end() ? std::to_string(id) : found->second;
}

}  // namespace

std::string Names::user(std::uint32_t uid) const { return name_or_number(users, uid); }
std::string Names::group(std::uint32_t gid) const { return name_or_number(groups, gid); }

People::People(const Snapshot& seen) : m_dead(seen.dead_pids.begin(), seen.dead_pids.end()) {
    m_processes.reserve(seen.processes.size());
    for (const Process& process : seen.processes) m_processes.emplace(process.pid, &process);
    m_threads.reserve(seen.threads.size());
    for (const Thread& thread : seen.threads) m_threads.emplace(thread.tid, &thread);
}

const Process* People::process(int pid) const {
    const auto found = m_processes.find(pid);
    return found == m_processes.end() ? nullptr : found->second;
}

const Thread* People::thread(int pid, int tid) const {
    const auto found = m_threads.find(tid);
    return found == m_threads.end() || found->second->pid != pid ? nullptr : found->second;
}

bool People::dead(int pid) const {
    const Process* found = process(pid);
    return found != nullptr ? found->has_ended() : m_dead.contains(pid);
}

std::string People::cell(int pid) const {
    if (pid == 0) return "-";
    const Process* found = process(pid);
    if (found != nullptr) return std::format("{} {}{}", pid, found->comm, found->has_ended() ? ", dead" : "");
    return std::format("{} {}", pid, dead(pid) ? "dead" : "unseen");
}

std::string People::phrase(int pid) const {
    if (pid == 0) return "nobody";
    const Process* found = process(pid);
    if (found != nullptr) return std::format("{} {}{}", found->comm, pid, found->has_ended() ? ", which is dead" : "");
    return dead(pid) ? std::format("{}, which is dead", pid) : std::format("process {}", pid);
}

std::string People::thread_phrase(int pid, std::optional<int> tid) const {
    const Thread* found = tid ? thread(pid, *tid) : nullptr;
    if (found == nullptr) return tid && *tid != pid ? std::format("thread {} of {}", *tid, phrase(pid)) : phrase(pid);
    return *tid == pid ? std::format("{} {}", found->comm, pid) : std::format("{} {}/{}", found->comm, pid, *tid);
}

std::string People::state(int pid) const {
    if (dead(pid)) return "dead";
    const Process* found = process(pid);
    return found == nullptr ? "not seen" : state_word(found->state);
}

std::string state_word(std::string_view letter) {
    if (letter.empty()) return "in an unknown state";
    switch (letter.front()) {
    case 'R': return "running";
    case 'S': return "sleeping";
    case 'D': return "in uninterruptible sleep";
    case 'T': return "stopped";
    case 't': return "stopped by a debugger";
    case 'Z':
    case 'X': return "dead";
    case 'I': return "idle";
    default: return std::format("in state {}", letter);
    }
}

}  // namespace gordian::present
