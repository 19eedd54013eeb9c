// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The command line over a Moment made by hand: what was typed goes in, the output and the exit code come out.
#include "app/gordianctl/command_line.h"

#include <sstream>
#include <string>
#include <vector>

namespace gordian::ctl {

/// Serves its Moments one after the other, and writes down what it is asked to do.
class FakeSession final : public Session {
public:
    FakeSession(std::vector<Moment> moments, std::vector<ActionRequest>& performed, Result<ActionResult> answer)
        : m_moments(std::move(moments)), m_performed(performed), m_answer(std::move(answer)) {}

    void watch(std::chrono::milliseconds interval, const std::function<bool(std::shared_ptr<const Moment>)>& sink,
               std::stop_token stop) override;
    Result<ActionResult> perform(const ActionRequest& request) override;

private:
    std::vector<Moment> m_moments;
    std::vector<ActionRequest>& m_performed;
    Result<ActionResult> m_answer;
};

struct Outcome {
    int code = 0;
    std::string out, err;
    std::vector<ActionRequest> performed;
    std::vector<std::string> asked;
    [[nodiscard]] std::vector<std::string> lines() const;  ///< of `out`
};

struct Situation {
    std::vector<Moment> moments;
    Result<ActionResult> answer{ActionResult{"sysv-sem/7", "did it"}};
    std::size_t width = 0;
    std::string program = "gordianctl";
    std::optional<bool> person_says;  ///< empty: nobody is at a terminal
};

[[nodiscard]] Outcome run_with(Situation situation, const std::vector<std::string>& arguments);
/// The words are added, as a session does.
[[nodiscard]] Outcome run_with(Moment moment, const std::vector<std::string>& arguments);

}  // namespace gordian::ctl
