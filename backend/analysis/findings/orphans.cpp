// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/findings/findings.h"

#include <algorithm>
#include <numeric>

namespace gordian::analysis {

namespace {

enum class Kind { segment, queue, semaphore_set };

/// A System V object, as far as it matters whether somebody still needs it.
struct Candidate {
    Kind kind = Kind::segment;
    std::string_view resource;
    std::uint64_t ipc_namespace = 0;
    std::uint32_t cuid = 0;
    Key key;
    int id = 0;
    Time ctime;
    bool left = false;  ///< unattached, unwaited-for, and every pid the kernel keeps for it is dead or 0
};

class OrphanFinder {
public:
    explicit OrphanFinder(const Situation& situation) : m_situation(situation) {
        for (const KnownWait& wait : situation.waits()) {
            if (wait.row.resource) m_waited_for.insert(std::string(object_of(*wait.row.resource)));
        }
        for (const ShmSegment& segment : situation.seen().shm_segments) add(segment);
        for (const MsgQueue& queue : situation.seen().msg_queues) add(queue);
        for (const SemSet& set : situation.seen().sem_sets) add(set);
    }

    void find(std::vector<Judged>& findings) {
        join_siblings();
        std::vector<bool> all_left(m_candidates.size(), true);
        for (std::size_t i = 0; i < m_candidates.size(); ++i) {
            if (!m_candidates[i].left) all_left[group_of(i)] = false;
        }
        for (std::size_t i = 0; i < m_candidates.size(); ++i) {
            if (!all_left[group_of(i)]) continue;
            Judged judged;
            judged.finding.code = code_of(m_candidates[i].kind);
            judged.finding.severity = Severity::notice;
            judged.finding.certain = false;
            judged.finding.resources = {std::string(m_candidates[i].resource)};
            findings.push_back(std::move(judged));
        }
    }

private:
    static std::string_view code_of(Kind kind) {
        switch (kind) {
        case Kind::segment: return "orphan-segment";
        case Kind::queue: return "orphan-queue";
        case Kind::semaphore_set: return "orphan-semaphore-set";
        }
        return {};
    }

    /// "sysv-sem/7/0" is a part of "sysv-sem/7".
    static std::string_view object_of(std::string_view resource) {
        constexpr std::string_view semaphores = "sysv-sem/";
        const auto begin = resource.find(semaphores);
        if (begin == std::string_view::npos) return resource;
        return resource.substr(0, resource.find('/', begin + semaphores.size()));
    }

    /// Whether a pid that operated at `last` leaves the object alone: it is dead, or nobody has operated. 0 although somebody did is one
    /// who has no number here: alive or dead, that is not known.
    bool is_gone(int pid, Time last) const {
        if (pid == 0) return last.never();
        return m_situation.index().liveness_of_operator(pid, last) == Liveness::dead;
    }

    void add(const ShmSegment& segment) {
        Candidate candidate{.kind = Kind::segment,
                            .resource = segment.resource,
                            .ipc_namespace = segment.ipc_namespace,
                            .cuid = segment.cuid,
                            .key = segment.key,
                            .id = segment.id,
                            .ctime = segment.ctime};
        const Time last = std::max({segment.atime, segment.dtime, segment.ctime});
        // A creator without a number lives in another PID namespace, or did: every segment has one.
        const bool pids_gone = segment.cpid != 0 && is_gone(segment.cpid, segment.ctime) &&
                               (segment.lpid == 0 ? segment.atime.never() : is_gone(segment.lpid, last));
        candidate.left = pids_gone && segment.nattch == 0;
        m_candidates.push_back(candidate);
    }

    void add(const MsgQueue& queue) {
        Candidate candidate{.kind = Kind::queue,
                            .resource = queue.resource,
                            .ipc_namespace = queue.ipc_namespace,
                            .cuid = queue.cuid,
                            .key = queue.key,
                            .id = queue.id,
                            .ctime = queue.ctime};
        const bool pids_gone = is_gone(queue.lspid, queue.stime) && is_gone(queue.lrpid, queue.rtime);
        const bool nobody_waits = queue.senders_waiting == 0 && queue.receivers_waiting == 0 &&
                                  !m_waited_for.contains(queue.resource);
        candidate.left = pids_gone && nobody_waits;
        m_candidates.push_back(candidate);
    }

    void add(const SemSet& set) {
        Candidate candidate{.kind = Kind::semaphore_set,
                            .resource = set.resource,
                            .ipc_namespace = set.ipc_namespace,
                            .cuid = set.cuid,
                            .key = set.key,
                            .id = set.id,
                            .ctime = set.ctime};
        const Time last = std::max(set.otime, set.ctime);
        const bool operator_has_no_number = !set.otime.never() &&
                                            std::ranges::all_of(set.semaphores, [](const Semaphore& semaphore) {
                                                return semaphore.sempid == 0;
                                            });
        candidate.left = !set.semaphores.empty() && !operator_has_no_number && !m_waited_for.contains(set.resource) &&
                         std::ranges::all_of(set.semaphores, [&](const Semaphore& semaphore) {
                             // The set's times tell nothing about one semaphore that nobody has operated on.
                             const bool gone = semaphore.sempid == 0 ||
                                               (semaphore.sempid && is_gone(*semaphore.sempid, last));
                             return gone && semaphore.semncnt == 0 && semaphore.semzcnt == 0;
                         });
        m_candidates.push_back(candidate);
    }

    // Siblings: one program made them together, so that one that is in use keeps the others.
    void join_siblings() {
        m_group.resize(m_candidates.size());
        std::iota(m_group.begin(), m_group.end(), std::size_t{0});
        std::vector<std::size_t> order = m_group;
        std::ranges::sort(order, {}, [&](std::size_t i) {
            const Candidate& c = m_candidates[i];
            return std::tuple(c.ipc_namespace, c.cuid, c.key.value, c.key.value == 0 ? static_cast<int>(c.kind) : 0,
                              c.key.value == 0 ? c.id : 0, i);
        });
        // Keys are unique within a kind: neighbours by key are among the next few.
        constexpr std::size_t reach = 6;
        for (std::size_t i = 0; i < order.size(); ++i) {
            for (std::size_t j = i + 1; j < order.size() && j <= i + reach; ++j) {
                if (are_siblings(m_candidates[order[i]], m_candidates[order[j]]))
                    m_group[group_of(order[j])] = group_of(order[i]);
            }
        }
    }

    static bool are_siblings(const Candidate& a, const Candidate& b) {
        constexpr std::uint64_t second_ns = 1'000'000'000;
        const auto [earlier, later] = std::minmax(a.ctime.ns, b.ctime.ns);
        const std::uint64_t apart_ns = static_cast<std::uint64_t>(later) - static_cast<std::uint64_t>(earlier);
        if (a.ipc_namespace != b.ipc_namespace || a.cuid != b.cuid || apart_ns > second_ns) return false;
        const bool both_private = a.key.value == 0 && b.key.value == 0;
        if (both_private) return a.kind == b.kind && std::int64_t{b.id} - a.id <= 1;
        return a.key.value != 0 && b.key.value != 0 && b.key.value - a.key.value <= 1;
    }

    std::size_t group_of(std::size_t i) {
        while (m_group[i] != i) i = m_group[i] = m_group[m_group[i]];
        return i;
    }

    const Situation& m_situation;
    std::set<std::string, std::less<>> m_waited_for;
    std::vector<Candidate> m_candidates;
    std::vector<std::size_t> m_group;
};

}  // namespace

void find_orphans(const Situation& situation, std::vector<Judged>& findings) { OrphanFinder(situation).find(findings); }

}  // namespace gordian::analysis
