// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// SIGINT and SIGTERM as a stop token: a thread of its own waits for them, so that nothing is done within a signal handler.
#include <pthread.h>

#include <csignal>
#include <stop_token>
#include <thread>

namespace gordian::ctl {

/// From its making on the two signals no longer end the program, and SIGPIPE is an error of the write instead. Made before other threads are.
class Interrupt {
public:
    Interrupt() {
        std::signal(SIGPIPE, SIG_IGN);
        sigemptyset(&m_signals);
        sigaddset(&m_signals, SIGINT);
        sigaddset(&m_signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
        m_thread = std::thread([this] {
            int signal = 0;
            while (sigwait(&m_signals, &signal) != 0) {}
            m_stop.request_stop();
        });
    }
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;
    ~Interrupt() {
        // Nobody interrupted: the thread is woken as if somebody had.
        pthread_kill(m_thread.native_handle(), SIGINT);
        m_thread.join();
    }

    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

private:
    sigset_t m_signals{};
    std::stop_source m_stop;
    std::thread m_thread;
};

}  // namespace gordian::ctl
