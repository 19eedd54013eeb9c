// SPDX-License-Identifier: GPL-3.0-or-later
// The three files of /proc/sysvipc: what holds for one of them holds for all.
#include "backend/kernel/proc_sysvipc_msg.h"
#include "backend/kernel/proc_sysvipc_sem.h"
#include "backend/kernel/proc_sysvipc_shm.h"

#include <gtest/gtest.h>

#include <string>

namespace gordian::kernel {
namespace {

constexpr std::string_view sem_heading =
    "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n";
constexpr std::string_view sem_line =
    "-559038737          7   600          3  1000  1001  1002  1003          0 1763999990";
constexpr std::string_view msg_heading = "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  "
                                         "cuid  cgid      stime      rtime      ctime\n";
constexpr std::string_view msg_line = "        42      32769  1666        4096          2   811     0  1000  1001  "
                                      "1002  1003 1763999991          0 1763999990";
constexpr std::string_view shm_heading = "       key      shmid perms                  size  cpid  lpid nattch   uid   "
                                         "gid  cuid  cgid      atime      dtime      ctime"
                                         "                   rss                  swap\n";
constexpr std::string_view shm_line = "         0          4  3600                 65536   811   812      2  1000  "
                                      "1001  1002  1003 1763999991          0 1763999990"
                                      "                  4096                  8192";

TEST(ProcSysvipcSem, KeyWithTheHighBitSetIsPrintedNegativeAndReadWhole) {
    const auto row = parse_sem_row(sem_line);
    ASSERT_TRUE(row);
    EXPECT_EQ(static_cast<std::uint32_t>(row->key), 0xdeadbeefU);
    EXPECT_EQ(static_cast<std::uint32_t>(parse_sem_row("-2147483648 7 600 3 0 0 0 0 0 0")->key), 0x80000000U);
    EXPECT_EQ(static_cast<std::uint32_t>(parse_sem_row("-1 7 600 3 0 0 0 0 0 0")->key), 0xffffffffU);
}

TEST(ProcSysvipcSem, TheFieldsAreThoseOfTheirColumns) {
    const auto row = parse_sem_row(sem_line);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->semid, 7);
    EXPECT_EQ(row->perms, 0600U);
    EXPECT_EQ(row->nsems, 3U);
    EXPECT_EQ(row->uid, 1000U);
    EXPECT_EQ(row->gid, 1001U);
    EXPECT_EQ(row->cuid, 1002U);
    EXPECT_EQ(row->cgid, 1003U);
    EXPECT_EQ(row->otime, 0);
    EXPECT_EQ(row->ctime, 1763999990);
}

TEST(ProcSysvipcMsg, TheFieldsAreThoseOfTheirColumns) {
    const auto row = parse_msg_row(msg_line);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->key, 42);
    EXPECT_EQ(row->msqid, 32769);
    EXPECT_EQ(row->perms, 01666U);
    EXPECT_EQ(row->cbytes, 4096U);
    EXPECT_EQ(row->qnum, 2U);
    EXPECT_EQ(row->lspid, 811);
    EXPECT_EQ(row->lrpid, 0);
    EXPECT_EQ(row->uid, 1000U);
    EXPECT_EQ(row->gid, 1001U);
    EXPECT_EQ(row->cuid, 1002U);
    EXPECT_EQ(row->cgid, 1003U);
    EXPECT_EQ(row->stime, 1763999991);
    EXPECT_EQ(row->rtime, 0);
    EXPECT_EQ(row->ctime, 1763999990);
}

TEST(ProcSysvipcShm, TheFieldsAreThoseOfTheirColumns) {
    const auto row = parse_shm_row(shm_line);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->key, 0);
    EXPECT_EQ(row->shmid, 4);
    EXPECT_EQ(row->perms, 03600U) << "marked for removal and locked in memory";
    EXPECT_EQ(row->size, 65536U);
    EXPECT_EQ(row->cpid, 811);
    EXPECT_EQ(row->lpid, 812);
    EXPECT_EQ(row->nattch, 2U);
    EXPECT_EQ(row->uid, 1000U);
    EXPECT_EQ(row->gid, 1001U);
    EXPECT_EQ(row->cuid, 1002U);
    EXPECT_EQ(row->cgid, 1003U);
    EXPECT_EQ(row->atime, 1763999991);
    EXPECT_EQ(row->dtime, 0);
    EXPECT_EQ(row->ctime, 1763999990);
    EXPECT_EQ(row->rss, 4096U);
    EXPECT_EQ(row->swap, 8192U);
}

