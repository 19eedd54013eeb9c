// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/unique_fd.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <utility>

namespace gordian {
namespace {

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }
int some_fd() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

TEST(UniqueFd, ItClosesWithItsScope) {
    int number = -1;
    {
        const UniqueFd fd(some_fd());
        number = fd.get();
        EXPECT_TRUE(is_open(number));
    }
    EXPECT_FALSE(is_open(number));
}

TEST(UniqueFd, TheOneItMovedFromOwnsNothing) {
    UniqueFd first(some_fd());
    const int number = first.get();
    const UniqueFd second(std::move(first));
    EXPECT_FALSE(first.valid());  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move): what it is afterwards is the question
    EXPECT_EQ(second.get(), number);
    EXPECT_TRUE(is_open(number));
}

TEST(UniqueFd, AssignmentClosesWhatItHeld) {
    UniqueFd target(some_fd());
    const int replaced = target.get();
    target = UniqueFd(some_fd());
    EXPECT_NE(target.get(), replaced);
    EXPECT_FALSE(is_open(replaced));
    EXPECT_TRUE(is_open(target.get()));
}

TEST(UniqueFd, ToItselfItIsNoLoss) {
    UniqueFd fd(some_fd());
    UniqueFd& same = fd;
    fd = std::move(same);
    EXPECT_TRUE(is_open(fd.get()));
}

}  // namespace
}  // namespace gordian
