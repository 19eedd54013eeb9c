// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A blocked thread, and what the arguments of its system call point at. Sources: proc_pid_syscall(5), semop(2), msgop(2), fcntl(2), flock(2),
// wait(2), read(2), pipe(7).
#include "backend/snapshot/file_lock.h"
#include "backend/snapshot/scalars.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gordian {

struct SemOperation {
    std::uint16_t num = 0;
    std::int16_t op = 0;
    bool nowait = false, undo = false;
    friend bool operator==(const SemOperation&, const SemOperation&) = default;
};
BOOST_DESCRIBE_STRUCT(SemOperation, (), (num, op, nowait, undo))

struct SemopCall {
    static constexpr std::string_view call = "semop";
    int semid = 0;
    std::optional<std::vector<SemOperation>> operations;  ///< empty: the pointer led nowhere, or its memory is not ours to read
    std::optional<std::int64_t> timeout_ms;               ///< of the whole call; 0: none
    friend bool operator==(const SemopCall&, const SemopCall&) = default;
};
BOOST_DESCRIBE_STRUCT(SemopCall, (), (semid, operations, timeout_ms))

struct MsgsndCall {
    static constexpr std::string_view call = "msgsnd";
    int msqid = 0;
    std::uint64_t size_bytes = 0;
    friend bool operator==(const MsgsndCall&, const MsgsndCall&) = default;
};
BOOST_DESCRIBE_STRUCT(MsgsndCall, (), (msqid, size_bytes))

struct MsgrcvCall {
    static constexpr std::string_view call = "msgrcv";
    int msqid = 0;
    std::optional<std::int64_t> type;  ///< 0: any; > 0: this one; < 0: the lowest up to its absolute value
    bool except = false;               ///< MSG_EXCEPT: any but this type
    friend bool operator==(const MsgrcvCall&, const MsgrcvCall&) = default;
};
BOOST_DESCRIBE_STRUCT(MsgrcvCall, (), (msqid, type, except))

/// fcntl(F_SETLKW, F_OFD_SETLKW) and flock: a lock that is asked for.
struct LockCall {
    static constexpr std::string_view call = "lock";
    LockClass lock_class = LockClass::posix;
    int fd = 0;
    std::optional<LockMode> mode;         ///< these are empty where the struct flock could not be read
    std::optional<std::uint64_t> start;   ///< from the beginning of the file, whatever l_whence was
    std::optional<std::uint64_t> length;  ///< bytes; 0: to the end of file
    std::optional<Device> device;  ///< of the super block; these are empty where the descriptor could not be read
    std::optional<std::uint64_t> inode;
    std::optional<std::string> path;
    friend bool operator==(const LockCall&, const LockCall&) = default;
};
BOOST_DESCRIBE_STRUCT(LockCall, (), (lock_class, fd, mode, start, length, device, inode, path))

BOOST_DEFINE_ENUM_CLASS(ChildSelection, any, pid, group)
/// wait4, waitid.
struct WaitCall {
    static constexpr std::string_view call = "wait";
    ChildSelection children = ChildSelection::any;
    int id = 0;  ///< the pid or the process group; 0 for any
    friend bool operator==(const WaitCall&, const WaitCall&) = default;
};
BOOST_DESCRIBE_STRUCT(WaitCall, (), (children, id))

BOOST_DEFINE_ENUM_CLASS(TransferDirection, read, write)
BOOST_DEFINE_ENUM_CLASS(DescriptorKind, pipe, fifo, socket, terminal, event, file)
/// read, write and their like: what the descriptor leads to.
struct TransferCall {
    static constexpr std::string_view call = "transfer";
    TransferDirection direction = TransferDirection::read;
    int fd = 0;
    std::optional<DescriptorKind> kind;  ///< these are empty where the descriptor could not be read
    std::optional<std::uint64_t> inode;  ///< of pipes: of the kernel's own file system; of FIFOs: of theirs
    std::optional<std::string> path;     ///< "pipe:[1234]", "/run/x"
    friend bool operator==(const TransferCall&, const TransferCall&) = default;
};
BOOST_DESCRIBE_STRUCT(TransferCall, (), (direction, fd, kind, inode, path))

/// Any other system call, or none.
struct OtherCall {
    static constexpr std::string_view call = "other";
    friend bool operator==(const OtherCall&, const OtherCall&) = default;
};
BOOST_DESCRIBE_STRUCT(OtherCall, (), ())

/// JSON: an object whose member "call" tells which of them it is.
using Operands = std::variant<OtherCall, SemopCall, MsgsndCall, MsgrcvCall, LockCall, WaitCall, TransferCall>;

/// What reading it again after everything else showed. A finding needs `unchanged` of each of its threads: then they all waited at one instant.
BOOST_DEFINE_ENUM_CLASS(SecondReading, none, unchanged, changed)

/// A thread that is not running. Threads of the kernel are left out.
struct Thread {
    std::string resource;  ///< thread/PID/TID
    int pid = 0, tid = 0;
    std::string comm;                           ///< the thread's own name
    std::string state;                          ///< one letter, as Process::state
    std::optional<std::string> syscall;         ///< its name; empty: blocked outside of one (a page fault, say)
    std::optional<std::vector<Hex>> arguments;  ///< the six registers, as they are
    std::optional<Operands> operands;
    std::optional<std::string> wchan;  ///< the kernel function it sleeps in; confirms, never decides; empty: none told
    std::optional<double> exec_start_ms;     ///< its CPU's task clock when it last left the CPU
    std::optional<std::int64_t> blocked_ms;  ///< at least this long without running, by the kernel's clock
    std::optional<std::int64_t> run_count;   ///< times it was switched to or from
    int cpu = 0;
    SecondReading second_reading = SecondReading::none;
    friend bool operator==(const Thread&, const Thread&) = default;

    [[nodiscard]] bool stopped() const { return state == "T" || state == "t"; }
};
BOOST_DESCRIBE_STRUCT(Thread, (),
                      (resource, pid, tid, comm, state, syscall, arguments, operands, wchan, exec_start_ms, blocked_ms,
                       run_count, cpu, second_reading))

}  // namespace gordian
