// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The command line over a Moment made by hand: what was typed goes in, the output and the exit code come out.
#include "app/gordianctl/command_line.h"

#include <sstream>
#include <string>
#include <vector>

namespace gordian::ctl {

/// What a query is answered with: these parts, then this end.
struct Answers {
    std::vector<Answer> parts;
    Result<void> end;
};

/// Serves its Moments one after the other, and writes down what it is asked and what it is asked to do.
class FakeSession final : public Session {
public:
    FakeSession(std::vector<Moment> moments, std::vector<ActionRequest>& performed, Result<ActionResult> answer,
                std::vector<Query>& queries, std::vector<Answers> answers)
        : m_moments(std::move(moments)), m_performed(performed), m_answer(std::move(answer)), m_queries(queries),
          m_answers(std::move(answers)) {}

    void watch(std::chrono::milliseconds interval, const std::function<bool(std::shared_ptr<const Moment>)>& sink,
               std::stop_token stop) override;
    Result<void> ask(const Query& query, const std::function<bool(Answer)>& sink, std::stop_token stop) override;
    Result<ActionResult> perform(const ActionRequest& request) override;

private:
    std::vector<Moment> m_moments;
    std::vector<ActionRequest>& m_performed;
    Result<ActionResult> m_answer;
    std::vector<Query>& m_queries;
    std::vector<Answers> m_answers;  ///< of the first query, the second …
};

struct Outcome {
    int code = 0;
    std::string out, err;
    std::vector<ActionRequest> performed;
    std::vector<Query> queries;
    std::vector<std::string> asked;
    [[nodiscard]] std::vector<std::string> lines() const;  ///< of `out`
};

struct Situation {
    std::vector<Moment> moments;
    Result<ActionResult> answer{ActionResult{"sysv-sem/7", "did it"}};
    std::vector<Answers> answers;  ///< of the first query, the second …
    std::size_t width = 0;
    std::string program = "gordianctl";
    std::optional<bool> person_says;  ///< empty: nobody is at a terminal
};

[[nodiscard]] Outcome run_with(Situation situation, const std::vector<std::string>& arguments);
/// The words are added, as a session does.
[[nodiscard]] Outcome run_with(Moment moment, const std::vector<std::string>& arguments);

}  // namespace gordian::ctl
