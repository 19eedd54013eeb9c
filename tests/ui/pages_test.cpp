// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window_fixture.h"
#include "ui/details/properties_tab.h"
#include "ui/window/pages.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextDocument>

namespace gordian::ui {
namespace {

using testing::becomes;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::settle;

TEST_F(Window, EachPageShowsItsRows) {
    Moment moment = samples::demo();
    moment.seen.shm_segments = samples::orphan().seen.shm_segments;
    moment.seen.limits = {
        {.name = "kernel.msgmni", .classic_name = "MSGMNI", .used = 1, .limit = 32000, .resource = {}, .how_to_raise = {}}};
    moment.seen.shared_mappings = {{.resource = "posix-shm/ring", .backing = {}, .size = 4096, .mappings = {}}};
    show(moment);
    for (const PageSpec& spec : pageSpecs()) {
        window.showPage(spec.name);
        EXPECT_TRUE(page(spec.name).view().isVisible()) << text(spec.name);
        EXPECT_GT(page(spec.name).model().rowCount(), 0) << text(spec.name);
        EXPECT_EQ(text(current_page().spec().name), text(spec.name));
    }
}

TEST_F(Window, AnEmptyPageSaysWhatIsNormal) {
    show(samples::calm());
    for (const PageSpec& spec : pageSpecs()) {
        window.showPage(spec.name);
        if (page(spec.name).model().rowCount() > 0) continue;
        EXPECT_FALSE(page(spec.name).view().isVisible());
        bool said = false;
        for (const QLabel* one : page(spec.name).findChildren<QLabel*>())
            said = said || (one->isVisible() && !spec.empty.isEmpty() && one->text() == spec.empty);
        EXPECT_TRUE(said) << text(spec.name);
    }
}

class Filters : public Window {
protected:
    Filters() {
        show(samples::demo());
        window.showPage(QStringLiteral("processes"));
    }
    void type(const QString& words) {
        page(QStringLiteral("processes")).findChild<QLineEdit*>(QStringLiteral("filter"))->setText(words);
    }
    [[nodiscard]] QLabel& problem() const {
        return *page(QStringLiteral("processes")).findChild<QLabel*>(QStringLiteral("filterProblem"));
    }
    [[nodiscard]] int rows() const { return page(QStringLiteral("processes")).model().rowCount(); }
};

TEST_F(Filters, ExplainAWrongOneAndKeepTheOldRows) {
    type(QStringLiteral("waiter"));
    EXPECT_TRUE(becomes([&] { return rows() == 2; }));
    type(QStringLiteral("ownr:x"));
    EXPECT_TRUE(becomes([&] { return problem().isVisible(); }));
    EXPECT_THAT(text(problem().text()), HasSubstr("ownr"));
    show(samples::demo());
    EXPECT_EQ(rows(), 2);
    type(QStringLiteral("comm=reader"));
    EXPECT_TRUE(becomes([&] { return rows() == 1; }));
    EXPECT_FALSE(problem().isVisible());
}

TEST_F(Filters, ThatHideEverythingSayHowToGetItBack) {
    type(QStringLiteral("nobody-is-called-so"));
    EXPECT_TRUE(becomes([&] { return rows() == 0; }));
    QStringList said;
    for (const QLabel* one : page(QStringLiteral("processes")).findChildren<QLabel*>())
        if (one->isVisible()) said.push_back(one->text());
    EXPECT_THAT(text(said.join(u'|')), HasSubstr("No row matches the filter"));
    type({});
    EXPECT_TRUE(becomes([&] { return rows() > 2; }));
}

TEST_F(Filters, WithMarkupInThemAreExplainedAsPlainText) {
    type(QStringLiteral("<img src=x>:1"));
    EXPECT_TRUE(becomes([&] { return problem().isVisible() || rows() == 0; }));
    EXPECT_EQ(problem().textFormat(), Qt::PlainText);
}

// ---- names that somebody chose to harm ----------------------------------------------------------------------------------

const std::string& long_path() {
    static const std::string path = "/srv/" + std::string(4000, 'x') + "/end";
    return path;
}

/// As it comes: the collectors have made invalid UTF-8 U+FFFD; a byte that is none would become one here.
const std::vector<std::string>& hostile_names() {
    static const std::vector<std::string> names{"two\nlines",
                                                "gnp\xe2\x80\xae"
                                                "fdp.exe",
                                                long_path(),
                                                "bad\xff"
                                                "byte",
                                                "<img src=x>",
                                                "tab\there",
                                                "\xd7\xa9\xd7\x9c",
                                                "&lt;b&gt;"};
    return names;
}

Moment with_hostile_names() {
    Moment moment = samples::demo();
    int number = 0;
    for (const std::string& name : hostile_names()) {
        moment.seen.processes.push_back(samples::process(2000 + number, name));
        FileLock lock = samples::held_lock().seen.locks.front();
        lock.inode = static_cast<std::uint64_t>(5000 + number);
        lock.resource = "lock/posix/fe:00:" + std::to_string(5000 + number) + "/0-99/920";
        lock.path = name;
        moment.seen.locks.push_back(lock);
        SharedMapping mapping;
        mapping.resource = "file/fe:00/" + std::to_string(5000 + number);
        mapping.backing.path = name;
        moment.seen.shared_mappings.push_back(mapping);
        ++number;
    }
    // Who waits and what for has them too, and so have the sentences.
    moment.means.waits.front().comm = "<img src=x>\n\xe2\x80\xae";
    moment.seen.processes[0].comm = "<img src=x>";
    moment.means.findings.front().threads = {"thread/901/901"};
    for (Process& process : moment.seen.processes)
        if (process.pid == 901) process.comm = "<img src=x>";
    std::ranges::sort(moment.seen.locks, {}, &FileLock::resource);
    return moment;
}

QString plain_of(const QString& rich) {
    QTextDocument document;
    document.setHtml(rich);
    return document.toPlainText();
}

class Hostile : public Window {
protected:
    Hostile() { show(with_hostile_names()); }
};

TEST_F(Hostile, NamesAreOneLineOfPlainTextInEveryCell) {
    for (const QString& name :
         {QStringLiteral("processes"), QStringLiteral("locks"), QStringLiteral("mappings"), QStringLiteral("stuck")}) {
        const model::SectionModel& model = page(name).model();
        ASSERT_GE(model.rowCount(), 1) << text(name);
        for (int row = 0; row < model.rowCount(); ++row)
            for (int column = 0; column < model.columnCount(); ++column) {
                const QString cell = model.index(row, column).data().toString();
                EXPECT_LE(cell.size(), 602);
                for (const QChar c : cell) {
                    EXPECT_GE(c.unicode(), 0x20) << text(cell);
                    EXPECT_FALSE(c.unicode() >= 0x202a && c.unicode() <= 0x202e) << text(cell);
                }
            }
        EXPECT_EQ(page(name).view().textElideMode(), Qt::ElideMiddle);
    }
}

TEST_F(Hostile, TooltipsHaveThemWholeAndAsText) {
    const model::SectionModel& model = page(QStringLiteral("locks")).model();
    const int column = model.columnOf("path");
    int whole = 0, markup = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QString tip = model.index(row, column).data(Qt::ToolTipRole).toString();
        EXPECT_FALSE(tip.contains(QStringLiteral("<img")));
        if (Qt::mightBeRichText(tip)) {
            if (plain_of(tip).contains(QString::fromStdString(long_path()))) ++whole;
        }
        if (model.index(row, column).data(model::ExactRole).toString() == u"<img src=x>") ++markup;
    }
    EXPECT_EQ(whole, 1);
    EXPECT_EQ(markup, 1);
}

TEST_F(Hostile, CopiesHaveThemWhole) {
    window.showPage(QStringLiteral("locks"));
    QAbstractItemView& view = page(QStringLiteral("locks")).view();
    view.clearSelection();
    const QString tsv = asTsv(view);
    EXPECT_THAT(text(tsv), HasSubstr(long_path()));
    EXPECT_EQ(tsv.count(u'\n'), view.model()->rowCount() + 1) << "a row is a line";
    const QStringList lines = tsv.split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : lines) EXPECT_EQ(line.count(u'\t'), lines.front().count(u'\t'));
    const QJsonArray json = QJsonDocument::fromJson(asJson(view).toUtf8()).array();
    ASSERT_EQ(json.size(), view.model()->rowCount());
    std::vector<std::string> paths;
    for (const auto& row : json) paths.push_back(text(row.toObject()[QLatin1StringView("path")].toString()));
    for (const std::string& name : {std::string("two\nlines"), std::string("<img src=x>"), long_path(),
                                    std::string("bad\xef\xbf\xbd"
                                                "byte")})
        EXPECT_THAT(paths, ::testing::Contains(name));
}

