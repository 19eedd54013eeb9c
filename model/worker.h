// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A thread with a list of tasks: one after the other, in the order they came. Its end drops what has not begun and waits for what has.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace gordian::model {

class Worker {
public:
    using Task = std::function<void(std::stop_token)>;

    Worker() : m_thread([this](std::stop_token stop) { run(stop); }) {}
    ~Worker() { stop(); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void post(Task task) {
        {
            const std::lock_guard lock(m_mutex);
            m_tasks.push_back(std::move(task));
        }
        m_arrived.notify_one();
    }

    /// Afterwards nothing runs here any more.
    void stop() {
        m_thread.request_stop();
        if (m_thread.joinable()) m_thread.join();
    }

private:
    void run(std::stop_token stop) {
        std::unique_lock lock(m_mutex);
        while (m_arrived.wait(lock, stop, [&] { return !m_tasks.empty(); }) && !stop.stop_requested()) {
            {
                const Task task = std::move(m_tasks.front());
                m_tasks.pop_front();
                lock.unlock();
                task(stop);
            }
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_arrived;
    std::deque<Task> m_tasks;
    std::jthread m_thread;  // last: it uses the others
};

}  // namespace gordian::model
