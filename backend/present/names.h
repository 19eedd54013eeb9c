// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Numbers of users, processes and threads as words. A pid never stands alone: it comes with its command and whether it is alive.
#include "backend/snapshot/snapshot.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace gordian::present {

/// Who the numbers of users and groups are on the host that was looked at. The caller reads them: present enters no kernel.
struct Names {
    std::map<std::uint32_t, std::string> users, groups;
    [[nodiscard]] std::string user(std::uint32_t uid) const;   ///< "shop", or "1000"
    [[nodiscard]] std::string group(std::uint32_t gid) const;  ///< likewise
};

/// The processes of one snapshot by pid. Points into the snapshot: it must live longer.
class People {
public:
    explicit People(const Snapshot& seen);

    [[nodiscard]] const Process* process(int pid) const;
    [[nodiscard]] const Thread* thread(int pid, int tid) const;
    /// The kernel says that nobody has this pid, or it is a zombie: it releases nothing any more.
    [[nodiscard]] bool dead(int pid) const;

    /// For tables: "901 shopd", "812 dead", "813 worker, dead" (a zombie), "814 unseen" (alive perhaps, but not in this snapshot), "-" for 0 (nobody).
    [[nodiscard]] std::string cell(int pid) const;
    /// For sentences, the command first: "shopd 901", "812, which is dead", "process 814".
    [[nodiscard]] std::string phrase(int pid) const;
    /// "waiter-1 901", "shopd 901/905" where the thread is not its process's first; without a tid the process.
    [[nodiscard]] std::string thread_phrase(int pid, std::optional<int> tid) const;
    /// "running", "sleeping", "stopped", "dead" …; "not seen" where the snapshot doesn't tell.
    [[nodiscard]] std::string state(int pid) const;

private:
    std::unordered_map<int, const Process*> m_processes;
    std::unordered_map<int, const Thread*> m_threads;  // by tid, which is unique
    std::unordered_set<int> m_dead;
};

/// A process's or thread's state letter as a word: "S" is "sleeping".
[[nodiscard]] std::string state_word(std::string_view letter);

}  // namespace gordian::present
