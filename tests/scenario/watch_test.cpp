// SPDX-License-Identifier: GPL-3.0-or-later
// `watch --json`: a line a change, nothing at rest, and an orderly end.
#include "tests/support/scenario.h"

#include <signal.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <unistd.h>

#include <format>
#include <stdexcept>

namespace gordian::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::IsEmpty;

class Watch : public Scenario {
protected:
    /// A watch that has taken its first look: of what it sees from now on it tells.
    Process& start_watch() {
        Process& watch = world.start_gordianctl({"watch", "--json", "--interval", "50"});
        // Its first look is over when it tells of something that came after it.
        world.until("it tells of a change", [&] {
            if (watch.has_ended()) throw std::runtime_error("it ended: " + watch.wait().err);
            const Ended made = world.inside([] {
                const int id = ::msgget(IPC_PRIVATE, 0600);
                ::usleep(120'000);
                ::msgctl(id, IPC_RMID, nullptr);
            });
            EXPECT_EQ(made.status, 0);
            return !watch.lines_so_far().empty();
        });
        return watch;
    }
    /// The next line about this resource.
    static Json next(Process& watch, const std::string& resource) {
        for (;;) {
            const Json change = Json::parse(watch.line());
            if (change.at("resource").string() == resource) return change;
        }
    }
};

TEST_F(Watch, TellsOfAQueueThatIsMadeFilledAndRemoved) {
    Process& watch = start_watch();
    const int id = std::stoi(world.inside([] { say(std::to_string(::msgget(0x2a, IPC_CREAT | 0600))); }).out);
    const std::string queue = std::format("sysv-msg/{}", id);

    const Json added = next(watch, queue);
    EXPECT_THAT(added.keys(), AllOf(Contains("at"), Contains("section"), Contains("change"), Contains("resource"),
                                    Contains("before"), Contains("after")));
    EXPECT_EQ(added.at("change").string(), "added");
    EXPECT_EQ(added.at("section").string(), "msg_queues");
    EXPECT_EQ(added.at("after").at("key").string(), "0x0000002a");

    world.inside([=] {
        const long message = 1;
        ::msgsnd(id, &message, 0, 0);
    });
    const Json changed = next(watch, queue);
    EXPECT_EQ(changed.at("change").string(), "changed");
    EXPECT_EQ(changed.at("before").at("qnum").number(), 0);
    EXPECT_EQ(changed.at("after").at("qnum").number(), 1);
    EXPECT_EQ(changed.at("after").at("stime").string().substr(0, 2), "20");
    EXPECT_FALSE(changed.at("after").has("key")) << "only the fields that differ";
    EXPECT_EQ(changed.at("before").keys(), changed.at("after").keys());

    world.inside([=] { ::msgctl(id, IPC_RMID, nullptr); });
    const Json removed = next(watch, queue);
    EXPECT_EQ(removed.at("change").string(), "removed");
    EXPECT_EQ(removed.at("before").at("qnum").number(), 1);
}

TEST_F(Watch, SaysNothingWhereNothingHappens) {
    // People who wait, so that there are ages that grow: growing older is no change.
    const Actors actors = world.run_lab("stuck-worker");
    world.until_blocked(actors.all({"waiter-1", "waiter-2"}));
    Process& watch = start_watch();
    const int pid = watch.pid();
    // Until all that came of starting has been told: it goes on looking and says nothing.
    const auto looks = [&] {
        const std::string status = world.proc(pid, "status");
        return std::stol(status.substr(status.find("voluntary_ctxt_switches:") + 24));
    };
    int rounds_of_silence = 0;
    long looked = looks();
    world.until("some twenty looks in a row brought nothing", [&] {
        if (looks() < looked + 4) return false;
        looked = looks();
        const std::vector<std::string> said = watch.lines_so_far();
        rounds_of_silence = said.empty() ? rounds_of_silence + 1 : 0;
        return rounds_of_silence == 5;
    });
    world.signal(pid, SIGTERM);
    EXPECT_EQ(watch.wait().status, 0);
}

TEST_F(Watch, EndsWithZeroOnSigtermAndSigint) {
    for (const int signal : {SIGTERM, SIGINT}) {
        Process& watch = start_watch();
        world.signal(watch.pid(), signal);
        const Ended ended = watch.wait();
        EXPECT_EQ(ended.status, 0) << signal;
        EXPECT_EQ(ended.err, "");
    }
}

TEST_F(Watch, EndsWhenNobodyReadsIt) {
    const Ended ended = world.run({"sh", "-c",
                                   std::format("{} watch --json --interval 50 | true; ipcmk -Q > /dev/null; echo over",
                                               world.program("gordianctl"))});
    EXPECT_EQ(ended.out, "over\n") << ended.err;
}

}  // namespace
}  // namespace gordian::test
