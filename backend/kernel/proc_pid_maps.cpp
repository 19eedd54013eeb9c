// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_maps.h"

#include "backend/base/scan.h"

namespace gordian::kernel {

Result<MapsRow> parse_maps_row(std::string_view line) {
    MapsRow row;
    Scan scan(line);
    scan.hex(row.start).next('-').hex(row.end).word(row.perms).hex(row.offset);
    scan.hex(row.file.major).next(':').hex(row.file.minor).dec(row.file.inode).word_end();
    if (!scan || row.perms.size() != 4) return std::unexpected(Error::bad_text("maps", line));
    // The blanks before the path are padding: a path begins with '/', '[', '(' or a letter, whatever follows.
    row.path = scan.skip_blanks().rest();
    if (row.path.ends_with('\n')) row.path.remove_suffix(1);
    return row;
}

}  // namespace gordian::kernel
