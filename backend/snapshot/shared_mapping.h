// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Memory that processes share, grouped by the object behind it. Source: proc_pid_maps(5).
#include "backend/snapshot/scalars.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gordian {

BOOST_DEFINE_ENUM_CLASS(BackingKind, sysv_shm, posix_shm, memfd, anonymous, file, device, hugetlb)

/// The kind belongs to the identity: System V segments and memfds share one number space of inodes on the kernel's own tmpfs.
struct Backing {
    BackingKind kind = BackingKind::file;
    Device device;
    std::uint64_t inode = 0;
    std::string path;  ///< as a process that maps it sees it; empty for anonymous memory
    bool deleted = false;
    friend bool operator==(const Backing&, const Backing&) = default;
};
BOOST_DESCRIBE_STRUCT(Backing, (), (kind, device, inode, path, deleted))

struct Mapping {
    int pid = 0;
    std::uint64_t start = 0, end = 0;  ///< addresses; end is the first one beyond
    std::uint64_t offset = 0;          ///< bytes into the backing object
    std::string perms;                 ///< "rw-s"
    bool shared = true;
    bool ours = false;
    friend bool operator==(const Mapping&, const Mapping&) = default;
};
BOOST_DESCRIBE_STRUCT(Mapping, (), (pid, start, end, offset, perms, shared, ours))

struct SharedMapping {
    std::string resource;  ///< the backing object's spelling
    Backing backing;
    std::optional<std::uint64_t> size;  ///< of the backing object, bytes
    std::vector<Mapping> mappings;
    friend bool operator==(const SharedMapping&, const SharedMapping&) = default;
};
BOOST_DESCRIBE_STRUCT(SharedMapping, (), (resource, backing, size, mappings))

}  // namespace gordian