TEST(ProcSysvipcShm, TheGreatestSegmentIsRead) {
    EXPECT_EQ(parse_shm_row("1 4 600 18446744073709551615 1 2 3 0 0 0 0 0 0 0 0 0")->size, 18446744073709551615U);
    EXPECT_FALSE(parse_shm_row("1 4 600 18446744073709551616 1 2 3 0 0 0 0 0 0 0 0 0"));
}

template <class Parse>
void every_cut_off_line_is_refused(Parse parse, std::string_view line) {
    // From the last column on a shorter number would be another number: that is what the newline is for.
    const auto last_column = line.find_last_of(' ') + 1;
    for (std::size_t length = 0; length <= last_column; ++length) EXPECT_FALSE(parse(line.substr(0, length))) << length;
    EXPECT_TRUE(parse(line));
}

TEST(ProcSysvipc, EveryCutOffLineIsRefused) {
    every_cut_off_line_is_refused(parse_sem_row, sem_line);
    every_cut_off_line_is_refused(parse_msg_row, msg_line);
    every_cut_off_line_is_refused(parse_shm_row, shm_line);
}

TEST(ProcSysvipc, ColumnsThatALaterKernelAppendsAreIgnored) {
    EXPECT_TRUE(parse_sem_row(std::string(sem_line) + " 99 more"));
    EXPECT_TRUE(parse_msg_row(std::string(msg_line) + " 99 more"));
    EXPECT_TRUE(parse_shm_row(std::string(shm_line) + " 99 more"));
}

TEST(ProcSysvipc, NumbersBeyondTheirTypeAreRefusedWithTheLine) {
    for (const std::string_view line :
         {"2147483648 7 600 3 0 0 0 0 0 0", "1 2147483648 600 3 0 0 0 0 0 0", "1 7 600 3 4294967296 0 0 0 0 0",
          "1 7 600 3 -1 0 0 0 0 0", "1 7 800 3 0 0 0 0 0 0", "1 7 600 3 0 0 0 0 0 9223372036854775808",
          "1 7 600 3 0 0 0 0 0 17x", "0x1 7 600 3 0 0 0 0 0 0"}) {
        const auto row = parse_sem_row(line);
        ASSERT_FALSE(row) << line;
        EXPECT_NE(to_string(row.error()).find(line), std::string::npos);
    }
}

TEST(ProcSysvipc, NoObjectsIsAHeadingOrNothing) {
    EXPECT_TRUE(parse_sem_rows(sem_heading)->empty());
    EXPECT_TRUE(parse_msg_rows(msg_heading)->empty());
    EXPECT_TRUE(parse_shm_rows(shm_heading)->empty());
    EXPECT_TRUE(parse_sem_rows("")->empty());
    EXPECT_TRUE(parse_sem_rows("       key      semid perms")->empty());
}

TEST(ProcSysvipc, TheHeadingIsPassedOverAndEachLineIsARow) {
    const auto sets = parse_sem_rows(std::string(sem_heading) + std::string(sem_line) + "\n" + std::string(sem_line) + "\n");
    ASSERT_TRUE(sets);
    EXPECT_EQ(sets->size(), 2U);
    EXPECT_EQ(parse_msg_rows(std::string(msg_heading) + std::string(msg_line) + "\n")->size(), 1U);
    EXPECT_EQ(parse_shm_rows(std::string(shm_heading) + std::string(shm_line) + "\n")->size(), 1U);
    EXPECT_EQ(parse_sem_rows(sem_line)->size(), 1U) << "neither heading nor newline";
}

TEST(ProcSysvipc, ALineThatCantBeUnderstoodFailsTheWhole) {
    const auto sets = parse_sem_rows(std::string(sem_heading) + std::string(sem_line) + "\nwhat is this\n" +
                                     std::string(sem_line) + "\n");
    ASSERT_FALSE(sets);
    EXPECT_NE(to_string(sets.error()).find("what is this"), std::string::npos);
}

TEST(ProcSysvipc, ThirtyThousandSetsAreAllThere) {
    std::string text(sem_heading);
    for (int semid = 0; semid < 30'000; ++semid) text += "1 " + std::to_string(semid) + " 600 3 0 0 0 0 0 0\n";
    const auto sets = parse_sem_rows(text);
    ASSERT_TRUE(sets);
    ASSERT_EQ(sets->size(), 30'000U);
    EXPECT_EQ(sets->back().semid, 29'999);
}

}  // namespace
}  // namespace gordian::kernel
