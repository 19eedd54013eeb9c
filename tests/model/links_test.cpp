// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/links.h"

#include "tests/present/sample_moment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gordian::model {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Links : public ::testing::Test {
protected:
    Links() : m_moment(moment()), m_facts(m_moment) {}

    std::string of(const std::string& text) const {
        return linked(m_facts, QString::fromStdString(text)).toStdString();
    }

private:
    static Moment moment() {
        Moment moment = samples::stuck_worker();
        moment.seen.processes.push_back(samples::process(950, "a<b>&\"c"));
        moment.seen.threads.push_back(samples::thread(901, 905, "helper"));
        return moment;
    }
    Moment m_moment;
    present::Facts m_facts;
};

std::string link(const std::string& resource, const std::string& words) {
    return "<a href=\"" + linkTo(QString::fromStdString(resource)).toHtmlEscaped().toStdString() + "\">" + words + "</a>";
}

TEST_F(Links, WhatIsNoNameIsEscaped) {
    EXPECT_EQ(of("a <b>bold</b> & \"quoted\""), "a &lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot;");
    EXPECT_EQ(of(""), "");
}

TEST_F(Links, ResourcesAreLinksAndTrailingPunctuationIsNot) {
    for (const std::string after : {"", ".", ",", ";", ":", ")", "]", " and more"}) {
        EXPECT_EQ(of("sysv-sem/7/0" + after), link("sysv-sem/7/0", "sysv-sem/7/0") + after);
        EXPECT_EQ(of("lock/posix/fe:00:1234/0-99/920" + after),
                  link("lock/posix/fe:00:1234/0-99/920", "lock/posix/fe:00:1234/0-99/920") + after);
    }
    EXPECT_EQ(of("(sysv-msg/3)"), "(" + link("sysv-msg/3", "sysv-msg/3") + ")");
    EXPECT_EQ(of("ipc:[4026532290]/sysv-shm/4"), link("ipc:[4026532290]/sysv-shm/4", "ipc:[4026532290]/sysv-shm/4"));
}

TEST_F(Links, AResourceWithMarkupInItsNameIsEscapedInWordsAndAddress) {
    const std::string rich = of("posix-shm/<img_src=x>&\"end");
    EXPECT_THAT(rich, HasSubstr("&lt;img_src=x&gt;&amp;&quot;end</a>"));
    EXPECT_THAT(rich, Not(HasSubstr("<img")));
}

TEST_F(Links, NumbersAreProcessesOnlyWhereTheyAreNamedAndThere) {
    EXPECT_EQ(of("waiter-1 901 waits"), link("process/901", "waiter-1 901") + " waits");
    EXPECT_EQ(of("waiter-1 901/901"), link("thread/901/901", "waiter-1 901/901"));
    EXPECT_EQ(of("helper 901/905"), link("thread/901/905", "helper 901/905"));
    EXPECT_EQ(of("process 901"), link("process/901", "process 901"));
    EXPECT_EQ(of("needs 901 more"), "needs 901 more");
    EXPECT_EQ(of("waiter-1 812"), "waiter-1 812");
    EXPECT_EQ(of("99999999999 901.5 1,901"), "99999999999 901.5 1,901");
    EXPECT_EQ(of("a<b>&\"c 950"), link("process/950", "a&lt;b&gt;&amp;&quot;c 950"));
}

TEST_F(Links, TextWithOtherDirectionsAndLinesIsKeptAsItIs) {
    const std::string hostile = "\xe2\x80\xae\xd7\xa9\xd7\x9c\n<b>";
    EXPECT_EQ(of(hostile + " sysv-sem/7."),
              "\xe2\x80\xae\xd7\xa9\xd7\x9c\n&lt;b&gt; " + link("sysv-sem/7", "sysv-sem/7") + ".");
}

TEST(LinkAddress, LeadsBackToTheResource) {
    for (const QString& resource :
         {QStringLiteral("sysv-sem/7"), QStringLiteral("file/fe:00/12 a%20b\n<\"&é\u202e"), QString()})
        EXPECT_EQ(linkTarget(linkTo(resource)), resource);
    EXPECT_EQ(linkTarget(QStringLiteral("https://example.org")), QString());
    EXPECT_FALSE(linkTo(QStringLiteral("a\"b<c")).contains(u'"'));
}

}  // namespace
}  // namespace gordian::model
