// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A world of its own for real processes: private IPC, PID and mount namespaces with an init that reaps, its own /proc, an empty /dev/shm and
// an empty TMPDIR; as an ordinary user within a user namespace. All of it ends with the World, however the test ends: the init is
// killed through its pidfd, with it goes every process of its PID namespace, with them the IPC objects and the mounts; should the test
// itself be killed, the init goes with it (PR_SET_PDEATHSIG). Nothing in it can reach the machine's own IPC objects.
//
// Two numberings: a process has one pid inside (what gordianctl and the experiments say, and what is used here everywhere) and another
// one for the machine.
#include "backend/base/unique_fd.h"

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <initializer_list>
#include <list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::test {

inline constexpr uid_t root = 0, nobody = 65534, somebody = 1000;  ///< the last two have no capabilities

/// How a program ended, and what it wrote.
struct Ended {
    int status = -1;  ///< exit status; 128 + n where signal n ended it
    std::string out, err;
};

/// A process that was started in a World. Its stdout is a pipe to us; its stdin /dev/null.
class Process {
public:
    [[nodiscard]] int pid() const { return m_pid; }
    /// The next line of its stdout. Throws where none comes: it ended, or the patience did.
    std::string line();
    /// The lines up to one that begins so, which is the last of them.
    std::vector<std::string> lines_until(std::string_view beginning);
    /// What is there without waiting.
    std::vector<std::string> lines_so_far();
    [[nodiscard]] bool has_ended();
    /// Waits for its end. `out` is what no line() took.
    Ended wait();

private:
    friend class World;
    Process(int pid, pid_t machine_pid, UniqueFd out, UniqueFd err)
        : m_pid(pid), m_machine_pid(machine_pid), m_out(std::move(out)), m_err(std::move(err)) {}
    bool read_more(int timeout_ms);

    int m_pid;
    pid_t m_machine_pid;
    UniqueFd m_out, m_err;
    std::string m_read;
    std::optional<int> m_status;
};

/// What an experiment said until it was ready.
struct Actors {
    std::map<std::string, int> pids;
    std::vector<std::string> made;  ///< "sysv-sem/7", "file /tmp/x"
    Process* program = nullptr;

    [[nodiscard]] int pid(const std::string& name) const;
    /// "thread/PID/PID".
    [[nodiscard]] std::string thread(const std::string& name) const;
    [[nodiscard]] std::vector<int> all(std::initializer_list<std::string> names) const;
    /// The object whose spelling begins so: "sysv-sem/".
    [[nodiscard]] std::string object(std::string_view beginning) const;
};

/// `machine`: no PID namespace of its own, for what is only seen from the initial one (who took a lock and is dead, say). The machine's
/// processes are then on view: ask only about one's own.
enum class Pids { own, machine };

class World {
public:
    World() = default;
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    ~World();

    /// Makes it. Empty: done; otherwise why this machine or user can't have one.
    [[nodiscard]] std::string open(Pids pids = Pids::own);
    /// Ends it now. With the machine's pids every child of this test process ends: such a World must be its only one.
    void close();
    /// Whether programs can run as other users: not within an ordinary user's namespace.
    [[nodiscard]] bool has_users() const { return m_has_users; }

    // ---- programs ----
    /// Runs it to its end, with a bound on its time.
    Ended run(const std::vector<std::string>& command, uid_t uid = root,
              std::chrono::seconds at_most = std::chrono::seconds(60));
    Ended gordianctl(std::vector<std::string> arguments, uid_t uid = root);
    Process& start(const std::vector<std::string>& command, uid_t uid = root);
    Process& start_gordianctl(std::vector<std::string> arguments, uid_t uid = root);
    /// A process without another program: it runs `body`, which may speak by say(), and ends when that returns; an exception is printed.
    Process& actor(std::string_view comm, const std::function<void()>& body, uid_t uid = root);
    /// The same, to its end.
    Ended inside(const std::function<void()>& body, uid_t uid = root);
    /// An experiment, until it is ready: whoever is to be blocked is blocked.
    Actors run_lab(const std::string& name, std::vector<std::string> options = {}, uid_t uid = root);
    /// The maker of random states, until it is ready; its account lies in `account_path`.
    Process& make_state(unsigned seed, unsigned objects, const std::string& account_path);
    /// Path inside of a program of the build: "gordianctl", "lab/msg-full".
    [[nodiscard]] std::string program(std::string_view name) const;
    void signal(int pid, int number);

    // ---- what the kernel says of a process inside ----
    /// Text of /proc/PID/FILE, empty where there is none.
    [[nodiscard]] std::string proc(int pid, std::string_view file) const;
    /// As a reader inside sees it: /proc/sysvipc is that of the reader's namespace.
    [[nodiscard]] std::string text_inside(const std::string& path);
    [[nodiscard]] char state(int pid) const;  ///< 'X' where there is none
    [[nodiscard]] bool is_gone(int pid) const { return state(pid) == 'X' || state(pid) == 'Z'; }
    /// How often it was switched to or from.
    [[nodiscard]] std::string switches(int pid) const;

    // ---- waiting for a state, never for a time ----
    /// Asks until it is true. Throws, with what was waited for, where that takes too long.
    void until(std::string_view what, const std::function<bool()>& condition) const;
    /// Until all of them have slept this long without running, by the kernel's count of switches.
    void until_blocked(std::span<const int> pids, std::chrono::milliseconds at_least = std::chrono::milliseconds(1100)) const;
    void until_blocked(std::initializer_list<int> pids,
                       std::chrono::milliseconds at_least = std::chrono::milliseconds(1100)) const {
        until_blocked(std::span(pids.begin(), pids.size()), at_least);
    }

    /// TMPDIR inside; and how a path inside is spelled for this process.
    [[nodiscard]] std::string tmp() const { return m_place + "/tmp"; }
    [[nodiscard]] std::string from_outside(std::string_view path) const;

private:
    struct Streams {
        UniqueFd out, err;  ///< the child's ends
    };
    struct Born {
        int pid = 0;
        pid_t machine_pid = 0;
    };
    Born give_birth(uid_t uid, const Streams& streams, const std::function<void()>& body);
    Process& start_body(const std::function<void()>& body, uid_t uid);
    Ended run_body(const std::function<void()>& body, uid_t uid, std::chrono::seconds at_most);
    [[noreturn]] void exec(const std::vector<std::string>& command) const;
    [[nodiscard]] int namespaces() const;
    static void kill_children();

    pid_t m_init = 0;
    UniqueFd m_init_pidfd;
    bool m_has_users = false, m_own_pids = true;
    std::string m_place;  ///< a folder that is a tmpfs inside: tmp/, bin/, lab/
    std::list<Process> m_processes;
};

/// For the body of an actor: one line on stdout.
void say(std::string_view line);
/// For the body of an actor: stays until it is killed.
[[noreturn]] void stay();

}  // namespace gordian::test
