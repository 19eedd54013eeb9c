// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/sys_msg.h"

#include "tests/kernel/support.h"

#include "backend/kernel/proc_sysvipc_msg.h"
#include "backend/kernel/sys_clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ipc.h>
#include <sys/msg.h>

namespace gordian::kernel {
namespace {

using testing::AnyOf;

class SysMsg : public PrivateIpc {};

int code_of(const auto& result) { return result ? 0 : result.error().code; }

struct Message {
    long type;
    char bytes[10];
};

TEST_F(SysMsg, WithoutQueuesThereIsNoHighestIndexAndWithOneItIsZero) {
    EXPECT_EQ(msgctl_highest_index(), -1);
    ASSERT_TRUE(msgget_new({}, 0600));
    EXPECT_EQ(msgctl_highest_index(), 0);
}

TEST_F(SysMsg, AFreshQueueIsWhatTheManPagePromises) {
    const auto earliest = realtime_ns() / 1'000'000'000 - 1;
    const auto msqid = msgget_new(0x2a, 0622);
    ASSERT_TRUE(msqid) << to_string(msqid.error());
    const auto queue = msgctl_stat_any(0);
    ASSERT_TRUE(queue) << to_string(queue.error());
    EXPECT_EQ(queue->msqid, *msqid);
    EXPECT_EQ(queue->key, 0x2a);
    EXPECT_EQ(queue->mode, 0622U);
    EXPECT_EQ(queue->uid, ::geteuid());
    EXPECT_EQ(queue->cuid, ::geteuid());
    EXPECT_EQ(queue->gid, ::getegid());
    EXPECT_EQ(queue->cgid, ::getegid());
    EXPECT_EQ(queue->qnum, 0U);
    EXPECT_EQ(queue->cbytes, 0U);
    EXPECT_GT(queue->qbytes, 0U);
    EXPECT_EQ(queue->lspid, 0);
    EXPECT_EQ(queue->lrpid, 0);
    EXPECT_EQ(queue->stime, 0);
    EXPECT_EQ(queue->rtime, 0);
    EXPECT_GE(queue->ctime, earliest);
}

TEST_F(SysMsg, WhatWasSentIsCountedInAllThreeAccounts) {
    const auto msqid = msgget_new({}, 0600);
    ASSERT_TRUE(msqid);
    const Message message{.type = 5, .bytes = {}};
    ASSERT_EQ(::msgsnd(*msqid, &message, sizeof(message.bytes), IPC_NOWAIT), 0);
    ASSERT_EQ(::msgsnd(*msqid, &message, 1, IPC_NOWAIT), 0);
    Message received{};
    ASSERT_EQ(::msgrcv(*msqid, &received, sizeof(received.bytes), 0, IPC_NOWAIT), ssize_t{10});

    const auto by_index = msgctl_stat_any(0);
    const auto by_id = msgctl_stat(*msqid);
    const auto text = read_file("/proc/sysvipc/msg");
    ASSERT_TRUE(by_index && by_id && text);
    const auto rows = parse_msg_rows(*text);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 1U);
    const MsgRow& row = rows->front();
    EXPECT_EQ(row.qnum, 1U);
    EXPECT_EQ(row.cbytes, 1U);
    EXPECT_EQ(row.lspid, ::getpid());
    EXPECT_EQ(row.lrpid, ::getpid());
    for (const MsqidDs& queue : {*by_index, *by_id}) {
        EXPECT_EQ(queue.msqid, row.msqid);
        EXPECT_EQ(queue.mode, row.perms);
        EXPECT_EQ(queue.qnum, row.qnum);
        EXPECT_EQ(queue.cbytes, row.cbytes);
        EXPECT_EQ(queue.lspid, row.lspid);
        EXPECT_EQ(queue.lrpid, row.lrpid);
        EXPECT_EQ(queue.stime, row.stime);
        EXPECT_EQ(queue.rtime, row.rtime);
        EXPECT_EQ(queue.ctime, row.ctime);
    }
}

TEST_F(SysMsg, AfterRemovalTheQueueIsInvalidAndItsIndexAGap) {
    const auto msqid = msgget_new({}, 0600);
    ASSERT_TRUE(msqid && msgctl_rmid(*msqid));
    EXPECT_THAT(code_of(msgctl_stat(*msqid)), AnyOf(EINVAL, EIDRM));
    EXPECT_THAT(code_of(msgctl_rmid(*msqid)), AnyOf(EINVAL, EIDRM));
    EXPECT_EQ(code_of(msgctl_stat_any(0)), EINVAL);
    EXPECT_EQ(msgctl_highest_index(), -1);
}

TEST_F(SysMsg, AnotherUserSeesAQueueItMayNotRead) {
    if (::geteuid() != 0) GTEST_SKIP() << "another user can only be tried by root";
    const auto msqid = msgget_new({}, 0600);
    ASSERT_TRUE(msqid);
    EXPECT_EQ(ask_as_ordinary_user([] { return code_of(msgctl_stat_any(0)); }), 0);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(msgctl_stat(*msqid)); }), EACCES);
    EXPECT_EQ(ask_as_ordinary_user([&] { return code_of(msgctl_rmid(*msqid)); }), EPERM);
}

TEST_F(SysMsg, AKeyThatIsTakenIsNotGivenTwice) {
    ASSERT_TRUE(msgget_new(-1, 0600));
    const auto again = msgget_new(-1, 0600);
    EXPECT_EQ(code_of(again), EEXIST);
    EXPECT_NE(to_string(again.error()).find("0xffffffff"), std::string::npos);
}

}  // namespace
}  // namespace gordian::kernel
