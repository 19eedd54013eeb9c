// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/subject.h"

#include "backend/base/scan.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <iterator>

namespace gordian::present {

namespace {

void add_process(const Facts& facts, const Process& process, Subject& subject) {
    const std::vector<const Wait*>& waits = facts.waits_of(process.pid);
    subject.waits.insert(subject.waits.end(), waits.begin(), waits.end());
    if (waits.empty()) subject.processes.push_back(&process);
}

Error not_found(std::string_view whom, std::string_view what, std::string_view remedy) {
    return Error::refused("why", whom, what, remedy);
}

Result<Subject> by_number(const Facts& facts, int number, std::string_view whom) {
    Subject subject;
    if (const Process* process = facts.people.process(number)) {
        add_process(facts, *process, subject);
        return subject;
    }
    const auto& waits = facts.moment.means.waits;
    const auto thread = std::ranges::find_if(waits,
                                             [&](const Wait& wait) { return wait.tid == number || wait.pid == number; });
    if (thread != waits.end()) {
        subject.waits.push_back(&*thread);
        return subject;
    }
    if (facts.people.dead(number))
        return std::unexpected(not_found(whom, "that process is dead", "what it left behind: gordianctl findings"));
    return std::unexpected(
        not_found(whom, "there is no such process that can be seen", "see gordianctl snapshot processes"));
}

Result<Subject> by_name(const Facts& facts, std::string_view name) {
    Subject subject;
    // The kernel keeps the first 15 bytes of a command's name.
    const std::string_view comm = name.substr(0, 15);
    for (const Process& process : facts.seen.processes)
        if (process.comm == comm && !process.kernel_thread) add_process(facts, process, subject);
    if (subject.waits.empty() && subject.processes.empty())
        for (const Wait& wait : facts.moment.means.waits)
            if (wait.comm == comm) subject.waits.push_back(&wait);
    // Those of them that wait are the answer; that others of the same name don't is no news.
    if (!subject.waits.empty()) subject.processes.clear();
    if (subject.waits.empty() && subject.processes.empty())
        return std::unexpected(not_found(name, "no process or blocked thread has this name",
                                         "give a pid, a command's name as ps shows it, or a resource like sysv-sem/7"));
    return subject;
}

bool is_known(const Facts& facts, std::string_view resource) {
    const auto has = [&](const auto& rows) {
        return std::ranges::any_of(rows, [&](const auto& row) { return row.resource == resource; });
    };
    return facts.msg_queue(resource) != nullptr || facts.shm_segment(resource) != nullptr ||
           facts.lock(resource) != nullptr ||
           (kind_of(resource) == "semaphore" ? facts.semaphore(resource) != nullptr
                                             : facts.sem_set(resource) != nullptr && kind_of(resource) == "set") ||
           has(facts.seen.shared_mappings) || !facts.holds_on(resource).empty();
}

/// Everybody who waits for it. A path stands for the locks on that file.
Result<Subject> by_resource(const Facts& facts, std::string_view text) {
    Subject subject;
    if (text.starts_with('/')) {
        for (const FileLock& lock : facts.seen.locks) {
            if (lock.path != text) continue;
            if (subject.resource.empty()) subject.resource = lock.resource;
            for (const Wait* wait : facts.waits_for(lock.resource))
                if (std::ranges::find(subject.waits, wait) == subject.waits.end()) subject.waits.push_back(wait);
        }
        if (subject.resource.empty())
            return std::unexpected(
                not_found(text, "nobody holds a lock on this file that can be seen", "see gordianctl snapshot locks"));
        return subject;
    }
    subject.resource = text;
    subject.waits = facts.waits_for(text);
    if (const auto pid = pid_of(text)) {
        if (const Wait* wait = facts.wait_of(text)) {
            subject.waits = {wait};
            return subject;
        }
        auto same = by_number(facts, *pid, text);
        if (!same) return same;
        // A process is what it waits for, and what its parent waits for.
        for (const Wait* wait : subject.waits)
            if (std::ranges::find(same->waits, wait) == same->waits.end()) same->waits.push_back(wait);
        if (!same->waits.empty()) same->processes.clear();
        return same;
    }
    if (!subject.waits.empty() || is_known(facts, text)) return subject;
    if (const auto parsed = resource::parse(text); !parsed) return std::unexpected(parsed.error());
    return std::unexpected(not_found(text, "there is no such object", "see gordianctl snapshot"));
}

}  // namespace

Result<Subject> find_subject(const Facts& facts, std::string_view text) {
    int number = 0;
    const Scan scan = Scan(text).dec(number);
    if (scan && scan.at_end() && !text.empty() && text.front() != '-' && text.front() != ' ')
        return by_number(facts, number, text);
    return text.contains('/') ? by_resource(facts, text) : by_name(facts, text);
}

std::optional<Subject> worst_subject(const Facts& facts, const Finding*& finding) {
    Subject subject;
    for (const Finding& candidate : facts.moment.means.findings) {
        if (candidate.severity == Severity::notice) continue;
        finding = &candidate;
        subject.waits = facts.waits_of(candidate.threads);
        return subject;
    }
    const Wait* oldest = nullptr;
    for (const Wait& wait : facts.moment.means.waits)
        if (!is_normal(facts, wait) &&
            (oldest == nullptr || wait.blocked_ms.value_or(-1) > oldest->blocked_ms.value_or(-1)))
            oldest = &wait;
    if (oldest == nullptr) return {};
    subject.waits.push_back(oldest);
    return subject;
}

WhyText why(const Facts& facts, const Subject& subject) {
    if (!subject.waits.empty()) return why_these_wait(facts, subject.waits);
    if (!subject.processes.empty()) {
        WhyText all;
        for (const Process* process : subject.processes) {
            WhyText one = why_process_does_not_wait(facts, *process);
            if (!all.tree.empty()) all.tree.emplace_back();
            std::ranges::move(one.tree, std::back_inserter(all.tree));
            std::ranges::move(one.groups, std::back_inserter(all.groups));
            all.groups.back().verdict = one.verdict;
            all.verdict = std::move(one.verdict);
            all.command = std::move(one.command);
            if (one.worst == Verdict::stopped) all.worst = one.worst;
        }
        return all;
    }
    return why_nobody_waits(facts, subject.resource);
}

}  // namespace gordian::present
