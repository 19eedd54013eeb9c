// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/chain_text.h"

#include "backend/present/format.h"
#include "backend/snapshot/described.h"

#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <ranges>
#include <set>

namespace gordian::present {

namespace {

/// Of a node with more children only so many are printed, and how many there are besides.
constexpr std::size_t max_children = 12;
constexpr std::size_t max_depth = 40;

using Node = WhyNode;

/// A line that states nothing of its own.
Node remark(std::string line) { return {std::move(line), {}, {}, {}}; }

/// Sure, or not, stands at the end of each line that states something.
std::string line_with_evidence(const Node& node) {
    if (!node.certain) return node.line;
    return std::format("{} [{}, {}]", node.line, node.evidence, *node.certain ? "certain" : "a guess");
}

void print_children(const std::vector<Node>& nodes, const std::string& indent, std::vector<std::string>& lines) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const bool last = i + 1 == nodes.size();
        lines.push_back(indent + (last ? "└─ " : "├─ ") + line_with_evidence(nodes[i]));
        print_children(nodes[i].children, indent + (last ? "   " : "│  "), lines);
    }
}

/// The top line of a text that has one, with what is below it.
void add_group(WhyText& text, Node top) {
    text.tree.push_back(line_with_evidence(top));
    print_children(top.children, "", text.tree);
    text.groups.push_back({{std::move(top)}, {}});
}

/// "3 locks, all of them", "the end of one of 4 children": each stands below.
std::string several(const std::vector<std::string_view>& things, bool one_is_enough) {
    const std::string_view kind = kind_of(things.front());
    if (kind == "process")
        return std::format("the end of {} {} children", one_is_enough ? "one of" : "all", grouped(things.size()));
    const std::string number = std::format("{} {}s", grouped(things.size()), kind);
    return one_is_enough ? "one of " + number : number + ", all of them";
}

Node waits_node(const Facts& facts, const Wait& wait) {
    std::string line = wait.comm.empty()
                           ? facts.people.phrase(wait.pid)
                           : wait.comm + (wait.tid && *wait.tid != wait.pid ? std::format(" {}/{}", wait.pid, *wait.tid)
                                                                            : std::format(" {}", wait.pid));
    line += " waits";
    if (wait.blocked_ms) line += " " + duration(*wait.blocked_ms);
    const std::vector<std::string_view> things = things_of(wait);
    if (things.size() == 1)
        line += " for " +
                (kind_of(things.front()) == "process" ? facts.object(things.front()) : std::string(things.front()));
    else if (!things.empty()) line += " for " + several(things, wait.all_of.empty());
    // That a parent waits for the end of its child is said by what it waits for.
    if (!wait.detail.empty() && (wait.operation != WaitOperation::child_exit || things.empty()))
        line += std::format(" ({})", wait.detail);
    if (wait.time_limit_ms > 0) line += std::format(", at most {} in all", duration(wait.time_limit_ms));
    if (wait.block == Block::soft) line += ", in the queue behind others";
    return {std::move(line), evidence_words(wait.evidence), wait.certain, {}};
}

/// "shopd 901, sleeping"; "812, dead".
std::string who_and_state(const Facts& facts, int pid) {
    const Process* process = facts.people.process(pid);
    if (facts.people.dead(pid)) return std::format("{}{}, dead", process != nullptr ? process->comm + " " : "", pid);
    return process == nullptr ? std::format("process {}, not seen", pid)
                              : std::format("{} {}, {}", process->comm, pid, facts.people.state(pid));
}

Node supported_by(std::string line, const Hold& hold) {
    return {std::move(line), evidence_words(hold.evidence), hold.certain, {}};
}

Node hold_node(const Facts& facts, std::string_view thing, const Hold& hold) {
    const std::string who = who_and_state(facts, hold.pid);
    std::string text;
    switch (hold.evidence) {
    case HoldEvidence::last_operation: {
        const std::string_view verb = kind_of(thing) == "queue" ? "last receiver" : "last operator";
        return supported_by(std::format("{}: {} {}", thing, verb, who), hold);
    }
    case HoldEvidence::child: return supported_by(std::format("child {}", who), hold);
    case HoldEvidence::inherited: text = std::format("{}: kept by {}, who inherited it", thing, who); break;
    case HoldEvidence::attached: text = std::format("{}: attached by {}", thing, who); break;
    case HoldEvidence::open: return supported_by(std::format("{}: could be read by {}", thing, who), hold);
    case HoldEvidence::proc_locks:
    case HoldEvidence::fdinfo: text = std::format("{}: held by {}", thing, who); break;
    }
    if (!hold.detail.empty()) text += std::format(" ({})", hold.detail);
    return supported_by(std::move(text), hold);
}

