// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A machine whose objects come, go and change by chance, the same chance for the same seed: a Moment after each step.
#include "backend/analysis/moment.h"
#include "backend/snapshot/resource_id.h"
#include "backend/snapshot/row_key.h"
#include "tests/present/sample_moment.h"

#include <algorithm>
#include <format>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace gordian::testing {

/// All of them in an optimised build; sanitized, a quarter takes as long.
constexpr int rounds(int all) {
#ifdef NDEBUG
    return all;
#else
    return all / 4;
#endif
}

class ChangingMachine {
public:
    /// About so many rows in each section.
    explicit ChangingMachine(unsigned seed, int rows = 24) : m_random(seed), m_rows(rows) {
        m_moment = samples::calm();
        m_moment.seen.processes.clear();
        for (int i = 0; i < rows; ++i) step(100);
    }

    [[nodiscard]] const Moment& moment() const { return m_moment; }

    /// Each row changes with `percent` in a hundred, a third of them by going or coming.
    const Moment& step(int percent) {
        m_gone.clear();
        m_moment.seen.taken_at.ns += 1'000'000'000;
        change(m_moment.seen.sem_sets, percent, [&](int id) { return sem_set(id); }, [&](SemSet& row) { touch(row); });
        change(
            m_moment.seen.msg_queues, percent, [&](int id) { return queue(id); },
            [&](MsgQueue& row) { row.cbytes = below(16'384); });
        change(
            m_moment.seen.locks, percent, [&](int id) { return lock(id); },
            [&](FileLock& row) { row.path = std::format("/tmp/{}", below(9)); });
        change(
            m_moment.seen.processes, percent, [&](int id) { return process(id); },
            [&](Process& row) { row.nthreads = below(40); });
        m_moment.means.waits.clear();
        for (const Process& process : m_moment.seen.processes)
            if (below(3) == 0) m_moment.means.waits.push_back(wait_of(process.pid));
        return m_moment;
    }

    /// Neither goes nor comes from now on.
    void keep(const SemSet& set) {
        m_kept_set = set.id;
        std::erase_if(m_moment.seen.sem_sets, [&](const SemSet& row) { return row.id == set.id; });
        m_moment.seen.sem_sets.insert(std::ranges::lower_bound(m_moment.seen.sem_sets, set.id, {}, &SemSet::id), set);
    }
    /// It is the object that it was before the last step.
    [[nodiscard]] bool stayed(const std::string& resource) const { return !m_gone.contains(resource); }

private:
    int below(int count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }

    [[nodiscard]] bool is_kept(const SemSet& row) const { return row.id == m_kept_set; }
    template <class Row>
    [[nodiscard]] bool is_kept(const Row&) const {
        return false;
    }

    template <class Row, class Make, class Touch>
    void change(std::vector<Row>& rows, int percent, Make make, Touch touch_row) {
        std::erase_if(rows, [&](const Row& row) {
            const bool goes = !is_kept(row) && below(300) < percent / 2;
            if (goes) m_gone.insert(row.resource);
            return goes;
        });
        for (Row& row : rows)
            if (below(150) < percent) touch_row(row);
        const int come = std::max(0, m_rows - static_cast<int>(rows.size())) + (below(100) < percent ? below(3) : 0);
        for (int i = 0; i < come; ++i) {
            Row row = make(1 + below(4 * m_rows));
            const auto place = std::ranges::lower_bound(rows, row_key(row), std::less{},
                                                        [](const Row& one) { return row_key(one); });
            // An identifier may come back for another object.
            if (place == rows.end() || row_key(row) < row_key(*place)) rows.insert(place, std::move(row));
            else if (!is_kept(*place)) {
                m_gone.insert(row.resource);
                *place = std::move(row);
            }
        }
    }

    SemSet sem_set(int id) {
        SemSet set;
        set.resource = resource::sem_set(id);
        set.id = id;
        set.uid = set.cuid = static_cast<std::uint32_t>(below(2) * 1000);
        set.nsems = std::uint64_t{1} + static_cast<std::uint64_t>(below(4));
        set.ctime = samples::ago(below(5000));
        for (int num = 0; num < static_cast<int>(set.nsems); ++num)
            set.semaphores.push_back({num, below(5), below(100), 0, 0});
        return set;
    }
    void touch(SemSet& set) {
        Semaphore& semaphore = set.semaphores[static_cast<std::size_t>(below(static_cast<int>(set.nsems)))];
        semaphore.semval = below(5);
        semaphore.semncnt = below(3);
        set.otime = m_moment.seen.taken_at;
    }
    MsgQueue queue(int id) {
        MsgQueue row;
        row.resource = resource::msg_queue(id);
        row.id = id;
        row.cuid = static_cast<std::uint32_t>(below(2) * 1000);
        if (below(3) > 0) row.qbytes = 16'384;
        row.cbytes = static_cast<std::uint64_t>(below(16'384));
        return row;
    }
    FileLock lock(int id) {
        FileLock row;
        row.inode = static_cast<std::uint64_t>(id);
        row.resource = std::format("lock/posix/fe:00:{}/0-99/{}", id, 1 + below(9));
        row.end = 99;
        return row;
    }
    Process process(int pid) {
        Process row = samples::process(pid, std::format("p{}", below(9)));
        row.start_time = samples::ago(below(2));
        return row;
    }
    Wait wait_of(int pid) {
        Wait wait;
        wait.pid = pid;
        if (below(4) > 0) wait.tid = pid;
        wait.comm = "p";
        wait.operation = WaitOperation::semop;
        wait.resource = resource::semaphore(1 + below(4 * m_rows), 0);
        if (below(4) > 0) wait.blocked_ms = below(100'000);
        return wait;
    }

    std::mt19937 m_random;
    int m_rows;
    int m_kept_set = 0;
    std::set<std::string> m_gone;
    Moment m_moment;
};

}  // namespace gordian::testing
