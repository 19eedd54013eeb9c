// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/file_locks.h"

#include "backend/base/scan.h"
#include "backend/base/text.h"
#include "backend/collect/remedy.h"
#include "backend/kernel/proc_pid_fdinfo.h"
#include "backend/kernel/sys_files.h"
#include "backend/kernel/sys_process.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <tuple>

namespace gordian::collect {

namespace {

LockClass snapshot_class(kernel::LockClass c) {
    switch (c) {
    case kernel::LockClass::posix: return LockClass::posix;
    case kernel::LockClass::ofd: return LockClass::ofd;
    case kernel::LockClass::flock: return LockClass::flock;
    case kernel::LockClass::lease: return LockClass::lease;
    case kernel::LockClass::delegation: return LockClass::delegation;
    }
    return LockClass::posix;
}

/// A lease that is being given up has no mode any more: it excludes nothing but is still there, as a reader.
LockMode snapshot_mode(const kernel::LockRow& row) {
    return row.mode == kernel::LockMode::write ? LockMode::write : LockMode::read;
}

/// What all descriptors and /proc/locks print alike of one lock.
using LockKey =
    std::tuple<LockClass, unsigned, unsigned, std::uint64_t, std::uint64_t, std::optional<std::uint64_t>, LockMode, std::int64_t>;
LockKey key_of(const kernel::LockRow& row) {
    return {snapshot_class(row.lock_class),
            row.file->major,
            row.file->minor,
            row.file->inode,
            row.start,
            row.end,
            snapshot_mode(row),
            row.pid};
}

bool by_description(kernel::LockClass c) { return c != kernel::LockClass::posix; }

/// Sockets, pipes and the kernel's anonymous inodes are locked by nobody; asking each of them costs more than all the rest. One that
/// /proc/locks does name is looked at all the same.
bool may_be_locked(std::string_view path, const std::set<std::uint64_t>& listed_inodes) {
    if (path.starts_with("/")) return true;
    const auto bracket = path.find('[');
    std::uint64_t inode = 0;
    return bracket != std::string_view::npos && Scan(path.substr(bracket + 1)).dec(inode) && listed_inodes.contains(inode);
}

void read_descriptors(const ProcRoot& proc, int pid, const std::set<std::uint64_t>& listed_inodes, LockReadings& readings) {
    const auto fds = kernel::list_numbers(proc.of_process(pid, "fd"));
    if (!fds) {
        if (is_permission(fds.error())) readings.refused.emplace(pid, fds.error());
        return;
    }
    for (const int fd : *fds) {
        auto path = kernel::read_link(proc.of_process(pid, std::format("fd/{}", fd)));
        // A file so deep that no path leads to it in PATH_MAX bytes can be locked like any other.
        if (!path && path.error().code == ENAMETOOLONG) path.emplace();
        else if (!path || !may_be_locked(*path, listed_inodes)) continue;
        auto info = kernel::read_file(proc.of_process(pid, std::format("fdinfo/{}", fd))).and_then([](const std::string& text) {
            return kernel::parse_fdinfo(text);
        });
        if (!info) continue;
        std::erase_if(info->locks, [](const kernel::LockRow& row) { return !row.file || row.depth != 0; });
        if (info->locks.empty()) continue;
        readings.descriptors.push_back({.pid = pid,
                                        .fd = fd,
                                        .path = std::move(*path),
                                        .locks = std::move(info->locks),
                                        .description = 0,
                                        .description_known = false});
    }
}

/// One of several open file descriptions, by a descriptor of it.
struct Description {
    const LockedDescriptor* descriptor = nullptr;
    int number = 0;
};

/// Descriptors that show the same lock of a class that belongs to open file descriptions: the same lock, or as many equal ones as there
/// are descriptions. Only kcmp(2) tells; its order keeps the descriptions of one key sorted.
void find_descriptions(std::vector<LockedDescriptor>& descriptors) {
    std::map<LockKey, std::vector<Description>> known;
    int next = 1;
    for (LockedDescriptor& descriptor : descriptors) {
        const auto lock = std::ranges::find_if(descriptor.locks,
                                               [](const kernel::LockRow& row) { return by_description(row.lock_class); });
        if (lock == descriptor.locks.end()) continue;
        std::vector<Description>& descriptions = known[key_of(*lock)];
        descriptor.description_known = true;
        const auto place = std::ranges::partition_point(descriptions, [&](const Description& other) {
            const auto order = kernel::order_open_files(other.descriptor->pid, other.descriptor->fd, descriptor.pid,
                                                        descriptor.fd);
            if (!order) descriptor.description_known = false;
            // Without an answer: descriptors keep their numbers across fork, and duplicates in one process are rare.
            return order ? *order == std::strong_ordering::less : other.descriptor->fd < descriptor.fd;
        });
        const auto is_same = [&](const Description& other) {
            const auto order = kernel::order_open_files(other.descriptor->pid, other.descriptor->fd, descriptor.pid,
                                                        descriptor.fd);
            return order ? *order == std::strong_ordering::equal : other.descriptor->fd == descriptor.fd;
        };
        if (place != descriptions.end() && is_same(*place)) {
            descriptor.description = place->number;
        } else {
            descriptor.description = next++;
            descriptions.insert(place, {.descriptor = &descriptor, .number = descriptor.description});
        }
    }
}

/// One lock while it is put together.
struct Draft {
    kernel::LockRow row;
    std::vector<const LockedDescriptor*> descriptors;
};

std::vector<Draft> drafts_from_descriptors(const std::vector<LockedDescriptor>& descriptors) {
    std::map<std::pair<LockKey, int>, Draft> drafts;
    for (const LockedDescriptor& descriptor : descriptors) {
        for (const kernel::LockRow& row : descriptor.locks) {
            // A POSIX lock belongs to its process, which the line names; where it has no number here, to the one whose descriptor shows it.
            const int group = by_description(row.lock_class) ? descriptor.description
                                                             : (row.pid > 0 ? 0 : -descriptor.pid);
            Draft& draft = drafts[{key_of(row), group}];
            draft.row = row;
            draft.descriptors.push_back(&descriptor);
        }
    }
    std::vector<Draft> result;
    result.reserve(drafts.size());
    for (auto& [key, draft] : drafts) result.push_back(std::move(draft));
    return result;
}

class LockJoiner {
public:
    LockJoiner(const LockReadings& readings, const std::vector<Process>& processes, UnreadableList& unreadable)
        : m_readings(readings), m_unreadable(unreadable) {
        for (const Process& process : processes) m_processes.emplace(process.pid, &process);
    }

