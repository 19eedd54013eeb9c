// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogs over Moments made by hand and a session that writes down what it is asked for. GORDIAN_PICTURES=FOLDER keeps a picture of each.
#include "backend/present/scene.h"
#include "model/live_session.h"
#include "tests/present/sample_moment.h"
#include "ui/dialogs/create_dialog.h"
#include "ui/dialogs/release_dialog.h"
#include "ui/dialogs/remove_dialog.h"
#include "ui/dialogs/semop_dialog.h"
#include "ui/dialogs/set_value_dialog.h"
#include "ui/dialogs/shell_words.h"
#include "ui/icons/icons.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDeadlineTimer>
#include <QDir>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QToolButton>
#include <QTreeWidget>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace gordian::ui {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// One application for all tests of the program, without a display.
QApplication& application() {
    if (auto* there = qobject_cast<QApplication*>(QCoreApplication::instance())) return *there;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    static int count = 1;
    static char name[] = "dialogs_test";
    static char* arguments[] = {name, nullptr};
    static auto* made = new QApplication(count, arguments);  // never deleted: the tests' statics may outlive it otherwise
    return *made;
}

/// Answers each request with the next of its answers, the last one again and again.
class FakeSession final : public Session {
public:
    explicit FakeSession(std::vector<ActionRequest>& performed, std::vector<Result<ActionResult>> answers)
        : m_performed(performed), m_answers(std::move(answers)) {}

    void watch(std::chrono::milliseconds, const std::function<bool(std::shared_ptr<const Moment>)>&,
               std::stop_token) override {}
    Result<void> ask(const Query&, const std::function<bool(Answer)>&, std::stop_token) override { return {}; }
    Result<ActionResult> perform(const ActionRequest& request) override {
        m_performed.push_back(request);
        return m_answers[std::min(m_performed.size(), m_answers.size()) - 1];
    }

private:
    std::vector<ActionRequest>& m_performed;
    std::vector<Result<ActionResult>> m_answers;
};

std::shared_ptr<const present::Scene> scene_of(Moment moment) {
    return std::make_shared<const present::Scene>(
        std::make_shared<const Moment>(samples::with_words(std::move(moment))),
        present::Names{.users = {{1000, "shop"}, {0, "root"}}, .groups = {{1000, "shop"}, {0, "root"}}});
}

std::string text(const QString& words) { return words.toStdString(); }
std::vector<std::string> texts(const QStringList& words) {
    std::vector<std::string> all;
    for (const QString& word : words) all.push_back(text(word));
    return all;
}

