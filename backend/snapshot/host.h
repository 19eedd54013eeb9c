// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Where and by whom a snapshot was taken.
#include "backend/snapshot/scalars.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gordian {

struct Host {
    std::string name, kernel;  ///< uname(2): nodename, release
    std::int64_t page_size = 0;
    std::string boot_id;  ///< /proc/sys/kernel/random/boot_id; empty where there is none
    friend bool operator==(const Host&, const Host&) = default;
};
BOOST_DESCRIBE_STRUCT(Host, (), (name, kernel, page_size, boot_id))

/// Whether a source of facts could be used. JSON: true, or the reason as a string.
struct Availability {
    std::string why_not;  ///< empty: it was used
    friend bool operator==(const Availability&, const Availability&) = default;
};

struct Viewer {
    int pid = 0;
    std::uint32_t uid = 0;
    std::vector<std::string> capabilities;        ///< effective, "CAP_SYS_PTRACE" …
    std::map<std::string, Availability> sources;  ///< "syscall", "task-clock", "kcmp", "sem-undo" …
    friend bool operator==(const Viewer&, const Viewer&) = default;
};
BOOST_DESCRIBE_STRUCT(Viewer, (), (pid, uid, capabilities, sources))

struct IpcNamespace {
    std::uint64_t inode = 0;  ///< of /proc/PID/ns/ipc
    std::vector<int> pids;    ///< processes that live in it, as far as they can be read
    std::string label;        ///< "this one" for the viewer's own; otherwise empty
    friend bool operator==(const IpcNamespace&, const IpcNamespace&) = default;
};
BOOST_DESCRIBE_STRUCT(IpcNamespace, (), (inode, pids, label))

}  // namespace gordian