/// Of a process that was asked about: "holds lock/…, to write, descriptor 3; 1 thread waits for it".
Node own_hold_node(const Facts& facts, const Hold& hold) {
    std::string text;
    switch (hold.evidence) {
    case HoldEvidence::last_operation:
        text = std::format("was the last to {} {}", kind_of(hold.resource) == "queue" ? "receive from" : "operate on",
                           hold.resource);
        break;
    case HoldEvidence::child: text = "is a child whose end is waited for"; break;
    case HoldEvidence::inherited: text = "inherited " + hold.resource; break;
    case HoldEvidence::attached: text = "has attached " + hold.resource; break;
    case HoldEvidence::open: text = "could read from " + hold.resource; break;
    case HoldEvidence::proc_locks:
    case HoldEvidence::fdinfo: text = "holds " + hold.resource; break;
    }
    const bool detail_is_new = kind_of(hold.resource) == "lock" && !hold.detail.empty();
    if (detail_is_new) text += std::format(" ({})", hold.detail);
    const std::size_t waiting = facts.waits_for(hold.resource).size();
    if (waiting > 0) text += std::format("; {} for it", count_of(waiting, "thread waits", "threads wait"));
    return supported_by(std::move(text), hold);
}

class Tree {
public:
    explicit Tree(const Facts& facts) : m_facts(facts) {}

    Node of(const Wait& wait, std::size_t depth = 0) {
        Node node = waits_node(m_facts, wait);
        m_shown.insert(thread_of(wait));
        for (const std::string_view thing : things_of(wait)) {
            std::vector<Node> below = under(thing, wait.pid, depth + 1);
            std::ranges::move(below, std::back_inserter(node.children));
        }
        if (node.children.size() > max_children) {
            const std::size_t more = node.children.size() - (max_children - 1);
            node.children.resize(max_children - 1);
            node.children.push_back(
                remark(std::format("… and {} more: gordianctl why --json has them all", grouped(more))));
        }
        return node;
    }

    /// Who could release it, and what those wait for.
    std::vector<Node> under(std::string_view thing, int asker, std::size_t depth) {
        std::vector<Node> nodes;
        if (depth > max_depth) return {remark("… and so on")};
        std::set<int> named;
        for (const Hold* hold : m_facts.holds_on(thing)) {
            if (hold->pid == asker && hold->evidence != HoldEvidence::last_operation) continue;
            if (!named.insert(hold->pid).second) continue;
            Node node = hold_node(m_facts, thing, *hold);
            if (hold->pid != asker) {
                for (const Wait* wait : m_facts.waits_of(hold->pid)) {
                    if (hold->tid && wait->tid != hold->tid) continue;
                    if (m_shown.contains(thread_of(*wait)))
                        node.children.push_back(
                            remark(std::format("{} waits, as above: the circle closes here", m_facts.who(*wait))));
                    else node.children.push_back(of(*wait, depth + 1));
                }
            }
            nodes.push_back(std::move(node));
        }
        if (std::optional<Node> seen = as_seen(thing, named)) nodes.push_back(std::move(*seen));
        return nodes;
    }