void until(const std::function<bool()>& holds) {
    QDeadlineTimer deadline(5000);
    while (!holds() && !deadline.hasExpired()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    ASSERT_TRUE(holds());
}

Moment several() {
    Moment moment = samples::demo();
    const Moment other = samples::orphan();
    moment.seen.shm_segments = other.seen.shm_segments;
    return moment;
}

struct Made {
    std::string name;
    std::unique_ptr<ActionDialog> dialog;
};

class Dialogs : public ::testing::Test {
protected:
    Dialogs() : m_theme(application()) {}

    model::LiveSession& session() {
        if (!m_session)
            m_session = std::make_unique<model::LiveSession>(std::make_unique<FakeSession>(performed, answers));
        return *m_session;
    }

    /// As somebody sees each of them first.
    std::vector<Made> all() {
        const auto scene = scene_of(several());
        std::vector<Made> made;
        const auto add = [&](std::string name, ActionDialog* dialog) {
            made.push_back({std::move(name), std::unique_ptr<ActionDialog>(dialog)});
        };
        add("create-queue", new CreateDialog(session(), scene, ftok(), SysvKind::msg));
        add("create-set", new CreateDialog(session(), scene, ftok(), SysvKind::sem));
        add("create-segment", new CreateDialog(session(), scene, ftok(), SysvKind::shm));
        add("semop", new SemopDialog(session(), scene, "sysv-sem/7"));
        add("set-value", new SetValueDialog(session(), scene, "sysv-sem/7/0"));
        add("release", new ReleaseDialog(session(), scene, "sysv-sem/7"));
        add("remove-one", new RemoveDialog(session(), scene, {"sysv-sem/7"}));
        add("remove-many", new RemoveDialog(session(), scene,
                                            {"sysv-sem/7", "sysv-msg/0", "sysv-shm/4", "lock/posix/fe:00:1234/0-99/920"}));
        return made;
    }

    FtokResolver ftok() {
        return [this](const QString& path, int id, const std::function<void(Result<Key>)>& answered) {
            asked_files.push_back(text(path) + ":" + std::to_string(id));
            if (path == QLatin1StringView("/nothing"))
                answered(std::unexpected(Error::from_code(ENOENT, "ftok", "/nothing")));
            else answered(Key{0x2a});
        };
    }

    std::vector<ActionRequest> performed;
    std::vector<Result<ActionResult>> answers{ActionResult{"sysv-sem/7", "did 0:+1 on sysv-sem/7"}};
    std::vector<std::string> asked_files;

private:
    Theme m_theme;
    std::unique_ptr<model::LiveSession> m_session;
};

/// For people to look at, where they asked for it.
void keep_picture(ActionDialog& dialog, const std::string& name) {
    const QString folder = qEnvironmentVariable("GORDIAN_PICTURES");
    if (folder.isEmpty()) return;
    QCoreApplication::processEvents();
    dialog.grab().save(QDir(folder).filePath(QString::fromStdString(name + ".png")));
}

void expect_nothing_clipped(const ActionDialog& dialog) {
    for (int round = 0; round < 3; ++round)
        QCoreApplication::processEvents();  // a layout within a layout asks once more
    for (const auto* label : dialog.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty()) continue;
        const int height = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        EXPECT_GE(label->height(), height) << text(label->text());
        EXPECT_TRUE(label->wordWrap() || label->width() >= label->sizeHint().width()) << text(label->text());
    }
    for (const auto* button : dialog.findChildren<QPushButton*>())
        EXPECT_TRUE(!button->isVisible() || button->width() >= button->sizeHint().width()) << text(button->text());
}

template <class Widget>
Widget& part(ActionDialog& dialog, const char* name) {
    auto* found = dialog.findChild<Widget*>(QLatin1StringView(name));
    EXPECT_NE(found, nullptr) << name;
    return *found;
}

void press(QWidget& widget, Qt::Key key) {
    QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier);
    QApplication::sendEvent(&widget, &down);
    QKeyEvent up(QEvent::KeyRelease, key, Qt::NoModifier);
    QApplication::sendEvent(&widget, &up);
}

TEST_F(Dialogs, CancelIsTheDefaultAndHasTheFocusAndEnterPerformsNothing) {
    for (const auto& [name, dialog] : all()) {
        SCOPED_TRACE(name);
        dialog->show();
        EXPECT_TRUE(dialog->cancelButton().isDefault());
        EXPECT_FALSE(dialog->actionButton().isDefault());
        EXPECT_FALSE(dialog->actionButton().autoDefault());
        EXPECT_EQ(dialog->focusWidget(), &dialog->cancelButton());
        press(*dialog->focusWidget(), Qt::Key_Return);
        QCoreApplication::processEvents();
        EXPECT_FALSE(dialog->isVisible());
    }
    EXPECT_THAT(performed, IsEmpty());
}

TEST_F(Dialogs, EnterInAFieldNeitherPerformsNorLosesWhatWasTyped) {
    CreateDialog dialog(session(), scene_of(samples::calm()), ftok());
    dialog.show();
    auto& key = part<QLineEdit>(dialog, "key");
    key.setFocus();
    key.setText(QStringLiteral("42"));
    press(key, Qt::Key_Return);
    EXPECT_TRUE(dialog.isVisible());
    EXPECT_EQ(text(key.text()), "42");
    EXPECT_THAT(performed, IsEmpty());
}

