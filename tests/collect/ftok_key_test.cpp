// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/ftok_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/ipc.h>

namespace gordian::collect {
namespace {

using ::testing::HasSubstr;

TEST(FtokKey, IsWhatTheCLibrarySays) {
    for (const std::string path : {"/", "/etc/passwd", "/proc/self/exe"})
        for (const int id : {1, 65, 255, 0x1ff}) {
            const auto answer = read_ftok_key({.path = path, .id = id});
            ASSERT_TRUE(answer) << path << ": " << to_string(answer.error());
            EXPECT_EQ(answer->key.value, static_cast<std::uint32_t>(::ftok(path.c_str(), id))) << path << " " << id;
        }
}

TEST(FtokKey, AnIdWithoutLowBitsIsRefused) {
    for (const int id : {0, 0x100, -256}) {
        const auto answer = read_ftok_key({.path = "/", .id = id});
        ASSERT_FALSE(answer) << id;
        EXPECT_THAT(to_string(answer.error()), HasSubstr("must not be 0 in its low 8 bits; give one from 1 to 255"));
    }
}

TEST(FtokKey, AFileThatIsNotThereIsNamed) {
    const auto answer = read_ftok_key({.path = "/no/such/file", .id = 7});
    ASSERT_FALSE(answer);
    EXPECT_EQ(to_string(answer.error()), "ftok on /no/such/file: no such file or directory; ftok makes the key of an "
                                         "existing file's inode: give one that exists");
}

}  // namespace
}  // namespace gordian::collect
