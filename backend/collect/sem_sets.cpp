// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/sem_sets.h"

#include "backend/collect/remedy.h"
#include "backend/kernel/proc_sysvipc_sem.h"
#include "backend/kernel/sys_files.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>

namespace gordian::collect {

namespace {

kernel::SemidDs from_text(const kernel::SemRow& row) {
    return {.semid = row.semid,
            .key = row.key,
            .seq = 0,
            .mode = row.perms,
            .uid = row.uid,
            .gid = row.gid,
            .cuid = row.cuid,
            .cgid = row.cgid,
            .nsems = row.nsems,
            .otime = row.otime,
            .ctime = row.ctime};
}

Result<std::vector<Semaphore>> read_semaphores(const kernel::SemidDs& set, bool somebody_may_wait) {
    const auto values = kernel::semctl_getall(set.semid, set.nsems);
    if (!values) return std::unexpected(values.error());
    std::vector<Semaphore> semaphores(values->size());
    for (int num = 0; Semaphore & semaphore : semaphores) {
        const auto sempid = kernel::semctl_getpid(set.semid, num);
        if (!sempid) return std::unexpected(sempid.error());
        semaphore = {
            .num = num, .semval = (*values)[static_cast<std::size_t>(num)], .sempid = *sempid, .semncnt = 0, .semzcnt = 0};
        if (somebody_may_wait) {
            const auto semncnt = kernel::semctl_getncnt(set.semid, num);
            const auto semzcnt = kernel::semctl_getzcnt(set.semid, num);
            if (!semncnt) return std::unexpected(semncnt.error());
            if (!semzcnt) return std::unexpected(semzcnt.error());
            semaphore.semncnt = *semncnt;
            semaphore.semzcnt = *semzcnt;
        }
        ++num;
    }
    return semaphores;
}

std::vector<Semaphore> semaphores_without_values(std::uint64_t nsems) {
    std::vector<Semaphore> semaphores(nsems);
    for (int num = 0; Semaphore & semaphore : semaphores) semaphore.num = num++;
    return semaphores;
}

}  // namespace

std::vector<SemReading> read_sem_sets(const ProcRoot& proc, const IpcWaiters& waiters, bool all_threads_are_here) {
    const bool waiters_known = waiters.everyone_seen && all_threads_are_here;
    std::vector<SemReading> readings;
    const auto add = [&](const kernel::SemidDs& ds, bool text) {
        auto semaphores = read_semaphores(ds, !waiters_known || waiters.semids.contains(ds.semid));
        if (!semaphores && is_removed(semaphores.error())) return;
        readings.push_back({.ds = ds, .from_text = text, .semaphores = std::move(semaphores)});
    };
    const int highest = kernel::semctl_highest_index().value_or(-1);
    bool any = false;
    for (int index = 0; index <= highest; ++index) {
        if (const auto ds = kernel::semctl_stat_any(index)) {
            any = true;
            add(*ds, false);
        }
    }
    if (any || highest < 0) return readings;
    const auto rows = kernel::read_file(proc.of("sysvipc/sem")).and_then([](const std::string& text) {
        return kernel::parse_sem_rows(text);
    });
    if (rows) {
        for (const kernel::SemRow& row : *rows) add(from_text(row), true);
    }
    return readings;
}

std::vector<SemSet> join_sem_sets(std::vector<SemReading> readings, std::uint64_t ipc_namespace,
                                  UnreadableList& unreadable) {
    std::vector<SemSet> sets;
    sets.reserve(readings.size());
    for (auto& [ds, text, semaphores] : readings) {
        SemSet& set = sets.emplace_back();
        set.resource = resource::sem_set(ds.semid);
        set.id = ds.semid;
        set.key = {static_cast<std::uint32_t>(ds.key)};
        set.mode = {ds.mode & 0777U};
        set.uid = ds.uid;
        set.gid = ds.gid;
        set.cuid = ds.cuid;
        set.cgid = ds.cgid;
        set.nsems = ds.nsems;
        set.otime = Time::from_seconds(ds.otime);
        set.ctime = Time::from_seconds(ds.ctime);
        set.ipc_namespace = ipc_namespace;
        if (text)
            unreadable.add("sem_sets", {"seq"}, set.resource, "", "this kernel has no SEM_STAT_ANY (Linux 4.17)", "");
        else set.seq = ds.seq;
        // Null where permissions hide the values, never 0, and never an absent set.
        set.semaphores = semaphores ? std::move(*semaphores) : semaphores_without_values(ds.nsems);
        if (!semaphores)
            note(unreadable, "sem_sets", {"semval", "sempid", "semncnt", "semzcnt"}, set.resource, semaphores.error());
    }
    std::ranges::sort(sets, {}, &SemSet::id);
    return sets;
}

}  // namespace gordian::collect
