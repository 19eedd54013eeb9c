// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/table.h"

#include "backend/analysis/moment_json.h"
#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gordian::present {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Names names{{{1000, "shop"}, {0, "root"}}, {{1000, "shop"}}};

std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> all;
    for (const Column& column : table.columns) all.push_back(column.name);
    return all;
}

Table table_with(const Moment& moment, std::string_view section, std::vector<std::string> columns) {
    TableOptions options;
    options.columns = std::move(columns);
    const auto table = table_of(moment, section, names, options);
    EXPECT_TRUE(table) << to_string(table.error());
    return table.value_or(Table{});
}

TEST(Table, EverySectionOfTheJsonIsATable) {
    EXPECT_EQ(table_sections(), analysis::section_names());
    for (const std::string& section : table_sections()) {
        EXPECT_TRUE(table_of(samples::demo(), section, names, {})) << section;
        EXPECT_NE(section_title(section), section) << "a section without a title";
    }
}

/// A member of a struct that has words here must exist: a renamed field would lose its title silently.
template <class Row>
void expect_words_fit() {
    const std::vector<Column> columns = columns_of<Row>();
    for (const FieldWords& words : words_of<Row>()) {
        EXPECT_TRUE(std::ranges::contains(columns, words.name, &Column::name)) << words.name << " is no field";
        EXPECT_THAT(words.tooltip, HasSubstr(words.name == "resource" ? "" : " ")) << words.name;
    }
    for (const Column& column : columns) {
        const bool has_words = std::ranges::contains(words_of<Row>(), column.name, &FieldWords::name);
        EXPECT_TRUE(has_words) << column.name << " has no title yet: columns/*.cpp";
    }
}

TEST(Table, EveryFieldHasATitleAndEveryTitleAField) {
    expect_words_fit<IpcNamespace>();
    expect_words_fit<Process>();
    expect_words_fit<Thread>();
    expect_words_fit<MsgQueue>();
    expect_words_fit<SemSet>();
    expect_words_fit<Semaphore>();
    expect_words_fit<ShmSegment>();
    expect_words_fit<FileLock>();
    expect_words_fit<SharedMapping>();
    expect_words_fit<Limit>();
    expect_words_fit<Unreadable>();
    expect_words_fit<Wait>();
    expect_words_fit<Hold>();
    expect_words_fit<Chain>();
    expect_words_fit<Finding>();
}

TEST(Table, ASemaphoreSetIsOneLineWithItsValuesAndHowManyWait) {
    const auto table = table_of(samples::stuck_worker(), "sem_sets", names, {});
    ASSERT_TRUE(table);
    EXPECT_THAT(column_names(*table),
                ElementsAre("resource", "key", "uid", "mode", "nsems", "values", "waiting", "last_operators", "otime"));
    EXPECT_THAT(table->rows, ElementsAre(ElementsAre("sysv-sem/7", "0x0000002a", "shop", "0600", "1", "0", "2",
                                                     "812 dead", "14 min 05 s")));
}

TEST(Table, AFieldOfASemaphoreMakesALineForEach) {
    Moment moment = samples::stuck_worker();
    moment.seen.sem_sets.front().nsems = 2;
    moment.seen.sem_sets.front().semaphores.push_back({.num = 1, .semval = {}, .sempid = {}, .semncnt = {}, .semzcnt = {}});
    EXPECT_THAT(table_with(moment, "sem_sets", {"resource", "semval", "sempid", "uid"}).rows,
                ElementsAre(ElementsAre("sysv-sem/7/0", "0", "812 dead", "shop"),
                            ElementsAre("sysv-sem/7/1", "?", "?", "shop")));
    EXPECT_THAT(table_with(moment, "sem_sets", {"values", "waiting"}).rows, ElementsAre(ElementsAre("0 ?", "?")));
}

TEST(Table, QueuesShowSizesPidsAndAgesAsPeopleReadThem) {
    EXPECT_THAT(
        table_with(samples::full_queue(), "msg_queues", {"key", "cbytes", "qnum", "lspid", "lrpid", "stime", "ctime"}).rows,
        ElementsAre(ElementsAre("0xdeadbeef", "16.0 KiB", "32", "910 sender", "905 reader", "5 min 10 s", "1 h 00 min")));
}

