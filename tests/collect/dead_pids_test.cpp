// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/dead_pids.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

namespace gordian::collect {
namespace {

using testing::ElementsAre;

SemSet set_operated_by(int pid) {
    SemSet set;
    set.semaphores.push_back({.num = 0, .semval = 0, .sempid = pid, .semncnt = 0, .semzcnt = 0});
    return set;
}

TEST(UnaccountedPids, AreThoseThatObjectsNameAndNoProcessHas) {
    Snapshot seen;
    seen.processes.emplace_back().pid = 10;
    seen.sem_sets = {set_operated_by(10), set_operated_by(812), set_operated_by(0)};
    MsgQueue queue;
    queue.lspid = 5;
    seen.msg_queues.push_back(queue);
    FileLock lock;
    lock.taker_pid = 6;
    seen.locks.push_back(lock);
    EXPECT_THAT(unaccounted_pids(seen), ElementsAre(5, 6, 812));
}

TEST(ReadDeadPids, AChildThatWasReapedIsDeadAndThisProcessIsNot) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    Snapshot seen;
    seen.sem_sets = {set_operated_by(child), set_operated_by(::getpid())};
    EXPECT_THAT(read_dead_pids({}, seen), ElementsAre(child));
}

}  // namespace
}  // namespace gordian::collect
