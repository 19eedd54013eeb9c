// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_sysvipc_shm.h"

#include "backend/kernel/sysvipc_rows.h"

namespace gordian::kernel {

Result<ShmRow> parse_shm_row(std::string_view line) {
    ShmRow row;
    const auto fits = Scan(line)
                          .dec(row.key)
                          .dec(row.shmid)
                          .oct(row.perms)
                          .dec(row.size)
                          .dec(row.cpid)
                          .dec(row.lpid)
                          .dec(row.nattch)
                          .dec(row.uid)
                          .dec(row.gid)
                          .dec(row.cuid)
                          .dec(row.cgid)
                          .dec(row.atime)
                          .dec(row.dtime)
                          .dec(row.ctime)
                          .dec(row.rss)
                          .dec(row.swap)
                          .word_end();
    if (!fits) return std::unexpected(Error::bad_text("/proc/sysvipc/shm", line));
    return row;
}

Result<std::vector<ShmRow>> parse_shm_rows(std::string_view text) { return parse_sysvipc_rows(text, parse_shm_row); }

}  // namespace gordian::kernel
