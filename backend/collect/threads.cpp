// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/threads.h"

#include "backend/base/text.h"
#include "backend/collect/remedy.h"
#include "backend/kernel/operands.h"
#include "backend/kernel/proc_pid_fdinfo.h"
#include "backend/kernel/proc_pid_mountinfo.h"
#include "backend/kernel/sys_clock.h"
#include "backend/kernel/sys_object.h"
#include "backend/kernel/sys_process.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <cerrno>
#include <cmath>

namespace gordian::collect {

namespace {

using kernel::BlockingCall;

constexpr std::uint64_t pf_kthread = 0x00200000;  // include/linux/sched.h
constexpr std::int16_t ipc_nowait = 04000, sem_undo = 010000;
constexpr std::int64_t p_pid = 1, p_pgid = 2, p_pidfd = 3;  // waitid(2)
constexpr std::int64_t lock_sh = 1;                         // flock(2)
constexpr std::int64_t msg_except = 020000;                 // msgrcv(2)

/// R runs; Z and X have ended; I are idle threads of the kernel.
bool is_blocked(char state) { return state == 'S' || state == 'D' || state == 'T' || state == 't'; }

Result<std::vector<std::byte>> read_memory(int pid, std::int64_t address, std::size_t size_bytes) {
    std::vector<std::byte> bytes(size_bytes);
    if (auto read = kernel::read_process_memory(pid, static_cast<std::uint64_t>(address), bytes); !read)
        return std::unexpected(read.error());
    return bytes;
}

/// Device of the super block that the descriptor's mount shows: stat's own number is another one on btrfs, overlay and NFS.
void correct_device(const ProcRoot& proc, int pid, std::optional<std::uint64_t> mnt_id, kernel::FileId& file) {
    if (!mnt_id) return;
    const auto text = kernel::read_file(proc.of_process(pid, "mountinfo"));
    if (!text) return;
    for (const kernel::MountRow& mount : kernel::parse_mount_rows(*text)) {
        if (mount.mnt_id != *mnt_id) continue;
        file.major = mount.major;
        file.minor = mount.minor;
        return;
    }
}

DescriptorReading read_descriptor(const ProcRoot& proc, int pid, int tid, std::int64_t fd) {
    // By the thread: one that has unshared its descriptor table has its own.
    const std::string link = proc.of_thread(pid, tid, std::format("fd/{}", fd));
    const auto object = kernel::stat_object(link);
    DescriptorReading reading{.file = object.transform([](const kernel::ObjectStat& stat) { return stat.id; }),
                              .path = kernel::read_link(link),
                              .is_fifo = object && object->is_fifo,
                              .position = 0,
                              .size_bytes = object ? object->size_bytes : 0};
    const auto info = kernel::read_file(proc.of_thread(pid, tid, std::format("fdinfo/{}", fd)))
                          .and_then([](const std::string& text) { return kernel::parse_fdinfo(text); });
    if (info && reading.file) {
        reading.position = info->pos;
        correct_device(proc, pid, info->mnt_id, *reading.file);
    }
    return reading;
}

void read_operands(const ProcRoot& proc, ThreadReading& reading) {
    const auto& arguments = reading.call.arguments;
    const int pid = reading.pid;
    switch (reading.call.call) {
    case BlockingCall::semop: {
        const auto nsops = std::clamp<std::int64_t>(arguments[2], 0, static_cast<std::int64_t>(kernel::max_sops));
        reading.memory = read_memory(pid, arguments[1], static_cast<std::size_t>(nsops) * kernel::sembuf_bytes);
        if (arguments[3] != 0) reading.timeout = read_memory(pid, arguments[3], kernel::timespec_bytes(reading.call));
        break;
    }
    case BlockingCall::msgrcv:
        if (reading.call.ipc_kludge != 0)
            reading.memory = read_memory(pid, static_cast<std::int64_t>(reading.call.ipc_kludge), 8);
        break;
    case BlockingCall::fcntl_setlkw:
    case BlockingCall::fcntl_ofd_setlkw:
        reading.memory = read_memory(pid, arguments[2], kernel::flock_bytes(reading.call));
        reading.descriptor = read_descriptor(proc, pid, reading.stat.pid, arguments[0]);
        break;
    case BlockingCall::flock:
    case BlockingCall::read:
    case BlockingCall::write: reading.descriptor = read_descriptor(proc, pid, reading.stat.pid, arguments[0]); break;
    case BlockingCall::waitid:
        if (arguments[0] == p_pidfd) {
            const auto info = kernel::read_file(proc.of_process(pid, std::format("fdinfo/{}", arguments[1])))
                                  .and_then([](const std::string& text) { return kernel::parse_fdinfo(text); });
            if (info) reading.pidfd_pid = info->pidfd_pid;
        }
        break;
    case BlockingCall::none:
    case BlockingCall::msgsnd:
    case BlockingCall::wait4: break;
    }
}

bool has_operands_to_read(BlockingCall call) {
    return call != BlockingCall::none && call != BlockingCall::msgsnd && call != BlockingCall::wait4;
}

bool same_wait(const ThreadReading& first, const ThreadReading& second) {
    if (first.syscall.has_value() != second.syscall.has_value()) return false;
    if (first.syscall && *first.syscall != *second.syscall) return false;
    return first.sched && second.sched && first.sched->nr_switches == second.sched->nr_switches &&
           first.sched->exec_start_ms == second.sched->exec_start_ms;
}

/// Arguments are read from memory that its owner may be changing: they count only where the thread was in the same call before and after.
void read_operands_at_rest(const ProcRoot& proc, ThreadReading& reading) {
    constexpr int tries = 3;
    for (int i = 0; i < tries; ++i) {
        if (!reading.syscall) return;
        reading.call = kernel::decode_call(*reading.syscall);
        if (!has_operands_to_read(reading.call.call)) return;
        read_operands(proc, reading);
        auto again = read_thread(proc, reading.pid, reading.stat.pid);
        if (again && again->syscall == reading.syscall && (!reading.sched || same_wait(reading, *again))) return;
        if (!again) break;
        reading = std::move(*again);
    }
    reading.memory.reset();
    reading.timeout.reset();
    reading.descriptor.reset();
}

/// By what the link says: "pipe:[1234]", "socket:[1234]", "anon_inode:[eventfd]", "/dev/pts/3", "/run/x".
DescriptorKind kind_of_descriptor(std::string_view path, bool is_fifo) {
    if (path.starts_with("pipe:[")) return DescriptorKind::pipe;
    if (is_fifo) return DescriptorKind::fifo;
    if (path.starts_with("socket:[")) return DescriptorKind::socket;
    if (path.starts_with("anon_inode:")) return DescriptorKind::event;
    if (path.starts_with("/dev/pts/") || path.starts_with("/dev/tty") || path == "/dev/console")
        return DescriptorKind::terminal;
    return DescriptorKind::file;
}

/// A pointer that leads nowhere, memory that is not ours to read, or a thread that moved on.
Error operand_error(const std::optional<Result<std::vector<std::byte>>>& memory) {
    if (memory && !*memory) return memory->error();
    return Error{.code = ESRCH, .operation = "reading", .object = "arguments", .why = {}, .remedy = {}};
}

class Joiner {
public:
    Joiner(const std::vector<Process>& processes, UnreadableList& unreadable) : m_unreadable(unreadable) {
        for (const Process& process : processes) m_processes.emplace(process.pid, &process);
    }

