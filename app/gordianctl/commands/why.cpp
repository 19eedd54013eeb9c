// SPDX-License-Identifier: GPL-3.0-or-later
// Why does it not run: what it waits for, who holds that, what those wait for, to the end.
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/screen.h"
#include "backend/analysis/moment_json.h"
#include "backend/present/subject.h"
#include "backend/snapshot/resource_id.h"

#include <optional>
#include <vector>

namespace gordian::ctl {

namespace {

using present::Facts;
using present::Subject;
using present::WhyText;

std::vector<Chain> chains_of(const Facts& facts, const Subject& subject) {
    std::vector<Chain> chains;
    for (const Wait* wait : subject.waits)
        if (const Chain* chain = facts.chain_of(*wait)) chains.push_back(*chain);
    return chains;
}

int exit_code_of(Verdict verdict) {
    return verdict == Verdict::deadlocked || verdict == Verdict::abandoned || verdict == Verdict::stopped ? finding_exists
                                                                                                          : done;
}

void print(Context& context, const WhyText& text) {
    for (const std::string& line : text.tree) print_line(context, line);
    print_line(context, text.verdict, exit_code_of(text.worst) == finding_exists ? Style::yellow : Style::plain);
    print_line(context, typed(context, text.command), Style::bold);
}

}  // namespace

int why(Session& session, Context& context, const WhyOptions& options) {
    const std::shared_ptr<const Moment> moment = look(session);
    const Facts facts(*moment);
    Subject subject;
    const Finding* finding = nullptr;
    bool nothing = false;
    if (options.whom.empty()) {
        const std::optional<Subject> worst = present::worst_subject(facts, finding);
        nothing = !worst;
        if (worst) subject = *worst;
    } else {
        const auto found = present::find_subject(facts, options.whom);
        if (!found)
            return options.whom.contains('/') && !options.whom.starts_with('/') && !resource::parse(options.whom)
                       ? complain(context, to_string(found.error()), bad_usage)
                       : complain(context, found.error());
        subject = *found;
    }

    const bool only_a_finding = finding != nullptr && subject.waits.empty();
    WhyText text;
    if (nothing) text = {.verdict = "Nothing is stuck.", .command = "gordianctl watch", .worst = Verdict::idle};
    else if (only_a_finding)
        text = {.tree = {finding->explanation}, .verdict = finding->title, .command = finding->command};
    else text = present::why(facts, subject);

    if (options.json) context.out << analysis::why_to_json(*moment, chains_of(facts, subject));
    else print(context, text);
    return exit_code_of(text.worst);
}

}  // namespace gordian::ctl
