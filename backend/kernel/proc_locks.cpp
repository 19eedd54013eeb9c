// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_locks.h"

#include "backend/base/scan.h"

namespace gordian::kernel {

namespace {

std::optional<LockClass> lock_class(std::string_view word) {
    if (word == "POSIX") return LockClass::posix;
    if (word == "OFDLCK") return LockClass::ofd;
    if (word == "FLOCK") return LockClass::flock;
    if (word == "LEASE") return LockClass::lease;
    if (word == "DELEG") return LockClass::delegation;
    return {};
}

/// The arrow stands one blank after the number for a waiter of the lock itself, one more for each waiter it waits behind (Linux commit
/// b8da9b10e26c ("fs/locks: print full locks information"), v5.13; before it only the first of these is printed).
unsigned take_depth(Scan& scan) {
    const std::string_view rest = scan.rest();
    const auto arrow = rest.find_first_not_of(' ');
    if (arrow == std::string_view::npos || !rest.substr(arrow).starts_with("->")) return 0;
    scan.literal("->");
    return arrow == 0 ? 1 : static_cast<unsigned>(arrow);
}

/// "fe:00:5678", or "<none>:0" for a lease's breaker. The device is hexadecimal, the inode decimal.
bool take_file(Scan& scan, std::optional<FileId>& file) {
    if (scan.skip_blanks().rest().starts_with('<')) return static_cast<bool>(scan.literal("<none>:0").word_end());
    FileId& id = file.emplace();
    return static_cast<bool>(scan.hex(id.major).next(':').hex(id.minor).next(':').dec(id.inode).word_end());
}

/// A number, or EOF for the greatest offset there is.
bool take_end(Scan& scan, std::optional<std::uint64_t>& end) {
    if (scan.skip_blanks().rest().starts_with('E')) return static_cast<bool>(scan.literal("EOF").word_end());
    return static_cast<bool>(scan.dec(end.emplace()).word_end());
}

bool parse(std::string_view line, LockRow& row) {
    Scan scan(line);
    if (!scan.dec(row.number).next(':')) return false;
    row.depth = take_depth(scan);

    // The second word of a POSIX lock or flock says ADVISORY (MANDATORY before Linux 5.15, *NOINODE* without a file): nothing to keep.
    std::string_view class_word, kind, mode;
    if (!scan.word(class_word).word(kind).word(mode).dec(row.pid).word_end()) return false;
    const auto known = lock_class(class_word);
    if (!known) return false;
    row.lock_class = *known;
    row.breaking = kind == "BREAKING" || kind == "BREAKER";
    if (mode == "READ") row.mode = LockMode::read;
    else if (mode == "WRITE") row.mode = LockMode::write;
    else if (mode != "UNLCK") return false;

    return take_file(scan, row.file) && scan.dec(row.start).word_end() && take_end(scan, row.end);
}

}  // namespace

Result<LockRow> parse_lock_row(std::string_view line) {
    LockRow row;
    if (!parse(line, row)) return std::unexpected(Error::bad_text("/proc/locks", line));
    return row;
}

LockRows parse_lock_rows(std::string_view text) {
    LockRows locks;
    for_each_line(text, [&](std::string_view line) {
        LockRow row;
        if (parse(line, row)) locks.rows.push_back(row);
        else if (!line.empty()) ++locks.not_understood;
    });
    return locks;
}

}  // namespace gordian::kernel
