// SPDX-License-Identifier: GPL-3.0-or-later
// One line a change, as it happens, until Ctrl+C or until nobody reads any more.
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/screen.h"
#include "backend/analysis/moment_difference.h"
#include "backend/analysis/moment_json.h"
#include "backend/base/text.h"
#include "backend/present/format.h"

#include <algorithm>
#include <ctime>
#include <format>

namespace gordian::ctl {

namespace {

/// "17:31:04" of this place's clock.
std::string clock_time(Time at) {
    const auto seconds = static_cast<std::time_t>(at.ns / 1'000'000'000);
    std::tm parts{};
    if (::localtime_r(&seconds, &parts) == nullptr) return text_of(at);
    return std::format("{:02}:{:02}:{:02}", parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// Compact JSON is the words for what changed: nothing that was read is left out, and the names are those of --columns.
std::string text_of_change(const analysis::Change& change, Time at) {
    std::string text = std::format("{} {:<7} {} {}", clock_time(at), change.change, change.section, change.resource);
    if (change.change == "changed") text += std::format("  {} → {}", change.before, change.after);
    else if (change.change == "added") text += "  " + change.after;
    return text;
}

}  // namespace

int watch(Session& session, Context& context, const WatchOptions& options, std::stop_token stop) {
    for (const std::string& section : options.sections)
        if (!std::ranges::contains(analysis::section_names(), section))
            return complain(context,
                            std::format("there is no section \"{}\"; there are: {}", section,
                                        present::joined(analysis::section_names(), ", ")),
                            bad_usage);

    std::shared_ptr<const Moment> last;
    session.watch(
        options.interval,
        [&](std::shared_ptr<const Moment> now) {
            if (last != nullptr) {
                for (const analysis::Change& change : analysis::changes(*last, *now)) {
                    if (!options.sections.empty() && !std::ranges::contains(options.sections, change.section)) continue;
                    if (options.json) context.out << analysis::to_json_line(change, now->seen.taken_at) << '\n';
                    else if (context.width > 0)
                        print_line(context,
                                   cut_to_width(escaped(text_of_change(change, now->seen.taken_at)), context.width));
                    else print_line(context, text_of_change(change, now->seen.taken_at));
                }
            } else if (context.width > 0) {
                print_line(context, "Watching; each change is a line. Ctrl+C ends it.", Style::faint);
            }
            last = std::move(now);
            context.out.flush();
            return context.out.good() && !context.reader_is_gone();
        },
        std::move(stop));
    return done;
}

}  // namespace gordian::ctl
