// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The one spelling of everything, in JSON, command line, window and recordings.
#include "backend/base/error.h"
#include "backend/snapshot/file_lock.h"
#include "backend/snapshot/shared_mapping.h"

#include <optional>
#include <string>
#include <string_view>

namespace gordian::resource {

[[nodiscard]] std::string process(int pid);
[[nodiscard]] std::string thread(int pid, int tid);
[[nodiscard]] std::string msg_queue(int id);
[[nodiscard]] std::string sem_set(int id);
[[nodiscard]] std::string semaphore(int id, int num);
[[nodiscard]] std::string shm_segment(int id);
/// `owner` is "PID", "PID.FD" or "?N".
[[nodiscard]] std::string lock(LockClass lock_class, Device device, std::uint64_t inode, std::uint64_t start,
                               std::optional<std::uint64_t> end, std::string_view owner);
/// pipe/INODE; fifo/PATH where there is a path, with what is special in it percent-encoded.
[[nodiscard]] std::string pipe(std::uint64_t inode, std::string_view path);
/// sysv-shm/ID (its inode is the identifier), posix-shm/NAME or posix-shm/DEV:INODE, memfd/…, anon-shared/…, file/…
/// `in_viewers_dev_shm`: the device is that of the /dev/shm the viewer sees.
[[nodiscard]] std::string backing(const Backing& backing, bool in_viewers_dev_shm);

/// A System V object or semaphore, or a process or thread, as typed by a user.
struct Parsed {
    enum class Kind { msg_queue, sem_set, semaphore, shm_segment, process, thread, other } kind = Kind::other;
    std::optional<std::uint64_t> ipc_namespace;  ///< of an "ipc:[N]/" prefix
    int id = 0;                                  ///< identifier or pid
    int num = 0;                                 ///< semaphore number or tid
};
/// Fails with a sentence that says how resources are spelled.
[[nodiscard]] Result<Parsed> parse(std::string_view text);

}  // namespace gordian::resource
