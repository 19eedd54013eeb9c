// SPDX-License-Identifier: GPL-3.0-or-later
// The experiments of app/lab, run for real: what gordianctl must say of each. Their healthy variants are in healthy_test.cpp.
#include "tests/support/scenario.h"

#include <signal.h>

#include <algorithm>
#include <format>

namespace gordian::test {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSubsetOf;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;

/// The last two lines of what a command printed.
struct Ending {
    std::string verdict, command;
};
Ending ending_of(const Ended& why) {
    const std::vector<std::string> lines = lines_of(why.out);
    if (lines.size() < 2) return {};
    return {.verdict = lines[lines.size() - 2], .command = lines.back()};
}

std::vector<int> pids_of(const Json& rows) {
    std::vector<int> pids;
    for (const Json& row : rows.items()) pids.push_back(static_cast<int>(row.at("pid").number()));
    return pids;
}

// ---- stuck-worker ---------------------------------------------------------------------------------------------------

class StuckWorker : public Scenario {
protected:
    void SetUp() override {
        Scenario::SetUp();
        if (IsSkipped()) return;
        actors = world.run_lab("stuck-worker");
        set = actors.object("sysv-sem/");
        world.until_blocked(actors.all({"waiter-1", "waiter-2"}));
    }
    Actors actors;
    std::string set;
};

TEST_F(StuckWorker, TwoWaitForASemaphoreThatNobodyAliveCanRelease) {
    const Json seen = snapshot();
    const Json found = finding(seen, "abandoned-semaphore");
    EXPECT_EQ(found.at("severity").string(), "warning");
    EXPECT_FALSE(found.at("certain").truth()) << "anyone who may write the set could still post it";
    EXPECT_THAT(found.at("threads").strings(),
                UnorderedElementsAre(actors.thread("waiter-1"), actors.thread("waiter-2")));
    EXPECT_THAT(found.at("resources").strings(), Contains(set + "/0"));
    EXPECT_THAT(alarms(seen), SizeIs(1)) << "it is all that is wrong here";
}

TEST_F(StuckWorker, TheRowsSayTheValueTheWaitersAndTheDeadLastOperator) {
    const Json seen = snapshot();
    const Json semaphore = seen.at("sem_sets").where("resource", set).at("semaphores").where("num", 0);
    EXPECT_EQ(semaphore.at("semval").number(), 0);
    EXPECT_EQ(semaphore.at("semncnt").number(), 2);
    EXPECT_EQ(semaphore.at("semzcnt").number(), 0);
    EXPECT_EQ(semaphore.at("sempid").number(), actors.pid("worker"));
    EXPECT_TRUE(seen.at("processes").all_where("pid", actors.pid("worker")).empty());
    for (const char* waiter : {"waiter-1", "waiter-2"}) {
        const Json wait = wait_of(seen, actors.pid(waiter));
        EXPECT_EQ(wait.at("operation").string(), "semop");
        EXPECT_EQ(wait.at("resource").string(), set + "/0");
        EXPECT_EQ(wait.at("comm").string(), waiter);
        EXPECT_TRUE(wait.at("certain").truth());
        EXPECT_EQ(wait.at("evidence").string(), "syscall");
        EXPECT_EQ(wait.at("blocked_source").string(), "kernel");
        EXPECT_GE(wait.at("blocked_ms").number(), 1000);
        EXPECT_LT(wait.at("blocked_ms").number(), 120'000);
        const Json chain = chain_of(seen, actors.thread(waiter));
        EXPECT_EQ(chain.at("verdict").string(), "abandoned");
        EXPECT_FALSE(chain.at("certain").truth());
    }
}

TEST_F(StuckWorker, TheDeadLastOperatorIsNamedAndCalledAGuess) {
    const Json found = finding(snapshot(), "abandoned-semaphore");
    const std::string dead = std::to_string(actors.pid("worker"));
    EXPECT_THAT(found.at("title").string(), AllOf(HasSubstr(set), HasSubstr(dead), HasSubstr("dead")));
    EXPECT_THAT(found.at("explanation").string(), AllOf(HasSubstr(dead), HasSubstr("guess")));
    const Ended why = world.gordianctl({"why"});
    EXPECT_THAT(why.out, AllOf(HasSubstr("waiter-"), HasSubstr(set + "/0"), HasSubstr(dead), HasSubstr("dead"),
                               HasSubstr("guess")))
        << why.err;
}

TEST_F(StuckWorker, GordianctlAloneNamesBothWaitersWithTheirAges) {
    const Ended answer = world.gordianctl({});
    EXPECT_EQ(answer.status, 0) << answer.err;
    EXPECT_THAT(answer.out, AllOf(HasSubstr("waiter-1"), HasSubstr("waiter-2"), HasSubstr(set), HasSubstr("dead")));
    EXPECT_THAT(lines_of(answer.out).back(), HasSubstr("gordianctl semop"))
        << "the last line is the next command to type";
}

TEST_F(StuckWorker, AfterTheCommandThatWhyProposesTheWaitersAreGone) {
    const Ended why = world.gordianctl({"why", set});
    EXPECT_EQ(why.status, 3) << why.err;
    const Ending ending = ending_of(why);
    EXPECT_THAT(ending.verdict, HasSubstr("abandoned"));
    ASSERT_THAT(ending.command, HasSubstr("gordianctl semop " + set));
    const Ended done = type(world, ending.command);
    EXPECT_EQ(done.status, 0) << done.err;
    world.until("both waiters are gone",
                [&] { return world.is_gone(actors.pid("waiter-1")) && world.is_gone(actors.pid("waiter-2")); });
    EXPECT_EQ(actors.program->lines_until("gordian-lab done").back(), "gordian-lab done")
        << "the experiment ends by itself and removes its set";
    EXPECT_TRUE(snapshot().at("sem_sets").items().empty());
}

TEST_F(StuckWorker, FindingsAndWhyEndWithThreeAsLongAsItIsThere) {
    EXPECT_EQ(world.gordianctl({"findings"}).status, 3);
    EXPECT_EQ(world.gordianctl({"findings", "--json"}).status, 3);
    EXPECT_EQ(world.gordianctl({"why"}).status, 3);
    EXPECT_EQ(world.gordianctl({"why", "--json"}).status, 3);
    EXPECT_EQ(world.gordianctl({"why", std::to_string(actors.pid("waiter-1"))}).status, 3);
    const Json findings_alone = Json::parse(world.gordianctl({"findings", "--json"}).out);
    EXPECT_THAT(findings_alone.keys(),
                AllOf(Contains("schema"), Contains("taken_at"), Contains("findings"), Contains("unreadable")));
    const Json why = Json::parse(world.gordianctl({"why", "--json"}).out);
    EXPECT_THAT(why.keys(), AllOf(Contains("schema"), Contains("taken_at"), Contains("chains"), Contains("waits"),
                                  Contains("holds")));
}

TEST_F(StuckWorker, AnotherUserSeesTheWaitersAndIsToldWhatIsHidden) {
    NEEDS_USERS();
    const Json seen = snapshot(nobody);
    // The set's values, the waiters' system calls and so the finding need root; that they sleep in semop(2) shows in nothing a user may read.
    const Json row = seen.at("sem_sets").where("resource", set);
    EXPECT_TRUE(row.at("semaphores").where("num", 0).at("semval").is_null());
    EXPECT_THAT(alarms(seen), testing::IsEmpty()) << "nothing is invented from what can't be seen";
    EXPECT_FALSE(seen.at("threads").all_where("pid", actors.pid("waiter-1")).empty());
    EXPECT_THAT(world.gordianctl({}, nobody).out, HasSubstr("sudo"));
}

// ---- msg-full -------------------------------------------------------------------------------------------------------

class MsgFull : public Scenario {};

TEST_F(MsgFull, ASenderIsBlockedOnAQueueThatNobodyHasEverRead) {
    const Actors actors = world.run_lab("msg-full");
    world.until_blocked(actors.all({"sender"}));
    const Json seen = snapshot();
    const Json queue = seen.at("msg_queues").where("resource", actors.object("sysv-msg/"));
    EXPECT_EQ(queue.at("qbytes").number(), 4096);
    EXPECT_EQ(queue.at("cbytes").number(), 4096);
    EXPECT_EQ(queue.at("qnum").number(), 8);
    EXPECT_EQ(queue.at("lspid").number(), actors.pid("sender"));
    EXPECT_EQ(queue.at("lrpid").number(), 0);
    EXPECT_EQ(queue.at("rtime").string(), "never");
    EXPECT_EQ(queue.at("senders_waiting").number(), 1);
    EXPECT_EQ(queue.at("receivers_waiting").number(), 0);
    const Json wait = wait_of(seen, actors.pid("sender"));
    EXPECT_EQ(wait.at("operation").string(), "msgsnd");
    EXPECT_GE(wait.at("blocked_ms").number(), 1000);
    const Json found = finding(seen, "full-queue");
    EXPECT_EQ(found.at("severity").string(), "warning");
    EXPECT_THAT(found.at("threads").strings(), ElementsAre(actors.thread("sender")));
    EXPECT_THAT(found.at("resources").strings(), Contains(actors.object("sysv-msg/")));
    EXPECT_THAT(alarms(seen), SizeIs(1));
    EXPECT_EQ(world.gordianctl({"findings"}).status, 3);
    EXPECT_THAT(world.gordianctl({"why", std::to_string(actors.pid("sender"))}).out,
                AllOf(HasSubstr("sender"), HasSubstr(actors.object("sysv-msg/"))));
}

TEST_F(MsgFull, RemovingTheQueueEndsTheWait) {
    const Actors actors = world.run_lab("msg-full");
    const std::string queue = actors.object("sysv-msg/");
    const Ended beforehand = world.gordianctl({"remove", queue, "--dry-run"});
    EXPECT_EQ(beforehand.status, 0) << beforehand.err;
    EXPECT_THAT(beforehand.out + beforehand.err, AllOf(HasSubstr("sender"), HasSubstr("8")))
        << "what hangs on it: the waiting sender and the messages";
    EXPECT_EQ(world.gordianctl({"remove", queue, "--yes"}).status, 0);
    world.until("the sender is gone", [&] { return world.is_gone(actors.pid("sender")); });
}

// ---- locks ----------------------------------------------------------------------------------------------------------

class LockRanges : public Scenario {};

TEST_F(LockRanges, AWriterWaitsForEveryLockThatConflictsNotOnlyForTheFirst) {
    const Actors actors = world.run_lab("lock-ranges");
    world.until_blocked(actors.all({"writer-2"}));
    const Json seen = snapshot();
    std::vector<std::string> resources;
    std::vector<int> holders;
    const std::string path = actors.object("file ").substr(5);
    for (const Json& lock : seen.at("locks").all_where("path", path)) {
        EXPECT_EQ(lock.at("class").string(), "posix");
        ASSERT_EQ(lock.at("holders").size(), 1U);
        const Json holder = lock.at("holders").items().front();
        EXPECT_TRUE(holder.at("certain").truth());
        EXPECT_FALSE(holder.at("inherited").truth());
        EXPECT_EQ(holder.at("pid"), lock.at("taker_pid"));
        holders.push_back(static_cast<int>(holder.at("pid").number()));
        resources.push_back(lock.at("resource").string());
        const bool writer = holder.at("pid").number() == actors.pid("writer");
        EXPECT_EQ(lock.at("mode").string(), writer ? "write" : "read");
        EXPECT_EQ(lock.at("start").number(), writer ? 0 : 200);
        EXPECT_EQ(lock.at("end").number(), writer ? 99 : 299);
        const Json waiter = lock.at("waiters").where("pid", actors.pid("writer-2"));
        EXPECT_EQ(lock.at("waiters").size(), 1U);
        EXPECT_EQ(waiter.at("mode").string(), "write");
        EXPECT_EQ(waiter.at("start").number(), 50);
        EXPECT_EQ(waiter.at("end").number(), 259);
    }
    EXPECT_THAT(holders, testing::UnorderedElementsAreArray(actors.all({"writer", "reader-1", "reader-2"})));
    const Json wait = wait_of(seen, actors.pid("writer-2"));
    EXPECT_EQ(wait.at("operation").string(), "lock");
    EXPECT_THAT(wait.at("all_of").strings(), testing::UnorderedElementsAreArray(resources));
    EXPECT_GE(wait.at("blocked_ms").number(), 1000);
    EXPECT_THAT(chain_of(seen, actors.thread("writer-2")).at("verdict").string(), AnyOf("held", "idle"))
        << "the holders live, and wait for a signal";
    EXPECT_THAT(alarms(seen), testing::IsEmpty()) << "running processes hold them: that is what locks are for";
    EXPECT_THAT(world.gordianctl({}).out, HasSubstr("writer-2"));
    EXPECT_EQ(world.gordianctl({"why", std::to_string(actors.pid("writer-2"))}).status, 0)
        << "held is nothing to alarm anybody";
}

class ChildDeadlock : public Scenario {};

TEST_F(ChildDeadlock, AParentAndTheChildWhosePipeItDoesNotReadAreACertainDeadlock) {
    const Actors actors = world.run_lab("child-deadlock");
    world.until_blocked(actors.all({"parent", "child"}));
    const Json seen = snapshot();
    const Json found = finding(seen, "deadlock");
    EXPECT_EQ(found.at("severity").string(), "critical");
    EXPECT_TRUE(found.at("certain").truth());
    EXPECT_THAT(found.at("threads").strings(), UnorderedElementsAre(actors.thread("parent"), actors.thread("child")));
    const std::string pipe = wait_of(seen, actors.pid("child")).at("resource").string();
    EXPECT_THAT(pipe, StartsWith("pipe/"));
    EXPECT_THAT(pids_of(seen.at("pipes").where("resource", pipe).at("readers")), ElementsAre(actors.pid("parent")));
    EXPECT_THAT(pids_of(seen.at("pipes").where("resource", pipe).at("writers")), ElementsAre(actors.pid("child")));
    EXPECT_THAT(alarms(seen), SizeIs(1)) << "it is all that is wrong here";

    const Ended why = world.gordianctl({"why", "parent"});
    EXPECT_THAT(why.out, AllOf(HasSubstr(pipe), HasSubstr("the circle closes here"), HasSubstr("deadlocked (certain)")));
    EXPECT_EQ(type(world, ending_of(why).command).status, 0);
    world.until("the parent goes on", [&] { return world.is_gone(actors.pid("parent")); });
}

class LockDeadlock : public Scenario {};

TEST_F(LockDeadlock, TwoWhoTookTwoFlocksInOppositeOrderAreACertainDeadlock) {
    const Actors actors = world.run_lab("lock-deadlock");
    std::vector<int> pids;
    for (const auto& [name, pid] : actors.pids)
        if (name != "parent" && name != "janitor") pids.push_back(pid);
    world.until_blocked(pids);
    const Json seen = snapshot();
    const Json found = finding(seen, "deadlock");
    EXPECT_EQ(found.at("severity").string(), "critical");
    EXPECT_TRUE(found.at("certain").truth()) << found.text();
    std::vector<std::string> threads;
    for (const int pid : pids) threads.push_back(std::format("thread/{0}/{0}", pid));
    EXPECT_THAT(found.at("threads").strings(), testing::UnorderedElementsAreArray(threads));
    for (const std::string& thread : threads) EXPECT_EQ(chain_of(seen, thread).at("verdict").string(), "deadlocked");
    EXPECT_THAT(alarms(seen), SizeIs(1));
    const Ended why = world.gordianctl({"why"});
    EXPECT_EQ(why.status, 3);
    EXPECT_THAT(ending_of(why).verdict, HasSubstr("deadlock"));
}

TEST_F(LockDeadlock, EndingTheOneThatWhyProposesLetsTheOtherGoOn) {
    const Actors actors = world.run_lab("lock-deadlock");
    std::vector<int> pids;
    for (const auto& [name, pid] : actors.pids)
        if (name != "parent" && name != "janitor") pids.push_back(pid);
    world.until_blocked(pids);
    const Ending ending = ending_of(world.gordianctl({"why"}));
    ASSERT_THAT(ending.command, StartsWith("kill "));
    EXPECT_EQ(type(world, ending.command).status, 0);
    world.until("both are gone", [&] { return std::ranges::all_of(pids, [&](int pid) { return world.is_gone(pid); }); });
}

class KnotSemLock : public Scenario {};

TEST_F(KnotSemLock, ADeadlockThroughASemaphoreAndAFlockIsFoundAndNotCertain) {
    const Actors actors = world.run_lab("knot-sem-lock");
    world.until_blocked(actors.all({"process-a", "process-b"}));
    const Json seen = snapshot();
    const Json found = finding(seen, "deadlock");
    EXPECT_EQ(found.at("severity").string(), "critical");
    EXPECT_FALSE(found.at("certain").truth()) << "that process-a has the unit is only a guess from sempid";
    EXPECT_THAT(found.at("threads").strings(),
                UnorderedElementsAre(actors.thread("process-a"), actors.thread("process-b")));
    EXPECT_EQ(wait_of(seen, actors.pid("process-a")).at("operation").string(), "flock");
    EXPECT_EQ(wait_of(seen, actors.pid("process-b")).at("operation").string(), "semop");
    EXPECT_THAT(alarms(seen), SizeIs(1));
}

class SemDeadlock : public Scenario {};

TEST_F(SemDeadlock, TwoWhoTookTwoSemaphoresInOppositeOrderAreADeadlockThatIsNotCertain) {
    const Actors actors = world.run_lab("sem-deadlock");
    std::vector<int> pids;
    for (const auto& [name, pid] : actors.pids)
        if (name != "parent" && name != "janitor") pids.push_back(pid);
    world.until_blocked(pids);
    const Json seen = snapshot();
    const Json found = finding(seen, "deadlock");
    EXPECT_FALSE(found.at("certain").truth());
    EXPECT_EQ(found.at("threads").size(), 2U);
    EXPECT_THAT(alarms(seen), SizeIs(1));
}

class InheritedFlock : public Scenario {
protected:
    explicit InheritedFlock(Pids pids = Pids::own) : Scenario(pids) {}
    void SetUp() override {
        Scenario::SetUp();
        if (IsSkipped()) return;
        actors = world.run_lab("inherited-flock");
        path = actors.object("file ").substr(5);
        world.until_blocked(actors.all({"waiter"}));
    }
    /// What is the same wherever one looks from.
    void expect_kept_by_the_heir(const Json& seen) const {
        const Json lock = seen.at("locks").where("path", path);
        EXPECT_EQ(lock.at("class").string(), "flock");
        EXPECT_THAT(pids_of(lock.at("holders")), ElementsAre(actors.pid("heir")));
        EXPECT_TRUE(lock.at("holders").items().front().at("inherited").truth());
        EXPECT_THAT(pids_of(lock.at("waiters")), ElementsAre(actors.pid("waiter")));
    }
    Actors actors;
    std::string path;
};

TEST_F(InheritedFlock, TheTakerIsDeadAndItsChildKeepsTheLock) {
    const Json seen = snapshot();
    expect_kept_by_the_heir(seen);
    // A dead process has no number in a PID namespace that is not the initial one: fdinfo prints 0 (fs/locks.c, locks_translate_pid()), as
    // it does for a taker that lives outside. That it is gone must not be claimed then.
    const Json lock = seen.at("locks").where("path", path);
    EXPECT_TRUE(lock.at("taker_pid").is_null());
    EXPECT_TRUE(std::ranges::any_of(seen.at("unreadable").all_where("section", "locks"), [&](const Json& entry) {
        return std::ranges::contains(entry.at("fields").strings(), "taker_pid") &&
               std::ranges::contains(entry.at("resources").strings(), lock.at("resource").string());
    })) << seen.at("unreadable").text();
}

class InheritedFlockSeenFromTheMachine : public InheritedFlock {
protected:
    InheritedFlockSeenFromTheMachine() : InheritedFlock(Pids::machine) {}
};

TEST_F(InheritedFlockSeenFromTheMachine, TheDeadTakerIsNamed) {
    const Json seen = snapshot();
    expect_kept_by_the_heir(seen);
    const Json found = finding_about(seen, actors.thread("waiter"));
    EXPECT_EQ(found.at("code").string(), "inherited-lock");
    EXPECT_EQ(found.at("severity").string(), "warning");
    EXPECT_THAT(found.at("title").string(), HasSubstr(std::to_string(actors.pid("heir"))));
    EXPECT_EQ(seen.at("locks").where("path", path).at("taker_pid").number(), actors.pid("taker"));
    EXPECT_THAT(seen.at("dead_pids").numbers(), Contains(actors.pid("taker")));
}

class StoppedHolder : public Scenario {};

TEST_F(StoppedHolder, TheHolderIsStoppedAndGoesOnAfterTheCommandThatWhyProposes) {
    const Actors actors = world.run_lab("stopped-holder");
    world.until_blocked(actors.all({"waiter"}));
    const Json seen = snapshot();
    EXPECT_EQ(seen.at("processes").where("pid", actors.pid("holder")).at("state").string(), "T");
    const Json found = finding(seen, "held-by-stopped");
    EXPECT_EQ(found.at("severity").string(), "warning");
    EXPECT_TRUE(found.at("certain").truth());
    EXPECT_EQ(chain_of(seen, actors.thread("waiter")).at("verdict").string(), "stopped");
    EXPECT_TRUE(seen.at("waits").all_where("pid", actors.pid("holder")).empty())
        << "a stopped thread shows a system call that it does not wait in";
    EXPECT_THAT(alarms(seen), SizeIs(1));
    const Ended why = world.gordianctl({"why", std::to_string(actors.pid("waiter"))});
    EXPECT_EQ(why.status, 3);
    EXPECT_THAT(ending_of(why).verdict, HasSubstr("stopped"));
    ASSERT_EQ(ending_of(why).command, std::format("kill -CONT {}", actors.pid("holder")));
    EXPECT_EQ(type(world, ending_of(why).command).status, 0);
    world.until("the waiter has had its turn", [&] { return world.is_gone(actors.pid("waiter")); });
}

class ChainsOfShells : public Scenario {};

TEST_F(ChainsOfShells, TwoShellsWaitForChildrenThatWantTheOthersLock) {
    const Actors actors = world.run_lab("chains-of-shells");
    const std::vector<int> pids = actors.all({"holder-1", "shell-1", "wanter-1", "holder-2", "shell-2", "wanter-2"});
    world.until_blocked(pids);
    const Json seen = snapshot();
    const Json found = finding(seen, "deadlock");
    EXPECT_EQ(found.at("severity").string(), "critical");
    EXPECT_THAT(found.at("threads").strings(),
                AllOf(Contains(actors.thread("wanter-1")), Contains(actors.thread("wanter-2"))));
    for (const char* shell : {"shell-1", "shell-2", "holder-1", "holder-2"}) {
        EXPECT_EQ(wait_of(seen, actors.pid(shell)).at("operation").string(), "child-exit") << shell;
        EXPECT_EQ(chain_of(seen, actors.thread(shell)).at("verdict").string(), "deadlocked") << shell;
    }
    EXPECT_THAT(alarms(seen), SizeIs(1)) << "one knot is one finding";
    // Everyone in a chain has inherited the first lock's descriptor.
    const std::string a = std::ranges::find_if(actors.made, [](const std::string& made) {
                              return made.ends_with("/a");
                          })->substr(5);
    const Json lock = seen.at("locks").where("path", a);
    EXPECT_THAT(pids_of(lock.at("holders")), testing::IsSupersetOf(actors.all({"holder-1", "shell-1", "wanter-1"})));
    EXPECT_THAT(pids_of(lock.at("waiters")), ElementsAre(actors.pid("wanter-2")));
}

// ---- what looks odd and is no alarm -----------------------------------------------------------------------------------

class ShmRmid : public Scenario {};

TEST_F(ShmRmid, ASegmentMarkedForRemovalLivesWhileTwoAreAttached) {
    const Actors actors = world.run_lab("shm-rmid");
    const Json seen = snapshot();
    const Json segment = seen.at("shm_segments").where("resource", actors.object("sysv-shm/"));
    EXPECT_TRUE(segment.at("marked_for_removal").truth());
    EXPECT_EQ(segment.at("nattch").number(), 2);
    EXPECT_EQ(segment.at("key").string(), "0x00000000");
    EXPECT_EQ(segment.at("attachments").size(), 2U);
    EXPECT_THAT(alarms(seen), testing::IsEmpty());
    EXPECT_EQ(world.gordianctl({"findings"}).status, 0) << "a notice is no reason for an exit code";
}

class SemInitRace : public Scenario {};

TEST_F(SemInitRace, ASetThatNobodyHasUsedYetShowsItsOtimeAsNever) {
    const Actors actors = world.run_lab("sem-init-race");
    const Json seen = snapshot();
    EXPECT_EQ(seen.at("sem_sets").where("resource", actors.object("sysv-sem/")).at("otime").string(), "never");
    EXPECT_THAT(alarms(seen), testing::IsEmpty());
}

// ---- all at once ------------------------------------------------------------------------------------------------------

class Demo : public Scenario {};

TEST_F(Demo, GordianctlNamesEveryoneWhoIsStuckAndWhatFor) {
    const Actors semaphore = world.run_lab("stuck-worker"), queue = world.run_lab("msg-full"),
                 lock = world.run_lab("lock-ranges");
    std::vector<int> waiting = semaphore.all({"waiter-1", "waiter-2"});
    waiting.push_back(queue.pid("sender"));
    waiting.push_back(lock.pid("writer-2"));
    world.until_blocked(waiting);
    const Ended answer = world.gordianctl({});
    for (const char* who : {"waiter-1", "waiter-2", "sender", "writer-2"}) EXPECT_THAT(answer.out, HasSubstr(who));
    EXPECT_THAT(answer.out, AllOf(HasSubstr(semaphore.object("sysv-sem/")), HasSubstr(queue.object("sysv-msg/")),
                                  HasSubstr("ledger")));
    EXPECT_THAT(alarms(snapshot()), UnorderedElementsAre(StartsWith("abandoned-semaphore"), StartsWith("full-queue")));
}

}  // namespace
}  // namespace gordian::test