    [[nodiscard]] bool shown(const Wait& wait) const { return m_shown.contains(thread_of(wait)); }
    void mark(const Wait& wait) { m_shown.insert(thread_of(wait)); }

private:
    /// What the row itself says of who touched it last, where no hold has said it: the dead hold nothing.
    [[nodiscard]] std::optional<Node> as_seen(std::string_view thing, const std::set<int>& named) const {
        if (const Semaphore* semaphore = m_facts.semaphore(thing)) {
            if (!semaphore->sempid) return remark(std::format("{}: its last operator could not be read", thing));
            if (*semaphore->sempid == 0) return remark(std::format("{}: nobody has operated on it yet", thing));
            if (named.contains(*semaphore->sempid)) return {};
            return Node{std::format("{}: last operator {}", thing, who_and_state(m_facts, *semaphore->sempid)),
                        evidence_words(HoldEvidence::last_operation),
                        false,
                        {}};
        }
        if (const MsgQueue* queue = m_facts.msg_queue(thing)) {
            const auto last = [&](std::string_view what, int pid, Time when) {
                return pid == 0 ? std::format("nobody {} yet", what)
                                : std::format("last {} by {}, {}", what, who_and_state(m_facts, pid),
                                              age_ago(when, m_facts.seen.taken_at));
            };
            return remark(
                std::format("{}: {} of {} bytes, {}; {}; {}", thing, grouped(queue->cbytes),
                            queue->qbytes ? grouped(*queue->qbytes) : "?", count_of(queue->qnum, "message", "messages"),
                            last("received", queue->lrpid, queue->rtime), last("sent", queue->lspid, queue->stime)));
        }
        if (const Pipe* pipe = m_facts.pipe(thing); pipe != nullptr && named.empty()) {
            std::vector<std::string> writers;
            for (const PipeEnd& end : pipe->writers) {
                std::string who = who_and_state(m_facts, end.pid);
                if (std::ranges::find(writers, who) == writers.end()) writers.push_back(std::move(who));
            }
            return remark(writers.empty() ? std::format("{}: nobody who could write to it can be seen", thing)
                                          : std::format("{}: could be written to by {}", thing, enumeration(writers, 4)));
        }
        if (named.empty() && kind_of(thing) == "lock") return remark(std::format("{}: no holder can be seen", thing));
        return {};
    }

    const Facts& m_facts;
    std::set<std::string> m_shown;
};

/// deadlocked > abandoned > stopped > held > unknown > idle: what needs a person first.
int rank(Verdict verdict) {
    switch (verdict) {
    case Verdict::deadlocked: return 5;
    case Verdict::abandoned: return 4;
    case Verdict::stopped: return 3;
    case Verdict::held: return 2;
    case Verdict::unknown: return 1;
    case Verdict::idle: break;
    }
    return 0;
}

std::string named_verdict(const Chain& chain) {
    if (chain.verdict == Verdict::unknown || chain.verdict == Verdict::idle)
        return std::string(enum_name(chain.verdict));
    return std::format("{} ({})", enum_name(chain.verdict), chain.certain ? "certain" : "likely");
}

/// The process at the end of the chain, where there is one.
std::optional<int> root_pid(const Chain& chain) { return pid_of(chain.root); }

std::string abandoned_words(const Facts& facts, const Wait& wait, const Chain& chain) {
    const std::string_view thing = kind_of(chain.root) == "semaphore" || kind_of(chain.root) == "queue"
                                       ? std::string_view(chain.root)
                                   : wait.resource ? std::string_view(*wait.resource)
                                                   : std::string_view(chain.root);
    const Semaphore* semaphore = facts.semaphore(thing);
    if (semaphore != nullptr && semaphore->sempid.value_or(0) != 0 && facts.people.dead(*semaphore->sempid))
        return std::format("its last operator {} is dead and nobody alive is known to release it", *semaphore->sempid);
    if (kind_of(thing) == "queue") return "whoever could make it go on is dead";
    return "nobody alive is known to release it";
}

std::string verdict_line(const Facts& facts, const Wait& wait, const Chain* chain) {
    if (chain == nullptr) return "unknown: nothing is known about who could end this wait";
    const auto root = root_pid(*chain);
    const std::string name = named_verdict(*chain) + ": ";
    switch (chain->verdict) {
    case Verdict::deadlocked: {
        std::vector<std::string> members;
        for (const Link& link : chain->links)
            if (const Wait* member = facts.wait_of(link.thread)) {
                std::string who = facts.who(*member);
                if (std::ranges::find(members, who) == members.end()) members.push_back(std::move(who));
            }
        return name + (members.size() > 1 ? enumeration(members, 6) + " wait for each other; none can go on by itself"
                                          : "what it waits for waits for it");
    }
    case Verdict::abandoned: return name + abandoned_words(facts, wait, *chain);
    case Verdict::stopped:
        return name + (root ? std::format("{} could release it and is {}", facts.people.phrase(*root),
                                          facts.people.state(*root) == "stopped by a debugger" ? "stopped by a debugger"
                                                                                               : "stopped")
                            : "who could release it is stopped");
    case Verdict::held: {
        if (!root) return name + "somebody alive could release it";
        const MsgQueue* queue = wait.resource ? facts.msg_queue(*wait.resource) : nullptr;
        const std::string_view verb = queue != nullptr || wait.operation == WaitOperation::write ? "could end the wait"
                                      : wait.operation == WaitOperation::child_exit              ? "has not ended"
                                      : things_of(wait).size() > 1 ? "is one of those who hold it"
                                                                   : "holds it";
        return name + std::format("{} {}, alive and {}", facts.people.phrase(*root), verb, facts.people.state(*root));
    }
    case Verdict::idle:
        return name + (root && *root != wait.pid
                           ? std::format("{} could release it and waits for work or input itself, as is normal",
                                         facts.people.phrase(*root))
                           : "it waits for work or input, as is normal");
    case Verdict::unknown: break;
    }
    if (wait.operation == WaitOperation::msgsnd)
        return name + "nobody has received from it yet, so that it is not known who could make room";
    if (wait.operation == WaitOperation::msgrcv) return name + "it waits for a message; any process may send one";
    if (wait.operation == WaitOperation::read) return name + "it waits for data, as a reader does";
    if (wait.operation == WaitOperation::unknown) return name + "what it waits for could not be told";
    return name + "it is not known who could end this wait";
}

