// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// "Why does it not run?" as a tree of lines with the evidence in each, a verdict, and the command to type next.
//
//   waiter-1 901/901 waits 14 min 02 s for sysv-sem/7/0 (semop −1: needs 1, semval is 0) [system call, certain]
//   └─ sysv-sem/7/0: last operator 812, dead [last operation, a guess]
//   abandoned (likely): its last operator 812 is dead and nobody alive is known to release it
//   gordianctl semop sysv-sem/7 0:+1
#include "backend/present/facts.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::present {

/// A line of the tree, with what it rests on: a window shows each where it wants.
struct WhyNode {
    std::string line;
    std::string evidence;         ///< "system call"; empty: the line states nothing that needs one
    std::optional<bool> certain;  ///< empty as `evidence` is
    std::vector<WhyNode> children;
};

/// Threads that wait for the same things, what is below them, and how that ends.
struct WhyGroup {
    std::vector<WhyNode> nodes;
    std::string verdict;
};

struct WhyText {
    std::vector<WhyGroup> groups{};   ///< the worst last
    std::vector<std::string> tree{};  ///< all of them as lines
    std::string verdict{};            ///< one line, begins with the verdict's name
    std::string command{};            ///< our own begin with the word gordianctl
    Verdict worst = Verdict::unknown;
};

/// Of threads that wait. Those that wait for the same things share what is below them; several verdicts: each tree but the last ends with
/// its own verdict, and the last tree, with `verdict` and `command`, is the worst one's.
[[nodiscard]] WhyText why_these_wait(const Facts& facts, std::span<const Wait* const> waits);
/// Of a process none of whose threads waits.
[[nodiscard]] WhyText why_process_does_not_wait(const Facts& facts, const Process& process);
/// Of something for which nobody waits: what it is, and who holds it.
[[nodiscard]] WhyText why_nobody_waits(const Facts& facts, std::string_view resource);

/// "system call", "/proc/locks", "last operation" … as words within brackets.
[[nodiscard]] std::string evidence_words(WaitEvidence evidence);
[[nodiscard]] std::string evidence_words(HoldEvidence evidence);

/// "abandoned (likely)": the verdict of a wait in short, for lists.
[[nodiscard]] std::string short_verdict(const Facts& facts, const Wait& wait);
[[nodiscard]] Verdict verdict_of(const Facts& facts, const Wait& wait);
/// What it waits for, in few words: "sysv-sem/7/0", "the write lock on bytes 0-99 of /tmp/x", "one of 3 things"; its operation where that
/// could not be told.
[[nodiscard]] std::string waits_for_words(const Facts& facts, const Wait& wait);

/// What is normal on a healthy machine: a parent that waits for a child, a consumer that waits for a message; as long as nothing is wrong
/// at the end of its chain.
[[nodiscard]] bool is_normal(const Facts& facts, const Wait& wait);

/// A row's own line: "sysv-sem/7: 2 semaphores, values 0 1, last operation 14 min 02 s ago".
[[nodiscard]] std::string resource_line(const Facts& facts, std::string_view resource);

}  // namespace gordian::present
