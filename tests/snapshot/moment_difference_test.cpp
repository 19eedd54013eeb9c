// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/moment_difference.h"

#include "backend/analysis/moment_members.h"
#include "tests/snapshot/random_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <format>
#include <ostream>

namespace gordian::analysis {

void PrintTo(const Change& change, std::ostream* out) { *out << to_json_line(change, Time{}); }

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// ---- apply(diff(a, b), a) == b -----------------------------------------------------------------------------------------

void sort_sections(Moment& moment) {
    for_each_member_of_moment([&](std::string_view, auto part, auto pointer) {
        auto& member = moment.*part.*pointer;
        if constexpr (requires { row_key(member.front()); })
            std::ranges::sort(member, [](const auto& a, const auto& b) { return row_key(a) < row_key(b); });
    });
}

/// Most stays: here and there a row goes, comes, moves or differs in one field.
Moment mutated(Moment moment) {
    for_each_member_of_moment([&](std::string_view, auto part, auto pointer) {
        auto& member = moment.*part.*pointer;
        using Member = std::remove_cvref_t<decltype(member)>;
        if constexpr (is_section<Member>) {
            using Row = Member::value_type;
            if (!member.empty() && testing::pick_below(3) == 0)
                member.erase(member.begin() + testing::pick_below(static_cast<int>(member.size())));
            if (testing::pick_below(3) == 0)
                member.insert(member.begin() + testing::pick_below(static_cast<int>(member.size()) + 1),
                              testing::pick<Row>());
            if (!member.empty() && testing::pick_below(3) == 0) {
                Row& row = member[static_cast<std::size_t>(testing::pick_below(static_cast<int>(member.size())))];
                const Row other = testing::pick<Row>();
                if constexpr (Described<Row>) {
                    int wanted = testing::pick_below(boost::mp11::mp_size<MembersOf<Row>>::value);
                    for_each_member_of<Row>([&](std::string_view, auto field) {
                        if (wanted-- == 0) row.*field = other.*field;
                    });
                }
            }
            if (testing::pick_below(6) == 0) std::ranges::reverse(member);
        } else if (testing::pick_below(4) == 0) {
            member = testing::pick<Member>();
        }
    });
    return moment;
}

void expect_leads_from_to(const Moment& before, const Moment& after) {
    const MomentDifference difference = diff(before, after);
    RC_ASSERT(apply(difference, before) == after);
    RC_ASSERT(difference.empty() == (before == after));
}

RC_GTEST_PROP(MomentDifference, LeadsFromAnyMomentToAnyOther, ()) {
    expect_leads_from_to(testing::pick_moment(), testing::pick_moment());
}

RC_GTEST_PROP(MomentDifference, LeadsFromAMomentToOneThatSharesMostOfItsRows, ()) {
    const Moment before = testing::pick_moment();
    expect_leads_from_to(before, mutated(before));
}

RC_GTEST_PROP(MomentDifference, LeadsFromOneSortedMomentToAnother, ()) {
    Moment before = testing::pick_moment(), after = mutated(before);
    sort_sections(before);
    sort_sections(after);
    expect_leads_from_to(before, after);
}

RC_GTEST_PROP(MomentDifference, OfAMomentToItselfIsEmptyAndTellsNothing, ()) {
    const Moment moment = testing::pick_moment();
    RC_ASSERT(diff(moment, moment).empty());
    RC_ASSERT(changes(moment, moment).empty());
}

TEST(MomentDifference, KnowsTheRowsOfASection) {
    Moment before, after;
    before.seen.sem_sets.resize(3);
    for (int id = 0; id < 3; ++id) before.seen.sem_sets[static_cast<std::size_t>(id)].id = id;
    after.seen.sem_sets = {before.seen.sem_sets[0], before.seen.sem_sets[2]};
    after.seen.sem_sets[1].nsems = 5;
    after.means.waits.resize(1);
    const MomentDifference difference = diff(before, after);
    EXPECT_THAT(difference.of<&Snapshot::sem_sets>().removed, ElementsAre(RowRange{1, 1}));
    EXPECT_THAT(difference.of<&Snapshot::sem_sets>().changed, ElementsAre(RowRange{1, 1}));
    EXPECT_THAT(difference.of<&Means::waits>().inserted, ElementsAre(RowRange{0, 0}));
    EXPECT_TRUE(difference.of<&Snapshot::locks>().empty());
}

TEST(MomentDifference, ChainsAreInTheOrderOfTheirNumbers) {
    const auto key = [](const char* thread) {
        Chain chain;
        chain.thread = thread;
        const auto [pid, tid, text] = row_key(chain);
        return std::tuple(pid, tid, std::string(text));
    };
    EXPECT_LT(key("thread/9/9"), key("thread/10/10"));
    EXPECT_LT(key("thread/9/9"), key("thread/9/10"));
    EXPECT_LT(key("process/9"), key("thread/9/9"));
    EXPECT_LT(key(""), key("thread/1/1"));
}

// ---- what watch tells ----------------------------------------------------------------------------------------------------

/// A quiet machine: a server, its set with a waiter, a lock, something that permissions hide.
Moment quiet_machine() {
    Moment moment;
    Snapshot& seen = moment.seen;
    seen.ipc_namespaces.push_back({4026531839, {1, 901}, "this one"});
    Process process;
    process.resource = "process/901";
    process.pid = 901;
    process.comm = "shopd";
    process.state = "S";
    process.nthreads = 3;
    seen.processes.push_back(process);
    Thread thread;
    thread.resource = "thread/901/901";
    thread.pid = thread.tid = 901;
    thread.state = "S";
    seen.threads.push_back(thread);
    SemSet set;
    set.resource = "sysv-sem/7";
    set.id = 7;
    set.nsems = 3;
    set.semaphores = {{0, 1, 0, 0, 0}, {1, 0, 901, 1, 0}, {2, 5, 0, 0, 0}};
    seen.sem_sets.push_back(set);
    seen.limits.push_back({"kernel.sem", "SEMMNI", 1, 32000, "", "sysctl …"});
    seen.unreadable.push_back(
        {"sem_sets", {"semval"}, "EACCES", "semctl(GETALL): permission denied", "", 31, {"sysv-sem/8"}});
    seen.unreadable.push_back({"threads", {"operands"}, "EPERM", "process_vm_readv: operation not permitted", "", 204, {}});
    Wait wait;
    wait.pid = 901;
    wait.tid = 901;
    wait.resource = "sysv-sem/7/1";
    wait.blocked_ms = 1000;
    wait.certain = true;
    moment.means.waits.push_back(wait);
    Hold hold;
    hold.pid = 812;
    hold.resource = "sysv-sem/7/1";
    moment.means.holds.push_back(hold);
    moment.means.chains.push_back(
        {"thread/901/901", Verdict::held, true, {{"thread/901/901", "sysv-sem/7/1"}}, "process/812"});
    Finding finding;
    finding.code = "abandoned-semaphore";
    finding.severity = Severity::warning;
    finding.title = "waits 14:02";
    finding.resources = {"sysv-sem/7/1"};
    moment.means.findings.push_back(finding);
    return moment;
}

TEST(Changes, AreNoneWhereOnlyTimePasses) {
    const Moment before = quiet_machine();
    Moment after = before;
    after.seen.taken_at = Time::from_seconds(1);
    after.seen.duration_us = 11'000;
    after.seen.dead_pids = {812};
    after.seen.ipc_namespaces[0].pids = {1, 901, 950};
    after.seen.processes[0].state = "R";
    after.seen.processes[0].nthreads = 4;
    Process worker;
    worker.pid = 40;
    worker.kernel_thread = true;
    after.seen.processes.insert(after.seen.processes.begin(), worker);
    after.seen.threads[0].blocked_ms = 2000;
    after.seen.threads.emplace_back();
    after.seen.unreadable[0].count = 30;
    after.seen.unreadable[0].resources = {"sysv-sem/9"};
    after.seen.unreadable.pop_back();
    after.means.waits[0].blocked_ms = 2000;
    after.means.waits[0].blocked_source = BlockedSource::kernel;
    after.means.waits[0].certain = false;
    after.means.chains[0].certain = false;
    Wait disk;
    disk.pid = 902;
    after.means.waits.push_back(disk);
    after.means.chains.push_back({"thread/902/902", Verdict::unknown, false, {}, ""});
    after.means.findings[0].title = "waits 14:03";
    after.means.findings[0].explanation = "since 14:03";
    after.means.findings[0].advice = {"wait no longer than 14:03"};
    after.means.findings[0].command = "why";
    EXPECT_THAT(changes(before, after), IsEmpty());
    EXPECT_THAT(changes(after, before), IsEmpty());
}

TEST(Changes, OfASetShowOnlyTheSemaphoresThatDiffer) {
    const Moment before = quiet_machine();
    Moment after = before;
    after.seen.sem_sets[0].otime = Time::from_seconds(1795541464);
    after.seen.sem_sets[0].semaphores[2].semval = 4;
    EXPECT_THAT(
        changes(before, after),
        ElementsAre(Change{
            "sem_sets", "changed", "sysv-sem/7",
            R"({"otime":"never","semaphores":[{"num":2,"semval":5,"sempid":0,"semncnt":0,"semzcnt":0}]})",
            R"({"otime":"2026-11-24T17:31:04.000000000Z","semaphores":[{"num":2,"semval":4,"sempid":0,"semncnt":0,"semzcnt":0}]})"}));
}

TEST(Changes, OfAListThatGrewShowOnlyWhatCame) {
    Moment before;
    before.seen.shm_segments.resize(1);
    before.seen.shm_segments[0].resource = "sysv-shm/4";
    before.seen.shm_segments[0].attachments = {{1, 0, 1, "rw-s", false}, {9, 0, 1, "rw-s", false}};
    Moment after = before;
    auto& attachments = after.seen.shm_segments[0].attachments;
    attachments.insert(attachments.begin() + 1, {5, 0, 1, "r--s", false});
    EXPECT_THAT(changes(before, after),
                ElementsAre(Change{"shm_segments", "changed", "sysv-shm/4", R"({"attachments":[]})",
                                   R"({"attachments":[{"pid":5,"start":0,"end":1,"perms":"r--s","ours":false}]})"}));
    EXPECT_THAT(changes(after, before),
                ElementsAre(Change{"shm_segments", "changed", "sysv-shm/4",
                                   R"({"attachments":[{"pid":5,"start":0,"end":1,"perms":"r--s","ours":false}]})",
                                   R"({"attachments":[]})"}));
}

TEST(Changes, WhatComesAndGoesIsToldWhole) {
    Moment nothing, something;
    something.seen.limits.push_back({"kernel.sem", "SEMMNI", 1, 32000, "", "x"});
    const std::string row =
        R"({"name":"kernel.sem","classic_name":"SEMMNI","used":1,"limit":32000,"resource":"","how_to_raise":"x"})";
    EXPECT_THAT(changes(nothing, something), ElementsAre(Change{"limits", "added", "kernel.sem SEMMNI", "", row}));
    EXPECT_THAT(changes(something, nothing), ElementsAre(Change{"limits", "removed", "kernel.sem SEMMNI", row, ""}));
}

TEST(Changes, RowsWithoutAResourceAreCalledByTheirKey) {
    const auto told = changes({}, quiet_machine());
    std::vector<std::string> names;
    names.reserve(told.size());
    for (const Change& change : told) names.push_back(change.section + " " + change.resource);
    EXPECT_THAT(names, ElementsAre("ipc_namespaces ipc:[4026531839]", "processes process/901", "sem_sets sysv-sem/7",
                                   "waits thread/901/901", "holds process/812 holds sysv-sem/7/1",
                                   "chains thread/901/901", "findings abandoned-semaphore sysv-sem/7/1",
                                   "limits kernel.sem SEMMNI", "unreadable sem_sets semval: EACCES"));
}

TEST(Changes, AProcessThatStopsOrEndsIsTold) {
    const Moment before = quiet_machine();
    for (const char* state : {"T", "t", "Z"}) {
        Moment after = before;
        after.seen.processes[0].state = state;
        EXPECT_THAT(changes(before, after), ElementsAre(Change{"processes", "changed", "process/901", R"({"state":"S"})",
                                                               std::format(R"({{"state":"{}"}})", state)}));
    }
}

TEST(Changes, APidThatAnotherProcessGotIsAnotherRow) {
    const Moment before = quiet_machine();
    Moment after = before;
    after.seen.processes[0].start_time = Time::from_seconds(5);
    const auto told = changes(before, after);
    ASSERT_THAT(told, SizeIs(2));
    EXPECT_EQ(told[0].change, "removed");
    EXPECT_EQ(told[1].change, "added");
}

TEST(Changes, AVerdictIsToldAndAWait) {
    const Moment before = quiet_machine();
    Moment after = before;
    after.means.chains[0].verdict = Verdict::abandoned;
    after.means.waits[0].detail = "semop −2";
    EXPECT_THAT(changes(before, after), ElementsAre(Change{"waits", "changed", "thread/901/901", R"({"detail":""})",
                                                           "{\"detail\":\"semop \xe2\x88\x92"
                                                           "2\"}"},
                                                    Change{"chains", "changed", "thread/901/901",
                                                           R"({"verdict":"held"})", R"({"verdict":"abandoned"})"}));
}

TEST(Changes, OfTheViewerAreToldFieldByField) {
    Moment before, after;
    after.seen.viewer.sources["kcmp"] = {"no permission"};
    EXPECT_THAT(changes(before, after), ElementsAre(Change{"viewer", "changed", "", R"({"sources":{}})",
                                                           R"({"sources":{"kcmp":"no permission"}})"}));
}

TEST(Changes, RowsOutOfOrderAreNotToldAsComeAndGone) {
    Moment before = quiet_machine();
    before.seen.sem_sets.push_back(before.seen.sem_sets[0]);
    before.seen.sem_sets[1].id = 3;
    Moment after = before;
    std::ranges::reverse(after.seen.sem_sets);
    after.seen.sem_sets.pop_back();
    EXPECT_THAT(changes(before, after), SizeIs(1));
}

TEST(Changes, ALineHasEverythingInOrder) {
    EXPECT_EQ(
        to_json_line({"limits", "added", "kernel.sem \"x\"\n", "", R"({"used":1})"}, Time::from_seconds(1795541464)),
        R"({"at":"2026-11-24T17:31:04.000000000Z","section":"limits","change":"added","resource":"kernel.sem \"x\"\n","before":null,"after":{"used":1}})");
}

}  // namespace
}  // namespace gordian::analysis
