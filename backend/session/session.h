// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The only door between the user's side and the machine. Today one kind stands behind it, the local one: collectors and actions run in
// this process.
#include "backend/analysis/moment.h"
#include "backend/base/error.h"
#include "backend/snapshot/action.h"
#include "backend/snapshot/query.h"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace gordian {

/// Each verb may be called on a thread of its own while the others run.
class Session {
public:
    virtual ~Session() = default;
    Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Gives `sink` a Moment at once and then one every `interval`, on the calling thread, until `sink` returns false or `stop` is asked for.
    virtual void watch(std::chrono::milliseconds interval,
                       const std::function<bool(std::shared_ptr<const Moment>)>& sink, std::stop_token stop) = 0;

    /// Gives `sink` the answer, in parts where it is long, on the calling thread, until `sink` returns false or `stop` is asked for. Reads only.
    virtual Result<void> ask(const Query& query, const std::function<bool(Answer)>& sink, std::stop_token stop) = 0;

    /// Checks the identity of what is acted on, then acts. An error means that nothing was changed.
    virtual Result<ActionResult> perform(const ActionRequest& request) = 0;
};

[[nodiscard]] std::unique_ptr<Session> make_local_session();

/// The first Moment of a watch.
[[nodiscard]] std::shared_ptr<const Moment> look(Session& session);

}  // namespace gordian
