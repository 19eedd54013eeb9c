// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What the tests of the sys_* wrappers need of the machine: objects that nobody else sees, and other processes that end with the test.
#include "backend/kernel/sys_files.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace gordian::kernel {

/// Enters an IPC namespace of our own, by way of a user namespace where that is what it takes. Empty: done. Otherwise why not: nothing
/// may be touched then.
inline std::optional<std::string> enter_private_ipc_namespace() {
    const auto before = read_link("/proc/self/ns/ipc");
    if (::unshare(CLONE_NEWIPC) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWIPC) != 0)
        return std::string("unshare(CLONE_NEWIPC): ") + ::strerror(errno);
    const auto after = read_link("/proc/self/ns/ipc");
    if (!before || !after || *before == *after) return "the IPC namespace is still the shared one";
    return {};
}

/// Each test in a namespace of its own: no object is there but the test's.
class PrivateIpc : public testing::Test {
protected:
    void SetUp() override {
        if (const auto reason = enter_private_ipc_namespace()) GTEST_SKIP() << *reason;
    }
};

/// Whether the condition came true. It is asked again and again: no state of the kernel is waited for by time alone.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        ::sched_yield();
    }
    return true;
}

/// For the first line of a new process: it ends with its parent, also where that is gone already.
inline void end_with_parent(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(255);
}

/// A process that runs `body` and exits with what it returns; it is gone when this is.
class Child {
public:
    template <class Body>
    explicit Child(Body body) : m_parent(::getpid()), m_pid(::fork()) {
        if (m_pid != 0) return;
        end_with_parent(m_parent);
        ::_exit(body());
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        if (m_pid <= 0) return;
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }

    [[nodiscard]] int pid() const { return m_pid; }
    /// Its exit status; -1 where a signal ended it.
    int wait() {
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {}
        m_pid = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t m_parent;
    pid_t m_pid;
};

/// Runs `question` as an ordinary user in another process; its answer must fit an exit status. Needs root.
template <class Question>
int ask_as_ordinary_user(Question question) {
    Child child([&] {
        // The raw calls are this thread's alone, and nothing else runs in this process.
        if (::syscall(SYS_setgid, 65534) != 0 || ::syscall(SYS_setuid, 65534) != 0) return 255;
        return static_cast<int>(question());
    });
    return child.wait();
}

/// A folder that is gone afterwards.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "gordian-kernel-XXXXXX").string();
        if (::mkdtemp(pattern.data()) != nullptr) m_path = pattern;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    [[nodiscard]] std::string file(std::string_view name) const { return m_path + "/" + std::string(name); }

private:
    std::string m_path;
};

}  // namespace gordian::kernel
