// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/screen.h"
#include "app/gordianctl/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace gordian::ctl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Screen {
    std::ostringstream out, err;
    Context context{.out = out, .err = err};
};

present::Table two_columns(std::vector<std::vector<std::string>> rows) {
    present::Table table;
    table.columns = {{"name", "", "", false}, {"number", "", "", true}};
    table.rows = std::move(rows);
    return table;
}

TEST(Screen, WidthsAreThoseOfTheTerminal) {
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("→ é"), 3U);
    EXPECT_EQ(display_width("消息"), 4U);
    EXPECT_EQ(display_width("e\xcc\x81"), 1U) << "a combining accent";
}

TEST(Screen, CuttingKeepsCharactersWhole) {
    EXPECT_EQ(cut_to_width("abcdef", 6), "abcdef");
    EXPECT_EQ(cut_to_width("abcdef", 4), "abc…");
    EXPECT_EQ(cut_to_width("消息队列", 4), "消…");
    EXPECT_EQ(cut_to_width("abc", 0), "");
}

TEST(Screen, TablesAreAlignedAndWholeWherePiped) {
    Screen screen;
    print_table(screen.context, two_columns({{"short", "1"}, {"消息", "12345"}, {std::string(100, 'x'), "7"}}));
    EXPECT_EQ(screen.out.str(), "NAME" + std::string(96, ' ') + "  NUMBER\n" + "short" + std::string(95, ' ') +
                                    "       1\n" + "消息" + std::string(96, ' ') + "   12345\n" +
                                    std::string(100, 'x') + "       7\n");
}

TEST(Screen, OnATerminalTheLongestColumnsAreCut) {
    Screen screen;
    screen.context.width = 30;
    print_table(screen.context, two_columns({{std::string(100, 'x'), "7"}}));
    EXPECT_EQ(screen.out.str(), "NAME                    NUMBER\nxxxxxxxxxxxxxxxxxxxxx…       7\n");
}

TEST(Screen, TextOfOthersIsEscapedInTables) {
    Screen screen;
    print_table(screen.context, two_columns({{"a\x1b[2Jb\n\xff", "1"}}), false);
    EXPECT_EQ(screen.out.str(), "a\\x1b[2Jb\\n\xef\xbf\xbd  1\n");
}

TEST(Screen, ColourIsOnlyAnAddition) {
    Screen screen;
    EXPECT_EQ(styled(screen.context, Style::red, "x"), "x");
    screen.context.colour = true;
    EXPECT_EQ(styled(screen.context, Style::red, "x\x1b"), "\x1b[1;31mx\\x1b\x1b[0m");
}

TEST(Screen, ParagraphsAreBrokenAtBlanksOnATerminalOnly) {
    Screen piped;
    print_paragraph(piped.context, "one two three four", "- ", "  ");
    EXPECT_EQ(piped.out.str(), "- one two three four\n");
    Screen terminal;
    terminal.context.width = 12;
    print_paragraph(terminal.context, "one two three four", "- ", "  ");
    EXPECT_EQ(terminal.out.str(), "- one two\n  three four\n");
}

TEST(Screen, AComplaintIsOneSentence) {
    Screen screen;
    EXPECT_EQ(complain(screen.context, "a\nb", failed), failed);
    EXPECT_EQ(screen.err.str(), "gordianctl: a\\nb.\n");
    EXPECT_THAT(screen.out.str(), Not(HasSubstr("a")));
}

}  // namespace
}  // namespace gordian::ctl
