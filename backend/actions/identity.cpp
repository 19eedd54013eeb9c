// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/actions/identity.h"

#include "backend/kernel/sys_files.h"
#include "backend/kernel/sys_msg.h"
#include "backend/kernel/sys_sem.h"
#include "backend/kernel/sys_shm.h"
#include "backend/snapshot/resource_id.h"

#include <cerrno>
#include <format>

namespace gordian::actions {

namespace {

constexpr std::uint32_t max_index_bits = 0xffffff;  // ipc/util.h, IPCMNI_EXTEND_MAX - 1
constexpr std::uint32_t index_bits = 0x7fff;        // ipc/util.h, IPCMNI - 1

/// IPC_STAT answers only who may read; the STAT_ANY calls answer everyone but ask for an index. The index is the low bits of the
/// identifier: 15 of them, or 24 where the kernel runs with ipcmni_extend.
template <class StatAny, class Id>
auto stat_by_id(int id, StatAny stat_any, Id id_of) {
    auto seen = stat_any(static_cast<int>(static_cast<std::uint32_t>(id) & index_bits));
    if (seen && id_of(*seen) == id) return seen;
    auto extended = stat_any(static_cast<int>(static_cast<std::uint32_t>(id) & max_index_bits));
    if (extended && id_of(*extended) == id) return extended;
    // Nothing at this index, or an object with another sequence number: the one that was meant is gone.
    if (seen) seen = std::unexpected(Error::from_code(EIDRM, "", ""));
    return seen;
}

Error gone(std::string_view doing, const Identity& identity) {
    return Error::refused(doing, resource_of(identity), "it does not exist any more", "nothing was changed");
}

std::string names(Key key, std::uint32_t cuid, std::uint32_t cgid, std::optional<int> cpid) {
    std::string text = std::format("key {}, creator {}:{}", text_of(key), cuid, cgid);
    if (cpid) text += std::format(", creator's pid {}", *cpid);
    return text;
}

template <class Ds>
Result<void> compare(const Identity& seen, const Ds& now, std::optional<int> cpid, bool key_may_have_gone,
                     std::string_view doing) {
    const Key key{static_cast<std::uint32_t>(now.key)};
    // Marking a segment for removal takes its key away; the segment remains the same.
    const bool same_key = key == seen.key || (key_may_have_gone && key.value == 0);
    if (same_key && now.cuid == seen.cuid && now.cgid == seen.cgid && (!seen.cpid || seen.cpid == cpid)) return {};
    return std::unexpected(
        Error::refused(doing, resource_of(seen),
                       std::format("it is another object now ({}; seen was {})", names(key, now.cuid, now.cgid, cpid),
                                   names(seen.key, seen.cuid, seen.cgid, seen.cpid)),
                       "nothing was changed; look again"));
}

}  // namespace

std::string resource_of(const Identity& identity) {
    switch (identity.kind) {
    case SysvKind::msg: return resource::msg_queue(identity.id);
    case SysvKind::sem: return resource::sem_set(identity.id);
    case SysvKind::shm: return resource::shm_segment(identity.id);
    }
    return {};
}

Result<void> check(const Identity& seen, std::string_view doing) {
    const auto own = kernel::stat_file("/proc/self/ns/ipc");
    if (own && seen.ipc_namespace != 0 && own->inode != seen.ipc_namespace)
        return std::unexpected(Error::refused(
            doing, resource_of(seen), std::format("it lies in IPC namespace {}, not in this one", seen.ipc_namespace),
            "run gordianctl inside that namespace (nsenter --ipc)"));
    switch (seen.kind) {
    case SysvKind::msg: {
        const auto now = stat_by_id(seen.id, kernel::msgctl_stat_any, [](const kernel::MsqidDs& ds) { return ds.msqid; });
        return now ? compare(seen, *now, std::nullopt, false, doing) : std::unexpected(gone(doing, seen));
    }
    case SysvKind::sem: {
        const auto now = stat_by_id(seen.id, kernel::semctl_stat_any, [](const kernel::SemidDs& ds) { return ds.semid; });
        return now ? compare(seen, *now, std::nullopt, false, doing) : std::unexpected(gone(doing, seen));
    }
    case SysvKind::shm: {
        const auto now = stat_by_id(seen.id, kernel::shmctl_stat_any, [](const kernel::ShmidDs& ds) { return ds.shmid; });
        return now ? compare(seen, *now, now->cpid, true, doing) : std::unexpected(gone(doing, seen));
    }
    }
    return {};
}

}  // namespace gordian::actions
