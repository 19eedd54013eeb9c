// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A System V semaphore set. Sources: semctl(2), sysvipc(7).
#include "backend/snapshot/scalars.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gordian {

struct Semaphore {
    int num = 0;
    std::optional<int> semval, sempid, semncnt,
        semzcnt;  ///< sempid 0: nobody yet, or nobody visible in the viewer's PID namespace
    friend bool operator==(const Semaphore&, const Semaphore&) = default;
};
BOOST_DESCRIBE_STRUCT(Semaphore, (), (num, semval, sempid, semncnt, semzcnt))

struct SemSet {
    std::string resource;  ///< sysv-sem/ID
    int id = 0;
    Key key;
    std::optional<unsigned> seq;
    Mode mode;
    std::uint32_t uid = 0, gid = 0, cuid = 0, cgid = 0;
    std::uint64_t nsems = 0;
    Time otime, ctime;
    std::uint64_t ipc_namespace = 0;
    std::string known_as;
    std::vector<Semaphore> semaphores;  ///< nsems of them, in order
    friend bool operator==(const SemSet&, const SemSet&) = default;
};
BOOST_DESCRIBE_STRUCT(SemSet, (),
                      (resource, id, key, seq, mode, uid, gid, cuid, cgid, nsems, otime, ctime, ipc_namespace, known_as,
                       semaphores))

}  // namespace gordian
