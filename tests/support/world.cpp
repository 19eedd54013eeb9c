// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/world.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <filesystem>
#include <format>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace gordian::test {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto patience = seconds(60);  // for a busy machine and sanitizers: normally it takes milliseconds
constexpr auto nap = milliseconds(5);

std::string words(std::string_view what) { return std::format("{}: {}", what, ::strerror(errno)); }
[[noreturn]] void fail(const std::string& why) { throw std::runtime_error(why); }

/// Empty where there is nothing to read, also where a process goes away between open(2) and read(2).
std::string read_all(const std::string& path) {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text;
    std::array<char, 4096> bytes{};
    for (ssize_t got = 0; (got = ::read(fd.get(), bytes.data(), bytes.size())) > 0;)
        text.append(bytes.data(), static_cast<std::size_t>(got));
    return text;
}

std::string content_of(const UniqueFd& memory) {
    std::string text(static_cast<std::size_t>(std::max<off_t>(0, ::lseek(memory.get(), 0, SEEK_END))), '\0');
    const auto got = ::pread(memory.get(), text.data(), text.size(), 0);
    text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return text;
}

UniqueFd memory_file() {
    UniqueFd fd(::memfd_create("output", MFD_CLOEXEC));
    if (!fd.valid()) fail(words("memfd_create"));
    return fd;
}

std::pair<UniqueFd, UniqueFd> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(words("pipe2"));
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

int pidfd_open(pid_t pid) { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

int exit_status(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

/// Empty: done.
std::string write_file(const std::string& path, std::string_view text) {
    const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (fd.valid() && ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size())) return {};
    return words("writing " + path);
}

/// A folder that exists everywhere and that no program of ours lies in: what it holds is hidden inside the World.
std::string free_folder() {
    for (const char* folder : {"/mnt", "/media", "/srv", "/opt"}) {
        const std::string beginning = std::string(folder) + "/";
        if (std::filesystem::is_directory(folder) && !std::string_view(GORDIANCTL_PATH).starts_with(beginning))
            return folder;
    }
    return {};
}

std::string mount_bound(const std::string& from, const std::string& to) {
    if (::mkdir(to.c_str(), 0755) != 0) return words("mkdir " + to);
    if (::mount(from.c_str(), to.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0) return words("mounting " + from);
    return {};
}

/// Inside, before anything else runs there. Empty: done.
std::string furnish(const std::string& place, bool own_pids) {
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return words("making mounts private");
    if (own_pids && ::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0)
        return words("mounting /proc");
    if (::mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777") != 0)
        return words("mounting /dev/shm");
    if (::mount("tmpfs", place.c_str(), "tmpfs", MS_NODEV, "mode=755") != 0)
        return words("mounting a tmpfs on " + place);
    if (::mkdir((place + "/tmp").c_str(), 0755) != 0 || ::chmod((place + "/tmp").c_str(), 01777) != 0)
        return words("mkdir tmp");
    // Bound, so that users find them whose way to the build folder is barred.
    const std::string bin = std::filesystem::path(GORDIANCTL_PATH).parent_path();
    if (auto why_not = mount_bound(bin, place + "/bin"); !why_not.empty()) return why_not;
    return mount_bound(LAB_DIR, place + "/lab");
}

/// The life of a PID 1: it reaps whom others leave behind. It waits for a signal and not in wait4(2), so that it doesn't look like one
/// who waits for a child.
[[noreturn]] void be_init() {
    sigset_t child;
    ::sigemptyset(&child);
    ::sigaddset(&child, SIGCHLD);
    for (;;) {
        while (::waitpid(-1, nullptr, WNOHANG) > 0) {}
        ::sigwaitinfo(&child, nullptr);
    }
}

/// The child of clone(2): furnishes the World, says how that went, and is its init.
[[noreturn]] void init_main(const std::string& place, bool own_pids, int go, int answer) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NAME, "world-init");
    sigset_t child;
    ::sigemptyset(&child);
    ::sigaddset(&child, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &child, nullptr);
    char byte = 0;
    if (::read(go, &byte, 1) != 1) ::_exit(1);  // our maker is dead
    const std::string why_not = furnish(place, own_pids);
    if (::write(answer, why_not.data(), why_not.size()) < 0) ::_exit(1);
    for (int fd = 0; fd <= 2; ++fd) ::close(fd);
    ::close_range(3, ~0U, 0);
    if (!why_not.empty()) ::_exit(1);
    be_init();
}

void become(uid_t uid) {
    if (uid == root) return;
    if (::setgroups(0, nullptr) != 0 || ::setresgid(uid, uid, uid) != 0 || ::setresuid(uid, uid, uid) != 0) {
        ::perror("becoming a user");
        ::_exit(125);
    }
    // A process that changed its user is nobody's to look at, until it executes a program; actors don't.
    ::prctl(PR_SET_DUMPABLE, 1);
}

void take_streams(int out, int err) {
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, 0);
    ::dup2(out, 1);
    ::dup2(err, 2);
    ::close_range(3, ~0U, 0);
}

}  // namespace