    Operands operands_of(const ThreadReading& reading, const std::string& resource) {
        const auto& arguments = reading.call.arguments;
        switch (reading.call.call) {
        case BlockingCall::semop: return semop(reading, resource);
        case BlockingCall::msgsnd:
            return MsgsndCall{.msqid = static_cast<int>(arguments[0]),
                              .size_bytes = static_cast<std::uint64_t>(arguments[2])};
        case BlockingCall::msgrcv: return msgrcv(reading, resource);
        case BlockingCall::fcntl_setlkw:
        case BlockingCall::fcntl_ofd_setlkw:
        case BlockingCall::flock: return lock(reading, resource);
        case BlockingCall::wait4: return wait_for(arguments[0], reading.pid);
        case BlockingCall::waitid:
            if (arguments[0] == p_pid)
                return WaitCall{.children = ChildSelection::pid, .id = static_cast<int>(arguments[1])};
            if (arguments[0] == p_pgid)
                return WaitCall{.children = ChildSelection::group,
                                .id = arguments[1] == 0 ? pgrp_of(reading.pid) : static_cast<int>(arguments[1])};
            if (arguments[0] == p_pidfd) {
                if (!reading.pidfd_pid) return OtherCall{};
                return WaitCall{.children = ChildSelection::pid, .id = *reading.pidfd_pid};
            }
            return WaitCall{};
        case BlockingCall::read:
        case BlockingCall::write: return transfer(reading, resource);
        case BlockingCall::none: break;
        }
        return OtherCall{};
    }

