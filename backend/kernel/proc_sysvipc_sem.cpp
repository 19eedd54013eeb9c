// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_sysvipc_sem.h"

#include "backend/kernel/sysvipc_rows.h"

namespace gordian::kernel {

Result<SemRow> parse_sem_row(std::string_view line) {
    SemRow row;
    const auto fits = Scan(line)
                          .dec(row.key)
                          .dec(row.semid)
                          .oct(row.perms)
                          .dec(row.nsems)
                          .dec(row.uid)
                          .dec(row.gid)
                          .dec(row.cuid)
                          .dec(row.cgid)
                          .dec(row.otime)
                          .dec(row.ctime)
                          .word_end();
    if (!fits) return std::unexpected(Error::bad_text("/proc/sysvipc/sem", line));
    return row;
}

Result<std::vector<SemRow>> parse_sem_rows(std::string_view text) { return parse_sysvipc_rows(text, parse_sem_row); }

}  // namespace gordian::kernel
