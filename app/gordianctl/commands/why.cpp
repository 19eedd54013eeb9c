// SPDX-License-Identifier: GPL-3.0-or-later
// Why does it not run: what it waits for, who holds that, what those wait for, to the end.
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/screen.h"
#include "backend/analysis/moment_json.h"
#include "backend/base/scan.h"
#include "backend/present/chain_text.h"
#include "backend/present/format.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <format>
#include <map>
#include <optional>

namespace gordian::ctl {

namespace {

using present::Facts;
using present::WhyText;

/// What was asked about: threads that wait; else processes that don't, else a thing for which nobody waits.
struct Subject {
    std::vector<const Wait*> waits;
    std::vector<const Process*> processes;
    std::string resource;
};

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
           (present::kind_of(resource) == "semaphore"
                ? facts.semaphore(resource) != nullptr
                : facts.sem_set(resource) != nullptr && present::kind_of(resource) == "set") ||
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
    if (const auto pid = present::pid_of(text)) {
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

/// Nobody was named: the worst finding, else who has been blocked longest without that being normal.
std::optional<Subject> the_worst(const Facts& facts, const Finding*& finding) {
    Subject subject;
    for (const Finding& candidate : facts.moment.means.findings) {
        if (candidate.severity == Severity::notice) continue;
        finding = &candidate;
        subject.waits = facts.waits_of(candidate.threads);
        return subject;
    }
    const Wait* oldest = nullptr;
    for (const Wait& wait : facts.moment.means.waits)
        if (!present::is_normal(facts, wait) &&
            (oldest == nullptr || wait.blocked_ms.value_or(-1) > oldest->blocked_ms.value_or(-1)))
            oldest = &wait;
    if (oldest == nullptr) return {};
    subject.waits.push_back(oldest);
    return subject;
}

WhyText text_of_subject(const Facts& facts, const Subject& subject) {
    if (!subject.waits.empty()) return present::why_these_wait(facts, subject.waits);
    if (!subject.processes.empty()) {
        WhyText all;
        for (const Process* process : subject.processes) {
            WhyText one = present::why_process_does_not_wait(facts, *process);
            if (!all.tree.empty()) all.tree.emplace_back();
            std::ranges::move(one.tree, std::back_inserter(all.tree));
            all.verdict = std::move(one.verdict);
            all.command = std::move(one.command);
            if (one.worst == Verdict::stopped) all.worst = one.worst;
        }
        return all;
    }
    return present::why_nobody_waits(facts, subject.resource);
}

std::vector<Chain> chains_of(const Facts& facts, const Subject& subject) {
    std::vector<Chain> chains;
    for (const Wait* wait : subject.waits)
        if (const Chain* chain = facts.chain_of(*wait)) chains.push_back(*chain);
    return chains;
}

int exit_code_of(Verdict verdict) {
    return verdict == Verdict::deadlocked || verdict == Verdict::abandoned || verdict == Verdict::stopped ? finding_exists
                                                                                                          : done;
}

void print(Context& context, const WhyText& text) {
    for (const std::string& line : text.tree) print_line(context, line);
    print_line(context, text.verdict, exit_code_of(text.worst) == finding_exists ? Style::yellow : Style::plain);
    print_line(context, typed(context, text.command), Style::bold);
}

}  // namespace

int why(Session& session, Context& context, const WhyOptions& options) {
    const std::shared_ptr<const Moment> moment = look(session);
    const Facts facts(*moment);
    Subject subject;
    const Finding* finding = nullptr;
    bool nothing = false;
    if (options.whom.empty()) {
        const std::optional<Subject> worst = the_worst(facts, finding);
        nothing = !worst;
        if (worst) subject = *worst;
    } else {
        int number = 0;
        const Scan scan = Scan(options.whom).dec(number);
        const bool is_number = scan && scan.at_end() && options.whom.front() != '-' && options.whom.front() != ' ';
        const auto found = is_number                                     ? by_number(facts, number, options.whom)
                           : options.whom.find('/') != std::string::npos ? by_resource(facts, options.whom)
                                                                         : by_name(facts, options.whom);
        if (!found)
            return options.whom.contains('/') && !options.whom.starts_with('/') && !resource::parse(options.whom)
                       ? complain(context, to_string(found.error()), bad_usage)
                       : complain(context, found.error());
        subject = *found;
    }

    const bool only_a_finding = finding != nullptr && subject.waits.empty();
    WhyText text;
    if (nothing) text = {{}, "Nothing is stuck.", "gordianctl watch", Verdict::idle};
    else if (only_a_finding) text = {{finding->explanation}, finding->title, finding->command, Verdict::unknown};
    else text = text_of_subject(facts, subject);

    if (options.json) context.out << analysis::why_to_json(*moment, chains_of(facts, subject));
    else print(context, text);
    return exit_code_of(text.worst);
}

}  // namespace gordian::ctl
