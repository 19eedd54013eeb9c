// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_shm.h"

#include <sys/ipc.h>
#include <sys/shm.h>

#include <format>

namespace gordian::kernel {

namespace {

std::string name_of(int shmid) { return std::format("sysv-shm/{}", shmid); }

ShmidDs in_our_words(int shmid, const struct shmid_ds& ds) {
    return {.shmid = shmid,
            .key = ds.shm_perm.__key,
            .seq = ds.shm_perm.__seq,
            .mode = ds.shm_perm.mode & 0777U,
            .marked_for_removal = (ds.shm_perm.mode & SHM_DEST) != 0,
            .locked = (ds.shm_perm.mode & SHM_LOCKED) != 0,
            .uid = ds.shm_perm.uid,
            .gid = ds.shm_perm.gid,
            .cuid = ds.shm_perm.cuid,
            .cgid = ds.shm_perm.cgid,
            .segsz = ds.shm_segsz,
            .nattch = ds.shm_nattch,
            .cpid = ds.shm_cpid,
            .lpid = ds.shm_lpid,
            .atime = ds.shm_atime,
            .dtime = ds.shm_dtime,
            .ctime = ds.shm_ctime};
}

}  // namespace

Result<int> shmctl_highest_index() {
    struct shm_info info{};
    // The INFO commands fill another struct than the prototype says.
    const int highest = ::shmctl(0, SHM_INFO, static_cast<struct shmid_ds*>(static_cast<void*>(&info)));
    if (highest < 0) return std::unexpected(Error::from_errno("shmctl(SHM_INFO)", "sysv-shm"));
    // 0 is the answer for index 0 and for no segment at all.
    return info.used_ids == 0 ? -1 : highest;
}

Result<ShmidDs> shmctl_stat_any(int index) {
    struct shmid_ds ds{};
    const int shmid = ::shmctl(index, SHM_STAT_ANY, &ds);
    if (shmid < 0)
        return std::unexpected(Error::from_errno("shmctl(SHM_STAT_ANY)", std::format("sysv-shm index {}", index)));
    return in_our_words(shmid, ds);
}

Result<ShmidDs> shmctl_stat(int shmid) {
    struct shmid_ds ds{};
    if (::shmctl(shmid, IPC_STAT, &ds) < 0)
        return std::unexpected(Error::from_errno("shmctl(IPC_STAT)", name_of(shmid)));
    return in_our_words(shmid, ds);
}

Result<void> shmctl_rmid(int shmid) {
    if (::shmctl(shmid, IPC_RMID, nullptr) < 0)
        return std::unexpected(Error::from_errno("shmctl(IPC_RMID)", name_of(shmid)));
    return {};
}

Result<int> shmget_new(std::optional<std::int32_t> key, std::uint64_t size, unsigned mode) {
    const int shmid = ::shmget(key.value_or(IPC_PRIVATE), size, IPC_CREAT | IPC_EXCL | static_cast<int>(mode & 0777U));
    if (shmid < 0)
        return std::unexpected(Error::from_errno(
            "shmget", key ? std::format("key {:#010x}", static_cast<std::uint32_t>(*key)) : std::string("a new segment")));
    return shmid;
}

}  // namespace gordian::kernel
