// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/commands/target.h"
#include "app/gordianctl/screen.h"
#include "backend/present/consequences.h"
#include "backend/present/format.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <format>

namespace gordian::ctl {

namespace {

int remove_one(Session& session, Context& context, const present::Facts& facts, const RemoveOptions& options,
               const std::string& resource) {
    const auto target = find_target(facts, resource, "removing");
    if (!target) return complain(context, target.error());
    if (target->num)
        return complain(context, Error::refused("removing", resource, "one semaphore can't be removed, only its whole set",
                                                std::format("as in: gordianctl remove {}", target->resource)));
    if (const auto same = as_expected(facts, *target, options.expect, "removing"); !same)
        return complain(context, same.error());

    const std::vector<std::string> hanging = present::what_hangs_on(facts, target->resource);
    const std::string what_hangs = hanging.empty() ? "nothing is seen to hang on it" : present::joined(hanging, "; ");
    if (options.dry_run) {
        print_line(context, std::format("Would remove {}: {}.", target->resource, what_hangs));
        print_line(context,
                   std::format("  Then {}. There would be no undo yet.", present::effect_of_removal(target->resource)));
        return done;
    }
    const std::string question = std::format("Remove {}? {}. Then {}. There is no undo yet.", target->resource,
                                             present::capitalised(what_hangs),
                                             present::effect_of_removal(target->resource));
    switch (consent(context, options.yes, question)) {
    case Consent::given: break;
    case Consent::refused: return complain(context, std::format("{} was not removed", target->resource), failed);
    case Consent::nobody_to_ask:
        return complain(context,
                        std::format("removing {}: {}, there is no undo yet, and nobody is at a terminal to be asked; "
                                    "add --yes, or see what would follow with --dry-run",
                                    target->resource, what_hangs),
                        failed);
    }
    const auto result = session.perform(RemoveRequest{target->identity});
    if (!result) return complain(context, result.error());
    print_line(context, result->done);
    return done;
}

}  // namespace

int remove(Session& session, Context& context, const RemoveOptions& options) {
    if (const auto good = understood(options.expect); !good)
        return complain(context, to_string(good.error()), bad_usage);
    for (const std::string& resource : options.resources)
        if (const auto spelled = resource::parse(resource); !spelled)
            return complain(context, to_string(spelled.error()), bad_usage);
    const std::shared_ptr<const Moment> moment = look(session);
    const present::Facts facts(*moment);
    // Each is tried, whatever became of the others; the worst decides the exit code.
    int worst = done;
    for (const std::string& resource : options.resources)
        worst = std::max(worst, remove_one(session, context, facts, options, resource));
    return worst;
}

}  // namespace gordian::ctl
