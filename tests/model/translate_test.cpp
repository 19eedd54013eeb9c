// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/translate.h"

#include <gtest/gtest.h>

namespace gordian::model {
namespace {

std::string shown(const QString& text, int most = 100) { return onOneLine(text, most).toStdString(); }

TEST(OnOneLine, LeavesPlainTextAsItIs) {
    EXPECT_EQ(shown(QStringLiteral("plain text, é €")), "plain text, é €");
    EXPECT_EQ(shown({}), "");
}

TEST(OnOneLine, ShowsControlCharactersAsSigns) {
    EXPECT_EQ(shown(QStringLiteral("a\nb\tc\x1b[31m\x7f")), "a␊b␉c␛[31m␡");
    EXPECT_EQ(shown(QString(QChar(0x9b)) + QChar(0)), "\xef\xbf\xbd␀");
}

TEST(OnOneLine, TakesAwayWhatTurnsTheLineRound) {
    EXPECT_EQ(shown(QStringLiteral("gnp\u202efdp.exe")), "gnp\xef\xbf\xbd"
                                                         "fdp.exe");
    EXPECT_EQ(shown(QStringLiteral("\u2066x\u2069")), "\xef\xbf\xbdx\xef\xbf\xbd");
}

TEST(OnOneLine, IsolatesRightToLeftNames) {
    EXPECT_EQ(shown(QStringLiteral("\u05e9\u05dc a")), "\u2068\u05e9\u05dc a\u2069");
}

TEST(OnOneLine, ElidesInTheMiddle) {
    const QString path = QStringLiteral("/start") + QString(4000, u'x') + QStringLiteral("/end");
    const QString line = onOneLine(path, 101);
    EXPECT_EQ(line.size(), 101);
    EXPECT_TRUE(line.startsWith(QStringLiteral("/start")) && line.endsWith(QStringLiteral("/end")));
    EXPECT_EQ(line[50], QChar(u'…'));
    EXPECT_EQ(onOneLine(path.left(101), 101), path.left(101));
}

TEST(OnOneLine, DoesNotCutACharacterInTwo) {
    const QString faces = QStringLiteral("😀").repeated(100);
    for (const int most : {10, 11, 12, 13, 50, 51})
        for (const QChar c : onOneLine(faces, most))
            EXPECT_FALSE(c.isSurrogate() && !onOneLine(faces, most).isValidUtf16()) << most;
}

TEST(ToolTip, IsTheTextAndNeverMarkup) {
    EXPECT_EQ(asToolTip({}), QString());
    const QString tip = asToolTip(QStringLiteral("a & <img src=x>"));
    EXPECT_TRUE(tip.contains(QStringLiteral("a &amp; &lt;img src=x&gt;")) && tip.startsWith(u'<')) << tip.toStdString();
}

}  // namespace
}  // namespace gordian::model