/// What to type next about a wait that no finding speaks of.
std::string command_about(const Facts& facts, const Wait& wait, const Chain* chain) {
    const Verdict verdict = chain == nullptr ? Verdict::unknown : chain->verdict;
    const auto root = chain == nullptr ? std::nullopt : root_pid(*chain);
    const bool root_is_another = root && *root != wait.pid;
    switch (verdict) {
    case Verdict::deadlocked: return std::format("kill -TERM {}", wait.pid);
    case Verdict::stopped: return root_is_another ? std::format("kill -CONT {}", *root) : "gordianctl findings";
    case Verdict::abandoned:
        if (const auto need = facts.need_of(wait); need && wait.resource)
            return std::format("gordianctl semop {} {}:{}{}", wait.resource->substr(0, wait.resource->rfind('/')),
                               need->num, need->missing > 0 ? "+" : "-",
                               need->missing > 0 ? need->missing : need->above_zero);
        return "gordianctl findings";
    case Verdict::idle:
    case Verdict::held: return root_is_another ? std::format("gordianctl why {}", *root) : "gordianctl watch";
    case Verdict::unknown: break;
    }
    if (facts.partly_blind() && facts.seen.viewer.uid != 0) return std::format("sudo gordianctl why {}", wait.pid);
    return "gordianctl watch";
}

}  // namespace

std::string evidence_words(WaitEvidence evidence) {
    switch (evidence) {
    case WaitEvidence::syscall: return "system call";
    case WaitEvidence::wchan: return "wchan";
    case WaitEvidence::proc_locks: return "/proc/locks";
    case WaitEvidence::fdinfo: return "fdinfo";
    case WaitEvidence::sem_counts: return "semncnt";
    case WaitEvidence::queue_full: return "full queue";
    }
    return "unknown";
}

std::string evidence_words(HoldEvidence evidence) {
    switch (evidence) {
    case HoldEvidence::proc_locks: return "/proc/locks";
    case HoldEvidence::fdinfo: return "fdinfo";
    case HoldEvidence::inherited: return "inherited descriptor";
    case HoldEvidence::attached: return "memory map";
    case HoldEvidence::open: return "open descriptor";
    case HoldEvidence::last_operation: return "last operation";
    case HoldEvidence::child: return "parent and child";
    }
    return "unknown";
}

Verdict verdict_of(const Facts& facts, const Wait& wait) {
    const Chain* chain = facts.chain_of(wait);
    return chain == nullptr ? Verdict::unknown : chain->verdict;
}

std::string waits_for_words(const Facts& facts, const Wait& wait) {
    const std::vector<std::string_view> things = things_of(wait);
    if (things.empty()) return std::string(enum_name(wait.operation));
    if (things.size() > 1) return several(things, wait.all_of.empty());
    const std::string_view kind = kind_of(things.front());
    return kind == "lock" || kind == "process" ? facts.object(things.front()) : std::string(things.front());
}

std::string short_verdict(const Facts& facts, const Wait& wait) {
    const Chain* chain = facts.chain_of(wait);
    if (chain == nullptr) return "unknown";
    const auto root = root_pid(*chain);
    if (root && *root != wait.pid) {
        // Of a queue it is only known who received last: nobody holds it.
        const bool has_time = chain->verdict == Verdict::held || chain->verdict == Verdict::idle;
        if (wait.operation == WaitOperation::msgsnd && has_time) return facts.people.phrase(*root) + " received last";
        if (chain->verdict == Verdict::held) return "held by " + facts.people.phrase(*root);
        if (chain->verdict == Verdict::stopped) return std::format("stopped: {}", facts.people.phrase(*root));
        if (chain->verdict == Verdict::idle) return std::format("held by {}, idle", facts.people.phrase(*root));
    }
    return named_verdict(*chain);
}