TEST_F(Dialogs, WhoeverCantSeeThemIsToldWhatEachPartIs) {
    for (const auto& [name, dialog] : all()) {
        dialog->show();
        EXPECT_FALSE(dialog->objectName().isEmpty());
        for (QWidget* widget : dialog->findChildren<QWidget*>()) {
            if (!widget->isVisible()) continue;
            const std::string whatever = name + ": " + widget->metaObject()->className() + " " +
                                         text(widget->objectName());
            if (const auto* label = qobject_cast<QLabel*>(widget)) {
                EXPECT_TRUE(!label->text().isEmpty() || !label->accessibleName().isEmpty()) << whatever;
                EXPECT_FALSE(label->text().contains(QLatin1Char('&')) && label->buddy() == nullptr) << whatever;
                continue;
            }
            const bool isPartOfAnother = widget->objectName().startsWith(QLatin1StringView("qt_")) ||
                                         qobject_cast<QScrollBar*>(widget) != nullptr;
            if (widget->focusPolicy() == Qt::NoFocus || isPartOfAnother) continue;
            const bool isInside = qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) != nullptr ||
                                  qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr ||
                                  qobject_cast<QAbstractItemView*>(widget->parentWidget()) != nullptr;
            EXPECT_TRUE(isInside || !widget->accessibleName().isEmpty()) << whatever;
        }
    }
}

TEST_F(Dialogs, EveryLabelWithAMnemonicLeadsToItsFieldAndNoneIsGivenTwice) {
    for (const auto& [name, dialog] : all()) {
        dialog->show();
        QStringList taken;
        const auto take = [&](const QString& words) {
            const auto at = words.indexOf(QLatin1Char('&'));
            if (at < 0) return;
            const QString letter = words.mid(at + 1, 1).toLower();
            EXPECT_FALSE(taken.contains(letter)) << name << ": " << text(words);
            taken << letter;
        };
        for (const auto* label : dialog->findChildren<QLabel*>())
            if (label->isVisible() && label->buddy() != nullptr) take(label->text());
        for (const auto* button : dialog->findChildren<QAbstractButton*>())
            if (button->isVisible()) take(button->text());
    }
}

TEST_F(Dialogs, NoTextIsClippedInEitherTone) {
    Theme theme(application());
    for (const ThemeChoice choice : {ThemeChoice::light, ThemeChoice::dark}) {
        theme.setChoice(choice);
        for (const auto& [name, dialog] : all()) {
            dialog->show();
            QCoreApplication::processEvents();
            EXPECT_LE(dialog->width(), 640) << name;
            EXPECT_LE(dialog->height(), 700) << name;
            expect_nothing_clipped(*dialog);
            keep_picture(*dialog, name + (theme.tone() == Tone::light ? "-light" : "-dark"));
        }
    }
    theme.setChoice(ThemeChoice::light);
}

TEST_F(Dialogs, ReleasingSaysWhoShouldHaveDoneItAndWhoCouldGoOn) {
    ReleaseDialog dialog(session(), scene_of(samples::stuck_worker()), "sysv-sem/7");
    dialog.show();
    const auto& meaning = part<LineList>(dialog, "meaning");
    EXPECT_THAT(text(meaning.text()),
                HasSubstr("Adds 1 to semaphore 0 of sysv-sem/7, as its dead last operator (812) should have done."));
    EXPECT_THAT(text(meaning.text()), HasSubstr("may be half done"));
    EXPECT_EQ(text(dialog.previewText()), "semaphore 0: 0 → 1\nwaiter-1 901 could go on");
    EXPECT_EQ(text(part<LineList>(dialog, "hanging").text()), "2 threads wait on it: waiter-1 901 and waiter-2 902");
    EXPECT_EQ(text(dialog.commandLine()), "gordianctl semop sysv-sem/7 0:+1");

    dialog.actionButton().click();
    until([&] { return !dialog.results().isEmpty(); });
    ASSERT_THAT(performed, SizeIs(1));
    const auto& request = std::get<SemopRequest>(performed.front());
    EXPECT_EQ(request.set.id, 7);
    EXPECT_EQ(request.set.key.value, 0x2au);
    EXPECT_EQ(request.operations, (std::vector<SemOperation>{{.num = 0, .op = 1}}));
    EXPECT_THAT(texts(dialog.results()), ElementsAre("✔ did 0:+1 on sysv-sem/7"));
    EXPECT_FALSE(dialog.actionButton().isVisible());
    EXPECT_EQ(text(dialog.cancelButton().text()), "Close");
    expect_nothing_clipped(dialog);
    keep_picture(dialog, "released");
}