// ---- a process ------------------------------------------------------------------------------------------------------

bool Process::read_more(int timeout_ms) {
    if (!m_out.valid()) return false;
    pollfd poll{.fd = m_out.get(), .events = POLLIN, .revents = 0};
    if (::poll(&poll, 1, timeout_ms) <= 0) return false;
    std::array<char, 65536> bytes{};
    const auto got = ::read(m_out.get(), bytes.data(), bytes.size());
    if (got > 0) m_read.append(bytes.data(), static_cast<std::size_t>(got));
    else m_out.reset();
    return got > 0;
}

std::string Process::line() {
    const auto deadline = Clock::now() + patience;
    for (;;) {
        if (const auto end = m_read.find('\n'); end != std::string::npos) {
            std::string line = m_read.substr(0, end);
            m_read.erase(0, end + 1);
            return line;
        }
        const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) fail(std::format("process {} said nothing for a minute; stderr: {}", m_pid, content_of(m_err)));
        if (!read_more(static_cast<int>(left)) && !m_out.valid())
            fail(std::format("process {} ended its output without another line; stderr: {}", m_pid, content_of(m_err)));
    }
}

std::vector<std::string> Process::lines_until(std::string_view beginning) {
    std::vector<std::string> lines;
    do lines.push_back(line());
    while (!lines.back().starts_with(beginning));
    return lines;
}

std::vector<std::string> Process::lines_so_far() {
    while (read_more(0)) {}
    std::vector<std::string> lines;
    for (auto end = m_read.find('\n'); end != std::string::npos; end = m_read.find('\n')) {
        lines.push_back(m_read.substr(0, end));
        m_read.erase(0, end + 1);
    }
    return lines;
}

bool Process::has_ended() {
    if (m_status) return true;
    int status = 0;
    if (::waitpid(m_machine_pid, &status, WNOHANG) != m_machine_pid) return false;
    m_status = exit_status(status);
    return true;
}

Ended Process::wait() {
    const auto deadline = Clock::now() + patience;
    while (!has_ended()) {
        if (Clock::now() > deadline)
            fail(std::format("process {} did not end within a minute; stderr: {}", m_pid, content_of(m_err)));
        if (!read_more(static_cast<int>(nap.count()))) std::this_thread::sleep_for(nap);
    }
    while (read_more(0)) {}
    return {.status = *m_status, .out = std::exchange(m_read, {}), .err = content_of(m_err)};
}

int Actors::pid(const std::string& name) const {
    const auto found = pids.find(name);
    if (found == pids.end()) fail("the experiment has no actor " + name);
    return found->second;
}

std::string Actors::thread(const std::string& name) const { return std::format("thread/{0}/{0}", pid(name)); }

std::vector<int> Actors::all(std::initializer_list<std::string> names) const {
    std::vector<int> all;
    for (const std::string& name : names) all.push_back(pid(name));
    return all;
}

