// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A pipe or FIFO that somebody is blocked in writing to, with everybody who has an end of it open. Sources: pipe(7), fifo(7), proc_pid_fd(5).
#include "backend/snapshot/scalars.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace gordian {

/// A descriptor of one end.
struct PipeEnd {
    int pid = 0, fd = 0;
    bool nonblocking = false;  ///< O_NONBLOCK
    friend bool operator==(const PipeEnd&, const PipeEnd&) = default;
};
BOOST_DESCRIBE_STRUCT(PipeEnd, (), (pid, fd, nonblocking))

struct Pipe {
    std::string resource;  ///< pipe/INODE, fifo/PATH
    std::uint64_t inode = 0;
    std::string path;                       ///< of a FIFO, as one who has it open sees it; a pipe has none
    std::vector<PipeEnd> readers, writers;  ///< by (pid, fd); one that is open for both is in both
    bool ends_complete = false;             ///< every process's descriptors could be read: there are no others
    friend bool operator==(const Pipe&, const Pipe&) = default;
};
BOOST_DESCRIBE_STRUCT(Pipe, (), (resource, inode, path, readers, writers, ends_complete))

}  // namespace gordian
