// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/consequences.h"

#include "backend/present/unseen_text.h"
#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::present {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Consequences, WaitersHangOnASet) {
    const Moment moment = samples::stuck_worker();
    EXPECT_THAT(what_hangs_on(Facts(moment), "sysv-sem/7"),
                ElementsAre("2 threads wait on it: waiter-1 901 and waiter-2 902"));
}

TEST(Consequences, SleepersThatOnlyTheKernelCountsHangOnItToo) {
    Moment moment = samples::stuck_worker();
    moment.means.waits.clear();
    EXPECT_THAT(what_hangs_on(Facts(moment), "sysv-sem/7"),
                ElementsAre("2 threads wait on it (it can't be seen which)"));
}

TEST(Consequences, MessagesWouldBeLost) {
    const Moment moment = samples::full_queue();
    EXPECT_THAT(what_hangs_on(Facts(moment), "sysv-msg/0"),
                ElementsAre("1 thread waits on it: sender 910", "32 messages (16.0 KiB) would be lost"));
}

TEST(Consequences, AttachmentsAreCountedByTheKernelAndNamedAsFarAsSeen) {
    Moment moment = samples::orphan();
    EXPECT_THAT(what_hangs_on(Facts(moment), "sysv-shm/4"), IsEmpty());
    moment.seen.shm_segments.front().nattch = 3;
    EXPECT_THAT(what_hangs_on(Facts(moment), "sysv-shm/4"), ElementsAre("attached 3 times"));
    moment.seen.shm_segments.front().attachments = {{.pid = 1, .perms = "rw-s"}};
    EXPECT_THAT(what_hangs_on(Facts(moment), "sysv-shm/4"), ElementsAre("attached 3 times: by init 1"));
}

TEST(Consequences, ASemopSaysTheNewValueAndWhoCouldGoOn) {
    const Moment moment = samples::stuck_worker();
    const Facts facts(moment);
    const std::vector<SemOperation> give{{.num = 0, .op = 1}};
    EXPECT_THAT(effect_of_semop(facts, moment.seen.sem_sets.front(), give).value(),
                ElementsAre("semaphore 0: 0 → 1", "waiter-1 901 could go on"));
}

TEST(Consequences, ASemopThatWouldWaitIsRefused) {
    const Moment moment = samples::stuck_worker();
    const Facts facts(moment);
    const std::vector<SemOperation> take{{.num = 0, .op = -1}};
    const auto effect = effect_of_semop(facts, moment.seen.sem_sets.front(), take);
    ASSERT_FALSE(effect);
    EXPECT_EQ(to_string(effect.error()), "semop on sysv-sem/7/0: it would wait: its value is 0");
    const std::vector<SemOperation> beyond{{.num = 3, .op = 1}};
    EXPECT_THAT(to_string(effect_of_semop(facts, moment.seen.sem_sets.front(), beyond).error()),
                HasSubstr("the set has 1 semaphore"));
}

TEST(Consequences, HiddenValuesAreSaidToBeHidden) {
    Moment moment = samples::stuck_worker();
    moment.seen.sem_sets.front().semaphores.front().semval.reset();
    const std::vector<SemOperation> give{{.num = 0, .op = 1}};
    EXPECT_THAT(effect_of_semop(Facts(moment), moment.seen.sem_sets.front(), give).value(),
                ElementsAre("semaphore 0: its value can't be read", "none of the 2 threads that wait could go on"));
}

TEST(UnseenText, CountsRowsOncePerSection) {
    Moment moment = samples::calm();
    moment.seen.viewer.uid = 1000;
    moment.seen.unreadable = {{"processes", {"exe"}, "EACCES", "permission denied", "run it as root", 204, {}},
                              {"processes", {"ipc_namespace"}, "EACCES", "permission denied", "run it as root", 200, {}},
                              {"sem_sets", {"semval"}, "EACCES", "permission denied", "run it as root", 1, {}},
                              {"limits", {"used"}, "", "nobody counts it", "", 5, {}}};
    EXPECT_EQ(what_was_not_seen(moment.seen), "Not all was seen: 204 processes and 1 semaphore set are partly hidden "
                                              "from uid 1000. `sudo gordianctl` sees more.");
    EXPECT_EQ(what_was_not_seen(moment.seen, "sem_sets"),
              "semval of 1 semaphore set: permission denied; run it as root");
    EXPECT_EQ(what_was_not_seen(samples::calm().seen), "");
}

}  // namespace
}  // namespace gordian::present