    std::vector<FileLock> held() {
        std::map<LockKey, std::int64_t> shown;
        std::vector<FileLock> locks;
        for (const Draft& draft : drafts_from_descriptors(m_readings.descriptors)) {
            ++shown[key_of(draft.row)];
            locks.push_back(with_holders(draft));
        }
        if (m_readings.list) add_unseen(locks, shown);
        std::ranges::sort(locks, {}, &FileLock::resource);
        const auto repeated = std::ranges::unique(locks, {}, &FileLock::resource);
        locks.erase(repeated.begin(), repeated.end());
        return locks;
    }

private:
    FileLock named(const kernel::LockRow& row) {
        FileLock lock;
        lock.lock_class = snapshot_class(row.lock_class);
        lock.mode = snapshot_mode(row);
        lock.device = {row.file->major, row.file->minor};
        lock.inode = row.file->inode;
        lock.start = row.start;
        lock.end = row.end;
        if (row.pid > 0) lock.taker_pid = static_cast<int>(row.pid);
        return lock;
    }

    void name(FileLock& lock, std::string_view owner) {
        lock.resource = resource::lock(lock.lock_class, lock.device, lock.inode, lock.start, lock.end, owner);
        if (lock.taker_pid) return;
        if (lock.lock_class == LockClass::ofd)
            m_unreadable.add("locks", {"taker_pid"}, lock.resource, "",
                             "the kernel keeps no taker for locks of open file descriptions", "");
        else
            m_unreadable.add("locks", {"taker_pid"}, lock.resource, "",
                             "the taker is dead or outside this PID namespace", "");
    }

    FileLock with_holders(const Draft& draft) {
        FileLock lock = named(draft.row);
        std::vector<const LockedDescriptor*> descriptors = draft.descriptors;
        std::ranges::sort(descriptors, {}, [](const LockedDescriptor* d) { return std::pair(d->pid, d->fd); });
        // A POSIX lock belongs to the process, whichever of its descriptors show it.
        if (lock.lock_class == LockClass::posix) {
            const auto repeated = std::ranges::unique(descriptors, {}, &LockedDescriptor::pid);
            descriptors.erase(repeated.begin(), repeated.end());
        }
        for (const LockedDescriptor* descriptor : descriptors) {
            std::optional<bool> inherited = false;
            if (lock.lock_class == LockClass::ofd) inherited = std::nullopt;
            else if (lock.lock_class != LockClass::posix)
                inherited = !lock.taker_pid || *lock.taker_pid != descriptor->pid;
            lock.holders.push_back({.pid = descriptor->pid,
                                    .fd = descriptor->fd,
                                    .inherited = inherited,
                                    .certain = lock.lock_class == LockClass::posix || descriptor->description_known,
                                    .evidence = LockEvidence::fdinfo});
        }
        const LockedDescriptor& first = *descriptors.front();
        if (!first.path.empty()) lock.path = valid_utf8(first.path);
        if (lock.lock_class == LockClass::posix) {
            if (!lock.taker_pid) lock.taker_pid = first.pid;
            name(lock, std::to_string(*lock.taker_pid));
        } else {
            name(lock, std::format("{}.{}", first.pid, first.fd));
        }
        if (!lock.path)
            m_unreadable.add("locks", {"path"}, lock.resource, "ENAMETOOLONG",
                             "the file lies deeper than any path may be long", "");
        if (lock.lock_class == LockClass::ofd)
            m_unreadable.add("locks", {"inherited"}, lock.resource, "",
                             "the kernel keeps no taker for locks of open file descriptions", "");
        return lock;
    }

