// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analysis/snapshot_builder.h"

namespace gordian::analysis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(MsgsndWait, IsForRoomInTheQueue) {
    Scene scene;
    scene.full_queue(3, 20, 0);
    scene.blocked(20, msgsnd(3, 10));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 20)->resource, "sysv-msg/3");
    EXPECT_EQ(wait_of(means, 20)->operation, WaitOperation::msgsnd);
    EXPECT_TRUE(wait_of(means, 20)->certain);
    EXPECT_EQ(wait_of(means, 20)->detail, "msgsnd of 10 bytes: the queue holds 100 of 100 bytes in 1 messages");
}

TEST(MsgsndWait, WithRoomForTheMessageIsJustBeingWoken) {
    Scene scene;
    scene.full_queue(3, 20, 0).cbytes = 90;
    scene.blocked(20, msgsnd(3, 10));
    EXPECT_FALSE(wait_of(scene.means(), 20)->certain);
    EXPECT_THAT(scene.means(), IsSilent());
}

TEST(MsgsndWait, AQueueIsAlsoFullOfMessagesWithoutBytes) {
    Scene scene;
    MsgQueue& queue = scene.full_queue(3, 20, 0);
    queue.cbytes = 0;
    queue.qnum = 100;  // as many as bytes would fit (ipc/msg.c, msg_fits_inqueue())
    scene.blocked(20, msgsnd(3, 0));
    EXPECT_TRUE(wait_of(scene.means(), 20)->certain);
    EXPECT_NE(finding(scene.means(), "full-queue"), nullptr);
}

TEST(MsgsndWait, WithAHiddenCallIsForTheOnlyFullQueue) {
    Scene scene;
    scene.full_queue(3, 20, 0);
    scene.empty_queue(4, 20, 0);
    scene.hidden(20, "do_msgsnd");
    EXPECT_EQ(wait_of(scene.means(), 20)->resource, "sysv-msg/3");
    EXPECT_EQ(wait_of(scene.means(), 20)->evidence, WaitEvidence::queue_full);
    EXPECT_FALSE(wait_of(scene.means(), 20)->certain);
    scene.full_queue(5, 20, 0);
    EXPECT_EQ(wait_of(scene.means(), 20)->resource, std::nullopt);
    EXPECT_EQ(wait_of(scene.means(), 20)->evidence, WaitEvidence::wchan);
}

TEST(MsgrcvWait, NamesTheTypeAskedFor) {
    Scene scene;
    scene.empty_queue(3, 20, 0);
    scene.blocked(20, msgrcv(3, 0));
    scene.blocked(21, msgrcv(3, 5));
    scene.blocked(22, msgrcv(3, -5));
    scene.blocked(23, MsgrcvCall{.msqid = 3, .type = 5, .except = true});
    scene.blocked(24, MsgrcvCall{.msqid = 3, .type = INT64_MIN, .except = false});
    const Means means = scene.means();
    EXPECT_THAT(wait_of(means, 20)->detail, HasSubstr("any type"));
    EXPECT_THAT(wait_of(means, 21)->detail, HasSubstr("type 5"));
    EXPECT_THAT(wait_of(means, 22)->detail, HasSubstr("type 5 or below"));
    EXPECT_THAT(wait_of(means, 23)->detail, HasSubstr("any type but 5"));
    EXPECT_THAT(wait_of(means, 24)->detail, HasSubstr("9223372036854775807"));
    EXPECT_EQ(chain_of(means, 20)->verdict, Verdict::unknown);
    EXPECT_THAT(means, IsSilent());
}

TEST(QueueWait, OfAnotherNamespaceKeepsItsPrefix) {
    Scene scene;
    scene.full_queue(3, 20, 0);
    scene.process(20).ipc_namespace = elsewhere;
    scene.blocked(20, msgrcv(3));
    EXPECT_EQ(wait_of(scene.means(), 20)->resource, "ipc:[4026532290]/sysv-msg/3");
}

TEST(ChildWait, ForOneIsForThatProcess) {
    Scene scene;
    scene.process(10);
    scene.process(11, 10);
    scene.process(12, 10);
    scene.blocked(10, child(12));
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 10)->operation, WaitOperation::child_exit);
    EXPECT_EQ(wait_of(means, 10)->resource, "process/12");
    EXPECT_THAT(wait_of(means, 10)->any_of, IsEmpty());
    EXPECT_TRUE(wait_of(means, 10)->certain);
    EXPECT_EQ(hold_of(means, 12, "process/12")->evidence, HoldEvidence::child);
    EXPECT_EQ(chain_of(means, 10)->verdict, Verdict::held);
    EXPECT_EQ(chain_of(means, 10)->root, "process/12");
    EXPECT_TRUE(chain_of(means, 10)->certain);
}

TEST(ChildWait, ForAnyIsForEachLivingChild) {
    Scene scene;
    scene.process(10);
    scene.process(11, 10);
    scene.process(12, 10);
    scene.process(13, 1);
    scene.blocked(10, any_child());
    EXPECT_THAT(wait_of(scene.means(), 10)->any_of, ElementsAre("process/11", "process/12"));
    EXPECT_EQ(wait_of(scene.means(), 10)->resource, "process/11");
}

TEST(ChildWait, ForAGroupIsForItsMembersOnly) {
    Scene scene;
    scene.process(10);
    scene.process(11, 10).pgrp = 11;
    scene.process(12, 10).pgrp = 10;
    scene.blocked(10, WaitCall{.children = ChildSelection::group, .id = 11});
    EXPECT_EQ(wait_of(scene.means(), 10)->resource, "process/11");
    std::get<WaitCall>(*scene.seen.threads.front().operands).id = 0;
    EXPECT_EQ(wait_of(scene.means(), 10)->resource, "process/12") << "0 is the caller's own group";
}

TEST(ChildWait, WithoutAnyChildIsUnknown) {
    Scene scene;
    scene.blocked(10, any_child());
    const Means means = scene.means();
    EXPECT_EQ(wait_of(means, 10)->resource, std::nullopt);
    EXPECT_FALSE(wait_of(means, 10)->certain);
    EXPECT_EQ(chain_of(means, 10)->verdict, Verdict::unknown);
    EXPECT_EQ(chain_of(means, 10)->root, "thread/10/10");
}

TEST(ChildWait, OfWhichOneHasEndedIsJustBeingWoken) {
    Scene scene;
    scene.process(10);
    scene.zombie(11, 10);
    scene.process(12, 10);
    scene.blocked(10, any_child());
    EXPECT_FALSE(wait_of(scene.means(), 10)->certain);
    EXPECT_EQ(wait_of(scene.means(), 10)->resource, "process/12");
}

TEST(ChildWait, WithAHiddenCallIsForAnyChildAndNotCertain) {
    Scene scene;
    scene.process(10);
    scene.process(11, 10);
    scene.hidden(10, "do_wait");
    EXPECT_EQ(wait_of(scene.means(), 10)->resource, "process/11");
    EXPECT_EQ(wait_of(scene.means(), 10)->evidence, WaitEvidence::wchan);
    EXPECT_FALSE(wait_of(scene.means(), 10)->certain);
}

}  // namespace
}  // namespace gordian::analysis
