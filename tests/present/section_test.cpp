// SPDX-License-Identifier: GPL-3.0-or-later
// What a table of the window asks of a section: cells, order, marks, states, and which row is which in the next Moment.
#include "backend/present/section.h"

#include "backend/present/filter.h"
#include "backend/present/section_json.h"
#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gordian::present {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::unique_ptr<const Scene> scene_of(Moment moment) {
    return std::make_unique<const Scene>(std::make_shared<const Moment>(samples::with_words(std::move(moment))),
                                         Names{{{1000, "shop"}}, {{1000, "shop"}}});
}

std::size_t column_of(const Section& section, std::string_view name) { return find_column(section, name).value(); }

std::string cell(const Scene& scene, std::string_view section, std::size_t row, std::string_view column) {
    const Section& of = *find_section(section);
    return of.cell(scene, row, column_of(of, column));
}

std::vector<std::string> sorted_resources(const Scene& scene, const Section& section, std::string_view column) {
    std::vector<std::size_t> rows(section.size(scene));
    std::ranges::generate(rows, [next = std::size_t{0}]() mutable { return next++; });
    std::ranges::stable_sort(rows, {},
                             [&](std::size_t row) { return section.sort_key(scene, row, column_of(section, column)); });
    std::vector<std::string> resources;
    for (const std::size_t row : rows) resources.push_back(section.resource(scene, row));
    return resources;
}

TEST(Sections, EachPageOfTheWindowHasOneAndNoOtherNameDoes) {
    for (const std::string_view name : {"stuck", "findings", "msg_queues", "sem_sets", "shm_segments",
                                        "shared_mappings", "locks", "processes", "limits"}) {
        const Section* section = find_section(name);
        ASSERT_NE(section, nullptr) << name;
        EXPECT_EQ(section->name(), name);
        for (const std::string& column : section->default_columns())
            EXPECT_TRUE(find_column(*section, column)) << name << " " << column;
        for (const Column& column : section->columns()) {
            EXPECT_FALSE(column.title.empty()) << name << " " << column.name;
            EXPECT_FALSE(column.tooltip.empty()) << name << " " << column.name;
        }
    }
    EXPECT_EQ(find_section("no_such"), nullptr);
}

TEST(StuckSection, TellsWhatEachWaitsForAndHowThatEnds) {
    const auto scene = scene_of(samples::demo());
    const Section& stuck = *find_section("stuck");
    ASSERT_EQ(stuck.size(*scene), scene->moment->means.waits.size());
    const std::size_t row = static_cast<std::size_t>(
        std::ranges::find(scene->stuck, std::string("thread/901/901"), &StuckRow::resource) - scene->stuck.begin());
    EXPECT_EQ(cell(*scene, "stuck", row, "thread"), "waiter-1 901");
    EXPECT_EQ(cell(*scene, "stuck", row, "waits_for"), "sysv-sem/7/0");
    EXPECT_EQ(cell(*scene, "stuck", row, "blocked_ms"), "14 min 02 s");
    EXPECT_EQ(cell(*scene, "stuck", row, "verdict"), "abandoned (likely)");
    EXPECT_EQ(stuck.mark(*scene, row), Mark::warning);
    EXPECT_THAT(stuck.states(*scene, row), testing::IsSupersetOf({"stuck", "abandoned", "abandoned-semaphore"}));
}

TEST(StuckSection, AShellThatWaitsForItsChildIsNormal) {
    const auto scene = scene_of(samples::calm());
    EXPECT_EQ(scene->counts.stuck, 0u);
    EXPECT_EQ(scene->counts.normal_waits, 1u);
    const Section& stuck = *find_section("stuck");
    EXPECT_THAT(stuck.states(*scene, 0), Contains("normal"));
    EXPECT_FALSE(parse_filter("-normal:yes", stuck)->matches(stuck, *scene, 0));
    EXPECT_EQ(stuck.mark(*scene, 0), Mark::none);
}

TEST(SemSetSection, ASemaphoreStandsBelowItsSetInTheColumnsThatSumItUp) {
    const auto scene = scene_of(samples::stuck_worker());
    const Section& sets = *find_section("sem_sets");
    ASSERT_EQ(sets.child_count(*scene, 0), 1u);
    EXPECT_EQ(sets.child_resource(*scene, 0, 0), "sysv-sem/7/0");
    EXPECT_EQ(sets.child_cell(*scene, 0, 0, column_of(sets, "resource")), "[0]");
    EXPECT_EQ(sets.child_cell(*scene, 0, 0, column_of(sets, "values")), "0");
    EXPECT_EQ(sets.child_cell(*scene, 0, 0, column_of(sets, "waiting")), "2 to grow");
    EXPECT_EQ(sets.child_cell(*scene, 0, 0, column_of(sets, "last_operators")), "812 dead");
    EXPECT_EQ(sets.mark(*scene, 0), Mark::warning);
    EXPECT_EQ(sets.child_mark(*scene, 0, 0), Mark::warning);
}

