// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at this machine and acts on it, in this process.
#include "backend/actions/actions.h"
#include "backend/analysis/explain.h"
#include "backend/collect/collect.h"
#include "backend/collect/ftok_key.h"
#include "backend/collect/raw_text.h"
#include "backend/collect/vma_list.h"
#include "backend/present/finding_text.h"
#include "backend/session/session.h"

#include <condition_variable>
#include <mutex>
#include <utility>
#include <variant>

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

    Result<void> ask(const Query& query, const std::function<bool(Answer)>& sink, std::stop_token stop) override {
        if (const auto* vmas = std::get_if<VmaQuery>(&query))
            return collect::read_vma_list({}, vmas->pid, [&](VmaAnswer part) { return sink(std::move(part)); }, stop);
        if (const auto* file = std::get_if<FtokQuery>(&query))
            return collect::read_ftok_key(*file).transform([&](FtokAnswer key) { sink(key); });
        return collect::read_raw_text({}, std::get<RawTextQuery>(query).resource, stop).transform([&](RawTextAnswer&& answer) {
            if (!stop.stop_requested()) sink(std::move(answer));
        });
    }

    Result<ActionResult> perform(const ActionRequest& request) override { return actions::perform(request); }
};

}  // namespace

std::unique_ptr<Session> make_local_session() { return std::make_unique<LocalSession>(); }

}  // namespace gordian
