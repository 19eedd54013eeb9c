// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window_fixture.h"
#include "ui/window/pages.h"
#include "ui/window/status_line.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QMenu>
#include <QMenuBar>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

#include <map>

namespace gordian::ui {
namespace {

using ::testing::HasSubstr;
using testing::settle;
using ::testing::StartsWith;

std::string describe(const QWidget& widget) {
    std::string path;
    for (const QWidget* one = &widget; one != nullptr; one = one->parentWidget())
        path = std::string(one->metaObject()->className()) + "(" + text(one->objectName()) + ") " + path;
    return path;
}

/// Qt's own parts of a control: the control has the name.
bool is_inner_part(const QWidget& widget) {
    const QString kind = QString::fromLatin1(widget.metaObject()->className());
    // The menu bar's own menu of what it has no room for, and the pane within a frame that scrolls.
    if (qobject_cast<const QMenu*>(&widget) != nullptr && qobject_cast<const QMenuBar*>(widget.parentWidget()) != nullptr &&
        static_cast<const QMenu&>(widget).title().isEmpty())
        return true;
    if (const auto* area = qobject_cast<const QAbstractScrollArea*>(widget.parentWidget());
        area != nullptr && area->viewport() == &widget)
        return true;
    // A banner that has nothing to say.
    if (const auto* label = qobject_cast<const QLabel*>(&widget);
        label != nullptr && !label->isVisible() && label->text().isEmpty())
        return true;
    const QString name = widget.objectName();
    return qobject_cast<const QHeaderView*>(&widget) != nullptr || qobject_cast<const QTabBar*>(&widget) != nullptr ||
           kind == u"QLineEditIconButton" || kind == u"QToolBarExtension" || kind == u"QMenuBarExtension" ||
           kind == u"QTableCornerButton" || kind == u"QtPrivate::QTabBarScrollButton" || name.startsWith(u"qt_") ||
           name == u"ScrollLeftButton" || name == u"ScrollRightButton" ||
           (qobject_cast<const QAbstractItemView*>(&widget) != nullptr &&
            qobject_cast<const QComboBox*>(widget.parentWidget()->parentWidget()) != nullptr);
}

TEST_F(Window, EveryControlHasAnAccessibleName) {
    show(samples::demo());
    int controls = 0;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        const bool is_control = widget->focusPolicy() != Qt::NoFocus ||
                                qobject_cast<const QAbstractButton*>(widget) != nullptr ||
                                qobject_cast<const QMenu*>(widget) != nullptr ||
                                qobject_cast<const QToolBar*>(widget) != nullptr;
        if (!is_control || is_inner_part(*widget)) continue;
        ++controls;
        QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        ASSERT_NE(accessible, nullptr) << describe(*widget);
        const QString name = accessible->text(QAccessible::Name);
        const auto* menu = qobject_cast<const QMenu*>(widget);
        EXPECT_FALSE(name.isEmpty() && (menu == nullptr || menu->title().isEmpty())) << describe(*widget);
    }
    EXPECT_GT(controls, 50);
}

/// Reached from the menu bar with the keyboard alone.
void collect(const QMenu& menu, QSet<const QAction*>& into) {
    for (const QAction* action : menu.actions()) {
        into.insert(action);
        if (action->menu() != nullptr) collect(*action->menu(), into);
    }
}

TEST_F(Window, EveryActionCanBeReachedFromTheKeyboard) {
    show(samples::demo());
    QSet<const QAction*> in_menus;
    for (const QAction* top : window.menuBar()->actions()) {
        EXPECT_THAT(text(top->text()), HasSubstr("&"));
        QMetaObject::invokeMethod(top->menu(), "aboutToShow");
        collect(*top->menu(), in_menus);
    }
    // These fill themselves when they are opened.
    for (const TablePage* one : window.findChildren<TablePage*>())
        for (const QMenu* menu : {one->columnsMenu(), one->copyMenu()}) collect(*menu, in_menus);
    for (QMenu* menu : window.findChildren<QMenu*>()) in_menus.insert(menu->menuAction());
    for (const QAction* action : window.findChildren<QAction*>()) {
        if (action->text().isEmpty() || action->isSeparator() || qobject_cast<const QLineEdit*>(action->parent()) != nullptr)
            continue;
        if (qobject_cast<const QToolBar*>(action->parent()) != nullptr ||
            qobject_cast<const QToolButton*>(action->parent()) != nullptr)
            continue;
        EXPECT_TRUE(!action->shortcut().isEmpty() || in_menus.contains(action)) << text(action->text());
    }
}

TEST_F(Window, NoTwoActionsShareAShortcut) {
    std::map<std::string, std::string> taken;
    int shortcuts = 0;
    for (const QAction* action : window.findChildren<QAction*>()) {
        // A field's own key works in it alone.
        if (action->shortcutContext() == Qt::WidgetWithChildrenShortcut) continue;
        for (const QKeySequence& keys : action->shortcuts()) {
            ++shortcuts;
            const auto [place, is_new] = taken.emplace(text(keys.toString()), text(action->text()));
            EXPECT_TRUE(is_new) << place->first << " is " << place->second << " and " << text(action->text());
        }
    }
    EXPECT_GT(shortcuts, 20);
}

TEST_F(Window, TheVerdictIsTheWorstThenTheNextThenThatNothingIsStuck) {
    Moment moment = samples::demo();
    ASSERT_GE(moment.means.findings.size(), 2U);
    EXPECT_EQ(verdict(), "");
    show(moment);
    const std::string first = verdict();
    EXPECT_THAT(first, HasSubstr("sysv-sem/7"));
    action("nextFinding").trigger();
    const std::string second = verdict();
    EXPECT_THAT(second, HasSubstr("sysv-msg/0"));
    // What is told stays told while it is there.
    show(moment);
    EXPECT_EQ(verdict(), second);
    std::erase_if(moment.means.findings, [](const Finding& finding) { return finding.code == "full-queue"; });
    show(moment);
    EXPECT_EQ(verdict(), first);
    action("nextFinding").trigger();
    EXPECT_EQ(verdict(), first);
    show(samples::calm());
    EXPECT_THAT(verdict(), StartsWith("Nothing is stuck"));
    action("nextFinding").trigger();
    action("previousFinding").trigger();
    EXPECT_THAT(verdict(), StartsWith("Nothing is stuck"));
}

TEST_F(Window, TheFirstLookShowsTheWorstAtOnce) {
    show(samples::demo());
    EXPECT_EQ(text(current_page().spec().name), "stuck");
    EXPECT_EQ(text(details().resource()), "thread/901/901");
}

TEST_F(Window, BackAndForwardGoWhereOneWas) {
    show(samples::demo());
    EXPECT_FALSE(action("back").isEnabled());
    window.showResource(QStringLiteral("sysv-sem/7"));
    window.showResource(QStringLiteral("sysv-msg/0"));
    EXPECT_EQ(text(current_page().spec().name), "queues");
    EXPECT_EQ(text(details().resource()), "sysv-msg/0");
    action("back").trigger();
    EXPECT_EQ(text(current_page().spec().name), "semaphores");
    EXPECT_EQ(text(details().resource()), "sysv-sem/7");
    EXPECT_TRUE(action("forward").isEnabled());
    action("back").trigger();
    EXPECT_EQ(text(current_page().spec().name), "stuck");
    EXPECT_FALSE(action("back").isEnabled());
    action("forward").trigger();
    action("forward").trigger();
    EXPECT_EQ(text(details().resource()), "sysv-msg/0");
    EXPECT_FALSE(action("forward").isEnabled());
    // A step to elsewhere forgets what lay ahead.
    action("back").trigger();
    window.showPage(QStringLiteral("limits"));
    EXPECT_FALSE(action("forward").isEnabled());
}

TEST_F(Window, AResourceThatIsNotThereYetIsGoneToWhenItComes) {
    show(samples::calm());
    window.showResource(QStringLiteral("sysv-sem/7"));
    EXPECT_EQ(text(current_page().currentResource()), "");
    show(samples::stuck_worker());
    EXPECT_EQ(text(current_page().currentResource()), "sysv-sem/7");
}

TEST_F(Window, DetailsFollowAndSayWhenTheThingIsGone) {
    Moment moment = samples::stuck_worker();
    SemSet other = moment.seen.sem_sets.front();
    other.id = 9;
    other.resource = "sysv-sem/9";
    moment.seen.sem_sets.push_back(other);
    show(moment);
    window.showResource(QStringLiteral("sysv-sem/7"));
    window.showTab(QStringLiteral("properties"));
    const auto value_of = [&](std::string_view field) {
        const present::Section& section = current_page().model().section();
        const QString words = QString::fromStdString(section.columns()[*present::find_column(section, field)].title);
        for (const QTreeWidgetItem* item : properties().findItems(words, Qt::MatchExactly)) return text(item->text(1));
        return std::string("no such row");
    };
    EXPECT_EQ(value_of("resource"), "sysv-sem/7");
    moment.seen.sem_sets.front().semaphores.front().semval = 31;
    show(moment);
    EXPECT_EQ(value_of("values"), "31");
    const QLabel& note = label(details(), "detailsNote");
    EXPECT_FALSE(note.isVisible());
    moment.seen.sem_sets.erase(moment.seen.sem_sets.begin());
    for (int round = 0; round < 2; ++round) {
        show(moment);
        EXPECT_TRUE(note.isVisible());
        EXPECT_EQ(text(details().resource()), "sysv-sem/7") << "what was looked at is not replaced by its neighbour";
        EXPECT_EQ(value_of("values"), "31");
    }
}

TEST_F(Window, PropertiesBeginTheirTooltipsWithTheManPagesWord) {
    Moment moment = samples::demo();
    moment.seen.shm_segments = samples::orphan().seen.shm_segments;
    show(moment);
    window.showTab(QStringLiteral("properties"));
    for (const auto& [resource, field, word] :
         std::initializer_list<std::array<const char*, 3>>{{"sysv-sem/7", "otime", "sem_otime:"},
                                                           {"sysv-shm/4", "nattch", "shm_nattch:"},
                                                           {"sysv-msg/0", "lspid", "msg_lspid:"},
                                                           {"sysv-msg/0", "qbytes", "msg_qbytes:"}}) {
        window.showResource(QLatin1StringView(resource));
        const present::Section& section = current_page().model().section();
        const present::Column& column = section.columns()[*present::find_column(section, field)];
        EXPECT_THAT(column.tooltip, StartsWith(word));
        const auto items = properties().findItems(QString::fromStdString(column.title), Qt::MatchExactly);
        ASSERT_EQ(items.size(), 1) << field;
        EXPECT_THAT(text(items.front()->toolTip(0)), StartsWith("<p>" + std::string(word)));
    }
}

TEST_F(Window, OldDataSayTheirAge) {
    using std::chrono::milliseconds;
    EXPECT_EQ(text(StatusLine::ageWords(-1, milliseconds(1000))), "");
    EXPECT_EQ(text(StatusLine::ageWords(2900, milliseconds(1000))), "");
    EXPECT_THAT(text(StatusLine::ageWords(5000, milliseconds(1000))), HasSubstr("5 s old"));
    // Who looks every ten seconds has data of ten seconds.
    EXPECT_EQ(text(StatusLine::ageWords(11'000, milliseconds(10'000))), "");
    EXPECT_THAT(text(StatusLine::ageWords(31'000, milliseconds(10'000))), HasSubstr("31 s old"));
    show(samples::calm());
    EXPECT_EQ(text(label(window, "age").text()), "");
    stage.session.setPaused(true);
    EXPECT_THAT(text(label(window, "age").text()), StartsWith("Paused"));
}

}  // namespace
}  // namespace gordian::ui
