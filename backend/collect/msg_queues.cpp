// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/msg_queues.h"

#include "backend/collect/ipc_waiters.h"
#include "backend/kernel/proc_sysvipc_msg.h"
#include "backend/kernel/sys_files.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>

namespace gordian::collect {

namespace {

kernel::MsqidDs from_text(const kernel::MsgRow& row) {
    return {.msqid = row.msqid,
            .key = row.key,
            .seq = 0,
            .mode = row.perms,
            .uid = row.uid,
            .gid = row.gid,
            .cuid = row.cuid,
            .cgid = row.cgid,
            .cbytes = row.cbytes,
            .qnum = row.qnum,
            .qbytes = 0,
            .lspid = row.lspid,
            .lrpid = row.lrpid,
            .stime = row.stime,
            .rtime = row.rtime,
            .ctime = row.ctime};
}

}  // namespace

std::vector<MsgReading> read_msg_queues(const ProcRoot& proc) {
    std::vector<MsgReading> readings;
    const int highest = kernel::msgctl_highest_index().value_or(-1);
    for (int index = 0; index <= highest; ++index) {
        if (auto ds = kernel::msgctl_stat_any(index)) readings.push_back({.ds = *ds, .from_text = false});
    }
    if (!readings.empty() || highest < 0) return readings;
    const auto rows = kernel::read_file(proc.of("sysvipc/msg")).and_then([](const std::string& text) {
        return kernel::parse_msg_rows(text);
    });
    if (rows) {
        for (const kernel::MsgRow& row : *rows) readings.push_back({.ds = from_text(row), .from_text = true});
    }
    return readings;
}

std::vector<MsgQueue> join_msg_queues(const std::vector<MsgReading>& readings, std::uint64_t ipc_namespace,
                                      const std::vector<Thread>& threads, const std::vector<Process>& processes,
                                      UnreadableList& unreadable) {
    const IpcWaiters waiters = ipc_waiters(threads, processes, ipc_namespace);
    std::vector<MsgQueue> queues;
    queues.reserve(readings.size());
    for (const auto& [ds, from_text] : readings) {
        MsgQueue& queue = queues.emplace_back();
        queue.resource = resource::msg_queue(ds.msqid);
        queue.id = ds.msqid;
        queue.key = {static_cast<std::uint32_t>(ds.key)};
        queue.mode = {ds.mode & 0777U};
        queue.uid = ds.uid;
        queue.gid = ds.gid;
        queue.cuid = ds.cuid;
        queue.cgid = ds.cgid;
        queue.cbytes = ds.cbytes;
        queue.qnum = ds.qnum;
        queue.lspid = ds.lspid;
        queue.lrpid = ds.lrpid;
        queue.stime = Time::from_seconds(ds.stime);
        queue.rtime = Time::from_seconds(ds.rtime);
        queue.ctime = Time::from_seconds(ds.ctime);
        queue.ipc_namespace = ipc_namespace;
        if (from_text) {
            unreadable.add("msg_queues", {"qbytes", "seq"}, queue.resource, "",
                           "this kernel has no MSG_STAT_ANY (Linux 4.17)", "");
        } else {
            queue.seq = ds.seq;
            queue.qbytes = ds.qbytes;
        }
        if (waiters.everyone_seen) {
            queue.senders_waiting = waiters.senders(ds.msqid);
            queue.receivers_waiting = waiters.receivers(ds.msqid);
        } else {
            unreadable.add("msg_queues", {"senders_waiting", "receivers_waiting"}, queue.resource, "",
                           "no file of the kernel counts them, and the system calls of some threads are hidden",
                           "run gordianctl as root (sudo)");
        }
    }
    std::ranges::sort(queues, {}, &MsgQueue::id);
    return queues;
}

}  // namespace gordian::collect