    /// Locks that /proc/locks names and no readable descriptor shows.
    void add_unseen(std::vector<FileLock>& locks, std::map<LockKey, std::int64_t>& shown) {
        std::set<LockKey> posix_seen;
        int unseen = 0;
        for (const kernel::LockRow& row : m_readings.list->rows) {
            if (row.depth != 0 || !row.file) continue;
            if (std::int64_t& left = shown[key_of(row)]; left > 0) {
                // A list read a page at a time can print a POSIX lock twice; there is one.
                if (by_description(row.lock_class)) --left;
                continue;
            }
            if (!by_description(row.lock_class) && row.pid > 0 && !posix_seen.insert(key_of(row)).second) continue;
            FileLock lock = named(row);
            const bool hidden_or_gone = m_readings.refused.contains(static_cast<int>(row.pid)) ||
                                        !m_processes.contains(static_cast<int>(row.pid));
            if (row.pid > 0 &&
                (lock.lock_class == LockClass::posix || m_readings.refused.contains(static_cast<int>(row.pid)))) {
                // The line names a POSIX lock's process; of the other classes it names who called, who most often still has it.
                lock.holders.push_back({.pid = static_cast<int>(row.pid),
                                        .fd = std::nullopt,
                                        .inherited = lock.lock_class == LockClass::posix ? std::optional(false) : std::nullopt,
                                        .certain = lock.lock_class == LockClass::posix && hidden_or_gone,
                                        .evidence = LockEvidence::proc_locks});
            }
            ++unseen;
            const bool by_owner = lock.lock_class == LockClass::posix && row.pid > 0;
            name(lock, by_owner ? std::to_string(row.pid) : std::format("?{}", unseen));
            m_unreadable.add("locks", {"path", "fd", "inherited"}, lock.resource, "EACCES",
                             "no descriptor that shows this lock can be read", "run gordianctl as root (sudo)");
            locks.push_back(std::move(lock));
        }
    }

