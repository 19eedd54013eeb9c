// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/row_lookup.h"

#include "tests/model/changing_machine.h"

#include <gtest/gtest.h>

namespace gordian::ui {
namespace {

TEST(RowLookup, FindsEachRowWhereverTheLastOneWas) {
    testing::ChangingMachine machine(3, 60);
    std::mt19937 random(4);
    for (int round = 0; round < 10; ++round) {
        const present::Scene scene(std::make_shared<const Moment>(machine.step(30)), {});
        for (const std::string_view name : {"sem_sets", "msg_queues", "locks", "processes"}) {
            const present::Section& section = *present::find_section(name);
            for (int i = 0; i < 40; ++i) {
                const std::size_t row = random() % section.size(scene);
                const auto place = findRow(scene, section.resource(scene, row));
                ASSERT_TRUE(place);
                EXPECT_EQ(section.resource(scene, place->row), section.resource(scene, row));
                EXPECT_FALSE(place->child);
                if (section.child_count(scene, row) == 0) continue;
                const auto child = findRow(scene, section.child_resource(scene, row, 0));
                ASSERT_TRUE(child && child->child);
                EXPECT_EQ(section.child_resource(scene, child->row, *child->child), section.child_resource(scene, row, 0));
            }
        }
        for (const std::string_view gone : {"sysv-sem/99999", "sysv-sem/1/77", "process/99999", "nonsense", ""})
            EXPECT_FALSE(findRow(scene, gone));
    }
}

}  // namespace
}  // namespace gordian::ui
