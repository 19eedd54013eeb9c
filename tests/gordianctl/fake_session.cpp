// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gordianctl/fake_session.h"

#include "tests/present/sample_moment.h"

namespace gordian::ctl {

void FakeSession::watch(std::chrono::milliseconds, const std::function<bool(std::shared_ptr<const Moment>)>& sink,
                        std::stop_token stop) {
    for (const Moment& moment : m_moments)
        if (stop.stop_requested() || !sink(std::make_shared<const Moment>(moment))) return;
}

Result<void> FakeSession::ask(const Query& query, const std::function<bool(Answer)>& sink, std::stop_token stop) {
    m_queries.push_back(query);
    if (m_queries.size() > m_answers.size())
        return std::unexpected(Error::refused("asking", "", "this test has no answer to that"));
    const Answers& answers = m_answers[m_queries.size() - 1];
    for (const Answer& part : answers.parts)
        if (stop.stop_requested() || !sink(part)) return {};
    return answers.end;
}

Result<ActionResult> FakeSession::perform(const ActionRequest& request) {
    m_performed.push_back(request);
    return m_answer;
}

std::vector<std::string> Outcome::lines() const {
    std::vector<std::string> all;
    std::istringstream stream(out);
    for (std::string line; std::getline(stream, line);) all.push_back(line);
    return all;
}

Outcome run_with(Situation situation, const std::vector<std::string>& arguments) {
    Outcome outcome;
    std::ostringstream out, err;
    Context context{.out = out, .err = err};
    context.program = situation.program;
    context.width = situation.width;
    context.names = {{{0, "root"}, {1000, "shop"}}, {{1000, "shop"}}};
    if (situation.person_says)
        context.ask = [&](std::string_view question) {
            outcome.asked.emplace_back(question);
            return *situation.person_says;
        };
    for (Moment& moment : situation.moments) moment = samples::with_words(std::move(moment));
    context.make_session = [&] {
        return std::make_unique<FakeSession>(situation.moments, outcome.performed, situation.answer, outcome.queries,
                                             situation.answers);
    };
    outcome.code = run(arguments, context);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
}

Outcome run_with(Moment moment, const std::vector<std::string>& arguments) {
    Situation situation;
    situation.moments.push_back(std::move(moment));
    return run_with(std::move(situation), arguments);
}

}  // namespace gordian::ctl
