// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_mountinfo.h"

#include <gtest/gtest.h>

namespace gordian::kernel {
namespace {

TEST(ProcPidMountinfo, TheDeviceIsDecimalHere) {
    const auto row = parse_mount_row("36 35 98:10 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue");
    ASSERT_TRUE(row);
    EXPECT_EQ(row->mnt_id, 36U);
    EXPECT_EQ(row->major, 98U);
    EXPECT_EQ(row->minor, 10U);
}

TEST(ProcPidMountinfo, AMalformedLineHidesNoOther) {
    const auto rows = parse_mount_rows(
        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\nnonsense\n2 1 0:5\n3 1 0 / /x rw - tmpfs x rw\n"
        "4 1 0:4294967296 / /x rw - tmpfs x rw\n5 1 0:7 / /odd\\040name rw - tmpfs x rw");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].mnt_id, 2U);
    EXPECT_EQ(rows[2].minor, 7U);
    EXPECT_TRUE(parse_mount_rows("").empty());
}

}  // namespace
}  // namespace gordian::kernel