    const Process* process(int pid) const {
        const auto found = m_processes.find(pid);
        return found == m_processes.end() ? nullptr : found->second;
    }

private:
    Operands semop(const ThreadReading& reading, const std::string& resource) {
        SemopCall call{.semid = static_cast<int>(reading.call.arguments[0]), .operations = std::nullopt, .timeout_ms = 0};
        if (reading.memory && *reading.memory) {
            call.operations.emplace();
            for (const kernel::SemBuf& sop : kernel::parse_sembufs(**reading.memory))
                call.operations->push_back({.num = sop.num,
                                            .op = sop.op,
                                            .nowait = (sop.flags & ipc_nowait) != 0,
                                            .undo = (sop.flags & sem_undo) != 0});
        } else {
            note(m_unreadable, "threads", {"operands.operations"}, resource, operand_error(reading.memory));
        }
        if (reading.call.arguments[3] != 0) {
            call.timeout_ms = reading.timeout && *reading.timeout
                                  ? kernel::parse_timespec_ms(reading.call, **reading.timeout)
                                  : std::nullopt;
            if (!call.timeout_ms)
                note(m_unreadable, "threads", {"operands.timeout_ms"}, resource, operand_error(reading.timeout));
        }
        return call;
    }

    Operands transfer(const ThreadReading& reading, const std::string& resource) {
        TransferCall call{.direction = reading.call.call == BlockingCall::read ? TransferDirection::read
                                                                               : TransferDirection::write,
                          .fd = static_cast<int>(reading.call.arguments[0]),
                          .kind = {},
                          .inode = {},
                          .path = {}};
        if (!reading.descriptor || !reading.descriptor->file || !reading.descriptor->path) {
            note(m_unreadable, "threads", {"operands.kind", "operands.inode", "operands.path"}, resource,
                 reading.descriptor && !reading.descriptor->file ? reading.descriptor->file.error() : operand_error({}));
            return call;
        }
        call.inode = reading.descriptor->file->inode;
        call.path = valid_utf8(*reading.descriptor->path);
        call.kind = kind_of_descriptor(*reading.descriptor->path, reading.descriptor->is_fifo);
        return call;
    }

    Operands msgrcv(const ThreadReading& reading, const std::string& resource) {
        MsgrcvCall call{.msqid = static_cast<int>(reading.call.arguments[0]),
                        .type = reading.call.arguments[3],
                        .except = (reading.call.arguments[4] & msg_except) != 0};
        if (reading.call.ipc_kludge != 0) {
            call.type.reset();
            if (reading.memory && *reading.memory) {
                std::int32_t words[2];
                std::ranges::copy(**reading.memory, std::as_writable_bytes(std::span(words)).begin());
                call.type = words[1];
            } else {
                note(m_unreadable, "threads", {"operands.type"}, resource, operand_error(reading.memory));
            }
        }
        return call;
    }

    Operands lock(const ThreadReading& reading, const std::string& resource) {
        LockCall call;
        call.fd = static_cast<int>(reading.call.arguments[0]);
        if (reading.call.call == BlockingCall::flock) {
            call.lock_class = LockClass::flock;
            call.mode = (reading.call.arguments[1] & 7) == lock_sh ? LockMode::read : LockMode::write;
            call.start = 0;
            call.length = 0;
        } else {
            call.lock_class = reading.call.call == BlockingCall::fcntl_setlkw ? LockClass::posix : LockClass::ofd;
            range(reading, call, resource);
        }
        if (reading.descriptor && reading.descriptor->file) {
            call.device = Device{reading.descriptor->file->major, reading.descriptor->file->minor};
            call.inode = reading.descriptor->file->inode;
        } else {
            note(m_unreadable, "threads", {"operands.device", "operands.inode"}, resource,
                 reading.descriptor ? reading.descriptor->file.error() : operand_error({}));
        }
        if (reading.descriptor && reading.descriptor->path) call.path = valid_utf8(*reading.descriptor->path);
        else
            note(m_unreadable, "threads", {"operands.path"}, resource,
                 reading.descriptor ? reading.descriptor->path.error() : operand_error({}));
        return call;
    }

