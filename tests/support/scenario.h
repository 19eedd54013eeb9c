// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The fixture of scenario tests: a World, and how to read what gordianctl says of it.
#include "tests/support/json.h"
#include "tests/support/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace gordian::test {

class Scenario : public testing::Test {
protected:
    explicit Scenario(Pids pids = Pids::own) : m_pids(pids) {}

    void SetUp() override {
        if (const std::string why_not = world.open(m_pids); !why_not.empty()) GTEST_SKIP() << why_not;
    }

    /// `snapshot --json`, which must succeed and write nothing to stderr.
    Json snapshot(uid_t uid = root, std::vector<std::string> sections = {});

    World world;

private:
    Pids m_pids;
};

/// Where other users are needed: `NEEDS_USERS();` first in the test.
#define NEEDS_USERS()                                                                                                  \
    if (!world.has_users()) GTEST_SKIP() << "running programs as other users needs root"

/// The findings of this code.
[[nodiscard]] std::vector<Json> findings(const Json& snapshot, std::string_view code);
/// The one finding of this code; the test fails where there is none or another one.
[[nodiscard]] Json finding(const Json& snapshot, std::string_view code);
/// The one finding that names this thread.
[[nodiscard]] Json finding_about(const Json& snapshot, std::string_view thread);
/// "CODE: TITLE" of each finding of severity warning or above.
[[nodiscard]] std::vector<std::string> alarms(const Json& snapshot);
/// The chain that begins at "thread/PID/PID", and the wait of a process' main thread.
[[nodiscard]] Json chain_of(const Json& snapshot, std::string_view thread);
[[nodiscard]] Json wait_of(const Json& snapshot, int pid);
/// "SECTION RESOURCE FIELD" of each null that `unreadable` gives no reason for. No ignorance is a
/// lock's or its waiters' open end, and that a process, not a thread, holds something.
[[nodiscard]] std::vector<std::string> nulls_without_reason(const Json& snapshot);
/// The lines of a text.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);
/// A command of one line as a shell would split it; a `gordianctl` in front becomes that of the World.
[[nodiscard]] Ended type(World& world, std::string_view command, uid_t uid = root);

}  // namespace gordian::test