bool is_normal(const Facts& facts, const Wait& wait) {
    const Verdict verdict = verdict_of(facts, wait);
    const bool calm = verdict == Verdict::idle || verdict == Verdict::held || verdict == Verdict::unknown;
    // Who writes to a pager waits as long as somebody reads.
    if (wait.operation == WaitOperation::write) return verdict == Verdict::idle;
    return calm && (wait.operation == WaitOperation::child_exit || wait.operation == WaitOperation::msgrcv ||
                    wait.operation == WaitOperation::read);
}

WhyText why_these_wait(const Facts& facts, std::span<const Wait* const> waits) {
    WhyText text;
    // The worst last, and the longest of equals: the end of the output is what is read first.
    std::vector<const Wait*> order(waits.begin(), waits.end());
    std::ranges::stable_sort(order, {}, [&](const Wait* wait) {
        return std::pair(rank(verdict_of(facts, *wait)), wait->blocked_ms.value_or(-1));
    });

    Tree tree(facts);
    struct Group {
        std::vector<const Wait*> waits;  // the longest first; they wait for the same things
        std::vector<Node> below;
    };
    std::vector<Group> groups;
    std::map<std::pair<Verdict, std::vector<std::string_view>>, std::size_t> group_of;
    for (const Wait* wait : std::views::reverse(order)) {
        std::pair key(verdict_of(facts, *wait), things_of(*wait));
        if (const auto same = group_of.find(key); same != group_of.end()) {
            groups[same->second].waits.push_back(wait);
            tree.mark(*wait);
        } else if (!tree.shown(*wait)) {
            group_of.emplace(std::move(key), groups.size());
            groups.push_back({{wait}, tree.of(*wait).children});
        }
    }
    for (const Group& group : std::views::reverse(groups)) {
        if (!text.verdict.empty()) {
            text.tree.push_back(text.verdict);
            text.tree.emplace_back();
        }
        WhyGroup& told = text.groups.emplace_back();
        for (std::size_t i = 0; i < group.waits.size(); ++i) {
            if (i == max_children) {
                told.nodes.push_back(
                    remark(std::format("… and {} more wait for the same", grouped(group.waits.size() - i))));
                break;
            }
            told.nodes.push_back(waits_node(facts, *group.waits[i]));
        }
        for (const Node& node : told.nodes) text.tree.push_back(line_with_evidence(node));
        print_children(group.below, "", text.tree);
        told.nodes.back().children = group.below;
        const Wait& first = *group.waits.front();
        const Chain* chain = facts.chain_of(first);
        text.verdict = verdict_line(facts, first, chain);
        told.verdict = text.verdict;
        text.worst = verdict_of(facts, first);
        const Finding* finding = facts.finding_about(thread_of(first));
        const bool asks_itself = finding != nullptr && finding->command == std::format("gordianctl why {}", first.pid);
        text.command = finding != nullptr && !finding->command.empty() && !asks_itself
                           ? finding->command
                           : command_about(facts, first, chain);
    }
    return text;
}

WhyText why_process_does_not_wait(const Facts& facts, const Process& process) {
    WhyText text;
    const Thread* thread = facts.people.thread(process.pid, process.pid);
    std::string line = std::format("{} {} is {}", process.comm, process.pid, facts.people.state(process.pid));
    if (thread != nullptr && thread->syscall) line += " in " + *thread->syscall;
    if (thread != nullptr && thread->blocked_ms) line += " since " + duration(*thread->blocked_ms);
    if (!process.cmdline.empty()) line += std::format(", runs `{}`", joined(process.cmdline, " "));
    Node top = remark(line + (process.readable ? "" : " (its descriptors and memory are not ours to read)"));
    std::vector<Node>& nodes = top.children;
    std::size_t waiting = 0;
    const std::vector<const Hold*>& holds = facts.holds_of(process.pid);
    for (const Hold* hold : holds) {
        if (nodes.size() == max_children) break;
        waiting += facts.waits_for(hold->resource).size();
        nodes.push_back(own_hold_node(facts, *hold));
    }
    if (holds.size() > nodes.size())
        nodes.push_back(
            remark(std::format("… and {} more: gordianctl snapshot holds", grouped(holds.size() - nodes.size()))));
    add_group(text, std::move(top));

    if (process.stopped()) {
        text.verdict = waiting == 0 ? "stopped: nobody is seen to wait for it" : "stopped: others wait for what it holds";
        text.command = std::format("kill -CONT {}", process.pid);
        if (waiting > 0) text.worst = Verdict::stopped;
        return text;
    }
    if (facts.people.dead(process.pid)) text.verdict = "dead: its parent has not asked for its exit status yet";
    else if (waiting > 0)
        text.verdict = std::format("not stuck: it waits for nothing that Gordian knows, but {} for it",
                                   count_of(waiting, "thread waits", "threads wait"));
    else text.verdict = "not stuck: it waits for nothing that Gordian knows";
    text.command = std::format("ps -o pid,ppid,user,stat,etime,wchan:24,args -p {}", process.pid);
    return text;
}