    const LockReadings& m_readings;
    UnreadableList& m_unreadable;
    std::map<int, const Process*> m_processes;
};

/// A request for a lock: by a thread, or by a process that /proc/locks names.
struct Request {
    LockWaiter waiter;
    LockClass lock_class = LockClass::posix;
    Device device;
    std::uint64_t inode = 0;
    std::optional<int> fd;
};

std::vector<Request> requests_of_threads(const std::vector<Thread>& threads) {
    std::vector<Request> requests;
    for (const Thread& thread : threads) {
        if (!thread.operands || thread.stopped()) continue;
        const auto* call = std::get_if<LockCall>(&*thread.operands);
        if (call == nullptr || !call->device || !call->inode || !call->mode || !call->start || !call->length) continue;
        std::optional<std::uint64_t> end;
        if (*call->length != 0) end = *call->start + *call->length - 1;
        requests.push_back(
            {.waiter = {.pid = thread.pid, .tid = thread.tid, .mode = *call->mode, .start = *call->start, .end = end},
             .lock_class = call->lock_class,
             .device = *call->device,
             .inode = *call->inode,
             .fd = call->fd});
    }
    return requests;
}

/// Those of /proc/locks that no thread accounts for. Each thread accounts for one line.
void add_listed_requests(const kernel::LockRows& list, const std::vector<Thread>& threads,
                         const std::map<int, const Process*>& processes, std::vector<Request>& requests,
                         UnreadableList& unreadable) {
    std::set<std::pair<int, int>> asleep;
    for (const Thread& thread : threads) asleep.emplace(thread.pid, thread.tid);
    std::optional<kernel::FileId> file;  // breakers of a lease are printed without one: theirs is the parent's
    std::multiset<std::tuple<LockClass, std::uint64_t, int>> accounted;
    for (const Request& request : requests)
        accounted.insert(
            {request.lock_class, request.inode, request.lock_class == LockClass::ofd ? -1 : *request.waiter.pid});
    for (const kernel::LockRow& row : list.rows) {
        if (row.file) file = row.file;
        if (row.depth == 0 || !file) continue;
        const int pid = static_cast<int>(row.pid);
        const LockClass lock_class = snapshot_class(row.lock_class);
        if (const auto known = accounted.find({lock_class, file->inode, pid}); known != accounted.end()) {
            accounted.erase(known);
            continue;
        }
        Request request{
            .waiter = {.pid = std::nullopt, .tid = std::nullopt, .mode = snapshot_mode(row), .start = row.start, .end = row.end},
            .lock_class = lock_class,
            .device = {file->major, file->minor},
            .inode = file->inode,
            .fd = std::nullopt};
        const std::string shown = row.pid > 0 ? resource::process(pid) : "lock/" + std::to_string(file->inode);
        if (row.pid > 0) {
            request.waiter.pid = pid;
            const auto process = processes.find(pid);
            if (process != processes.end() && process->second->nthreads == 1) request.waiter.tid = pid;
            else
                unreadable.add("locks", {"tid"}, shown, "EACCES", "which thread waits could not be read",
                               "run gordianctl as root (sudo)");
            // What is concluded from the list alone is a wait without an age.
            if (!request.waiter.tid || !asleep.contains({pid, *request.waiter.tid})) {
                std::vector<std::string> fields{"blocked_ms"};
                if (!request.waiter.tid) fields.emplace_back("tid");
                unreadable.add("waits", std::move(fields), shown, "",
                               "only /proc/locks names this waiter: it does not say since when", "");
            }
        } else {
            unreadable.add("locks", {"pid", "tid"}, shown, "", "/proc/locks has no number for this waiter",
                           "run gordianctl as root, outside the PID namespace");
        }
        requests.push_back(request);
    }
}

bool is_own(const FileLock& lock, const Request& request) {
    return std::ranges::any_of(lock.holders, [&](const LockHolder& holder) {
        if (request.waiter.pid != holder.pid) return false;
        return lock.lock_class == LockClass::posix && request.lock_class == LockClass::posix
                   ? true
                   : !request.fd || request.fd == holder.fd;
    });
}

bool conflicts(const FileLock& lock, const Request& request) {
    return same_conflict_group(lock.lock_class, request.lock_class) &&
           (lock.mode == LockMode::write || request.waiter.mode == LockMode::write) &&
           ranges_overlap(lock.start, lock.end, request.waiter.start, request.waiter.end) && !is_own(lock, request);
}

}  // namespace

LockReadings read_file_locks(const ProcRoot& proc, const std::vector<Process>& processes) {
    LockReadings readings{.descriptors = {}, .list = std::unexpected(Error{}), .refused = {}};
    readings.list = kernel::read_file(proc.of("locks")).transform([](const std::string& text) {
        return kernel::parse_lock_rows(text);
    });
    std::set<std::uint64_t> listed_inodes;
    if (readings.list) {
        for (const kernel::LockRow& row : readings.list->rows) {
            if (row.file) listed_inodes.insert(row.file->inode);
        }
    }
    for (const Process& process : processes) {
        if (!process.kernel_thread && process.state != "Z" && process.pid != kernel::own_pid())
            read_descriptors(proc, process.pid, listed_inodes, readings);
    }
    find_descriptions(readings.descriptors);
    return readings;
}

std::vector<FileLock> join_file_locks(const LockReadings& readings, const std::vector<Thread>& threads,
                                      const std::vector<Process>& processes, UnreadableList& unreadable) {
    std::vector<FileLock> locks = LockJoiner(readings, processes, unreadable).held();
    std::map<int, const Process*> process_of;
    for (const Process& process : processes) process_of.emplace(process.pid, &process);

    std::vector<Request> requests = requests_of_threads(threads);
    if (readings.list) {
        add_listed_requests(*readings.list, threads, process_of, requests, unreadable);
        if (readings.list->not_understood > 0)
            unreadable.add("locks", {}, "", "", "lines of /proc/locks that this version does not understand", "");
    } else {
        note(unreadable, "locks", {"waiters"}, "", readings.list.error());
    }
    std::multimap<std::pair<Device, std::uint64_t>, FileLock*> locks_of_file;
    for (FileLock& lock : locks) locks_of_file.emplace(std::pair(lock.device, lock.inode), &lock);
    for (const Request& request : requests) {
        const auto [first, last] = locks_of_file.equal_range({request.device, request.inode});
        for (auto entry = first; entry != last; ++entry) {
            if (conflicts(*entry->second, request)) entry->second->waiters.push_back(request.waiter);
        }
    }
    for (FileLock& lock : locks)
        std::ranges::sort(lock.waiters, {}, [](const LockWaiter& waiter) {
            return std::tuple(waiter.pid, waiter.tid, waiter.start, waiter.end);
        });
    for (const auto& [pid, error] : readings.refused)
        note(unreadable, "locks", {"holders"}, resource::process(pid), error);
    return locks;
}

}  // namespace gordian::collect