TEST_F(Dialogs, ReleasingWarnsWhereTheLastOperatorLives) {
    Moment moment = samples::stuck_worker();
    moment.seen.sem_sets.front().semaphores.front().sempid = 800;
    ReleaseDialog dialog(session(), scene_of(moment), "sysv-sem/7/0");
    EXPECT_THAT(text(part<LineList>(dialog, "meaning").text()),
                HasSubstr("sh 800 operated on it last and is not dead"));
}

TEST_F(Dialogs, AnErrorKeepsTheDialogAndItsSentence) {
    answers = {
        std::unexpected(Error::refused("semop", "sysv-sem/7", "permission denied", "its owner or root may alter it"))};
    SemopDialog dialog(session(), scene_of(samples::stuck_worker()), "sysv-sem/7/0");
    dialog.show();
    part<QLineEdit>(dialog, "text").setText(QStringLiteral("0:+2"));
    emit part<QLineEdit>(dialog, "text").textEdited(QStringLiteral("0:+2"));
    dialog.actionButton().click();
    until([&] { return dialog.actionButton().isEnabled(); });
    EXPECT_TRUE(dialog.isVisible());
    EXPECT_THAT(texts(dialog.results()),
                ElementsAre("✖ semop on sysv-sem/7: permission denied; its owner or root may alter it"));
    EXPECT_EQ(text(part<QLineEdit>(dialog, "text").text()), "0:+2");
    EXPECT_EQ(text(dialog.cancelButton().text()), "Cancel");
}

TEST_F(Dialogs, OperationsAreRowsAndTextAtOnce) {
    SemopDialog dialog(session(), scene_of(samples::stuck_worker()), "sysv-sem/7");
    dialog.show();
    auto& typed = part<QLineEdit>(dialog, "text");
    EXPECT_EQ(text(typed.text()), "0:+1");
    part<QPushButton>(dialog, "add").click();
    EXPECT_EQ(text(typed.text()), "0:+1,0:+1");
    const auto type = [&](const char* words) {
        typed.setText(QString::fromUtf8(words));
        emit typed.textEdited(typed.text());
    };
    type("0:-1");
    EXPECT_THAT(text(dialog.previewText()), HasSubstr("it would wait: its value is 0"));
    EXPECT_TRUE(dialog.actionButton().isEnabled());
    EXPECT_EQ(text(dialog.commandLine()), "gordianctl semop sysv-sem/7 0:-1");
    type("0:x");
    EXPECT_THAT(text(dialog.refusal()), HasSubstr("NUM:CHANGE"));
    EXPECT_FALSE(dialog.actionButton().isEnabled());
    EXPECT_EQ(text(dialog.commandLine()), "");
    type("4:+1");
    EXPECT_EQ(text(dialog.refusal()), "The set has 1 semaphore, numbered from 0.");
    EXPECT_FALSE(dialog.actionButton().isEnabled());
    type("0:+1,0:-1");
    EXPECT_TRUE(dialog.actionButton().isEnabled());
    EXPECT_THAT(text(dialog.previewText()), HasSubstr("semaphore 0: 0 → 0"));
}

TEST_F(Dialogs, SettingAValueSaysTheOldAndTheNew) {
    SetValueDialog dialog(session(), scene_of(samples::stuck_worker()), "sysv-sem/7/0");
    dialog.show();
    part<QSpinBox>(dialog, "value").setValue(3);
    EXPECT_THAT(text(dialog.previewText()), HasSubstr("0 → 3"));
    EXPECT_THAT(text(dialog.previewText()), HasSubstr("SEM_UNDO"));
    EXPECT_EQ(text(dialog.commandLine()), "gordianctl setval sysv-sem/7/0 3");
    EXPECT_EQ(text(dialog.actionButton().text()), "Set to 3");
    dialog.actionButton().click();
    until([&] { return !dialog.results().isEmpty(); });
    EXPECT_EQ(std::get<SetvalRequest>(performed.front()).value, 3);
}

