// SPDX-License-Identifier: GPL-3.0-or-later
// Who has to do with a thing: facts of the kernel's record, guesses told apart, nobody invented.
#include "backend/present/participants.h"

#include "backend/present/chain_text.h"
#include "backend/present/subject.h"
#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::present {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

auto role(std::string_view name) { return Field("role", &Participant::role, std::string(name)); }
auto who(std::string_view name) { return Field("who", &Participant::who, std::string(name)); }
auto when(std::string_view words) { return Field("when", &Participant::when, std::string(words)); }

TEST(Participants, OfASemaphoreAreItsDeadLastOperatorAndThoseWhoWait) {
    const Moment moment = samples::stuck_worker();
    const auto all = participants_of(Facts(moment), "sysv-sem/7/0");
    EXPECT_THAT(all, Contains(AllOf(role("last operator of [0]"), who("pid 812, dead"), when("14 min 05 s ago"))));
    EXPECT_THAT(all, Contains(AllOf(role("waits now"), who("waiter-1 901"), when("since 14 min 02 s"))));
    EXPECT_THAT(all, Contains(AllOf(role("created by"), who("not recorded"))));
}

TEST(Participants, OfAQueueThatNobodyReadYetIsNobody) {
    Moment moment = samples::full_queue();
    moment.seen.msg_queues.front().lrpid = 0;
    moment.seen.msg_queues.front().rtime = {};
    const auto all = participants_of(Facts(moment), "sysv-msg/0");
    EXPECT_THAT(all, Contains(AllOf(role("last receiver"), who("nobody yet"), Field(&Participant::pid, 0))));
    EXPECT_THAT(all, Contains(AllOf(role("last sender"), who("sender 910"), Field(&Participant::state, "sleeping"))));
}

TEST(Participants, AnOperatorWhoseNumberIsHiddenIsNotNobodyYet) {
    Moment moment = samples::stuck_worker();
    moment.seen.sem_sets.front().semaphores.front().sempid = 0;
    EXPECT_THAT(participants_of(Facts(moment), "sysv-sem/7"),
                Contains(AllOf(role("last operator of [0]"), who("nobody who is visible here"))));
    moment.seen.sem_sets.front().semaphores.front().sempid.reset();
    EXPECT_THAT(participants_of(Facts(moment), "sysv-sem/7"),
                Contains(AllOf(role("last operator of [0]"), who("could not be read"))));
}

TEST(Participants, OfALockAreHoldersAndWaiters) {
    const Moment moment = samples::held_lock();
    const auto all = participants_of(Facts(moment), "lock/posix/fe:00:1234/0-99/920");
    EXPECT_THAT(all, Contains(AllOf(role("holds it"), who("writer 920"), Field(&Participant::certain, true))));
    EXPECT_THAT(all, Contains(AllOf(role("waits now"), who("asker 921"))));
}

TEST(Participants, AttachmentsThatCanNotBeSeenAreCounted) {
    Moment moment = samples::orphan();
    moment.seen.shm_segments.front().nattch = 3;
    moment.seen.shm_segments.front().attachments = {{.pid = 1, .start = 0x1000, .end = 0x2000, .perms = "rw-s"}};
    const auto all = participants_of(Facts(moment), "sysv-shm/4");
    EXPECT_THAT(
        all, Contains(AllOf(role("attached"), who("init 1"), Field(&Participant::detail, StartsWith("1000-2000 rw-s")))));
    EXPECT_THAT(all, Contains(who("2 more that can't be seen")));
    EXPECT_THAT(all, Contains(AllOf(role("created by"), who("pid 812, dead"))));
}

TEST(Participants, OfNothingThereAreNone) {
    const Moment moment = samples::calm();
    EXPECT_THAT(participants_of(Facts(moment), "sysv-sem/99"), IsEmpty());
}

TEST(WhyNobodyWaits, IsOnlySaidWhereTheKernelCountedThem) {
    Moment moment = samples::stuck_worker();
    moment.means = {};
    moment.seen.sem_sets.front().semaphores.front().semncnt = 0;
    const auto verdict = [&] {
        const Facts facts(moment);
        return why(facts, find_subject(facts, "sysv-sem/7").value()).verdict;
    };
    EXPECT_EQ(verdict(), "not stuck: nobody waits for it");
    moment.seen.sem_sets.front().semaphores.front().semncnt.reset();
    EXPECT_THAT(verdict(), StartsWith("unknown: "));
}

TEST(WhyGroups, HaveTheLinesOfTheTreeWithTheirEvidenceApart) {
    const Moment moment = samples::stuck_worker();
    const Facts facts(moment);
    const WhyText text = why(facts, find_subject(facts, "sysv-sem/7/0").value());
    ASSERT_EQ(text.groups.size(), 1u);
    const std::vector<WhyNode>& nodes = text.groups.front().nodes;
    ASSERT_EQ(nodes.size(), 2u);
    EXPECT_EQ(nodes.front().evidence, "system call");
    EXPECT_EQ(nodes.front().certain, true);
    ASSERT_EQ(nodes.back().children.size(), 1u);
    EXPECT_THAT(nodes.back().children.front().line, HasSubstr("last operator 812, dead"));
    EXPECT_EQ(nodes.back().children.front().certain, false);
    EXPECT_THAT(text.groups.front().verdict, StartsWith("abandoned (likely)"));
}

}  // namespace
}  // namespace gordian::present
