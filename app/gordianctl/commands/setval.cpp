// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/commands/target.h"
#include "app/gordianctl/screen.h"
#include "backend/present/consequences.h"
#include "backend/present/format.h"
#include "backend/snapshot/resource_id.h"

#include <format>

namespace gordian::ctl {

int setval(Session& session, Context& context, const SetvalOptions& options) {
    if (options.value < 0 || options.value > 32767)
        return complain(context,
                        std::format("setval on {}: a semaphore's value is from 0 to 32767 (SEMVMX), not {}",
                                    options.semaphore, options.value),
                        bad_usage);
    if (const auto spelled = resource::parse(options.semaphore); !spelled)
        return complain(context, to_string(spelled.error()), bad_usage);
    if (const auto good = understood(options.expect); !good)
        return complain(context, to_string(good.error()), bad_usage);

    const std::shared_ptr<const Moment> moment = look(session);
    const present::Facts facts(*moment);
    const auto target = find_target(facts, options.semaphore, "setval");
    if (!target) return complain(context, target.error());
    if (!target->num)
        return complain(context, Error::refused("setval", options.semaphore, "one semaphore is meant",
                                                std::format("as in: gordianctl setval {}/0 1",
                                                            target->set != nullptr ? target->resource : "sysv-sem/7")));
    if (const auto same = as_expected(facts, *target, options.expect, "setval"); !same)
        return complain(context, same.error());

    const std::vector<std::string> effect = present::effect_of_setval(facts, *target->set, *target->num, options.value);
    const std::string words = present::joined(effect, "; ");
    if (options.dry_run) {
        print_line(
            context,
            "Would set " +
                words + ". There would be no undo yet, and the undo values that processes hold for it (semadj) would be cleared.");
        return done;
    }
    const std::string question = std::format(
        "Set {}. There is no undo yet, and the undo values that processes hold for it (semadj) are cleared. Do it?", words);
    switch (consent(context, options.yes, question)) {
    case Consent::given: break;
    case Consent::refused: return complain(context, "nothing was changed", failed);
    case Consent::nobody_to_ask:
        return complain(context,
                        std::format("setting {} overwrites its value, there is no undo yet, and nobody is at a "
                                    "terminal to be asked; add --yes",
                                    options.semaphore),
                        failed);
    }
    const auto result = session.perform(SetvalRequest{target->identity, *target->num, options.value});
    if (!result) return complain(context, result.error());
    print_line(context, result->done);
    return done;
}

}  // namespace gordian::ctl
