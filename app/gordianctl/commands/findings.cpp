// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/commands/severity.h"
#include "app/gordianctl/screen.h"
#include "backend/analysis/moment_json.h"
#include "backend/present/unseen_text.h"

#include <format>

namespace gordian::ctl {

namespace {

void print_finding(Context& context, const Finding& finding) {
    print_paragraph(context, finding.title, severity_word(finding.severity) + "  ", "    ", style_of(finding.severity));
    print_line(context, std::format("    [{}, {}]", finding.code, finding.certain ? "certain" : "not certain"),
               Style::faint);
    if (!finding.explanation.empty()) print_paragraph(context, finding.explanation, "    ", "    ");
    for (const std::string& advice : finding.advice)
        print_paragraph(context, typed(context, advice), "    - ", "      ");
    print_line(context, "    " + typed(context, finding.command), Style::bold);
}

}  // namespace

int findings(Session& session, Context& context, const FindingsOptions& options) {
    const std::shared_ptr<const Moment> moment = look(session);
    int code = done;
    bool printed = false;
    for (const Finding& finding : moment->means.findings) {
        // The enumerators stand from the gravest to the lightest.
        if (finding.severity > options.at_least) continue;
        if (finding.severity <= Severity::warning) code = finding_exists;
        if (options.json) continue;
        if (printed) context.out << '\n';
        print_finding(context, finding);
        printed = true;
    }
    if (options.json) {
        context.out << analysis::findings_to_json(*moment, options.at_least);
        return code;
    }
    if (!printed)
        print_line(context, options.at_least == Severity::notice
                                ? "Nothing is wrong that Gordian can see."
                                : std::format("Nothing of severity {} or above.", enum_name(options.at_least)));
    if (const std::string unseen = present::what_was_not_seen(moment->seen); !unseen.empty()) {
        context.out << '\n';
        print_line(context, typed(context, unseen), Style::yellow);
    }
    return code;
}

}  // namespace gordian::ctl
