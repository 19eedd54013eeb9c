// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/wait_of_call.h"

#include "backend/snapshot/resource_id.h"

#include <format>

namespace gordian::analysis {

namespace {

std::string type_text(const MsgrcvCall& call) {
    if (!call.type) return "a message";
    if (*call.type == 0) return "a message of any type";
    // −(2^63) has no positive counterpart; the kernel takes the largest there is (ipc/msg.c, convert_mode()).
    if (*call.type < 0)
        return std::format("a message of type {} or below", *call.type == INT64_MIN ? INT64_MAX : -*call.type);
    return std::format("a message of {} {}", call.except ? "any type but" : "type", *call.type);
}

}  // namespace

bool has_room(const MsgQueue& queue, std::uint64_t size_bytes) {
    if (!queue.qbytes) return false;
    return queue.cbytes <= *queue.qbytes && size_bytes <= *queue.qbytes - queue.cbytes && queue.qnum < *queue.qbytes;
}

void fill_msgsnd_wait(const Surroundings& around, const MsgsndCall& call, KnownWait& wait) {
    wait.row.operation = WaitOperation::msgsnd;
    wait.row.detail = std::format("msgsnd of {} bytes", call.size_bytes);
    const SysvPlace place = around.index.msg_queue_of(wait.row.pid, call.msqid);
    wait.row.resource = place.prefix + resource::msg_queue(call.msqid);
    wait.row.certain = place.namespace_known && (place.row || place.elsewhere);
    if (!place.row) {
        wait.passing = place.namespace_known && !place.elsewhere;
        wait.row.detail += place.elsewhere ? " to a queue in another IPC namespace" : ": this queue is not there any more";
        return;
    }
    const MsgQueue& queue = around.seen.msg_queues[*place.row];
    wait.row.resource = queue.resource;
    if (has_room(queue, call.size_bytes)) {
        wait.passing = true;
        wait.row.certain = false;
        wait.row.detail += ": there is room for it, it is just being woken";
        return;
    }
    if (queue.qbytes)
        wait.row.detail += std::format(": the queue holds {} of {} bytes in {} messages", queue.cbytes, *queue.qbytes,
                                       queue.qnum);
    wait_for_all(around.seen, {{.kind = Target::Kind::queue_room, .row = *place.row, .number = 0}}, wait);
}

void fill_msgrcv_wait(const Surroundings& around, const MsgrcvCall& call, KnownWait& wait) {
    wait.row.operation = WaitOperation::msgrcv;
    wait.row.detail = "msgrcv: waits for " + type_text(call);
    const SysvPlace place = around.index.msg_queue_of(wait.row.pid, call.msqid);
    wait.row.resource = place.row ? around.seen.msg_queues[*place.row].resource
                                  : place.prefix + resource::msg_queue(call.msqid);
    wait.row.certain = place.namespace_known && (place.row || place.elsewhere);
    wait.passing = !place.row && !place.elsewhere && place.namespace_known;
    // No target: whoever may write to the queue can send, and who that will be is not known to the kernel.
}

}  // namespace gordian::analysis
