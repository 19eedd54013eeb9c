// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_msg.h"

#include <sys/ipc.h>
#include <sys/msg.h>

#include <format>

namespace gordian::kernel {

namespace {

std::string name_of(int msqid) { return std::format("sysv-msg/{}", msqid); }

MsqidDs in_our_words(int msqid, const struct msqid_ds& ds) {
    return {.msqid = msqid,
            .key = ds.msg_perm.__key,
            .seq = ds.msg_perm.__seq,
            .mode = ds.msg_perm.mode & 0777U,
            .uid = ds.msg_perm.uid,
            .gid = ds.msg_perm.gid,
            .cuid = ds.msg_perm.cuid,
            .cgid = ds.msg_perm.cgid,
            .cbytes = ds.__msg_cbytes,
            .qnum = ds.msg_qnum,
            .qbytes = ds.msg_qbytes,
            .lspid = ds.msg_lspid,
            .lrpid = ds.msg_lrpid,
            .stime = ds.msg_stime,
            .rtime = ds.msg_rtime,
            .ctime = ds.msg_ctime};
}

}  // namespace

Result<int> msgctl_highest_index() {
    struct msginfo info{};
    // The INFO commands fill another struct than the prototype says.
    const int highest = ::msgctl(0, MSG_INFO, static_cast<struct msqid_ds*>(static_cast<void*>(&info)));
    if (highest < 0) return std::unexpected(Error::from_errno("msgctl(MSG_INFO)", "sysv-msg"));
    // 0 is the answer for index 0 and for no queue at all; msgpool is the number of queues in use.
    return info.msgpool == 0 ? -1 : highest;
}

Result<MsqidDs> msgctl_stat_any(int index) {
    struct msqid_ds ds{};
    const int msqid = ::msgctl(index, MSG_STAT_ANY, &ds);
    if (msqid < 0)
        return std::unexpected(Error::from_errno("msgctl(MSG_STAT_ANY)", std::format("sysv-msg index {}", index)));
    return in_our_words(msqid, ds);
}

Result<MsqidDs> msgctl_stat(int msqid) {
    struct msqid_ds ds{};
    if (::msgctl(msqid, IPC_STAT, &ds) < 0)
        return std::unexpected(Error::from_errno("msgctl(IPC_STAT)", name_of(msqid)));
    return in_our_words(msqid, ds);
}

Result<void> msgctl_rmid(int msqid) {
    if (::msgctl(msqid, IPC_RMID, nullptr) < 0)
        return std::unexpected(Error::from_errno("msgctl(IPC_RMID)", name_of(msqid)));
    return {};
}

Result<int> msgget_new(std::optional<std::int32_t> key, unsigned mode) {
    const int msqid = ::msgget(key.value_or(IPC_PRIVATE), IPC_CREAT | IPC_EXCL | static_cast<int>(mode & 0777U));
    if (msqid < 0)
        return std::unexpected(Error::from_errno(
            "msgget", key ? std::format("key {:#010x}", static_cast<std::uint32_t>(*key)) : std::string("a new queue")));
    return msqid;
}

}  // namespace gordian::kernel
