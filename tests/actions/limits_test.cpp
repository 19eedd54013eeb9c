// SPDX-License-Identifier: GPL-3.0-or-later
// What the kernel refuses because of its limits, provoked by lowering them in an IPC namespace of the test's own.
#include "backend/actions/actions.h"
#include "tests/kernel/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <fstream>

namespace gordian::actions {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class Limits : public kernel::PrivateIpc {
protected:
    /// Skips where this namespace's limits are not ours to set.
    static bool lower(const char* name, const char* value) {
        std::ofstream file(std::string("/proc/sys/kernel/") + name);
        file << value << std::endl;
        return file.good();
    }
    static Result<ActionResult> create_set(std::size_t nsems) {
        return perform(CreateRequest{
            .kind = SysvKind::sem, .key = {}, .mode = {0600}, .values = std::vector<std::uint16_t>(nsems, 1), .size = 0});
    }
    static Result<ActionResult> create_segment(std::uint64_t size) {
        return perform(CreateRequest{.kind = SysvKind::shm, .key = {}, .mode = {0600}, .values = {}, .size = size});
    }
    static void expect_refusal(const Result<ActionResult>& result, int code, const testing::Matcher<std::string>& sentence) {
        ASSERT_FALSE(result) << result->done;
        EXPECT_EQ(result.error().code, code);
        EXPECT_THAT(to_string(result.error()), AllOf(HasSubstr("creating"), HasSubstr("snapshot limits"), sentence));
    }
};

TEST_F(Limits, OnSetsAndOnSemaphoresInAllOfThem) {
    if (!lower("sem", "10 100 10 1")) GTEST_SKIP() << "kernel.sem can't be set here";
    ASSERT_TRUE(create_set(2));
    expect_refusal(create_set(1), ENOSPC, AllOf(HasSubstr("SEMMNI"), HasSubstr("SEMMNS")));
    ASSERT_TRUE(lower("sem", "10 3 10 10"));
    expect_refusal(create_set(2), ENOSPC, AllOf(HasSubstr("SEMMNI"), HasSubstr("SEMMNS")));
}

TEST_F(Limits, OnTheSemaphoresOfASet) {
    if (!lower("sem", "2 100 10 10")) GTEST_SKIP() << "kernel.sem can't be set here";
    expect_refusal(create_set(3), EINVAL, HasSubstr("SEMMSL"));
}

TEST_F(Limits, OnSegmentsAndOnPagesInAllOfThem) {
    if (!lower("shmmni", "1")) GTEST_SKIP() << "kernel.shmmni can't be set here";
    ASSERT_TRUE(create_segment(1));
    expect_refusal(create_segment(1), ENOSPC, AllOf(HasSubstr("SHMMNI"), HasSubstr("SHMALL")));
    ASSERT_TRUE(lower("shmmni", "10") && lower("shmall", "2"));
    expect_refusal(create_segment(1 << 20), ENOSPC, AllOf(HasSubstr("SHMMNI"), HasSubstr("SHMALL")));
}

TEST_F(Limits, OnTheSizeOfASegment) {
    if (!lower("shmmax", "4096")) GTEST_SKIP() << "kernel.shmmax can't be set here";
    ASSERT_TRUE(create_segment(4096));
    expect_refusal(create_segment(4097), EINVAL, HasSubstr("SHMMAX"));
}

}  // namespace
}  // namespace gordian::actions