TEST_F(Dialogs, WhatVanishedOrIsAnotherObjectIsRefused) {
    for (const char* kind : {"semop", "setval", "release", "remove"}) {
        SCOPED_TRACE(kind);
        const auto scene = scene_of(samples::stuck_worker());
        std::unique_ptr<ActionDialog> dialog;
        if (kind == std::string("semop")) dialog = std::make_unique<SemopDialog>(session(), scene, "sysv-sem/7");
        if (kind == std::string("setval")) dialog = std::make_unique<SetValueDialog>(session(), scene, "sysv-sem/7/0");
        if (kind == std::string("release")) dialog = std::make_unique<ReleaseDialog>(session(), scene, "sysv-sem/7");
        if (kind == std::string("remove"))
            dialog = std::make_unique<RemoveDialog>(session(), scene, std::vector<std::string>{"sysv-sem/7"});
        dialog->show();
        EXPECT_TRUE(dialog->actionButton().isEnabled());
        dialog->setScene(scene_of(samples::calm()));
        EXPECT_FALSE(dialog->actionButton().isEnabled());
        EXPECT_EQ(text(dialog->refusal()), "sysv-sem/7 is gone: somebody removed it meanwhile.");
        EXPECT_TRUE(part<QLabel>(*dialog, "refusal").isVisible());
        Moment other = samples::stuck_worker();
        other.seen.sem_sets.front().key = {0x2b};
        dialog->setScene(scene_of(other));
        EXPECT_FALSE(dialog->actionButton().isEnabled());
        EXPECT_THAT(text(dialog->refusal()), HasSubstr("sysv-sem/7 is another object now"));
        expect_nothing_clipped(*dialog);
        keep_picture(*dialog, std::string("another-") + kind);
        dialog->setScene(scene_of(samples::stuck_worker()));
        EXPECT_TRUE(dialog->actionButton().isEnabled());
    }
}

TEST_F(Dialogs, WhatIsGoneFromTheBeginningIsSaidToBe) {
    SemopDialog dialog(session(), scene_of(samples::calm()), "sysv-sem/7");
    dialog.show();
    EXPECT_EQ(text(dialog.refusal()), "sysv-sem/7 is gone.");
    EXPECT_FALSE(dialog.actionButton().isEnabled());
}

TEST_F(Dialogs, ASegmentThatIsMarkedForRemovalMeanwhileIsTheSame) {
    RemoveDialog dialog(session(), scene_of(samples::orphan()), {"sysv-shm/4"});
    Moment marked = samples::orphan();
    marked.seen.shm_segments.front().key = {};
    dialog.setScene(scene_of(marked));
    EXPECT_EQ(text(dialog.refusal()), "");
    marked.seen.shm_segments.front().cpid = 813;
    dialog.setScene(scene_of(marked));
    EXPECT_THAT(text(dialog.refusal()), HasSubstr("another object"));
}

