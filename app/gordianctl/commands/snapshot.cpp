// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/screen.h"
#include "app/gordianctl/table.h"
#include "backend/analysis/moment_json.h"
#include "backend/present/format.h"
#include "backend/present/table.h"
#include "backend/present/unseen_text.h"

#include <algorithm>
#include <format>

namespace gordian::ctl {

namespace {

/// What everybody looks for, where nothing was asked for: the rest is named at the end.
const std::vector<std::string>& sections_of_a_glance() {
    static const std::vector<std::string> names{"msg_queues", "sem_sets", "shm_segments", "locks", "findings"};
    return names;
}

void print_head(Context& context, const Snapshot& seen) {
    print_line(context, std::format("{}, Linux {}; {}, seen in {} ms by {}", seen.host.name, seen.host.kernel,
                                    text_of(seen.taken_at), seen.duration_us / 1000, context.names.user(seen.viewer.uid)));
}

}  // namespace

int snapshot(Session& session, Context& context, const SnapshotOptions& options) {
    for (const std::string& section : options.sections)
        if (!std::ranges::contains(analysis::section_names(), section))
            return complain(context,
                            std::format("there is no section \"{}\"; there are: {}", section,
                                        present::joined(analysis::section_names(), ", ")),
                            bad_usage);
    if (!options.columns.empty() && options.sections.size() != 1)
        return complain(
            context, "--columns needs one section to choose from, as in: snapshot sem_sets --columns resource,values",
            bad_usage);
    // Columns are checked before the machine is looked at: a typing error costs nothing.
    const present::TableOptions table_options{options.columns, options.semaphores, options.exact};
    if (!options.columns.empty())
        if (const auto table = present::table_of({}, options.sections.front(), context.names, table_options); !table)
            return complain(context, std::format("{}; {}", table.error().why, table.error().remedy), bad_usage);

    const std::shared_ptr<const Moment> moment = look(session);
    if (options.json) {
        context.out << analysis::moment_to_json(*moment, options.sections);
        return done;
    }
    const bool unasked = options.sections.empty();
    const std::vector<std::string>& sections = unasked ? sections_of_a_glance() : options.sections;
    if (unasked) print_head(context, moment->seen);
    for (const std::string& section : sections) {
        const auto table = present::table_of(*moment, section, context.names, table_options);
        if (!table) return complain(context, table.error());
        if (sections.size() > 1) {
            if (unasked || &section != &sections.front()) context.out << '\n';
            print_line(context,
                       std::format("{} ({}): {}", present::section_title(section), section,
                                   table->rows.empty() ? "none" : present::grouped(table->rows.size())),
                       Style::bold);
        }
        if (!table->rows.empty() || sections.size() == 1) print_table(context, *table, options.header);
        // Beside the table, not in it: who reads the table by a program is not disturbed, and a person at the terminal still sees it.
        if (const std::string unseen = present::what_was_not_seen(moment->seen, section); !unseen.empty()) {
            context.out.flush();
            context.err << "gordianctl: " << styled(context, Style::plain, "? stands for " + unseen) << ".\n";
        }
    }
    if (unasked) {
        context.out << '\n';
        print_line(context, std::format("More sections: {}", present::joined(analysis::section_names(), ", ")));
    }
    return done;
}

}  // namespace gordian::ctl
