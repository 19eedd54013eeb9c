// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Moments made by hand: what the experiments stuck-worker, msg-full and lock-ranges look like, with pids and times that stay.
#include "backend/analysis/moment.h"

namespace gordian::samples {

/// 2026-11-24T17:31:04Z.
inline constexpr Time now{1'795'541'464'000'000'000};
[[nodiscard]] Time ago(std::int64_t seconds);

[[nodiscard]] Process process(int pid, std::string_view comm, std::string_view state = "S");
[[nodiscard]] Thread thread(int pid, int tid, std::string_view comm);

/// An idle machine: init, a shell, and nothing of IPC.
[[nodiscard]] Moment calm();
/// waiter-1 901 and waiter-2 902 wait for sysv-sem/7/0, which is 0; 812, its last operator, is dead.
[[nodiscard]] Moment stuck_worker();
/// sender 910 waits for room in sysv-msg/0; reader 905 received last, and lives.
[[nodiscard]] Moment full_queue();
/// asker 921 waits for bytes 0-99 of a file, which writer 920 has locked.
[[nodiscard]] Moment held_lock();
/// locker 930 holds a flock and waits for sysv-sem/8/0; taker 931 was the last to operate on it and waits for the flock.
[[nodiscard]] Moment deadlock();
/// stuck_worker, full_queue and held_lock at once.
[[nodiscard]] Moment demo();
/// A segment that nobody uses, made by 812, which is dead.
[[nodiscard]] Moment orphan();

/// As a session does it: with words.
[[nodiscard]] Moment with_words(Moment moment);

}  // namespace gordian::samples