TEST_F(Dialogs, SeveralAreRemovedOneByOneAndEachResultIsSaid) {
    answers = {ActionResult{"sysv-sem/7", "removed sysv-sem/7"},
               std::unexpected(Error::refused("removing", "sysv-msg/0", "permission denied")),
               ActionResult{"sysv-shm/4", "removed sysv-shm/4"}, ActionResult{"sysv-msg/0", "removed sysv-msg/0"}};
    RemoveDialog dialog(session(), scene_of(several()),
                        {"sysv-sem/7", "sysv-msg/0", "sysv-shm/4", "lock/posix/fe:00:1234/0-99/920", "process/901"});
    dialog.show();
    EXPECT_EQ(text(dialog.actionButton().accessibleName()), "Remove 3 objects");
    EXPECT_EQ(text(dialog.commandLine()), "gordianctl remove sysv-sem/7 sysv-msg/0 sysv-shm/4");
    EXPECT_THAT(text(dialog.previewText()), HasSubstr("There is no undo yet."));
    auto& tree = part<QTreeWidget>(dialog, "objects");
    ASSERT_EQ(tree.topLevelItemCount(), 5);
    EXPECT_EQ(text(tree.topLevelItem(0)->child(0)->text(0)), "2 threads wait on it: waiter-1 901 and waiter-2 902");
    EXPECT_THAT(text(tree.topLevelItem(3)->child(0)->text(0)), HasSubstr("A lock isn't removed"));
    EXPECT_THAT(text(tree.topLevelItem(4)->child(0)->text(0)), HasSubstr("Processes and threads aren't removed here."));
    tree.topLevelItem(2)->setCheckState(0, Qt::Unchecked);
    EXPECT_EQ(text(dialog.actionButton().accessibleName()), "Remove 2 objects");
    tree.topLevelItem(2)->setCheckState(0, Qt::Checked);

    dialog.actionButton().click();
    until([&] { return dialog.actionButton().isEnabled(); });
    EXPECT_THAT(texts(dialog.results()), ElementsAre("✔ removed sysv-sem/7", "✖ removing on sysv-msg/0: permission denied",
                                                     "✔ removed sysv-shm/4"));
    expect_nothing_clipped(dialog);
    keep_picture(dialog, "removed-some");
    EXPECT_EQ(text(dialog.actionButton().accessibleName()), "Remove 1 object");
    EXPECT_EQ(text(dialog.cancelButton().text()), "Close");
    dialog.actionButton().click();
    until([&] { return !dialog.actionButton().isVisible(); });
    EXPECT_THAT(texts(dialog.results()), ElementsAre("✔ removed sysv-msg/0"));
    EXPECT_THAT(performed, SizeIs(4));
}

TEST_F(Dialogs, StoppingLeavesTheRestAndSaysSo) {
    RemoveDialog dialog(session(), scene_of(several()), {"sysv-sem/7", "sysv-msg/0"});
    dialog.show();
    dialog.actionButton().click();
    dialog.reject();
    until([&] { return dialog.results().size() == 2; });
    EXPECT_TRUE(dialog.isVisible());
    EXPECT_THAT(texts(dialog.results())[1], HasSubstr("sysv-msg/0: not begun"));
    EXPECT_THAT(performed, SizeIs(1));
}

TEST_F(Dialogs, WhatOneCantRemoveHereIsRefusedAlone) {
    RemoveDialog dialog(session(), scene_of(several()), {"sysv-sem/7/0"});
    EXPECT_EQ(text(dialog.refusal()), "One semaphore can't be removed, only its whole set.");
    EXPECT_FALSE(dialog.actionButton().isEnabled());
}

TEST_F(Dialogs, CreatingIsOffWithTheReasonUntilAllIsValid) {
    answers = {ActionResult{"sysv-sem/9", "created sysv-sem/9"}};
    CreateDialog dialog(session(), scene_of(samples::stuck_worker()), ftok(), SysvKind::sem);
    dialog.show();
    EXPECT_THAT(text(dialog.refusal()), HasSubstr("Give a key"));
    EXPECT_FALSE(dialog.actionButton().isEnabled());
    auto& key = part<QLineEdit>(dialog, "key");
    key.setText(QStringLiteral("42"));
    EXPECT_EQ(text(dialog.refusal()), "sysv-sem/7 has the key 0x0000002a already: choose another, or use that object.");
    EXPECT_EQ(text(part<QLabel>(dialog, "keyNote").text()), text(dialog.refusal()));
    key.setText(QStringLiteral("0x2b"));
    EXPECT_TRUE(dialog.actionButton().isEnabled());
    auto& values = part<QLineEdit>(dialog, "values");
    values.setText(QStringLiteral("1,x"));
    EXPECT_THAT(text(dialog.refusal()), HasSubstr("from 0 to 32,767"));
    values.setText(QStringLiteral("1,0"));
    EXPECT_THAT(text(part<QLabel>(dialog, "valuesNote").text()), HasSubstr("2 semaphores"));
    EXPECT_EQ(text(dialog.commandLine()), "gordianctl create sysv-sem --key 0x0000002b --mode 0600 --values 1,0");
    EXPECT_EQ(text(dialog.previewText()), "A set of 2 semaphores with the values 1 0, key 0x0000002b, mode 0600.");

    std::string made;
    QObject::connect(&dialog, &CreateDialog::created, &dialog, [&](const QString& resource) { made = text(resource); });
    dialog.actionButton().click();
    until([&] { return !made.empty(); });
    EXPECT_EQ(made, "sysv-sem/9");
    const auto& request = std::get<CreateRequest>(performed.front());
    EXPECT_THAT(request.values, ElementsAre(1, 0));
    EXPECT_EQ(request.key, Key{0x2b});
    EXPECT_EQ(request.mode, Mode{0600});
}

