// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_status.h"

#include "backend/base/scan.h"

namespace gordian::kernel {

Result<PidStatus> parse_pid_status(std::string_view text) {
    PidStatus status;
    bool has_uid = false, has_gid = false;
    for_each_line(text, [&](std::string_view line) {
        // Real, effective, saved, file system.
        if (line.starts_with("Uid:"))
            has_uid = static_cast<bool>(Scan(line.substr(4)).dec(status.uid).dec(status.euid));
        else if (line.starts_with("Gid:"))
            has_gid = static_cast<bool>(Scan(line.substr(4)).dec(status.gid).dec(status.egid));
        else if (line.starts_with("Tgid:")) Scan(line.substr(5)).dec(status.tgid);
        else if (line.starts_with("TracerPid:")) Scan(line.substr(10)).dec(status.tracer_pid);
        else if (line.starts_with("CapEff:")) Scan(line.substr(7)).hex(status.cap_eff);
    });
    if (!has_uid || !has_gid) return std::unexpected(Error::bad_text("status", text));
    return status;
}

}  // namespace gordian::kernel