TEST(SemSetSection, ValuesThatCouldNotBeReadAreNoNumbers) {
    Moment moment = samples::stuck_worker();
    moment.means = {};
    moment.seen.sem_sets.front().semaphores.front() = {.num = 0, .semval = {}, .sempid = {}, .semncnt = {}, .semzcnt = {}};
    const auto scene = scene_of(std::move(moment));
    const Section& sets = *find_section("sem_sets");
    EXPECT_EQ(sets.child_cell(*scene, 0, 0, column_of(sets, "waiting")), "?");
    EXPECT_EQ(sets.sort_key(*scene, 0, column_of(sets, "waiting")), SortKey());
    EXPECT_EQ(sets.mark(*scene, 0), Mark::none);
}

TEST(SortKeys, SortAsPeopleCount) {
    Moment moment = samples::stuck_worker();
    for (const int id : {9, 10, 100}) {
        SemSet& set = moment.seen.sem_sets.emplace_back(moment.seen.sem_sets.front());
        set.id = id;
        set.resource = "sysv-sem/" + std::to_string(id);
        set.otime = id == 9 ? Time{} : samples::ago(id);
        set.mode = {id == 10 ? 0666u : 0600u};
    }
    const auto scene = scene_of(std::move(moment));
    const Section& sets = *find_section("sem_sets");
    EXPECT_THAT(sorted_resources(*scene, sets, "resource"),
                ElementsAre("sysv-sem/7", "sysv-sem/9", "sysv-sem/10", "sysv-sem/100"));
    EXPECT_THAT(sorted_resources(*scene, sets, "mode").back(), "sysv-sem/10");
    EXPECT_EQ(sets.sort_key(*scene, 1, column_of(sets, "otime")), SortKey()) << "never is no age";
    EXPECT_EQ(sets.sort_key(*scene, 2, column_of(sets, "otime")), SortKey(10'000.0)) << "an age in milliseconds";
}

TEST(Pairing, FollowsRowsAndKnowsAnIdentifierThatCameBack) {
    Moment before = samples::stuck_worker();
    SemSet other = before.seen.sem_sets.front();
    other.id = 9;
    other.resource = "sysv-sem/9";
    before.seen.sem_sets.push_back(other);
    Moment after = before;
    after.seen.sem_sets[0].semaphores[0].semval = 1;
    after.seen.sem_sets[1].cuid = 1234;
    const Pairing pairing = find_section("sem_sets")->pair(*scene_of(before), *scene_of(after));
    EXPECT_THAT(pairing.after_of, ElementsAre(0, -1));
    EXPECT_THAT(pairing.changed, ElementsAre(true, false));
}

TEST(Marks, OfALimitOnlyOfTheOneThatIsNear) {
    Moment moment = samples::calm();
    moment.seen.limits = {{"kernel.msgmni", "MSGMNI", 10, 32000, "", ""}, {"kernel.shmmni", "SHMMNI", 4090, 4096, "", ""}};
    Finding finding;
    finding.code = "near-limit";
    finding.severity = Severity::warning;
    finding.resources = {"kernel.shmmni"};
    moment.means.findings = {finding};
    const auto scene = scene_of(std::move(moment));
    const Section& limits = *find_section("limits");
    EXPECT_EQ(limits.mark(*scene, 0), Mark::none);
    EXPECT_EQ(limits.mark(*scene, 1), Mark::warning);
    EXPECT_THAT(limits.states(*scene, 1), Contains("near"));
    EXPECT_EQ(scene->counts.limits_near, 1u);
}

TEST(QueueSection, SaysFullAndEmpty) {
    const auto scene = scene_of(samples::full_queue());
    const Section& queues = *find_section("msg_queues");
    EXPECT_THAT(queues.states(*scene, 0), testing::IsSupersetOf({"full", "waiting", "full-queue"}));
    EXPECT_THAT(queues.states(*scene, 0), Not(Contains("empty")));
    EXPECT_EQ(scene->counts.queued_bytes, 16'384u);
}

TEST(RowsAsJson, AreThoseOfTheSnapshot) {
    const auto scene = scene_of(samples::demo());
    const std::string json = rows_as_json(*find_section("sem_sets"), *scene, std::vector<std::size_t>{0});
    EXPECT_THAT(json, HasSubstr("\"resource\": \"sysv-sem/7\""));
    EXPECT_THAT(json, HasSubstr("\"semncnt\": 2"));
    EXPECT_THAT(rows_as_json(*find_section("stuck"), *scene, std::vector<std::size_t>{0}), HasSubstr("\"operation\""));
    EXPECT_EQ(rows_as_json(*find_section("stuck"), *scene, {}), "[]\n");
}

}  // namespace
}  // namespace gordian::present
