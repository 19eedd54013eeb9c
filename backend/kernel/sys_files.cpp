// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_files.h"

#include "backend/base/scan.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

namespace gordian::kernel {

namespace {

UniqueFd open_to_read(const std::string& path) {
    int fd = -1;
    do fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    return UniqueFd(fd);
}

struct CloseDirectory {
    void operator()(DIR* directory) const { ::closedir(directory); }
};

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t limit_bytes) {
    const UniqueFd file = open_to_read(path);
    if (!file.valid()) return std::unexpected(Error::from_errno("open", path));
    // A page is what a file of /proc gives at a time, however big the buffer.
    std::array<char, 4096> page;
    std::string text;
    while (text.size() < limit_bytes) {
        const auto got = ::read(file.get(), page.data(), std::min(page.size(), limit_bytes - text.size()));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::unexpected(Error::from_errno("read", path));
        if (got == 0) break;
        text.append(page.data(), static_cast<std::size_t>(got));
    }
    return text;
}

Result<std::string> read_link(const std::string& path) {
    std::array<char, PATH_MAX> target;
    const auto length = ::readlink(path.c_str(), target.data(), target.size());
    if (length < 0) return std::unexpected(Error::from_errno("readlink", path));
    return std::string(target.data(), static_cast<std::size_t>(length));
}

Result<std::vector<int>> list_numbers(const std::string& directory) {
    const std::unique_ptr<DIR, CloseDirectory> stream(::opendir(directory.c_str()));
    if (!stream) return std::unexpected(Error::from_errno("open", directory));
    std::vector<int> numbers;
    while (true) {
        errno = 0;
        const struct dirent* entry = ::readdir(stream.get());
        if (entry == nullptr && errno != 0) return std::unexpected(Error::from_errno("readdir", directory));
        if (entry == nullptr) break;
        int number = 0;
        const Scan name = Scan(entry->d_name).dec(number);
        if (name && name.at_end() && entry->d_name[0] >= '0' && entry->d_name[0] <= '9') numbers.push_back(number);
    }
    std::ranges::sort(numbers);
    return numbers;
}

Result<FileId> stat_file(const std::string& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) < 0) return std::unexpected(Error::from_errno("stat", path));
    return FileId{.major = major(status.st_dev), .minor = minor(status.st_dev), .inode = status.st_ino};
}

}  // namespace gordian::kernel