TEST_F(Dialogs, TheModesDigitsAndItsBoxesAreOne) {
    CreateDialog dialog(session(), scene_of(samples::calm()), ftok());
    auto& mode = part<QLineEdit>(dialog, "mode");
    mode.setText(QStringLiteral("0640"));
    EXPECT_TRUE(part<QAbstractButton>(dialog, "bit2").isChecked());
    EXPECT_FALSE(part<QAbstractButton>(dialog, "bit3").isChecked());
    part<QAbstractButton>(dialog, "bit3").click();
    EXPECT_EQ(text(mode.text()), "0660");
    mode.setText(QStringLiteral("0888"));
    EXPECT_FALSE(dialog.actionButton().isEnabled());
    EXPECT_EQ(text(part<QLabel>(dialog, "modeNote").text()), "A mode is three octal digits, as in 0600.");
}

TEST_F(Dialogs, AKeyOfAFileIsAskedForAndItsOwnerNamed) {
    CreateDialog dialog(session(), scene_of(samples::stuck_worker()), ftok(), SysvKind::shm);
    dialog.show();
    auto& way = part<QComboBox>(dialog, "keyWay");
    way.setCurrentIndex(1);
    part<QLineEdit>(dialog, "path").setText(QStringLiteral("/nothing"));
    EXPECT_EQ(text(dialog.refusal()), "ftok on /nothing: no such file or directory.");
    part<QLineEdit>(dialog, "path").setText(QStringLiteral("/tmp/a file"));
    EXPECT_EQ(text(part<QLabel>(dialog, "keyNote").text()), "Key 0x0000002a: no such object has it.");
    EXPECT_EQ(text(dialog.commandLine()), "gordianctl create sysv-shm '--ftok=/tmp/a file:1' --mode 0600 --size 4K");
    expect_nothing_clipped(dialog);
    keep_picture(dialog, "create-ftok");
    EXPECT_THAT(asked_files, ElementsAre("/nothing:1", "/tmp/a file:1"));
    part<QComboBox>(dialog, "kind").setCurrentIndex(1);
    EXPECT_THAT(text(dialog.refusal()), HasSubstr("sysv-sem/7 has the key"));
    way.setCurrentIndex(2);
    EXPECT_EQ(text(dialog.commandLine()), "gordianctl create sysv-sem --private --mode 0600 --values 1");
}

TEST(ShellWords, AreQuotedWhereTheyNeedIt) {
    EXPECT_EQ(text(shellCommand({QStringLiteral("a"), QStringLiteral("0:+1")})), "a 0:+1");
    EXPECT_EQ(text(shellCommand({QStringLiteral("it's"), QStringLiteral("a b"), QString()})), "'it'\\''s' 'a b' ''");
    EXPECT_EQ(text(shellCommand({QStringLiteral("$x"), QStringLiteral("ü")})), "'$x' 'ü'");
    EXPECT_EQ(text(shellCommand({QStringLiteral("a\nb")})), "");
}