    void range(const ThreadReading& reading, LockCall& call, const std::string& resource) {
        const auto flock = reading.memory && *reading.memory ? kernel::parse_flock(reading.call, **reading.memory)
                                                             : std::nullopt;
        if (!flock) {
            note(m_unreadable, "threads", {"operands.mode", "operands.start", "operands.length"}, resource,
                 operand_error(reading.memory));
            return;
        }
        call.mode = flock->type == 0 ? LockMode::read : LockMode::write;
        std::int64_t base = 0;
        if (flock->whence == 1 && reading.descriptor) base = reading.descriptor->position;
        if (flock->whence == 2 && reading.descriptor) base = static_cast<std::int64_t>(reading.descriptor->size_bytes);
        std::int64_t start = 0, length = flock->len;
        // Untrusted numbers: a sum that does not fit is no range that the kernel would have taken.
        bool fits = !__builtin_add_overflow(base, flock->start, &start);
        if (length < 0) {  // fcntl(2): a negative length covers the bytes before the start
            fits = fits && !__builtin_add_overflow(start, length, &start) && length != INT64_MIN;
            length = fits ? -length : 0;
        }
        if (!fits || start < 0) {
            note(m_unreadable, "threads", {"operands.start", "operands.length"}, resource,
                 Error::refused("reading", "struct flock", "its range is none", {}));
            return;
        }
        call.start = static_cast<std::uint64_t>(start);
        call.length = static_cast<std::uint64_t>(length);
    }

    int pgrp_of(int pid) const { return process(pid) != nullptr ? process(pid)->pgrp : 0; }

    /// wait4(2): -1 any child, 0 the caller's own process group, below -1 that group.
    Operands wait_for(std::int64_t argument, int pid) const {
        if (argument > 0) return WaitCall{.children = ChildSelection::pid, .id = static_cast<int>(argument)};
        if (argument == -1) return WaitCall{};
        return WaitCall{.children = ChildSelection::group,
                        .id = argument == 0 ? pgrp_of(pid) : static_cast<int>(-argument)};
    }

