// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/names.h"

#include "tests/present/sample_moment.h"

#include <gtest/gtest.h>

namespace gordian::present {
namespace {

TEST(Names, UsersWithoutANameStayNumbers) {
    const Names names{{{1000, "shop"}}, {{100, "users"}}};
    EXPECT_EQ(names.user(1000), "shop");
    EXPECT_EQ(names.user(1001), "1001");
    EXPECT_EQ(names.group(100), "users");
}

TEST(Names, APidNeverStandsAlone) {
    Moment moment = samples::stuck_worker();
    moment.seen.processes.push_back(samples::process(813, "worker", "Z"));
    const People people(moment.seen);
    EXPECT_EQ(people.cell(901), "901 waiter-1");
    EXPECT_EQ(people.cell(812), "812 dead");
    EXPECT_EQ(people.cell(813), "813 worker, dead") << "a zombie releases nothing any more";
    EXPECT_EQ(people.cell(814), "814 unseen") << "neither seen nor known to be dead";
    EXPECT_EQ(people.cell(0), "-");
}

TEST(Names, InSentencesTheCommandComesFirst) {
    const Moment moment = samples::stuck_worker();
    const People people(moment.seen);
    EXPECT_EQ(people.phrase(901), "waiter-1 901");
    EXPECT_EQ(people.phrase(812), "812, which is dead");
    EXPECT_EQ(people.phrase(814), "process 814");
    EXPECT_EQ(people.phrase(0), "nobody");
}

TEST(Names, AThreadIsNamedByItsOwnNameAndByItsNumberWhereThatDiffers) {
    Moment moment = samples::calm();
    moment.seen.processes.push_back(samples::process(950, "shopd"));
    moment.seen.threads = {samples::thread(950, 950, "shopd"), samples::thread(950, 955, "till")};
    const People people(moment.seen);
    EXPECT_EQ(people.thread_phrase(950, 950), "shopd 950");
    EXPECT_EQ(people.thread_phrase(950, 955), "till 950/955");
    EXPECT_EQ(people.thread_phrase(950, 956), "thread 956 of shopd 950");
    EXPECT_EQ(people.thread_phrase(950, {}), "shopd 950");
}

TEST(Names, AProcessWithLivingThreadsIsNotDeadAlthoughItsFirstThreadIsAZombie) {
    Moment moment = samples::calm();
    Process process = samples::process(960, "shopd", "Z");
    process.nthreads = 3;
    moment.seen.processes.push_back(process);
    EXPECT_FALSE(People(moment.seen).dead(960));
}

}  // namespace
}  // namespace gordian::present
