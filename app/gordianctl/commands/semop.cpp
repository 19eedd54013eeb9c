// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/commands/target.h"
#include "app/gordianctl/screen.h"
#include "backend/present/consequences.h"
#include "backend/snapshot/resource_id.h"

#include <format>

namespace gordian::ctl {

int semop(Session& session, Context& context, const SemopOptions& options) {
    const auto operations = parse_operations(options.operations);
    if (!operations) return complain(context, to_string(operations.error()), bad_usage);
    if (const auto spelled = resource::parse(options.set); !spelled)
        return complain(context, to_string(spelled.error()), bad_usage);
    if (const auto good = understood(options.expect); !good)
        return complain(context, to_string(good.error()), bad_usage);

    const std::shared_ptr<const Moment> moment = look(session);
    const present::Facts facts(*moment);
    const auto target = find_target(facts, options.set, "semop");
    if (!target) return complain(context, target.error());
    if (target->set == nullptr || target->num)
        return complain(context, Error::refused("semop", options.set, "operations are for a semaphore set",
                                                "as in: gordianctl semop sysv-sem/7 0:+1"));
    if (const auto same = as_expected(facts, *target, options.expect, "semop"); !same)
        return complain(context, same.error());

    if (options.dry_run) {
        const auto effect = present::effect_of_semop(facts, *target->set, *operations);
        if (!effect) return complain(context, effect.error());
        print_line(context, std::format("Would do on {}:", target->resource));
        for (const std::string& line : *effect) print_line(context, "  " + line);
        return done;
    }
    const auto result = session.perform(SemopRequest{target->identity, *operations});
    if (!result) return complain(context, result.error());
    print_line(context, result->done);
    return done;
}

}  // namespace gordian::ctl
