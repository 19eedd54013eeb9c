// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A System V message queue. Sources: msgctl(2), sysvipc(7).
#include "backend/snapshot/scalars.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace gordian {

/// Pids: 0 where nobody did it yet, or nobody who is visible in the viewer's PID namespace.
struct MsgQueue {
    std::string resource;  ///< sysv-msg/ID
    int id = 0;
    Key key;
    std::optional<unsigned> seq;
    Mode mode;
    std::uint32_t uid = 0, gid = 0, cuid = 0, cgid = 0;
    std::uint64_t cbytes = 0, qnum = 0;
    std::optional<std::uint64_t> qbytes;
    int lspid = 0, lrpid = 0;
    Time stime, rtime, ctime;
    std::optional<std::int64_t> senders_waiting, receivers_waiting;  ///< threads; null where some thread could not be read
    std::uint64_t ipc_namespace = 0;
    std::string known_as;
    friend bool operator==(const MsgQueue&, const MsgQueue&) = default;
};
BOOST_DESCRIBE_STRUCT(MsgQueue, (),
                      (resource, id, key, seq, mode, uid, gid, cuid, cgid, cbytes, qnum, qbytes, lspid, lrpid, stime,
                       rtime, ctime, senders_waiting, receivers_waiting, ipc_namespace, known_as))

}  // namespace gordian
