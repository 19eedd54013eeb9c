// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/session/session.h"

namespace gordian {

std::shared_ptr<const Moment> look(Session& session) {
    std::shared_ptr<const Moment> first;
    session.watch(std::chrono::milliseconds(0),
                  [&](std::shared_ptr<const Moment> moment) {
                      first = std::move(moment);
                      return false;
                  },
                  {});
    return first;
}

}  // namespace gordian
