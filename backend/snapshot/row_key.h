// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What makes two rows of two snapshots the same row. Each section is sorted by it and has each key once.
#include "backend/snapshot/snapshot.h"

#include <tuple>

namespace gordian {

inline auto row_key(const IpcNamespace& row) { return row.inode; }
/// A pid that another process has got since then is another row.
inline auto row_key(const Process& row) { return std::pair(row.pid, row.start_time); }
inline auto row_key(const Thread& row) { return std::pair(row.pid, row.tid); }
inline auto row_key(const MsgQueue& row) { return std::pair(row.ipc_namespace, row.id); }
inline auto row_key(const SemSet& row) { return std::pair(row.ipc_namespace, row.id); }
inline auto row_key(const ShmSegment& row) { return std::pair(row.ipc_namespace, row.id); }
inline std::string_view row_key(const Pipe& row) { return row.resource; }
inline std::string_view row_key(const FileLock& row) { return row.resource; }
inline std::string_view row_key(const SharedMapping& row) { return row.resource; }
inline auto row_key(const Limit& row) {
    return std::pair<std::string_view, std::string_view>(row.name, row.classic_name);
}
inline auto row_key(const Unreadable& row) { return std::tie(row.section, row.fields, row.errno_name, row.why); }

}  // namespace gordian
