// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_sem.h"

#include <sys/ipc.h>
#include <sys/sem.h>

#include <cerrno>
#include <format>

namespace gordian::kernel {

namespace {

/// semctl(2)'s fourth argument, which the caller must define.
union Semun {
    int val;
    struct semid_ds* buf;
    unsigned short* array;
    struct seminfo* info;
};

std::string name_of(int semid) { return std::format("sysv-sem/{}", semid); }
std::string name_of(int semid, int semnum) { return std::format("sysv-sem/{}/{}", semid, semnum); }

SemidDs in_our_words(int semid, const struct semid_ds& ds) {
    return {.semid = semid,
            .key = ds.sem_perm.__key,
            .seq = ds.sem_perm.__seq,
            .mode = ds.sem_perm.mode & 0777U,
            .uid = ds.sem_perm.uid,
            .gid = ds.sem_perm.gid,
            .cuid = ds.sem_perm.cuid,
            .cgid = ds.sem_perm.cgid,
            .nsems = ds.sem_nsems,
            .otime = ds.sem_otime,
            .ctime = ds.sem_ctime};
}

Result<int> ask(int semid, int semnum, int command, const char* operation) {
    const int answer = ::semctl(semid, semnum, command);
    if (answer < 0) return std::unexpected(Error::from_errno(operation, name_of(semid, semnum)));
    return answer;
}

/// GETALL and SETALL carry no length: the kernel copies as many values as the set has, whatever the caller's buffer holds. The set's own
/// number stays true between the two calls: nsems never changes, and the identifier holds a sequence number, so that another set does
/// not get it before the sequence wraps (or root asks for it by sem_next_id).
Result<void> check_nsems(int semid, std::uint64_t nsems, const char* operation) {
    const auto set = semctl_stat(semid);
    if (!set) return std::unexpected(set.error());
    if (set->nsems == nsems) return {};
    Error error = Error::from_code(EINVAL, operation, name_of(semid));
    error.why = std::format("it has {} semaphores, not {}", set->nsems, nsems);
    return std::unexpected(std::move(error));
}

}  // namespace

Result<int> semctl_highest_index() {
    struct seminfo info{};
    const int highest = ::semctl(0, 0, SEM_INFO, Semun{.info = &info});
    if (highest < 0) return std::unexpected(Error::from_errno("semctl(SEM_INFO)", "sysv-sem"));
    // 0 is the answer for index 0 and for no set at all; semusz is the number of sets in use.
    return info.semusz == 0 ? -1 : highest;
}

Result<SemidDs> semctl_stat_any(int index) {
    struct semid_ds ds{};
    const int semid = ::semctl(index, 0, SEM_STAT_ANY, Semun{.buf = &ds});
    if (semid < 0)
        return std::unexpected(Error::from_errno("semctl(SEM_STAT_ANY)", std::format("sysv-sem index {}", index)));
    return in_our_words(semid, ds);
}

Result<SemidDs> semctl_stat(int semid) {
    struct semid_ds ds{};
    if (::semctl(semid, 0, IPC_STAT, Semun{.buf = &ds}) < 0)
        return std::unexpected(Error::from_errno("semctl(IPC_STAT)", name_of(semid)));
    return in_our_words(semid, ds);
}

Result<std::vector<std::uint16_t>> semctl_getall(int semid, std::uint64_t nsems) {
    if (const auto fits = check_nsems(semid, nsems, "semctl(GETALL)"); !fits) return std::unexpected(fits.error());
    std::vector<std::uint16_t> values(nsems);
    if (::semctl(semid, 0, GETALL, Semun{.array = values.data()}) < 0)
        return std::unexpected(Error::from_errno("semctl(GETALL)", name_of(semid)));
    return values;
}

Result<int> semctl_getpid(int semid, int semnum) { return ask(semid, semnum, GETPID, "semctl(GETPID)"); }
Result<int> semctl_getncnt(int semid, int semnum) { return ask(semid, semnum, GETNCNT, "semctl(GETNCNT)"); }
Result<int> semctl_getzcnt(int semid, int semnum) { return ask(semid, semnum, GETZCNT, "semctl(GETZCNT)"); }

Result<void> semctl_setval(int semid, int semnum, int value) {
    if (::semctl(semid, semnum, SETVAL, Semun{.val = value}) < 0)
        return std::unexpected(Error::from_errno("semctl(SETVAL)", name_of(semid, semnum)));
    return {};
}

Result<void> semctl_setall(int semid, std::span<const std::uint16_t> values) {
    if (const auto fits = check_nsems(semid, values.size(), "semctl(SETALL)"); !fits)
        return std::unexpected(fits.error());
    std::vector<std::uint16_t> copy(values.begin(), values.end());  // the kernel only reads, but the union has no const
    if (::semctl(semid, 0, SETALL, Semun{.array = copy.data()}) < 0)
        return std::unexpected(Error::from_errno("semctl(SETALL)", name_of(semid)));
    return {};
}

Result<void> semctl_rmid(int semid) {
    if (::semctl(semid, 0, IPC_RMID) < 0) return std::unexpected(Error::from_errno("semctl(IPC_RMID)", name_of(semid)));
    return {};
}

Result<int> semget_new(std::optional<std::int32_t> key, int nsems, unsigned mode) {
    const int flags = IPC_CREAT | IPC_EXCL | static_cast<int>(mode & 0777U);
    const int semid = ::semget(key.value_or(IPC_PRIVATE), nsems, flags);
    if (semid < 0)
        return std::unexpected(Error::from_errno(
            "semget", key ? std::format("key {:#010x}", static_cast<std::uint32_t>(*key)) : std::string("a new set")));
    return semid;
}

Result<void> semop_now(int semid, std::span<const SemBuf> operations) {
    std::vector<struct sembuf> sops;
    sops.reserve(operations.size());
    for (const SemBuf& operation : operations)
        sops.push_back({.sem_num = operation.num,
                        .sem_op = operation.op,
                        .sem_flg = static_cast<short>(operation.flags | IPC_NOWAIT)});
    if (::semop(semid, sops.data(), sops.size()) < 0)
        return std::unexpected(Error::from_errno("semop", name_of(semid)));
    return {};
}

}  // namespace gordian::kernel
