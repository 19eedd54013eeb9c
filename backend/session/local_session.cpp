// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at this machine and acts on it, in this process.
#include "backend/actions/actions.h"
#include "backend/analysis/explain.h"
#include "backend/collect/collect.h"
#include "backend/present/finding_text.h"
#include "backend/session/session.h"

#include <condition_variable>
#include <mutex>

namespace gordian {

namespace {

std::shared_ptr<const Moment> take_moment() {
    auto moment = std::make_shared<Moment>();
    moment->seen = collect::take_snapshot();
    // Rows read at different moments can show a circle that never was: what a finding rests on is read a second time.
    const std::vector<std::size_t> threads = analysis::threads_to_confirm(moment->seen);
    collect::read_again(moment->seen, threads);
    moment->means = analysis::explain(moment->seen);
    present::add_words(*moment);
    return moment;
}

class LocalSession final : public Session {
public:
    void watch(std::chrono::milliseconds interval, const std::function<bool(std::shared_ptr<const Moment>)>& sink,
               std::stop_token stop) override {
        std::mutex mutex;
        std::condition_variable_any stopped;
        while (!stop.stop_requested() && sink(take_moment())) {
            std::unique_lock lock(mutex);
            stopped.wait_for(lock, stop, interval, [] { return false; });
        }
    }

    Result<ActionResult> perform(const ActionRequest& request) override { return actions::perform(request); }
};

}  // namespace

std::unique_ptr<Session> make_local_session() { return std::make_unique<LocalSession>(); }

}  // namespace gordian
