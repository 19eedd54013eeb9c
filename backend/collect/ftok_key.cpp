// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/ftok_key.h"

#include <sys/ipc.h>

namespace gordian::collect {

Result<FtokAnswer> read_ftok_key(const FtokQuery& query) {
    if ((query.id & 0xff) == 0)
        return std::unexpected(
            Error::refused("ftok", query.path, "its id must not be 0 in its low 8 bits", "give one from 1 to 255"));
    const key_t key = ::ftok(query.path.c_str(), query.id);
    if (key == -1) {
        Error error = Error::from_errno("ftok", query.path);
        error.remedy = "ftok makes the key of an existing file's inode: give one that exists";
        return std::unexpected(std::move(error));
    }
    return FtokAnswer{Key{static_cast<std::uint32_t>(key)}};
}

}  // namespace gordian::collect
