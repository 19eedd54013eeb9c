// SPDX-License-Identifier: GPL-3.0-or-later
// What holds whatever is seen.
#include "tests/analysis/many_servers.h"
#include "tests/analysis/snapshot_builder.h"
#include "tests/snapshot/random_value.h"

#include <rapidcheck/gtest.h>

#include <chrono>
#include <map>
#include <random>
#include <set>

namespace gordian::analysis {
namespace {

int below(int count) { return *rc::gen::inRange(0, count); }
bool one_in(int count) { return below(count) == 0; }
template <class T>
T one_of(std::initializer_list<T> values) {
    return *rc::gen::elementOf(std::vector<T>(values));
}

// ---- the truth about locks and children, by trying everything -----------------------------------------------------------------------------

/// A few single-threaded processes over locks that several may hold, and over parents and children, as plain facts.
struct Facts {
    struct Actor {
        enum class Does { runs, wants_lock, waits_for_any_child } does = Does::runs;
        std::size_t lock = 0;
    };
    std::vector<Actor> actors;
    std::vector<std::optional<std::size_t>> parents;
    std::vector<std::set<std::size_t>> holders;  ///< of each lock
};
constexpr int first_pid = 100;
int pid_of(std::size_t actor) { return first_pid + static_cast<int>(actor); }

rc::Gen<Facts> any_facts() {
    return rc::gen::exec([] {
        Facts facts;
        const int actors = *rc::gen::inRange(1, 10), locks = *rc::gen::inRange(1, 7);
        for (int i = 0; i < locks; ++i) {
            auto& holders = facts.holders.emplace_back();
            for (int j = 1 + below(2); j > 0; --j) holders.insert(static_cast<std::size_t>(below(actors)));
        }
        for (int i = 0; i < actors; ++i) {
            const bool child = i > 0 && one_in(2);
            facts.parents.push_back(child ? std::optional(static_cast<std::size_t>(below(i))) : std::nullopt);
            facts.actors.push_back(
                {.does = *rc::gen::weightedElement<Facts::Actor::Does>({{1, Facts::Actor::Does::runs},
                                                                        {5, Facts::Actor::Does::wants_lock},
                                                                        {3, Facts::Actor::Does::waits_for_any_child}}),
                 .lock = static_cast<std::size_t>(below(locks))});
        }
        return facts;
    });
}

Scene scene_of(const Facts& facts) {
    Scene scene;
    for (std::size_t i = 0; i < facts.actors.size(); ++i)
        scene.process(pid_of(i), facts.parents[i] ? pid_of(*facts.parents[i]) : 1);
    for (std::size_t i = 0; i < facts.holders.size(); ++i) {
        std::vector<By> holders;
        for (const std::size_t holder : facts.holders[i])
            holders.push_back({.pid = pid_of(holder), .fd = 10 + static_cast<int>(i)});
        scene.flock(i, holders.front().pid, holders);
    }
    for (std::size_t i = 0; i < facts.actors.size(); ++i) {
        if (facts.actors[i].does == Facts::Actor::Does::wants_lock)
            scene.blocked(pid_of(i), flock_call(facts.actors[i].lock, 99));
        if (facts.actors[i].does == Facts::Actor::Does::waits_for_any_child) scene.blocked(pid_of(i), any_child());
    }
    return scene;
}

/// Nobody in `set` gets further if nobody outside of it ever helps: each waits for a lock whose every holder is inside, or for children
/// who are all inside (and has some).
bool holds_itself(const Facts& facts, unsigned set) {
    const auto inside = [&](std::size_t actor) { return (set >> actor & 1U) != 0; };
    for (std::size_t i = 0; i < facts.actors.size(); ++i) {
        if (!inside(i)) continue;
        switch (facts.actors[i].does) {
        case Facts::Actor::Does::runs: return false;
        case Facts::Actor::Does::wants_lock:
            for (const std::size_t holder : facts.holders[facts.actors[i].lock])
                if (!inside(holder)) return false;
            break;
        case Facts::Actor::Does::waits_for_any_child: {
            bool has_child = false;
            for (std::size_t child = 0; child < facts.actors.size(); ++child) {
                if (facts.parents[child] != i) continue;
                has_child = true;
                if (!inside(child)) return false;
            }
            if (!has_child) return false;
            break;
        }
        }
    }
    return true;
}

RC_GTEST_PROP(Explain, DeadlockedAreExactlyThoseInTheLargestSetThatNobodyOutsideCanHelp, ()) {
    const Facts facts = *any_facts();
    unsigned stuck = 0;
    for (unsigned set = 1; set < 1U << facts.actors.size(); ++set)
        if (holds_itself(facts, set)) stuck |= set;
    const Means means = scene_of(facts).means();
    for (std::size_t i = 0; i < facts.actors.size(); ++i) {
        const Chain* chain = chain_of(means, pid_of(i));
        const bool said = chain != nullptr && chain->verdict == Verdict::deadlocked;
        RC_ASSERT(said == ((stuck >> i & 1U) != 0));
        if (said) RC_ASSERT(chain->certain);
    }
    const bool found = finding(means, "deadlock") != nullptr;
    RC_ASSERT(found == (stuck != 0));
    for (const Finding& row : means.findings) RC_ASSERT((row.code != "deadlock" || row.certain));
}

// ---- nonsense ------------------------------------------------------------------------------------------------------------------------------

std::optional<int> perhaps(int value) { return one_in(4) ? std::nullopt : std::optional(value); }
int any_pid() { return below(9); }
Time any_time() {
    return one_of<Time>({{}, seconds_ago(10), seconds_ago(60), seconds_ago(3000), {INT64_MAX}, {INT64_MIN}});
}

Operands any_operands() {
    switch (below(6)) {
    case 0: return OtherCall{};
    case 1: {
        SemopCall call{.semid = below(3), .operations = std::nullopt, .timeout_ms = one_of<std::int64_t>({0, 100, -5})};
        if (one_in(5)) return call;
        call.operations.emplace();
        for (int i = below(4); i > 0; --i)
            call.operations->push_back({.num = static_cast<std::uint16_t>(below(3)),
                                        .op = static_cast<std::int16_t>(below(5) - 3),
                                        .nowait = one_in(4),
                                        .undo = one_in(2)});
        return call;
    }
    case 2: return msgsnd(below(3), static_cast<std::uint64_t>(below(200)));
    case 3: return msgrcv(below(3), below(3) - 1);
    case 4: {
        LockCall call{.lock_class = one_of({LockClass::posix, LockClass::ofd, LockClass::flock}),
                      .fd = below(4),
                      .mode = one_of({LockMode::read, LockMode::write}),
                      .start = static_cast<std::uint64_t>(below(5)),
                      .length = one_of<std::uint64_t>({0, 1, 3, UINT64_MAX}),
                      .device = disk,
                      .inode = static_cast<std::uint64_t>(below(2)),
                      .path = {}};
        if (one_in(5)) call.mode.reset();
        if (one_in(5)) call.device.reset();
        if (one_in(8)) call.inode.reset();
        if (one_in(8)) call.length.reset();
        return call;
    }
    default:
        return WaitCall{.children = one_of({ChildSelection::any, ChildSelection::pid, ChildSelection::group}),
                        .id = any_pid()};
    }
}

/// Rows that exist, with everything between them left to chance. No two have one key.
Snapshot any_nonsense() {
    Scene scene;
    Snapshot& seen = scene.seen;
    seen.processes.clear();
    for (int pid = 0; pid < 8; ++pid) {
        if (one_in(5)) {
            if (one_in(2)) scene.dead(pid);
            continue;
        }
        Process& process = scene.process(pid, any_pid());
        process.state = one_of<std::string>({"S", "S", "R", "T", "t", "Z", "D", ""});
        process.nthreads = one_of<std::int64_t>({0, 1, 1, 1, 2, 3, -1});
        process.start_time = any_time();
        process.readable = !one_in(4);
        process.kernel_thread = one_in(10);
        process.pgrp = any_pid();
        if (one_in(4)) process.ipc_namespace = one_of<std::optional<std::uint64_t>>({std::nullopt, elsewhere});
        if (one_in(4)) process.exe.reset();
    }
    for (int pid = 0; pid < 9; ++pid) {
        for (int tid = pid; tid < pid + 2; ++tid) {
            if (one_in(3)) continue;
            Thread& thread = seen.threads.emplace_back();
            thread.resource = resource::thread(pid, tid);
            thread.pid = pid;
            thread.tid = tid;
            thread.state = one_of<std::string>({"S", "S", "S", "D", "T", "t", "Z"});
            thread.syscall = one_of<std::optional<std::string>>(
                {std::nullopt, "poll", "read", "futex", "semtimedop", "flock"});
            if (!one_in(4)) thread.operands = any_operands();
            thread.wchan = one_of<std::optional<std::string>>({std::nullopt, "0", "", "do_wait", "do_msgsnd",
                                                               "do_msgrcv", "__do_semtimedop", "fcntl_setlk",
                                                               "locks_lock_inode_wait.isra.0"});
            thread.blocked_ms = one_of<std::optional<std::int64_t>>({std::nullopt, 0, 999, 1000, 100000, -7});
            thread.second_reading = one_of(
                {SecondReading::none, SecondReading::unchanged, SecondReading::unchanged, SecondReading::changed});
        }
    }
    for (int id = 0; id < 3; ++id) {
        if (!one_in(3)) {
            SemSet& set = scene.sem_set(id, {below(3), below(3)}, any_pid());
            set.otime = any_time();
            set.ctime = any_time();
            if (one_in(5)) set.ipc_namespace = elsewhere;
            for (Semaphore& semaphore : set.semaphores)
                semaphore = {.num = semaphore.num,
                             .semval = perhaps(below(3)),
                             .sempid = perhaps(any_pid() - 1),
                             .semncnt = perhaps(below(2)),
                             .semzcnt = perhaps(below(2))};
            if (one_in(5)) set.semaphores.pop_back();
            if (one_in(5)) set.semaphores.clear();
        }
        if (!one_in(3)) {
            MsgQueue& queue = scene.full_queue(id, any_pid(), any_pid());
            queue.rtime = any_time();
            if (one_in(4)) queue.qbytes.reset();
            if (one_in(4)) queue.cbytes = UINT64_MAX;
            if (one_in(4)) queue.senders_waiting.reset();
        }
        if (!one_in(3)) scene.segment(id, any_pid(), any_pid()).ctime = any_time();
    }
    for (int i = below(8); i > 0; --i) {
        FileLock& lock = seen.locks.emplace_back();
        lock.lock_class = one_of({LockClass::posix, LockClass::ofd, LockClass::flock, LockClass::lease});
        lock.mode = one_of({LockMode::read, LockMode::write});
        lock.device = one_of<Device>({disk, disk, {.major = 0, .minor = 1}});
        lock.inode = static_cast<std::uint64_t>(below(2));
        lock.start = static_cast<std::uint64_t>(below(5));
        if (one_in(2)) lock.end = one_of<std::uint64_t>({0, 3, 7, UINT64_MAX});
        lock.taker_pid = perhaps(any_pid());
        for (int j = below(4); j > 0; --j)
            lock.holders.push_back({.pid = any_pid(),
                                    .fd = perhaps(below(4)),
                                    .inherited = one_of<std::optional<bool>>({std::nullopt, true, false}),
                                    .certain = one_in(2),
                                    .evidence = one_of({LockEvidence::fdinfo, LockEvidence::proc_locks})});
        for (int j = below(3); j > 0; --j)
            lock.waiters.push_back({.pid = perhaps(any_pid()),
                                    .tid = perhaps(any_pid()),
                                    .mode = one_of({LockMode::read, LockMode::write}),
                                    .start = 0,
                                    .end = {}});
        lock.resource = resource::lock(lock.lock_class, lock.device, lock.inode, lock.start, lock.end,
                                       "?" + std::to_string(i));
    }
    return scene.taken();
}

template <class Row>
bool sorted_and_single(const std::vector<Row>& rows) {
    return std::ranges::adjacent_find(rows, [](const Row& a, const Row& b) { return !(row_key(a) < row_key(b)); }) ==
           rows.end();
}

// RC_ASSERT takes && and || apart and evaluates both sides: hence the second parentheses.
void check_shape(const Snapshot& seen, const Means& means) {
    RC_ASSERT(sorted_and_single(means.waits));
    RC_ASSERT(sorted_and_single(means.holds));
    RC_ASSERT(sorted_and_single(means.chains));
    RC_ASSERT(sorted_and_single(means.findings));
    RC_ASSERT(means.chains.size() == means.waits.size());

    std::map<std::string, const Wait*> wait_by_thread;
    for (const Wait& wait : means.waits) {
        wait_by_thread[wait.tid ? resource::thread(wait.pid, *wait.tid) : resource::process(wait.pid)] = &wait;
        RC_ASSERT((wait.all_of.empty() || wait.any_of.empty()));
        RC_ASSERT((wait.all_of.size() != 1 && wait.any_of.size() != 1));
        for (const auto* several : {&wait.all_of, &wait.any_of})
            RC_ASSERT((several->empty() || wait.resource == several->front()));
        RC_ASSERT((!wait.certain || wait.resource || wait.operation == WaitOperation::unknown));
    }
    std::map<std::string, const Thread*> threads;
    for (const Thread& thread : seen.threads) threads.emplace(resource::thread(thread.pid, thread.tid), &thread);

    for (const Chain& chain : means.chains) {
        RC_ASSERT(wait_by_thread.contains(chain.thread));
        RC_ASSERT(!chain.links.empty());
        RC_ASSERT(chain.links.front().thread == chain.thread);
        RC_ASSERT(!chain.root.empty());
        for (const Link& link : chain.links) RC_ASSERT(wait_by_thread.contains(link.thread));
        // Who waits for a semaphore can be helped by anybody; and a guess stays one.
        if (!chain.certain) continue;
        RC_ASSERT((chain.verdict != Verdict::unknown && chain.verdict != Verdict::abandoned));
        if (chain.verdict == Verdict::deadlocked) {
            for (const Link& link : chain.links) {
                const Wait& wait = *wait_by_thread[link.thread];
                RC_ASSERT((wait.certain && wait.block == Block::hard && wait.time_limit_ms == 0));
                RC_ASSERT((wait.operation != WaitOperation::semop && wait.operation != WaitOperation::msgsnd &&
                           wait.operation != WaitOperation::msgrcv));
            }
        }
    }
    for (const Finding& row : means.findings) {
        bool one_lasts = row.threads.empty();
        for (const std::string& thread : row.threads) {
            RC_ASSERT(threads.contains(thread));
            RC_ASSERT(wait_by_thread.contains(thread));
            RC_ASSERT(threads[thread]->second_reading == SecondReading::unchanged);
            RC_ASSERT(!threads[thread]->stopped());
            const bool lasts = threads[thread]->blocked_ms.value_or(0) >= finding_after_ms;
            one_lasts = one_lasts || lasts;
            if (row.code == "deadlock") RC_ASSERT(lasts);
        }
        RC_ASSERT(one_lasts);
        RC_ASSERT(!row.resources.empty());
    }
}

RC_GTEST_PROP(Explain, AnswersNonsenseWithRowsThatAreInOrderAndClaimsNothingOfThreadsThatWereNotSeenTwice, ()) {
    const Snapshot seen = any_nonsense();
    check_shape(seen, explain(seen));
    for (const std::size_t row : threads_to_confirm(seen)) RC_ASSERT(row < seen.threads.size());
}

RC_GTEST_PROP(Explain, AnswersWhateverTheNumbersAre, ()) {
    const auto seen = gordian::testing::pick<Snapshot>();
    const Means means = explain(seen);
    RC_ASSERT(sorted_and_single(means.waits));
    RC_ASSERT(sorted_and_single(means.holds));
    RC_ASSERT(sorted_and_single(means.chains));
    RC_ASSERT(sorted_and_single(means.findings));
    for (const std::size_t row : threads_to_confirm(seen)) RC_ASSERT(row < seen.threads.size());
}

RC_GTEST_PROP(Explain, DoesNotHangOnTheOrderOfRows, ()) {
    const Snapshot seen = any_nonsense();
    Snapshot shuffled = seen;
    std::mt19937 random(static_cast<unsigned>(below(1 << 30)));
    std::ranges::shuffle(shuffled.processes, random);
    std::ranges::shuffle(shuffled.dead_pids, random);
    std::ranges::shuffle(shuffled.threads, random);
    std::ranges::shuffle(shuffled.sem_sets, random);
    std::ranges::shuffle(shuffled.msg_queues, random);
    std::ranges::shuffle(shuffled.shm_segments, random);
    std::ranges::shuffle(shuffled.locks, random);
    RC_ASSERT(explain(shuffled) == explain(seen));
}

RC_GTEST_PROP(ThreadsToConfirm, AreAllThatAFindingRestsOn, ()) {
    // As a session does it: nothing is confirmed, these are asked for, and found unchanged. Then nothing is missing that would be there had
    // every thread been read again.
    Snapshot seen = any_nonsense();
    for (Thread& thread : seen.threads) thread.second_reading = SecondReading::none;
    Snapshot all_confirmed = seen;
    for (Thread& thread : all_confirmed.threads) thread.second_reading = SecondReading::unchanged;
    for (const std::size_t row : threads_to_confirm(seen)) seen.threads[row].second_reading = SecondReading::unchanged;
    RC_ASSERT(explain(seen).findings == explain(all_confirmed).findings);
}

RC_GTEST_PROP(Explain, SaysNothingMoreOfACircleWhenOneOfItsThreadsHasMoved, ()) {
    Snapshot seen = any_nonsense();
    const Means before = explain(seen);
    for (const Finding& row : before.findings) {
        if (row.threads.empty() || (row.code != "deadlock" && row.threads.size() > 1)) continue;
        Snapshot moved = seen;
        for (Thread& thread : moved.threads)
            if (thread.resource == row.threads.front()) thread.second_reading = SecondReading::changed;
        for (const Finding& after : explain(moved).findings)
            RC_ASSERT(!std::ranges::contains(after.threads, row.threads.front()));
    }
}

// ---- growth --------------------------------------------------------------------------------------------------------------------------------

double seconds_to_explain(const Snapshot& seen) {
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const Means means = explain(seen);
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        EXPECT_FALSE(means.waits.empty());
    }
    return best;
}

TEST(Growth, TenTimesAsManyWaitsTakeAboutTenTimesAsLong) {
    const Snapshot small = many_servers(222), large = many_servers(2222);
    ASSERT_EQ(explain(large).waits.size(), 2222U * 9);
    ASSERT_EQ(explain(large).findings.size(), 2222U);
    const double ratio = seconds_to_explain(large) / seconds_to_explain(small);
    EXPECT_LT(ratio, 40) << "n log n gives some 13, a quadratic step 100; the rest is room for a busy machine";
}

TEST(Growth, AQueueInWhichEachWaitsForTheNextIsNotWalkedForEach) {
    const auto queue_of = [](int length) {
        Scene scene;
        Snapshot& seen = scene.seen;
        for (int i = 0; i < length; ++i) {
            const int pid = 1000 + i;
            Process& process = seen.processes.emplace_back();
            process.pid = pid;
            process.state = "S";
            process.nthreads = 1;
            FileLock& lock = seen.locks.emplace_back();
            lock.device = disk;
            lock.inode = static_cast<std::uint64_t>(i);
            lock.taker_pid = pid;
            lock.holders.push_back(
                {.pid = pid, .fd = 3, .inherited = false, .certain = true, .evidence = LockEvidence::fdinfo});
            lock.resource = resource::lock(LockClass::posix, disk, lock.inode, 0, {}, std::to_string(pid));
            if (i == 0) continue;
            Thread& thread = seen.threads.emplace_back();
            thread.pid = thread.tid = pid;
            thread.state = "S";
            thread.operands = setlkw(static_cast<std::uint64_t>(i - 1));
        }
        return seen;
    };
    const Snapshot small = queue_of(1000), large = queue_of(10000);
    const Means means = explain(large);
    const Chain* last = chain_of(means, 1000 + 9999);
    ASSERT_NE(last, nullptr);
    EXPECT_EQ(last->root, "process/1000");
    EXPECT_LE(last->links.size(), 64U);
    EXPECT_LT(seconds_to_explain(large) / seconds_to_explain(small), 40);
}

}  // namespace
}  // namespace gordian::analysis
