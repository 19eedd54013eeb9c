// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// /proc/sysvipc/msg: one line a queue of the reader's IPC namespace, readable by everyone. Beside msgctl it is the way for kernels
// before 4.17; it has no msg_qbytes. Sources: sysvipc(7); ipc/msg.c, sysvipc_msg_proc_show().
//        key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime
#include "backend/base/error.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace gordian::kernel {

/// One line, in the kernel's words.
struct MsgRow {
    std::int32_t key = 0;  ///< printed signed: keys from 0x80000000 up read as negative numbers
    int msqid = 0;
    unsigned perms = 0;
    std::uint64_t cbytes = 0, qnum = 0;
    std::int32_t lspid = 0, lrpid = 0;
    std::uint32_t uid = 0, gid = 0, cuid = 0, cgid = 0;
    std::int64_t stime = 0, rtime = 0, ctime = 0;
};
/// Fails, with the line, where a field is missing or beyond its type. Columns that a later kernel appends are ignored.
[[nodiscard]] Result<MsgRow> parse_msg_row(std::string_view line);
/// The whole file: its heading is passed over; the first line that can't be understood fails the whole.
[[nodiscard]] Result<std::vector<MsgRow>> parse_msg_rows(std::string_view text);

}  // namespace gordian::kernel
