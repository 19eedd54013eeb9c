// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_sysvipc_msg.h"

#include "backend/kernel/sysvipc_rows.h"

namespace gordian::kernel {

Result<MsgRow> parse_msg_row(std::string_view line) {
    MsgRow row;
    const auto fits = Scan(line)
                          .dec(row.key)
                          .dec(row.msqid)
                          .oct(row.perms)
                          .dec(row.cbytes)
                          .dec(row.qnum)
                          .dec(row.lspid)
                          .dec(row.lrpid)
                          .dec(row.uid)
                          .dec(row.gid)
                          .dec(row.cuid)
                          .dec(row.cgid)
                          .dec(row.stime)
                          .dec(row.rtime)
                          .dec(row.ctime)
                          .word_end();
    if (!fits) return std::unexpected(Error::bad_text("/proc/sysvipc/msg", line));
    return row;
}

Result<std::vector<MsgRow>> parse_msg_rows(std::string_view text) { return parse_sysvipc_rows(text, parse_msg_row); }

}  // namespace gordian::kernel