    std::map<int, const Process*> m_processes;
    UnreadableList& m_unreadable;
};

void note_hidden(const Thread& thread, const Process* process, const Error& error, UnreadableList& unreadable) {
    const std::vector<std::string> fields{"syscall", "arguments", "operands"};
    if (!is_permission(error)) {
        note(unreadable, "threads", fields, thread.resource, error);
    } else if (process != nullptr && process->readable) {
        // Its maps may be read and its system call not: that is Yama (or another security module), not its owner.
        unreadable.add("threads", fields, thread.resource, errno_name(error.code),
                       "a security module restricts ptrace access",
                       "run gordianctl as root (sudo), or set the sysctl kernel.yama.ptrace_scope to 0");
    } else {
        unreadable.add("threads", fields, thread.resource, errno_name(error.code), "threads of other users",
                       "run gordianctl as root (sudo)");
    }
}

}  // namespace

Result<ThreadReading> read_thread(const ProcRoot& proc, int pid, int tid) {
    auto stat = kernel::read_file(proc.of_thread(pid, tid, "stat")).and_then([](const std::string& text) {
        return kernel::parse_pid_stat(text);
    });
    if (!stat) return std::unexpected(stat.error());
    ThreadReading reading{.pid = pid,
                          .stat = std::move(*stat),
                          .syscall = std::unexpected(Error{}),
                          .wchan = {},
                          .sched = std::unexpected(Error{}),
                          .read_at_ms = 0,
                          .age_ms = 0,
                          .call = {},
                          .memory = {},
                          .timeout = {},
                          .descriptor = {},
                          .pidfd_pid = {}};
    if (!is_blocked(reading.stat.state)) return reading;
    reading.syscall = kernel::read_file(proc.of_thread(pid, tid, "syscall")).and_then([](const std::string& text) {
        return kernel::parse_syscall_line(text);
    });
    reading.wchan = kernel::read_file(proc.of_thread(pid, tid, "wchan")).value_or("");
    reading.sched = kernel::read_file(proc.of_thread(pid, tid, "sched")).and_then([](const std::string& text) {
        return kernel::parse_pid_sched(text);
    });
    reading.read_at_ms = kernel::monotonic_ms();
    reading.age_ms = static_cast<double>(kernel::boottime_ns()) / 1e6 -
                     static_cast<double>(reading.stat.start_ticks) * 1000 /
                         static_cast<double>(kernel::ticks_per_second());
    return reading;
}

std::vector<ThreadReading> read_threads(const ProcRoot& proc, const std::vector<ProcessReading>& processes) {
    std::vector<ThreadReading> readings;
    const int own = kernel::own_pid();
    for (const ProcessReading& process : processes) {
        const int pid = process.stat.pid;
        if ((process.stat.flags & pf_kthread) != 0 || pid == own) continue;
        std::vector<int> tids{pid};
        if (process.stat.num_threads != 1)
            tids = kernel::list_numbers(proc.of_process(pid, "task")).value_or(std::vector<int>{});
        for (const int tid : tids) {
            auto reading = read_thread(proc, pid, tid);
            if (!reading || !is_blocked(reading->stat.state) || (reading->syscall && reading->syscall->running))
                continue;
            read_operands_at_rest(proc, *reading);
            if (!is_blocked(reading->stat.state) || (reading->syscall && reading->syscall->running)) continue;
            readings.push_back(std::move(*reading));
        }
    }
    return readings;
}

std::vector<Thread> join_threads(const std::vector<ThreadReading>& readings,
                                 const std::map<int, double>& task_clock_offsets, const std::vector<Process>& processes,
                                 UnreadableList& unreadable) {
    Joiner joiner(processes, unreadable);
    std::vector<Thread> threads;
    threads.reserve(readings.size());
    for (const ThreadReading& reading : readings) {
        Thread& thread = threads.emplace_back();
        thread.pid = reading.pid;
        thread.tid = reading.stat.pid;
        thread.resource = resource::thread(thread.pid, thread.tid);
        thread.comm = valid_utf8(reading.stat.comm);
        thread.state = std::string(1, reading.stat.state);
        thread.cpu = reading.stat.processor;
        if (reading.syscall) {
            thread.syscall = reading.syscall->number < 0
                                 ? ""
                                 : kernel::syscall_name(kernel::abi_of(*reading.syscall), reading.syscall->number);
            thread.arguments.emplace();
            if (reading.syscall->number >= 0) {
                for (const std::uint64_t argument : reading.syscall->arguments) thread.arguments->push_back({argument});
            }
            thread.operands = joiner.operands_of(reading, thread.resource);
        } else {
            note_hidden(thread, joiner.process(thread.pid), reading.syscall.error(), unreadable);
        }
        // "0" means hidden or running, never "not blocked".
        if (!reading.wchan.empty() && reading.wchan != "0") thread.wchan = valid_utf8(reading.wchan);
        else
            unreadable.add("threads", {"wchan"}, thread.resource, "",
                           "the kernel prints 0: hidden, or running just then", "");
        if (!reading.sched) {
            note(unreadable, "threads", {"exec_start_ms", "run_count", "blocked_ms"}, thread.resource,
                 reading.sched.error());
            continue;
        }
        thread.exec_start_ms = reading.sched->exec_start_ms;
        thread.run_count = static_cast<std::int64_t>(reading.sched->nr_switches);
        if (const auto offset = task_clock_offsets.find(thread.cpu); offset != task_clock_offsets.end()) {
            const double blocked_ms = reading.read_at_ms - (reading.sched->exec_start_ms + offset->second);
            // A thread that was moved to another CPU while it left the CPU shows the clock of the one before. What would be older than the
            // thread is no age; a tick is how exactly its start is known.
            constexpr double tick_ms = 20;
            if (blocked_ms <= reading.age_ms + tick_ms)
                thread.blocked_ms = std::max<std::int64_t>(0, std::llround(blocked_ms));
            else
                unreadable.add("threads", {"blocked_ms"}, thread.resource, "",
                               "the clock of the CPU it ran on contradicts its start", "");
        } else {
            unreadable.add("threads", {"blocked_ms"}, thread.resource, "",
                           "the clock of the CPU it ran on could not be compared with ours", "");
        }
    }
    std::ranges::sort(threads, {}, [](const Thread& thread) { return std::pair(thread.pid, thread.tid); });
    return threads;
}

void read_threads_again(const ProcRoot& proc, std::vector<Thread>& threads, std::span<const std::size_t> indices) {
    for (const std::size_t index : indices) {
        Thread& thread = threads[index];
        const auto now = read_thread(proc, thread.pid, thread.tid);
        const bool same = now && std::string(1, now->stat.state) == thread.state && now->sched &&
                          thread.run_count == static_cast<std::int64_t>(now->sched->nr_switches) &&
                          thread.exec_start_ms == now->sched->exec_start_ms;
        thread.second_reading = same ? SecondReading::unchanged : SecondReading::changed;
    }
}

}  // namespace gordian::collect
