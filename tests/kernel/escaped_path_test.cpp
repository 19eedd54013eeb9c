// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/escaped_path.h"

#include <gtest/gtest.h>

namespace gordian::kernel {
namespace {

TEST(EscapedPath, MapsEscapesANewlineAndNothingElse) {
    EXPECT_EQ(unescaped_path(R"(/tmp/two\012lines (deleted))"), "/tmp/two\nlines (deleted)");
    EXPECT_EQ(unescaped_path(R"(/tmp/a\040b)"), R"(/tmp/a\040b)")
        << "a name with these four characters, since maps leaves blanks alone";
    EXPECT_EQ(unescaped_path(R"(/tmp/a\134b)"), R"(/tmp/a\134b)");
}

TEST(EscapedPath, MountinfoEscapesBlanksAndBackslashesToo) {
    EXPECT_EQ(unescaped_path(R"(/mnt/a\040b\011c\012d\134e)", escaped_in_mountinfo), "/mnt/a b\tc\nd\\e");
    EXPECT_EQ(unescaped_path(R"(/mnt/\134040)", escaped_in_mountinfo), R"(/mnt/\040)")
        << "what was undone once is not undone again";
}

TEST(EscapedPath, ABackslashThatNoThreeOctalDigitsFollowStays) {
    for (const std::string_view path :
         {R"(\)", R"(\0)", R"(\01)", R"(a\01)", R"(\0x2)", R"(\\\)", R"(\412)", R"(\018)", ""})
        EXPECT_EQ(unescaped_path(path), path);
    EXPECT_EQ(unescaped_path(R"(\\012)"), "\\\n");
}

TEST(EscapedPath, ANameOfFourThousandBytesComesOutWhole) {
    std::string escaped, plain;
    for (int i = 0; i < 1000; ++i) {
        escaped += R"(\012abc)";
        plain += "\nabc";
    }
    EXPECT_EQ(unescaped_path(escaped), plain);
}

}  // namespace
}  // namespace gordian::kernel
