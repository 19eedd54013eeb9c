// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's own text about a real set and a real process, as the program prints it; and that looking so changes nothing.
#include "tests/support/scenario.h"

#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <unistd.h>

#include <format>

namespace gordian::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Peek : public Scenario {};

TEST_F(Peek, OfASemaphoreSetIsItsLineAndNothingChanges) {
    const Ended made = world.inside([] { say(std::to_string(::semget(0x2a, 3, IPC_CREAT | 0600))); });
    world.inside([] { ::semget(IPC_PRIVATE, 1, 0600); });
    const std::string set = "sysv-sem/" + lines_of(made.out).front();
    const std::string before = world.text_inside("/proc/sysvipc/sem");
    ASSERT_THAT(lines_of(before), SizeIs(3));

    const Ended ended = world.gordianctl({"peek", set});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_THAT(ended.err, IsEmpty());
    EXPECT_EQ(ended.out, "/proc/sysvipc/sem\n" + lines_of(before)[0] + "\n" + lines_of(before)[1] + "\n");
    const Ended json = world.gordianctl({"peek", set + "/2", "--json"});
    EXPECT_EQ(Json::parse(json.out).at("texts").items().at(0).at("source").string(), "/proc/sysvipc/sem");
    EXPECT_EQ(world.text_inside("/proc/sysvipc/sem"), before);

    const Ended gone = world.gordianctl({"peek", "sysv-sem/999999"});
    EXPECT_EQ(gone.status, 1);
    EXPECT_THAT(gone.out, IsEmpty());
    EXPECT_THAT(lines_of(gone.err), SizeIs(1));
}

TEST_F(Peek, OfAProcessIsWhatProcSaysAndItsMappings) {
    Process& actor = world.actor("two words", [] {
        ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, ::memfd_create("peeked", 0), 0);
        say("ready");
        stay();
    });
    actor.lines_until("ready");
    world.until_blocked({actor.pid()}, std::chrono::milliseconds(50));
    const std::string switches = world.switches(actor.pid());

    const Ended ended = world.gordianctl({"peek", std::to_string(actor.pid()), "--maps"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_THAT(ended.out, AllOf(HasSubstr(std::format("/proc/{}/status\nName:   two words\n", actor.pid())),
                                 HasSubstr(std::format("\n/proc/{}/cgroup\n", actor.pid())),
                                 HasSubstr("/memfd:peeked (deleted)\n")));
    const Json json = Json::parse(
        world.gordianctl({"peek", std::format("process/{}", actor.pid()), "--maps", "--json"}).out);
    EXPECT_EQ(json.at("vmas").size(), lines_of(world.proc(actor.pid(), "maps")).size());
    EXPECT_EQ(world.switches(actor.pid()), switches) << "it did not run meanwhile";

    const Json seen = snapshot(root, {"shared_mappings"});
    std::string memfd;
    for (const Json& mapping : seen.at("shared_mappings").items())
        if (mapping.at("backing").at("path").string().contains("peeked")) memfd = mapping.at("resource").string();
    EXPECT_THAT(world.gordianctl({"peek", memfd}).out,
                AllOf(HasSubstr(std::format("/proc/{}/maps\n", actor.pid())), HasSubstr("/memfd:peeked (deleted)\n")));
}

}  // namespace
}  // namespace gordian::test
