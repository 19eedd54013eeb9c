// SPDX-License-Identifier: GPL-3.0-or-later
// That a World is private, and that nothing is left of it: the other scenarios rest on that.
#include "tests/support/scenario.h"

#include <signal.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <format>

namespace gordian::test {
namespace {

class TheWorld : public Scenario {};

TEST_F(TheWorld, IsEmptyAtFirstAndItsObjectsAreNobodyElses) {
    EXPECT_EQ(lines_of(world.text_inside("/proc/sysvipc/sem")).size(), 1U) << "a heading and nothing else";
    int id = -1;
    const Ended made = world.inside([] { say(std::to_string(::semget(IPC_PRIVATE, 1, 0600))); });
    ASSERT_EQ(made.status, 0);
    id = std::stoi(made.out);
    EXPECT_EQ(lines_of(world.text_inside("/proc/sysvipc/sem")).size(), 2U);
    struct stat ours{}, its{};
    ASSERT_EQ(::stat("/proc/self/ns/ipc", &ours), 0);
    ASSERT_EQ(::stat(world.from_outside("/proc/1/ns/ipc").c_str(), &its), 0);
    EXPECT_NE(ours.st_ino, its.st_ino) << "set " << id;
}

/// An actor that does not end by itself, with an orphan that doesn't either.
Process& start_stubborn(World& world) {
    Process& actor = world.actor("stubborn", [] {
        ::signal(SIGTERM, SIG_IGN);
        if (::fork() == 0) stay();
        say("ready");
        stay();
    });
    actor.lines_until("ready");
    return actor;
}

TEST_F(TheWorld, EndsWithItsScopeAndTakesEveryProcessWithIt) {
    start_stubborn(world);
    const std::string proc = world.from_outside("/proc");
    EXPECT_TRUE(std::filesystem::exists(proc + "/1/stat"));
    world.close();
    EXPECT_FALSE(std::filesystem::exists(proc)) << "its init is gone, and the kernel lets it go last";
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "we have no child left";
}

class TheWorldWithTheMachinesPids : public Scenario {
protected:
    TheWorldWithTheMachinesPids() : Scenario(Pids::machine) {}
};

TEST_F(TheWorldWithTheMachinesPids, EndsWithEveryProcessOfItToo) {
    const int pid = start_stubborn(world).pid();
    EXPECT_TRUE(std::filesystem::exists(std::format("/proc/{}", pid)));
    world.close();
    EXPECT_FALSE(std::filesystem::exists(std::format("/proc/{}", pid)));
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "we have no child left, the orphan included";
}

TEST_F(TheWorld, RunsProgramsAsUsersWithoutCapabilities) {
    NEEDS_USERS();
    const Ended ended = world.run({"sh", "-c", "id -u; grep CapEff /proc/self/status"}, nobody);
    EXPECT_EQ(ended.out, "65534\nCapEff:\t0000000000000000\n") << ended.err;
}

TEST_F(TheWorld, SaysHowAProgramEndedAndWhatItWrote) {
    const Ended ended = world.run({"sh", "-c", "echo out; echo err >&2; exit 7"});
    EXPECT_EQ(ended.status, 7);
    EXPECT_EQ(ended.out, "out\n");
    EXPECT_EQ(ended.err, "err\n");
    EXPECT_EQ(world.run({"sh", "-c", "kill -9 $$"}).status, 128 + 9);
}

TEST_F(TheWorld, HasATemporaryFolderThatIsItsOwn) {
    ASSERT_EQ(world.run({"sh", "-c", "echo x > $TMPDIR/file && test -d /dev/shm && test -z \"$(ls /dev/shm)\""}).status, 0);
    EXPECT_TRUE(std::filesystem::exists(world.from_outside(world.tmp() + "/file")));
    EXPECT_FALSE(std::filesystem::exists(world.tmp() + "/file"));
}

}  // namespace
}  // namespace gordian::test