TEST_F(Hostile, NoLabelAndNoTooltipTakesThemForMarkup) {
    for (const QString& name :
         {QStringLiteral("stuck"), QStringLiteral("findings"), QStringLiteral("locks"), QStringLiteral("processes")}) {
        window.showPage(name);
        for (const QString& tab : {QStringLiteral("why"), QStringLiteral("properties"), QStringLiteral("processes")}) {
            window.showTab(tab);
            settle();
            for (const QLabel* one : window.findChildren<QLabel*>()) {
                if (one->textFormat() == Qt::PlainText) continue;
                EXPECT_THAT(text(one->text()), Not(HasSubstr("<img")))
                    << text(one->objectName()) << text(one->accessibleName());
            }
            for (const QWidget* one : window.findChildren<QWidget*>())
                EXPECT_THAT(text(one->toolTip()), Not(HasSubstr("<img")));
            for (const QTreeWidget* tree : window.findChildren<QTreeWidget*>())
                for (int row = 0; row < tree->topLevelItemCount(); ++row)
                    EXPECT_THAT(text(tree->topLevelItem(row)->toolTip(1)), Not(HasSubstr("<img")));
        }
    }
    window.showResource(QStringLiteral("process/2002"));
    const QLabel& title = label(details(), "detailsTitle");
    EXPECT_EQ(title.textFormat(), Qt::PlainText);
    EXPECT_LE(title.text().size(), 202);
}

TEST_F(Hostile, PropertiesCopyAValueWhole) {
    window.showResource(QStringLiteral("lock/posix/fe:00:5002/0-99/920"));
    window.showTab(QStringLiteral("properties"));
    settle();
    properties().selectAll();
    EXPECT_THAT(text(static_cast<PropertiesTab&>(properties()).selectedText()), HasSubstr(long_path()));
}

}  // namespace
}  // namespace gordian::ui
