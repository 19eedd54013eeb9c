// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/present/sample_moment.h"

#include "backend/present/finding_text.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <format>

namespace gordian::samples {

namespace {

constexpr std::uint64_t our_namespace = 4026531839;

Wait wait_of(int pid, std::string_view comm, WaitOperation operation, std::string_view resource,
             std::string_view detail, std::int64_t blocked_ms) {
    Wait wait;
    wait.pid = pid;
    wait.tid = pid;
    wait.comm = comm;
    wait.operation = operation;
    wait.resource = std::string(resource);
    wait.detail = detail;
    wait.certain = true;
    wait.blocked_ms = blocked_ms;
    wait.blocked_source = BlockedSource::kernel;
    return wait;
}

Chain chain_of(int pid, Verdict verdict, bool certain, std::string_view resource, std::string_view root) {
    const std::string thread = resource::thread(pid, pid);
    return {thread, verdict, certain, {{thread, std::string(resource)}}, std::string(root)};
}

Thread in_semop(int pid, std::string_view comm, int semid, std::int64_t blocked_ms) {
    Thread thread = samples::thread(pid, pid, comm);
    thread.syscall = "semtimedop";
    thread.operands = SemopCall{.semid = semid, .operations = {{{.num = 0, .op = -1}}}, .timeout_ms = 0};
    thread.blocked_ms = blocked_ms;
    return thread;
}

SemSet set_of_one(int id, Key key, int semval, int sempid, int semncnt, Time otime) {
    SemSet set;
    set.resource = resource::sem_set(id);
    set.id = id;
    set.key = key;
    set.seq = 0;
    set.mode = {0600};
    set.uid = set.cuid = 1000;
    set.gid = set.cgid = 1000;
    set.nsems = 1;
    set.otime = otime;
    set.ctime = ago(3600);
    set.ipc_namespace = our_namespace;
    set.semaphores = {{.num = 0, .semval = semval, .sempid = sempid, .semncnt = semncnt, .semzcnt = 0}};
    return set;
}

void add(Moment& to, const Moment& from) {
    const auto append = [](auto& rows, const auto& more) { rows.insert(rows.end(), more.begin(), more.end()); };
    for (const Process& process : from.seen.processes)
        if (!std::ranges::contains(to.seen.processes, process.pid, &Process::pid)) to.seen.processes.push_back(process);
    append(to.seen.dead_pids, from.seen.dead_pids);
    append(to.seen.threads, from.seen.threads);
    append(to.seen.msg_queues, from.seen.msg_queues);
    append(to.seen.sem_sets, from.seen.sem_sets);
    append(to.seen.locks, from.seen.locks);
    append(to.means.waits, from.means.waits);
    append(to.means.holds, from.means.holds);
    append(to.means.chains, from.means.chains);
    append(to.means.findings, from.means.findings);
}

}  // namespace

Time ago(std::int64_t seconds) { return {now.ns - seconds * 1'000'000'000}; }

Process process(int pid, std::string_view comm, std::string_view state) {
    Process made;
    made.resource = resource::process(pid);
    made.pid = pid;
    made.ppid = pid == 1 ? 0 : 1;
    made.pgrp = pid;
    made.start_time = ago(7200);
    made.comm = comm;
    made.exe = std::format("/usr/bin/{}", comm);
    made.cmdline = {std::string(comm)};
    made.uid = made.gid = 1000;
    made.state = state;
    made.ipc_namespace = our_namespace;
    made.nthreads = 1;
    made.readable = true;
    return made;
}

Thread thread(int pid, int tid, std::string_view comm) {
    Thread made;
    made.resource = resource::thread(pid, tid);
    made.pid = pid;
    made.tid = tid;
    made.comm = comm;
    made.state = "S";
    made.second_reading = SecondReading::unchanged;
    return made;
}

Moment calm() {
    Moment moment;
    Snapshot& seen = moment.seen;
    seen.taken_at = now;
    seen.duration_us = 11'400;
    seen.host = {.name = "shop", .kernel = "6.12.0", .page_size = 4096, .boot_id = "b"};
    seen.viewer = {.pid = 999, .uid = 0, .capabilities = {}, .sources = {}};
    seen.ipc_namespaces = {{our_namespace, {1, 800}, "this one"}};
    seen.processes = {process(1, "init"), process(800, "sh")};
    // A shell waits for its child: normal.
    Wait shell = wait_of(800, "sh", WaitOperation::child_exit, "process/801", "waits for any child to end", 60'000);
    moment.means.waits = {shell};
    moment.means.chains = {chain_of(800, Verdict::unknown, false, "process/801", "process/801")};
    return moment;
}

Moment stuck_worker() {
    Moment moment = calm();
    moment.seen.processes.push_back(process(901, "waiter-1"));
    moment.seen.processes.push_back(process(902, "waiter-2"));
    moment.seen.dead_pids = {812};
    moment.seen.threads = {in_semop(901, "waiter-1", 7, 842'000), in_semop(902, "waiter-2", 7, 841'500)};
    moment.seen.sem_sets = {set_of_one(7, {0x2a}, 0, 812, 2, ago(845))};
    const std::string detail = "semop -1: needs 1 more, semval is 0";
    moment.means.waits.push_back(wait_of(901, "waiter-1", WaitOperation::semop, "sysv-sem/7/0", detail, 842'000));
    moment.means.waits.push_back(wait_of(902, "waiter-2", WaitOperation::semop, "sysv-sem/7/0", detail, 841'500));
    for (const int pid : {901, 902})
        moment.means.chains.push_back(chain_of(pid, Verdict::abandoned, false, "sysv-sem/7/0", "sysv-sem/7/0"));
    Finding finding;
    finding.code = "abandoned-semaphore";
    finding.severity = Severity::warning;
    finding.threads = {"thread/901/901", "thread/902/902"};
    finding.resources = {"sysv-sem/7/0"};
    moment.means.findings = {finding};
    return moment;
}

Moment full_queue() {
    Moment moment = calm();
    moment.seen.processes.push_back(process(905, "reader"));
    moment.seen.processes.push_back(process(910, "sender"));
    Thread sender = thread(910, 910, "sender");
    sender.syscall = "msgsnd";
    sender.operands = MsgsndCall{.msqid = 0, .size_bytes = 512};
    sender.blocked_ms = 310'000;
    moment.seen.threads = {sender};
    MsgQueue queue;
    queue.resource = "sysv-msg/0";
    queue.key = {0xdeadbeef};
    queue.seq = 0;
    queue.mode = {0600};
    queue.uid = queue.gid = queue.cuid = queue.cgid = 1000;
    queue.cbytes = 16'384;
    queue.qnum = 32;
    queue.qbytes = 16'384;
    queue.lspid = 910;
    queue.lrpid = 905;
    queue.stime = ago(310);
    queue.rtime = ago(400);
    queue.ctime = ago(3600);
    queue.senders_waiting = 1;
    queue.receivers_waiting = 0;
    queue.ipc_namespace = our_namespace;
    moment.seen.msg_queues = {queue};
    moment.means.waits.push_back(wait_of(910, "sender", WaitOperation::msgsnd, "sysv-msg/0",
                                         "msgsnd of 512 bytes: the queue holds 16384 of 16384 bytes in 32 messages",
                                         310'000));
    moment.means.holds.push_back(
        {905, {}, "sysv-msg/0", "was the last to receive from it", false, HoldEvidence::last_operation});
    moment.means.chains.push_back(chain_of(910, Verdict::held, false, "sysv-msg/0", "process/905"));
    Finding finding;
    finding.code = "full-queue";
    finding.severity = Severity::warning;
    finding.certain = true;
    finding.threads = {"thread/910/910"};
    finding.resources = {"sysv-msg/0"};
    moment.means.findings = {finding};
    return moment;
}

Moment held_lock() {
    Moment moment = calm();
    moment.seen.processes.push_back(process(920, "writer"));
    moment.seen.processes.push_back(process(921, "asker"));
    FileLock lock;
    lock.resource = "lock/posix/fe:00:1234/0-99/920";
    lock.path = "/tmp/ledger";
    lock.device = {0xfe, 0};
    lock.inode = 1234;
    lock.end = 99;
    lock.taker_pid = 920;
    lock.holders = {{.pid = 920, .fd = 3, .inherited = false, .certain = true, .evidence = LockEvidence::fdinfo}};
    lock.waiters = {{.pid = 921, .tid = 921, .mode = LockMode::write, .start = 50, .end = 149}};
    moment.seen.locks = {lock};
    moment.means.waits.push_back(wait_of(921, "asker", WaitOperation::lock, lock.resource,
                                         "fcntl (F_SETLKW), to write, bytes 50-149, /tmp/ledger", 12'000));
    moment.means.holds.push_back({920, {}, lock.resource, "to write, descriptor 3", true, HoldEvidence::fdinfo});
    moment.means.chains.push_back(chain_of(921, Verdict::held, true, lock.resource, "process/920"));
    return moment;
}

Moment deadlock() {
    Moment moment = calm();
    moment.seen.processes.push_back(process(930, "locker"));
    moment.seen.processes.push_back(process(931, "taker"));
    moment.seen.threads = {in_semop(930, "locker", 8, 65'000)};
    moment.seen.sem_sets = {set_of_one(8, {}, 0, 931, 1, ago(70))};
    FileLock lock;
    lock.resource = "lock/flock/fe:00:99/0-EOF/930.4";
    lock.lock_class = LockClass::flock;
    lock.path = "/tmp/door";
    lock.device = {0xfe, 0};
    lock.inode = 99;
    lock.taker_pid = 930;
    lock.holders = {{.pid = 930, .fd = 4, .inherited = false, .certain = true, .evidence = LockEvidence::fdinfo}};
    lock.waiters = {{.pid = 931, .tid = 931, .mode = LockMode::write, .start = 0, .end = {}}};
    moment.seen.locks = {lock};
    moment.means.waits.push_back(
        wait_of(930, "locker", WaitOperation::semop, "sysv-sem/8/0", "semop -1: needs 1 more, semval is 0", 65'000));
    moment.means.waits.push_back(
        wait_of(931, "taker", WaitOperation::flock, lock.resource, "flock, to write, /tmp/door", 64'000));
    moment.means.holds.push_back({930, {}, lock.resource, "to write, descriptor 4", true, HoldEvidence::fdinfo});
    moment.means.holds.push_back(
        {931, {}, "sysv-sem/8/0", "was the last to operate on it", false, HoldEvidence::last_operation});
    const std::vector<Link> links{{"thread/930/930", "sysv-sem/8/0"}, {"thread/931/931", lock.resource}};
    moment.means.chains.push_back({"thread/930/930", Verdict::deadlocked, false, links, "thread/930/930"});
    moment.means.chains.push_back({"thread/931/931", Verdict::deadlocked, false, {links[1], links[0]}, "thread/931/931"});
    Finding finding;
    finding.code = "deadlock";
    finding.severity = Severity::critical;
    finding.threads = {"thread/930/930", "thread/931/931"};
    finding.resources = {lock.resource, "sysv-sem/8/0"};
    moment.means.findings = {finding};
    return moment;
}

Moment demo() {
    Moment moment = calm();
    moment.means.waits.clear();
    moment.means.chains.clear();
    add(moment, stuck_worker());
    for (Moment other : {full_queue(), held_lock()}) {
        // The shell is in each of them.
        std::erase_if(other.means.waits, [](const Wait& wait) { return wait.pid == 800; });
        std::erase_if(other.means.chains, [](const Chain& chain) { return chain.thread == "thread/800/800"; });
        add(moment, other);
    }
    std::ranges::sort(moment.seen.processes, {}, &Process::pid);
    std::ranges::sort(moment.means.chains, {}, &Chain::thread);
    return moment;
}

Moment orphan() {
    Moment moment = calm();
    ShmSegment segment;
    segment.resource = "sysv-shm/4";
    segment.id = 4;
    segment.key = {0x51};
    segment.seq = 0;
    segment.mode = {0660};
    segment.uid = segment.cuid = 1000;
    segment.gid = segment.cgid = 1000;
    segment.segsz = 1'048'576;
    segment.cpid = 812;
    segment.atime = ago(200'000);
    segment.dtime = ago(100'000);
    segment.ctime = ago(200'100);
    segment.rss = 4096;
    segment.swap = 0;
    segment.ipc_namespace = our_namespace;
    moment.seen.shm_segments = {segment};
    moment.seen.dead_pids = {812};
    Finding finding;
    finding.code = "orphan-segment";
    finding.resources = {"sysv-shm/4"};
    moment.means.findings = {finding};
    return moment;
}

Moment with_words(Moment moment) {
    present::add_words(moment);
    return moment;
}

}  // namespace gordian::samples