std::string Actors::object(std::string_view beginning) const {
    const auto found = std::ranges::find_if(made,
                                            [&](const std::string& object) { return object.starts_with(beginning); });
    if (found == made.end()) fail(std::format("the experiment made no {}", beginning));
    return *found;
}

// ---- birth and end of a world ---------------------------------------------------------------------------------------

std::string World::open(Pids pids) {
    m_own_pids = pids == Pids::own;
    m_place = free_folder();
    if (m_place.empty()) return "none of /mnt, /media, /srv and /opt is there and free";
    // Processes that are started inside lose their parent at once (see give_birth) and become our children again.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    m_has_users = ::geteuid() == 0;
    const auto [go_read, go_write] = make_pipe();
    auto [answer_read, answer_write] = make_pipe();
    const uid_t uid = ::geteuid();
    const gid_t gid = ::getegid();
    m_init = static_cast<pid_t>(::syscall(SYS_clone, namespaces() | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
    if (m_init == 0) {
        ::close(go_write.get());
        init_main(m_place, m_own_pids, go_read.get(), answer_write.get());
    }
    if (m_init < 0) {
        m_init = 0;
        return words("namespaces of one's own (clone with CLONE_NEWPID) are not to be had");
    }
    answer_write.reset();
    m_init_pidfd = UniqueFd(pidfd_open(m_init));
    std::string why_not;
    if (!m_init_pidfd.valid()) why_not = words("pidfd_open");
    if (!m_has_users && why_not.empty()) {
        const std::string of_init = std::format("/proc/{}/", m_init);
        why_not = write_file(of_init + "setgroups", "deny");
        if (why_not.empty()) why_not = write_file(of_init + "uid_map", std::format("0 {} 1", uid));
        if (why_not.empty()) why_not = write_file(of_init + "gid_map", std::format("0 {} 1", gid));
    }
    if (why_not.empty() && ::write(go_write.get(), "g", 1) != 1) why_not = words("write");
    for (std::array<char, 256> bytes{}; why_not.empty();) {
        const auto got = ::read(answer_read.get(), bytes.data(), bytes.size());
        if (got <= 0) break;
        why_not.assign(bytes.data(), static_cast<std::size_t>(got));
    }
    if (!why_not.empty()) close();
    return why_not;
}

World::~World() { close(); }

int World::namespaces() const {
    return CLONE_NEWIPC | CLONE_NEWNS | (m_own_pids ? CLONE_NEWPID : 0) | (m_has_users ? 0 : CLONE_NEWUSER);
}

/// With the machine's pids nobody goes with the init: but every process of the World is a child of ours, or becomes one.
void World::kill_children() {
    std::istringstream children(read_all("/proc/thread-self/children"));
    for (pid_t pid = 0; children >> pid;) ::kill(pid, SIGKILL);
}

void World::close() {
    if (m_init == 0) return;
    if (m_init_pidfd.valid()) ::syscall(SYS_pidfd_send_signal, m_init_pidfd.get(), SIGKILL, nullptr, 0);
    else ::kill(m_init, SIGKILL);
    // The init is only gone when nobody of its namespace is left, zombies included, and those we started are ours to reap.
    int status = 0;
    for (pid_t pid = 0; pid != m_init || !m_own_pids;) {
        if (!m_own_pids) kill_children();
        pid = ::waitpid(-1, &status, 0);
        if (pid < 0 && errno != EINTR) break;
        for (Process& process : m_processes) {
            if (process.m_machine_pid == pid) process.m_status = exit_status(status);
        }
    }
    m_init = 0;
    m_init_pidfd.reset();
}

// ---- processes inside -----------------------------------------------------------------------------------------------

/// Forked twice: the first enters the namespaces, which for the PID namespace counts only for its children, starts the second, says its
/// numbers and ends. The second is then our child (we are its subreaper) and begins its work when we say so, so that its parent will
/// not change any more.
World::Born World::give_birth(uid_t uid, const Streams& streams, const std::function<void()>& body) {
    if (m_init == 0) fail("this World is not open");
    auto [go_read, go_write] = make_pipe();
    auto [answer_read, answer_write] = make_pipe();
    const pid_t midwife = ::fork();
    if (midwife < 0) fail(words("fork"));
    if (midwife == 0) {
        if (::syscall(SYS_setns, m_init_pidfd.get(), namespaces()) != 0) ::_exit(1);
        const pid_t child = ::fork();
        if (child != 0) {
            if (child < 0 || ::write(answer_write.get(), &child, sizeof child) != sizeof child) ::_exit(1);
            ::_exit(0);
        }
        const int pid = ::getpid();
        char byte = 0;
        go_write.reset();
        if (::read(go_read.get(), &byte, 1) != 1 || ::write(answer_write.get(), &pid, sizeof pid) != sizeof pid)
            ::_exit(125);
        if (!m_own_pids) ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        take_streams(streams.out.get(), streams.err.get());
        if (::chdir(tmp().c_str()) != 0) ::_exit(125);
        become(uid);
        try {
            body();
            ::_exit(0);
        } catch (const std::exception& error) { ::dprintf(2, "%s\n", error.what()); }
        ::_exit(125);
    }
    answer_write.reset();
    int status = 0;
    while (::waitpid(midwife, &status, 0) < 0 && errno == EINTR) {}
    Born born;
    if (exit_status(status) != 0 ||
        ::read(answer_read.get(), &born.machine_pid, sizeof born.machine_pid) != sizeof born.machine_pid)
        fail("no process could be started inside the World (setns, fork)");
    if (::write(go_write.get(), "g", 1) != 1 || ::read(answer_read.get(), &born.pid, sizeof born.pid) != sizeof born.pid)
        fail("a process inside the World ended before it began");
    return born;
}

Process& World::start_body(const std::function<void()>& body, uid_t uid) {
    auto [read_end, write_end] = make_pipe();
    Streams streams{.out = std::move(write_end), .err = memory_file()};
    const Born born = give_birth(uid, streams, body);
    m_processes.push_back(Process(born.pid, born.machine_pid, std::move(read_end), std::move(streams.err)));
    return m_processes.back();
}

Ended World::run_body(const std::function<void()>& body, uid_t uid, seconds at_most) {
    const Streams streams{.out = memory_file(), .err = memory_file()};
    const Born born = give_birth(uid, streams, body);
    const UniqueFd pidfd(pidfd_open(born.machine_pid));
    pollfd poll{.fd = pidfd.get(), .events = POLLIN, .revents = 0};
    const bool in_time = ::poll(&poll, 1, static_cast<int>(std::chrono::duration_cast<milliseconds>(at_most).count())) > 0;
    if (!in_time) ::syscall(SYS_pidfd_send_signal, pidfd.get(), SIGKILL, nullptr, 0);
    int status = 0;
    while (::waitpid(born.machine_pid, &status, 0) < 0 && errno == EINTR) {}
    Ended ended{.status = exit_status(status), .out = content_of(streams.out), .err = content_of(streams.err)};
    if (!in_time) ended.err += std::format("\n(killed: it did not end within {} s)", at_most.count());
    return ended;
}

void World::exec(const std::vector<std::string>& command) const {
    ::setenv("TMPDIR", tmp().c_str(), 1);
    ::setenv("HOME", tmp().c_str(), 1);
    ::setenv("LC_ALL", "C.UTF-8", 1);
    ::setenv("TZ", "UTC", 1);
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments.front(), arguments.data());
    ::perror(arguments.front());
    ::_exit(127);
}

Ended World::run(const std::vector<std::string>& command, uid_t uid, seconds at_most) {
    return run_body([&] { exec(command); }, uid, at_most);
}

Process& World::start(const std::vector<std::string>& command, uid_t uid) {
    return start_body([&] { exec(command); }, uid);
}

Ended World::gordianctl(std::vector<std::string> arguments, uid_t uid) {
    arguments.insert(arguments.begin(), program("gordianctl"));
    return run(arguments, uid);
}

Process& World::start_gordianctl(std::vector<std::string> arguments, uid_t uid) {
    arguments.insert(arguments.begin(), program("gordianctl"));
    return start(arguments, uid);
}

Process& World::actor(std::string_view comm, const std::function<void()>& body, uid_t uid) {
    return start_body(
        [&] {
            ::prctl(PR_SET_NAME, std::string(comm).c_str());
            body();
        },
        uid);
}

Ended World::inside(const std::function<void()>& body, uid_t uid) { return run_body(body, uid, patience); }

Actors World::run_lab(const std::string& name, std::vector<std::string> options, uid_t uid) {
    options.insert(options.begin(), program("lab/" + name));
    Actors actors;
    actors.program = &start(options, uid);
    for (const std::string& line : actors.program->lines_until("gordian-lab ready")) {
        constexpr std::string_view actor = "gordian-lab actor ", made = "gordian-lab made ";
        if (line.starts_with(made)) actors.made.push_back(line.substr(made.size()));
        if (!line.starts_with(actor)) continue;
        const auto blank = line.rfind(' ');
        actors.pids[line.substr(actor.size(), blank - actor.size())] = std::stoi(line.substr(blank + 1));
    }
    return actors;
}

Process& World::make_state(unsigned seed, unsigned objects, const std::string& account_path) {
    const std::string name = std::filesystem::path(STATE_MAKER_PATH).filename();
    Process& maker = start({program(name), std::to_string(seed), std::to_string(objects), account_path});
    maker.lines_until("ready");
    return maker;
}

std::string World::program(std::string_view name) const {
    return name.starts_with("lab/") ? std::format("{}/{}", m_place, name) : std::format("{}/bin/{}", m_place, name);
}

void World::signal(int pid, int number) {
    const auto send = [&] {
        if (::kill(pid, number) != 0) fail(words("kill"));
    };
    if (inside(send).status != 0) fail(std::format("signal {} did not reach process {}", number, pid));
}

// ---- what the kernel says -------------------------------------------------------------------------------------------

std::string World::from_outside(std::string_view path) const { return std::format("/proc/{}/root{}", m_init, path); }

std::string World::proc(int pid, std::string_view file) const {
    return read_all(from_outside(std::format("/proc/{}/{}", pid, file)));
}

std::string World::text_inside(const std::string& path) { return run({"cat", path}).out; }

char World::state(int pid) const {
    const std::string stat = proc(pid, "stat");
    const auto behind_comm = stat.rfind(')');
    return behind_comm == std::string::npos || behind_comm + 2 >= stat.size() ? 'X' : stat[behind_comm + 2];
}

std::string World::switches(int pid) const {
    const std::string status = proc(pid, "status");
    const auto begin = status.find("voluntary_ctxt_switches:");
    return begin == std::string::npos ? std::string() : status.substr(begin);
}

void World::until(std::string_view what, const std::function<bool()>& condition) const {
    const auto deadline = Clock::now() + patience;
    while (!condition()) {
        if (Clock::now() > deadline) fail(std::format("waited a minute in vain until {}", what));
        std::this_thread::sleep_for(nap);
    }
}

void World::until_blocked(std::span<const int> pids, milliseconds at_least) const {
    struct Seen {
        std::string switches;
        Clock::time_point since;
    };
    std::map<int, Seen> seen;
    until("all of them sleep", [&] {
        bool all = true;
        for (const int pid : pids) {
            const std::string now = switches(pid);
            Seen& before = seen[pid];
            if (state(pid) == 'R' || now.empty() || now != before.switches)
                before = {.switches = now, .since = Clock::now()};
            all = all && Clock::now() - before.since >= at_least;
        }
        return all;
    });
}

// ---- for actors -----------------------------------------------------------------------------------------------------

void say(std::string_view line) {
    const std::string text = std::string(line) + "\n";
    if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) ::_exit(124);
}

void stay() {
    for (;;) ::pause();
}

}  // namespace gordian::test