TEST(Table, ExactShowsWhatTheKernelSaid) {
    TableOptions options;
    options.exact = true;
    options.columns = {"cbytes", "stime"};
    const auto table = table_of(samples::full_queue(), "msg_queues", names, options);
    ASSERT_TRUE(table);
    EXPECT_THAT(table->rows, ElementsAre(ElementsAre("16384", "2026-11-24T17:25:54.000000000Z")));
}

TEST(Table, LocksShowTheirOpenEndHoldersAndWaiters) {
    Moment moment = samples::deadlock();
    moment.seen.locks.front().holders.push_back(
        {.pid = 931, .fd = {}, .inherited = true, .certain = false, .evidence = LockEvidence::proc_locks});
    EXPECT_THAT(table_with(moment, "locks", {"class", "mode", "start", "end", "holders", "waiters", "path"}).rows,
                ElementsAre(ElementsAre("flock", "write", "0", "EOF", "930 locker, 931 taker (heir) (a guess)",
                                        "931 taker", "/tmp/door")));
}

TEST(Table, ALockWithoutASeenHolderSaysSo) {
    Moment moment = samples::held_lock();
    moment.seen.locks.front().holders.clear();
    moment.seen.locks.front().waiters.push_back({});
    EXPECT_THAT(table_with(moment, "locks", {"holders", "waiters"}).rows,
                ElementsAre(ElementsAre("nobody seen", "921 asker, 1 unseen")));
}

TEST(Table, AttachmentsNameEachProcessOnce) {
    Moment moment = samples::orphan();
    moment.seen.processes.push_back(samples::process(901, "shopd"));
    moment.seen.shm_segments.front().attachments = {
        {.pid = 901, .perms = "rw-s"}, {.pid = 901, .perms = "r--s"}, {.pid = 1, .perms = "rw-s"}};
    EXPECT_THAT(table_with(moment, "shm_segments", {"attachments", "cpid", "lpid", "segsz", "marked_for_removal"}).rows,
                ElementsAre(ElementsAre("901 shopd, 1 init", "812 dead", "-", "1.0 MiB", "no")));
}

TEST(Table, OperandsAreShort) {
    EXPECT_THAT(table_with(samples::demo(), "threads", {"comm", "operands", "blocked_ms"}).rows,
                ElementsAre(ElementsAre("waiter-1", "sysv-sem/7 0:-1", "14 min 02 s"),
                            ElementsAre("waiter-2", "sysv-sem/7 0:-1", "14 min 01 s"),
                            ElementsAre("sender", "sysv-msg/0 512 B", "5 min 10 s")));
}

TEST(Table, HeadersMayBeTypedBackInUpperCase) {
    EXPECT_THAT(column_names(table_with(samples::demo(), "msg_queues", {"QNUM", "Resource"})),
                ElementsAre("qnum", "resource"));
}

TEST(Table, AnUnknownColumnIsAnErrorThatListsTheNames) {
    TableOptions options;
    options.columns = {"nattach"};
    const auto table = table_of(samples::demo(), "shm_segments", names, options);
    ASSERT_FALSE(table);
    EXPECT_THAT(to_string(table.error()), HasSubstr("there is no column \"nattach\""));
    EXPECT_THAT(to_string(table.error()), HasSubstr("segsz, cpid, lpid, nattch"));
}

TEST(Table, AnUnknownSectionIsAnErrorThatListsTheNames) {
    const auto table = table_of(samples::demo(), "semaphores", names, {});
    ASSERT_FALSE(table);
    EXPECT_THAT(to_string(table.error()), HasSubstr("msg_queues, sem_sets, shm_segments"));
}

TEST(Table, NumbersAreRightAlignedAndPeopleAreNot) {
    const Table table = table_with(samples::demo(), "msg_queues", {"qnum", "cbytes", "lspid", "uid", "stime"});
    std::vector<bool> right;
    for (const Column& column : table.columns) right.push_back(column.right_aligned);
    EXPECT_THAT(right, ElementsAre(true, true, false, false, false));
}

}  // namespace
}  // namespace gordian::present
