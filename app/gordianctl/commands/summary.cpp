// SPDX-License-Identifier: GPL-3.0-or-later
// `gordianctl` alone: the answer at a glance, for somebody whose program does not move.
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/commands/severity.h"
#include "app/gordianctl/screen.h"
#include "app/gordianctl/table.h"
#include "backend/present/chain_text.h"
#include "backend/present/format.h"
#include "backend/present/unseen_text.h"
#include "backend/snapshot/described.h"

#include <algorithm>
#include <format>
#include <ranges>

namespace gordian::ctl {

namespace {

using present::count_of;
using present::Facts;

constexpr std::size_t max_findings = 12;
constexpr std::size_t max_blocked = 30;

void print_findings(Context& context, const std::vector<Finding>& findings) {
    std::size_t printed = 0, notices = 0;
    for (const Finding& finding : findings) {
        if (finding.severity == Severity::notice) {
            ++notices;
            continue;
        }
        if (++printed > max_findings) continue;
        const std::string word = severity_word(finding.severity) + "  ";
        print_paragraph(context, finding.title, word, std::string(word.size(), ' '), style_of(finding.severity));
    }
    if (printed > max_findings)
        print_line(context,
                   std::format("… and {} more: {}", printed - max_findings, typed(context, "gordianctl findings")));
    if (notices > 0)
        print_line(context, std::format("{}: {}",
                                        count_of(notices, "notice of things left behind", "notices of things left behind"),
                                        typed(context, "gordianctl findings")));
}

/// What a thread waits for and by which operation, in few words.
std::string waits_for(const Facts& facts, const Wait& wait) {
    // Of a lock the detail says all, file and range included; beside the end of a child it says nothing.
    if (!wait.detail.empty() && (wait.operation == WaitOperation::lock || wait.operation == WaitOperation::flock))
        return wait.detail;
    std::string text = present::waits_for_words(facts, wait);
    const bool is_one_child = wait.operation == WaitOperation::child_exit && present::things_of(wait).size() == 1;
    return wait.detail.empty() || is_one_child ? text : std::format("{} ({})", text, wait.detail);
}

void print_blocked(Context& context, const Facts& facts, const std::vector<const Wait*>& waits) {
    present::Table table;
    table.columns = {
        {"age", "", "", true}, {"thread", "", "", false}, {"waits for", "", "", false}, {"verdict", "", "", false}};
    for (const Wait* wait : waits | std::views::take(max_blocked))
        table.rows.push_back({wait->blocked_ms ? present::duration(*wait->blocked_ms) : "?", facts.who(*wait),
                              waits_for(facts, *wait), present::short_verdict(facts, *wait)});
    print_table(context, table);
    if (waits.size() > max_blocked)
        print_line(context, std::format("… and {} more: {}", waits.size() - max_blocked,
                                        typed(context, "gordianctl snapshot waits")));
}

void print_normal(Context& context, std::size_t children, std::size_t consumers) {
    std::vector<std::string> parts;
    if (children > 0) parts.push_back(count_of(children, "thread waits for a child", "threads wait for a child"));
    if (consumers > 0)
        parts.push_back(count_of(consumers, "thread waits for a message or data", "threads wait for messages or data"));
    if (!parts.empty())
        print_line(context, std::format("{}, as is normal: {}", present::enumeration(parts),
                                        typed(context, "gordianctl snapshot waits")));
}

std::string counts(const Snapshot& seen) {
    const std::vector<std::string> parts{
        count_of(seen.msg_queues.size(), "message queue", "message queues"),
        count_of(seen.sem_sets.size(), "semaphore set", "semaphore sets"),
        count_of(seen.shm_segments.size(), "shared memory segment", "shared memory segments"),
        count_of(seen.locks.size(), "file lock", "file locks"),
        count_of(seen.shared_mappings.size(), "shared mapping", "shared mappings"),
        count_of(seen.processes.size(), "process", "processes")};
    return present::joined(parts, ", ") + ".";
}

}  // namespace

int summary(Session& session, Context& context) {
    const std::shared_ptr<const Moment> moment = look(session);
    const Facts facts(*moment);
    const std::vector<Finding>& findings = moment->means.findings;

    std::vector<const Wait*> blocked;
    std::size_t children = 0, consumers = 0;
    for (const Wait& wait : moment->means.waits) {
        if (!present::is_normal(facts, wait)) blocked.push_back(&wait);
        else ++(wait.operation == WaitOperation::child_exit ? children : consumers);
    }
    std::ranges::stable_sort(blocked, std::ranges::greater{},
                             [](const Wait* wait) { return wait->blocked_ms.value_or(-1); });

    const bool something_is_wrong = std::ranges::any_of(
        findings, [](const Finding& finding) { return finding.severity != Severity::notice; });
    if (!something_is_wrong) print_line(context, present::calm_words(facts, blocked.size()), Style::bold);
    print_findings(context, findings);
    if (!blocked.empty()) {
        context.out << '\n';
        print_blocked(context, facts, blocked);
    }
    context.out << '\n';
    print_normal(context, children, consumers);
    print_line(context, counts(moment->seen));
    if (const std::string unseen = present::what_was_not_seen(moment->seen); !unseen.empty())
        print_line(context, typed(context, unseen), Style::yellow);

    std::string command = "gordianctl watch";
    if (something_is_wrong) command = findings.front().command;
    else if (!blocked.empty()) command = std::format("gordianctl why {}", blocked.front()->pid);
    else if (!findings.empty()) command = "gordianctl findings";
    context.out << '\n';
    print_line(context, typed(context, command), Style::bold);
    return done;
}

}  // namespace gordian::ctl
