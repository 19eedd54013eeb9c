// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_stat.h"

#include "backend/base/scan.h"

namespace gordian::kernel {

namespace {

/// Fields between two that we keep; their types are of no interest.
Scan& skip_words(Scan& scan, int count) {
    std::string_view word;
    for (int i = 0; i < count; ++i) scan.word(word);
    return scan;
}

bool parse(std::string_view text, PidStat& stat) {
    Scan head(text);
    if (!head.dec(stat.pid).literal("(")) return false;
    const std::string_view after_opening = head.rest();
    const auto closing = after_opening.rfind(')');  // only numbers follow the command, so none of these stands behind it
    if (closing == std::string_view::npos) return false;
    stat.comm = after_opening.substr(0, closing);

    Scan scan(after_opening.substr(closing + 1));
    std::string_view state;
    scan.word(state).dec(stat.ppid).dec(stat.pgrp).dec(stat.session);
    skip_words(scan, 2).dec(stat.flags);                  // after tty_nr, tpgid
    skip_words(scan, 10).dec(stat.num_threads);           // after minflt … nice
    skip_words(scan, 1).dec(stat.start_ticks);            // after itrealvalue
    skip_words(scan, 16).dec(stat.processor).word_end();  // after vsize … exit_signal: field 39
    if (!scan || state.size() != 1) return false;
    stat.state = state.front();
    return true;
}

}  // namespace

Result<PidStat> parse_pid_stat(std::string_view text) {
    PidStat stat;
    if (!parse(text, stat)) return std::unexpected(Error::bad_text("stat", text));
    return stat;
}

}  // namespace gordian::kernel
