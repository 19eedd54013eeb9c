// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_object.h"

#include "backend/base/unique_fd.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace gordian::kernel {

namespace {
ObjectStat named(const struct stat& seen) {
    return {.id = {.major = major(seen.st_dev), .minor = minor(seen.st_dev), .inode = seen.st_ino},
            .size_bytes = static_cast<std::uint64_t>(seen.st_size),
            .is_fifo = S_ISFIFO(seen.st_mode)};
}
}  // namespace

Result<ObjectStat> stat_object(const std::string& path) {
    struct stat seen{};
    if (::stat(path.c_str(), &seen) < 0) return std::unexpected(Error::from_errno("stat", path));
    return named(seen);
}

Result<FileId> stat_kernel_tmpfs() {
    const UniqueFd fd(::memfd_create("gordian", MFD_CLOEXEC));
    if (!fd.valid()) return std::unexpected(Error::from_errno("memfd_create", "gordian"));
    struct stat seen{};
    if (::fstat(fd.get(), &seen) < 0) return std::unexpected(Error::from_errno("fstat", "memfd"));
    return named(seen).id;
}

}  // namespace gordian::kernel
