// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Reading small files, links and directories whole: the text side of the kernel. Source: open(2), read(2), readlink(2), getdents(2).
#include "backend/base/error.h"
#include "backend/base/unique_fd.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gordian::kernel {

/// The whole file; kernel files give at most a page a read, so this reads until end of file. EINTR is tried again.
/// `limit_bytes` bounds what is kept of a file that another process can make as long as it likes; what is beyond is left out.
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t limit_bytes = std::size_t{1} << 30);
/// What the link says, at most PATH_MAX bytes, as bytes: names may hold anything but NUL.
[[nodiscard]] Result<std::string> read_link(const std::string& path);
/// The entries whose names are decimal numbers (pids, tids, descriptors), ascending.
[[nodiscard]] Result<std::vector<int>> list_numbers(const std::string& directory);

/// Where an object lies: device of the super block as stat(2) tells it, and inode.
struct FileId {
    unsigned major = 0, minor = 0;
    std::uint64_t inode = 0;
    friend bool operator==(const FileId&, const FileId&) = default;
};
/// Follows links, which for /proc/PID/fd/N and /proc/PID/ns/* reaches the object itself without opening it.
[[nodiscard]] Result<FileId> stat_file(const std::string& path);

}  // namespace gordian::kernel
