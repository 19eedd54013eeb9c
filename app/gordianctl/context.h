// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Where a command speaks and what it may ask: everything of the outside that is not the session. Tests give it strings.
#include "backend/base/error.h"
#include "backend/present/names.h"
#include "backend/session/session.h"

#include <functional>
#include <memory>
#include <ostream>
#include <stop_token>
#include <string>
#include <string_view>

namespace gordian::ctl {

enum ExitCode { done = 0, failed = 1, bad_usage = 2, finding_exists = 3, no_permission = 4 };

struct Context {
    std::ostream& out;
    std::ostream& err;
    std::string program = "gordianctl";  ///< as it was called: commands that it proposes begin with it
    std::size_t width = 0;               ///< columns of the terminal; 0: not a terminal, nothing is cut
    bool colour = false;
    present::Names names{};
    /// Asks a person yes or no. Empty: nobody is there to be asked.
    std::function<bool(std::string_view question)> ask{};
    /// Whether nobody reads the output any more.
    std::function<bool()> reader_is_gone = [] { return false; };
    /// A token that SIGINT and SIGTERM stop, from now on.
    std::function<std::stop_token()> until_interrupted = [] { return std::stop_token(); };
    std::function<std::unique_ptr<Session>()> make_session = make_local_session;
};

}  // namespace gordian::ctl