TEST(ThemeColours, CanBeReadOnWhateverTheyAreDrawnOn) {
    for (const Tone tone : {Tone::light, Tone::dark}) {
        const Colours& colours = coloursOf(tone);
        const QPalette palette = paletteOf(tone);
        for (const auto role : {QPalette::Base, QPalette::AlternateBase, QPalette::Window}) {
            const QColor ground = palette.color(role);
            for (const QColor& colour : {colours.critical, colours.warning, colours.notice, colours.ok, colours.waiting,
                                         colours.mutedText, colours.link, colours.readLock, colours.writeLock})
                EXPECT_GE(contrast(colour, ground), 4.5)
                    << int(tone) << text(colour.name()) << " on " << text(ground.name());
            EXPECT_GE(contrast(palette.color(QPalette::Text), ground), 7.0);
            EXPECT_GE(contrast(colours.waiterHatch, ground), 3.0);
        }
        EXPECT_GE(contrast(colours.onAccent, colours.accent), 4.5);
        EXPECT_GE(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)), 4.5);
        EXPECT_GE(contrast(palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase)), 4.5);
        EXPECT_GE(contrast(palette.color(QPalette::ButtonText), palette.color(QPalette::Button)), 4.5);
        EXPECT_GE(contrast(colours.critical, colours.criticalTint), 4.5);
        EXPECT_GE(contrast(colours.warning, colours.warningTint), 4.5);
        EXPECT_GE(contrast(colours.notice, colours.noticeTint), 4.5);
        EXPECT_GE(contrast(colours.ok, colours.okTint), 4.5);
        for (const QColor& tint :
             {colours.newRow, colours.criticalTint, colours.warningTint, colours.noticeTint, colours.okTint})
            EXPECT_GE(contrast(palette.color(QPalette::Text), tint), 7.0);
        for (const QColor& series : colours.chartSeries) EXPECT_GE(contrast(series, colours.chartBackground), 3.0);
        EXPECT_EQ(toneOf(palette), tone);
    }
}

TEST(ThemeChoices, DressTheApplicationAndSayThatTheyDid) {
    Theme theme(application());
    int changes = 0;
    QObject::connect(&theme, &Theme::toneChanged, &theme, [&] { ++changes; });
    theme.setChoice(ThemeChoice::light);
    EXPECT_EQ(changes, 0);
    theme.setChoice(ThemeChoice::dark);
    EXPECT_EQ(changes, 1);
    EXPECT_EQ(toneOf(QApplication::palette()), Tone::dark);
    theme.setChoice(ThemeChoice::light);
    EXPECT_EQ(toneOf(QApplication::palette()), Tone::light);
}

/// The mean lightness of what an icon draws, from 0 to 255.
double ink(const QIcon& icon) {
    const QImage image = icon.pixmap(QSize(22, 22), 1.0).toImage().convertToFormat(QImage::Format_ARGB32);
    double sum = 0, weight = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            sum += pixel.lightnessF() * pixel.alphaF() * 255;
            weight += pixel.alphaF();
        }
    return weight == 0 ? -1 : sum / weight;
}

TEST(Icons, AreDarkOnLightAndLightOnDark) {
    application();
    ASSERT_GE(iconNames().size(), 55);
    for (const QString& name : iconNames()) {
        const double light = ink(icon(text(name), Tone::light)), dark = ink(icon(text(name), Tone::dark));
        ASSERT_GE(light, 0) << text(name);
        ASSERT_GE(dark, 0) << text(name);
        // Marks have the same colours in both.
        EXPECT_LE(light, dark + 25) << text(name);
    }
    EXPECT_LT(ink(icon("pause", Tone::light)), 80);
    EXPECT_GT(ink(icon("pause", Tone::dark)), 200);
    EXPECT_TRUE(icon("no-such-icon", Tone::light).isNull());
    EXPECT_FALSE(applicationIcon().pixmap(QSize(16, 16)).isNull());
    EXPECT_THAT(text(iconLicence()), HasSubstr("GNU LESSER GENERAL PUBLIC LICENSE"));
}

}  // namespace
}  // namespace gordian::ui
