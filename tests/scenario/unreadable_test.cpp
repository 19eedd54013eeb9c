// SPDX-License-Identifier: GPL-3.0-or-later
// Every null of a snapshot has its reason, in a World where everything that is known to happen happens.
#include "tests/support/scenario.h"

namespace gordian::test {
namespace {

using testing::IsEmpty;

class Unreadable : public Scenario {
protected:
    void SetUp() override {
        Scenario::SetUp();
        if (IsSkipped()) return;
        for (const char* name : {"stuck-worker", "sem-deadlock", "sem-init-race", "msg-full", "shm-rmid", "lock-ranges",
                                 "lock-deadlock", "inherited-flock", "stopped-holder", "chains-of-shells", "knot-sem-lock"})
            world.run_lab(name);
    }
};

TEST_F(Unreadable, EveryNullOfRootHasItsReason) { EXPECT_THAT(nulls_without_reason(snapshot()), IsEmpty()); }

TEST_F(Unreadable, EveryNullOfAUserHasItsReason) {
    NEEDS_USERS();
    EXPECT_THAT(nulls_without_reason(snapshot(nobody)), IsEmpty());
}

TEST_F(Unreadable, TheReasonsAreAlsoThereWithSomeSectionsOnly) {
    NEEDS_USERS();
    const Json seen = snapshot(nobody, {"sem_sets", "unreadable"});
    EXPECT_FALSE(seen.has("locks"));
    EXPECT_THAT(nulls_without_reason(seen), IsEmpty());
}

}  // namespace
}  // namespace gordian::test