std::string resource_line(const Facts& facts, std::string_view resource) {
    const Time now = facts.seen.taken_at;
    if (const Semaphore* semaphore = facts.semaphore(resource))
        return std::format(
            "{}: value {}, last operator {}", resource, semaphore->semval ? std::to_string(*semaphore->semval) : "?",
            semaphore->sempid ? *semaphore->sempid == 0 ? "nobody yet" : who_and_state(facts, *semaphore->sempid) : "?");
    if (const SemSet* set = facts.sem_set(resource); set != nullptr && kind_of(resource) == "set") {
        std::vector<std::string> values;
        values.reserve(set->semaphores.size());
        for (const Semaphore& semaphore : set->semaphores)
            values.push_back(semaphore.semval ? std::to_string(*semaphore.semval) : "?");
        return std::format("{}: {}, value {}, last operation {}", resource,
                           count_of(set->nsems, "semaphore", "semaphores"), joined(values, " "), age_ago(set->otime, now));
    }
    if (const MsgQueue* queue = facts.msg_queue(resource))
        return std::format("{}: {}, {} of {} bytes, last sent {}, last received {}", resource,
                           count_of(queue->qnum, "message", "messages"), grouped(queue->cbytes),
                           queue->qbytes ? grouped(*queue->qbytes) : "?", age_ago(queue->stime, now),
                           age_ago(queue->rtime, now));
    if (const ShmSegment* segment = facts.shm_segment(resource))
        return std::format("{}: {}, attached {}", resource, human_size(segment->segsz),
                           count_of(segment->nattch, "time", "times"));
    if (facts.lock(resource) != nullptr) return std::format("{}: {}", resource, facts.object(resource));
    return std::string(resource);
}

namespace {

/// Whether the kernel itself said that nobody waits: it counts those who wait on a semaphore, and lists those who wait for a lock; who waits on
/// a queue only the threads tell.
bool waiters_are_known(const Facts& facts, std::string_view resource) {
    const auto counted = [](const Semaphore& semaphore) { return semaphore.semncnt && semaphore.semzcnt; };
    if (const Semaphore* semaphore = facts.semaphore(resource)) return counted(*semaphore);
    if (const SemSet* set = facts.sem_set(resource)) return std::ranges::all_of(set->semaphores, counted);
    if (const MsgQueue* queue = facts.msg_queue(resource)) return queue->senders_waiting && queue->receivers_waiting;
    return true;
}

}  // namespace

WhyText why_nobody_waits(const Facts& facts, std::string_view resource) {
    WhyText text;
    Node top = remark(resource_line(facts, resource));
    std::vector<Node>& nodes = top.children;
    std::set<std::pair<int, std::string_view>> named;
    std::optional<int> somebody;
    for (const Hold* hold : facts.holds_on(resource)) {
        if (!named.emplace(hold->pid, hold->resource).second) continue;
        if (!somebody) somebody = hold->pid;
        if (nodes.size() < max_children) nodes.push_back(hold_node(facts, hold->resource, *hold));
    }
    if (named.size() > nodes.size())
        nodes.push_back(
            remark(std::format("… and {} more: gordianctl snapshot holds", grouped(named.size() - nodes.size()))));
    add_group(text, std::move(top));
    text.verdict = waiters_are_known(facts, resource)
                       ? "not stuck: nobody waits for it"
                       : "unknown: nobody is seen to wait for it, but not all who may could be seen";
    text.command = somebody ? std::format("gordianctl why {}", *somebody) : "gordianctl watch";
    return text;
}

}  // namespace gordian::present
