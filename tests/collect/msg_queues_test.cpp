// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/msg_queues.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::collect {
namespace {

MsgReading queue(int msqid, bool from_text = false) {
    kernel::MsqidDs ds;
    ds.msqid = msqid;
    ds.qbytes = 16384;
    return {.ds = ds, .from_text = from_text};
}

Thread sender(int pid, int msqid) {
    Thread thread;
    thread.pid = pid;
    thread.tid = pid;
    thread.state = "S";
    thread.operands = MsgsndCall{.msqid = msqid, .size_bytes = 8};
    return thread;
}

TEST(JoinMsgQueues, SendersAreCountedByQueue) {
    UnreadableList unreadable;
    const auto queues = join_msg_queues({queue(3), queue(4)}, 42, {sender(10, 3), sender(11, 3)}, {}, unreadable);
    EXPECT_EQ(queues.at(0).senders_waiting, 2);
    EXPECT_EQ(queues.at(0).receivers_waiting, 0);
    EXPECT_EQ(queues.at(1).senders_waiting, 0);
}

TEST(JoinMsgQueues, WithAHiddenThreadNobodyKnowsHowManyWait) {
    UnreadableList unreadable;
    Thread hidden;
    hidden.pid = 12;
    const auto queues = join_msg_queues({queue(3)}, 42, {sender(10, 3), hidden}, {}, unreadable);
    EXPECT_EQ(queues.at(0).senders_waiting, std::nullopt);
    EXPECT_THAT(unreadable.take(), testing::SizeIs(1));
}

TEST(JoinMsgQueues, TheTextHasNeitherCapacityNorSequence) {
    UnreadableList unreadable;
    const auto queues = join_msg_queues({queue(3, true)}, 42, {}, {}, unreadable);
    EXPECT_EQ(queues.at(0).qbytes, std::nullopt);
    EXPECT_EQ(queues.at(0).seq, std::nullopt);
    EXPECT_THAT(unreadable.take(),
                testing::ElementsAre(testing::Field(&Unreadable::fields, testing::ElementsAre("qbytes", "seq"))));
}

}  // namespace
}  // namespace gordian::collect
