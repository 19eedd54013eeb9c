// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A System V shared memory segment. Sources: shmctl(2), sysvipc(7), proc_pid_maps(5).
#include "backend/snapshot/scalars.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gordian {

struct Attachment {
    int pid = 0;
    std::uint64_t start = 0, end = 0;  ///< addresses; end is the first one beyond
    std::string perms;                 ///< "rw-s"
    bool ours = false;
    friend bool operator==(const Attachment&, const Attachment&) = default;
};
BOOST_DESCRIBE_STRUCT(Attachment, (), (pid, start, end, perms, ours))

struct ShmSegment {
    std::string resource;  ///< sysv-shm/ID
    int id = 0;
    Key key;  ///< 0x00000000 once it is marked for removal
    std::optional<unsigned> seq;
    Mode mode;
    std::uint32_t uid = 0, gid = 0, cuid = 0, cgid = 0;
    std::uint64_t segsz = 0;
    int cpid = 0, lpid = 0;
    std::uint64_t nattch = 0;
    Time atime, dtime, ctime;
    std::optional<std::uint64_t> rss, swap;
    bool locked = false, marked_for_removal = false;
    std::uint64_t ipc_namespace = 0;
    std::string known_as;
    std::vector<Attachment> attachments;  ///< those that can be seen; nattch says how many there are
    friend bool operator==(const ShmSegment&, const ShmSegment&) = default;
};
BOOST_DESCRIBE_STRUCT(ShmSegment, (),
                      (resource, id, key, seq, mode, uid, gid, cuid, cgid, segsz, cpid, lpid, nattch, atime, dtime,
                       ctime, rss, swap, locked, marked_for_removal, ipc_namespace, known_as, attachments))

}  // namespace gordian
