// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that people run, where they are installed: what they make is seen, and while they do their work nothing is called stuck.
#include "tests/support/scenario.h"

#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <format>

namespace gordian::test {
namespace {

using testing::IsEmpty;

class RealPrograms : public Scenario {
protected:
    bool is_installed(const std::string& program) {
        return world.run({"sh", "-c", std::format("command -v {}", program)}).status == 0;
    }

    /// Snapshots while it runs: nothing above notice in any of them. Returns the last.
    Json look(int times) {
        Json seen = snapshot();
        for (int i = 0; i < times; ++i) {
            seen = snapshot();
            EXPECT_THAT(alarms(seen), IsEmpty());
            EXPECT_THAT(nulls_without_reason(seen), IsEmpty());
        }
        return seen;
    }
};

struct StressOfKind {
    const char *name, *option;
    friend void PrintTo(const StressOfKind& kind, std::ostream* out) { *out << kind.option; }
};
class StressNg : public RealPrograms, public testing::WithParamInterface<StressOfKind> {};

TEST_P(StressNg, IsBusyAndNotStuck) {
    if (!is_installed("stress-ng")) GTEST_SKIP() << "stress-ng is not installed";
    Process& stress = world.start(
        {"stress-ng", "--quiet", "--temp-path", world.tmp(), GetParam().option, "2", "--timeout", "120"});
    const std::string children = std::format("task/{}/children", stress.pid());
    world.until("it has started its workers",
                [&] { return stress.has_ended() || !world.proc(stress.pid(), children).empty(); });
    if (stress.has_ended()) GTEST_SKIP() << "stress-ng can't do this here: " << stress.wait().err;
    // Its workers are killed and started, wait for each other and for nobody, remove what others wait for: but nothing stands still for a second.
    for (int i = 0; i < 20; ++i) {
        const Json seen = snapshot(root, {"findings"});
        EXPECT_THAT(findings(seen, "deadlock"), IsEmpty());
        EXPECT_THAT(findings(seen, "abandoned-semaphore"), IsEmpty());
    }
    EXPECT_THAT(nulls_without_reason(snapshot()), IsEmpty());
    world.signal(stress.pid(), SIGINT);
    EXPECT_EQ(stress.wait().status, 0);
}

INSTANTIATE_TEST_SUITE_P(Of, StressNg,
                         testing::Values(StressOfKind{"semaphores", "--sem-sysv"}, StressOfKind{"queues", "--msg"},
                                         StressOfKind{"segments", "--shm-sysv"}, StressOfKind{"flock", "--flock"},
                                         StressOfKind{"record_locks", "--lockf"},
                                         StressOfKind{"description_locks", "--lockofd"}),
                         [](const auto& kind) { return std::string(kind.param.name); });

TEST_F(RealPrograms, PostgresqlHoldsItsSegmentAndIsHealthy) {
    NEEDS_USERS();
    std::string bin;
    for (int version = 30; version >= 9 && bin.empty(); --version) {
        const std::string folder = std::format("/usr/lib/postgresql/{}/bin", version);
        if (std::filesystem::exists(folder + "/postgres")) bin = folder;
    }
    if (bin.empty()) GTEST_SKIP() << "PostgreSQL is not installed";
    // It refuses to run as root; any user will do who is known by name.
    const Ended id = world.run({"id", "-u", "postgres"});
    if (id.status != 0) GTEST_SKIP() << "there is no user postgres";
    const uid_t postgres = static_cast<uid_t>(std::stoul(id.out));
    const Ended made = world.run({bin + "/initdb", "--pgdata=" + world.tmp() + "/data", "--no-sync", "--auth=trust"},
                                 postgres);
    ASSERT_EQ(made.status, 0) << made.err;
    Process& server = world.start({bin + "/postgres", "-D", world.tmp() + "/data", "-k", world.tmp(), "-c",
                                   "listen_addresses=", "-c", "shared_memory_type=sysv"},
                                  postgres);
    const auto psql = [&](const std::string& statement) {
        return world.run({"psql", "--host", world.tmp(), "--no-psqlrc", "--tuples-only", "--no-align", "--command",
                          statement, "template1"},
                         postgres);
    };
    world.until("it answers", [&] {
        if (server.has_ended()) throw std::runtime_error("it ended: " + server.wait().err);
        return psql("select 1").out == "1\n";
    });
    std::vector<int> waiting;
    // One session waits for another's row: PostgreSQL's own matter, and for the kernel nothing but processes that wait for input.
    ASSERT_EQ(psql("create table t (a int); insert into t values (1)").status, 0);
    Process& holder = world.start({"psql", "--host", world.tmp(), "--no-psqlrc", "--command",
                                   "begin; update t set a = 2; select 'held'; select pg_sleep(1000)", "template1"},
                                  postgres);
    world.until("one holds the row",
                [&] { return psql("select count(*) from pg_stat_activity where wait_event = 'PgSleep'").out == "1\n"; });
    Process& waiter = world.start(
        {"psql", "--host", world.tmp(), "--no-psqlrc", "--command", "update t set a = 3", "template1"}, postgres);
    world.until("another waits for it", [&] {
        return psql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'").out == "1\n";
    });
    world.until_blocked({holder.pid(), waiter.pid()});
    const Json seen = look(5);
    ASSERT_GE(seen.at("shm_segments").size(), 1U);
    const Json segment = seen.at("shm_segments").items().front();
    EXPECT_EQ(segment.at("cpid").number(), server.pid());
    EXPECT_EQ(segment.at("uid").number(), postgres);
    EXPECT_GE(segment.at("nattch").number(), 1);
    EXPECT_EQ(static_cast<std::int64_t>(segment.at("attachments").size()), segment.at("nattch").number());
    EXPECT_THAT(alarms(snapshot(nobody)), IsEmpty());
}

TEST_F(RealPrograms, FakerootsDaemonWaitsForMessages) {
    if (!is_installed("fakeroot-sysv"))
        GTEST_SKIP() << "fakeroot with System V queues (fakeroot-sysv) is not installed";
    Process& program = world.start({"fakeroot-sysv", "sh", "-c", "chown 7 .; echo ready; sleep 1000; :"},
                                   world.has_users() ? nobody : root);
    program.lines_until("ready");
    const auto daemon = [&] {
        const auto found = snapshot(root, {"processes"}).at("processes").all_where("comm", "faked-sysv");
        return found.empty() ? 0 : static_cast<int>(found.front().at("pid").number());
    };
    world.until("its daemon is there", [&] { return daemon() != 0; });
    world.until_blocked({daemon()});
    const Json seen = look(3);
    EXPECT_GE(seen.at("msg_queues").size(), 1U);
    EXPECT_EQ(wait_of(seen, daemon()).at("operation").string(), "msgrcv");
}

TEST_F(RealPrograms, SqlitesLocksAreSeenWithTheirHolder) {
    if (!is_installed("sqlite3")) GTEST_SKIP() << "sqlite3 is not installed";
    // Its stdin is a FIFO that stays open: it holds its transaction as long as nobody says more.
    Process& sqlite = world.start(
        {"sh",
         "-c", "mkfifo in; (echo 'create table t (a); begin exclusive; select 42;'; sleep 1000) > in & exec sqlite3 file.db < in"});
    sqlite.lines_until("42");
    const Json seen = look(3);
    const std::vector<Json> locks = seen.at("locks").all_where("path", world.tmp() + "/file.db");
    ASSERT_GE(locks.size(), 1U) << "pending byte, reserved byte, shared range";
    for (const Json& lock : locks) {
        EXPECT_EQ(lock.at("class").string(), "posix");
        EXPECT_GE(lock.at("start").number(), 0x40000000) << "the lock-byte page of sqlite3's file format";
        EXPECT_EQ(lock.at("holders").items().front().at("pid").number(), sqlite.pid());
    }
}

}  // namespace
}  // namespace gordian::test
