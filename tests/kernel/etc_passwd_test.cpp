// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/etc_passwd.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::kernel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(EtcPasswd, PasswdAndGroupAreReadAlike) {
    EXPECT_THAT(parse_names_by_id("root:x:0:0:root:/root:/bin/bash\nann:x:1000:1000:Ann,,,:/home/ann:/bin/sh\n"),
                ElementsAre(Pair(0, "root"), Pair(1000, "ann")));
    EXPECT_THAT(parse_names_by_id("root:x:0:\nadm:x:4:syslog,ann\n"), ElementsAre(Pair(0, "root"), Pair(4, "adm")));
}

TEST(EtcPasswd, TheFirstLineOfANumberGivesItsName) {
    EXPECT_THAT(parse_names_by_id("root:x:0:0::/:\ntoor:x:0:0::/:\n"), ElementsAre(Pair(0, "root")));
}

TEST(EtcPasswd, TheGreatestNumberIsReadAndOneBeyondIsNot) {
    EXPECT_THAT(parse_names_by_id("nobody:x:4294967295:0\nbeyond:x:4294967296:0\nnegative:x:-2:0\n"),
                ElementsAre(Pair(4294967295U, "nobody")));
}

TEST(EtcPasswd, MalformedLinesArePassedOver) {
    EXPECT_THAT(parse_names_by_id("\n:\n::\n:::\nshort\nshort:x\nshort:x:\nword:x:ten:10\nmixed:x:10x:10\n:x:11:11\n"
                                  "+::::::\n+@admins::0:0:::\n# a comment:x:5:5\n#off:x:6:6\nlast:x:7"),
                ElementsAre(Pair(7, "last")));
    EXPECT_THAT(parse_names_by_id(""), IsEmpty());
}

TEST(EtcPasswd, AnOrdinaryUserIsNotHiddenByANetgroupLineWithANumber) {
    EXPECT_THAT(parse_names_by_id("+@admins::0:0:::\nroot:x:0:0\n"), ElementsAre(Pair(0, "root")));
}

}  // namespace
}  // namespace gordian::kernel
