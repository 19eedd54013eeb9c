// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The kernel's own words about one object, lock, process, thread, or piece of mapped memory: what a person would look up by cat and grep.
#include "backend/collect/proc_root.h"
#include "backend/kernel/sys_files.h"
#include "backend/snapshot/query.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace gordian::collect {

inline constexpr std::size_t raw_text_limit_bytes = std::size_t{64} << 10;

/// Whole lines of it, as valid UTF-8; what is beyond `limit_bytes` or beyond `limit_lines` is left out, and `why_not` says so.
[[nodiscard]] RawText bounded(std::string source, std::string_view text, std::size_t limit_bytes = raw_text_limit_bytes,
                              std::size_t limit_lines = SIZE_MAX);

/// The heading and the line of this identifier, which is the second column of each file of /proc/sysvipc. Empty: no such line.
[[nodiscard]] std::string join_sysvipc_lines(std::string_view text, int id);

/// The lines of /proc/locks or fdinfo about this file, those who wait ("->") too. A breaker's line names no file: it is about that of the line above.
[[nodiscard]] std::string join_lock_lines(std::string_view text, const kernel::FileId& file);

/// What a lock's spelling says of where to look: lock/CLASS/DEV:INODE/START-END/OWNER.
struct LockPlace {
    kernel::FileId file;
    std::optional<int> pid, fd;  ///< of OWNER; both empty for "?N"
};
[[nodiscard]] std::optional<LockPlace> parse_lock_place(std::string_view resource);

/// Each source that there is for this kind of thing, or why it could not be read. Fails where the resource is not spelled as resources are, and
/// where there is no such object or process. `at_most` bounds the walk through the maps of all processes, which finds who maps an object.
[[nodiscard]] Result<RawTextAnswer> read_raw_text(const ProcRoot& proc, std::string_view resource,
                                                  const std::stop_token& stop,
                                                  std::chrono::milliseconds at_most = std::chrono::seconds(1));

}  // namespace gordian::collect
