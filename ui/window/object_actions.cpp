// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/object_actions.h"

#include "backend/present/facts.h"
#include "ui/dialogs/create_dialog.h"
#include "ui/dialogs/release_dialog.h"
#include "ui/dialogs/remove_dialog.h"
#include "ui/dialogs/semop_dialog.h"
#include "ui/dialogs/set_value_dialog.h"
#include "ui/icons/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include <algorithm>

namespace gordian::ui {

namespace {

std::string_view kindOf(const QString& resource) {
    static thread_local std::string name;
    name = resource.toStdString();
    return present::kind_of(name);
}

bool isSysv(const QString& resource) {
    const std::string_view kind = kindOf(resource);
    return kind == "queue" || kind == "set" || kind == "semaphore" || kind == "segment";
}

bool isSemaphore(const QString& resource) {
    const std::string_view kind = kindOf(resource);
    return kind == "set" || kind == "semaphore";
}

}  // namespace

ObjectActions::ObjectActions(model::LiveSession& session, model::LiveModels& models, QWidget& window)
    : QObject(&window), m_session(session), m_models(models), m_window(window) {
    createQueue = make(tr("New message &queue…"), "queues", QKeySequence(tr("Ctrl+Shift+Q")), "createQueue");
    createSet = make(tr("New &semaphore set…"), "semaphores", QKeySequence(tr("Ctrl+Shift+S")), "createSet");
    createSegment = make(tr("New shared &memory segment…"), "segments", QKeySequence(tr("Ctrl+Shift+M")), "createSegment");
    why = make(tr("&Why?"), "why", QKeySequence(tr("Ctrl+W")), "why");
    releaseOne = make(tr("Release &one…"), "release", QKeySequence(tr("Ctrl+R")), "releaseOne");
    operate = make(tr("&Operate (semop)…"), "semop", QKeySequence(tr("Ctrl+O")), "semop");
    setValue = make(tr("Set &value…"), "set-value", QKeySequence(tr("Ctrl+E")), "setValue");
    remove = make(tr("Re&move…"), "remove", QKeySequence(Qt::Key_Delete), "remove");
    copyName = make(tr("Copy &name"), "copy", QKeySequence(tr("Ctrl+Shift+C")), "copyName");
    copyWhy = make(tr("Copy &command line of why"), "terminal", QKeySequence(tr("Ctrl+Alt+C")), "copyWhy");

    connect(createQueue, &QAction::triggered, this, [this] { create(QStringLiteral("sysv-msg")); });
    connect(createSet, &QAction::triggered, this, [this] { create(QStringLiteral("sysv-sem")); });
    connect(createSegment, &QAction::triggered, this, [this] { create(QStringLiteral("sysv-shm")); });
    connect(why, &QAction::triggered, this, [this] { emit whyRequested(m_chosen.value(0)); });
    connect(releaseOne, &QAction::triggered, this, [this] { release(m_chosen.value(0)); });
    connect(operate, &QAction::triggered, this,
            [this] { open(new SemopDialog(m_session, m_models.scene(), m_chosen.value(0).toStdString(), &m_window)); });
    connect(setValue, &QAction::triggered, this, [this] {
        open(new SetValueDialog(m_session, m_models.scene(), m_chosen.value(0).toStdString(), &m_window));
    });
    connect(remove, &QAction::triggered, this, [this] {
        std::vector<std::string> resources;
        for (const QString& resource : m_chosen) {
            // A semaphore goes with its set.
            std::string name = resource.toStdString();
            if (kindOf(resource) == "semaphore") name = name.substr(0, name.rfind('/'));
            if (!std::ranges::contains(resources, name)) resources.push_back(std::move(name));
        }
        open(new RemoveDialog(m_session, m_models.scene(), std::move(resources), &m_window));
    });
    connect(copyName, &QAction::triggered, this, [this] {
        QApplication::clipboard()->setText(m_chosen.join(u'\n'));
        emit said(tr("Copied %n name(s).", nullptr, static_cast<int>(m_chosen.size())));
    });
    connect(copyWhy, &QAction::triggered, this, [this] {
        QApplication::clipboard()->setText(QStringLiteral("gordianctl why %1").arg(m_chosen.value(0)));
        emit said(tr("Copied: gordianctl why %1").arg(m_chosen.value(0)));
    });
    connect(&models, &model::LiveModels::sceneChanged, this, &ObjectActions::sceneChanged);
    dress();
    setChosen({});
}

QAction* ObjectActions::make(const QString& text, const char* icon, const QKeySequence& shortcut, const char* name) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1StringView(name));
    action->setShortcut(shortcut);
    m_window.addAction(action);
    m_all.push_back({action, icon});
    return action;
}

void ObjectActions::dress() {
    for (const Dressed& dressed : m_all) dressed.action->setIcon(icon(dressed.icon, toneOf(m_window.palette())));
}

void ObjectActions::setChosen(const QStringList& resources) {
    m_chosen = resources;
    const bool one = resources.size() == 1, any = !resources.isEmpty();
    const auto able = [](QAction* action, bool on, const QString& why_not) {
        action->setEnabled(on);
        action->setToolTip(on ? QString() : why_not);
    };
    const bool semaphore = one && isSemaphore(resources.front());
    const QString needs_one = tr("Choose one semaphore or one semaphore set");
    able(why, one, tr("Choose one row"));
    able(releaseOne, semaphore, needs_one);
    able(operate, semaphore, needs_one);
    able(setValue, semaphore, needs_one);
    able(remove, any && std::ranges::all_of(resources, isSysv), tr("Choose message queues, semaphore sets or segments"));
    able(copyName, any, tr("Choose a row"));
    able(copyWhy, one, tr("Choose one row"));
}

void ObjectActions::fill(QMenu& menu) const {
    menu.addAction(why);
    menu.addSeparator();
    for (QAction* action : {releaseOne, operate, setValue}) menu.addAction(action);
    menu.addSeparator();
    menu.addAction(remove);
    menu.addSeparator();
    menu.addAction(copyName);
    menu.addAction(copyWhy);
}

void ObjectActions::create(const QString& kind) {
    if (!m_models.scene()) return;
    const SysvKind wanted = kind == u"sysv-sem" ? SysvKind::sem : kind == u"sysv-shm" ? SysvKind::shm : SysvKind::msg;
    const FtokResolver ftok = [this](const QString& path, int id, std::function<void(Result<Key>)> answered) {
        m_session.ask(FtokQuery{path.toStdString(), id}, &m_window,
                      [answered = std::move(answered)](const Result<Answer>& answer) {
                          if (!answer) answered(std::unexpected(answer.error()));
                          else if (const auto* key = std::get_if<FtokAnswer>(&*answer)) answered(key->key);
                      });
    };
    auto* dialog = new CreateDialog(m_session, m_models.scene(), ftok, wanted, &m_window);
    connect(dialog, &CreateDialog::created, this, &ObjectActions::created);
    open(dialog);
}

void ObjectActions::release(const QString& resource) {
    if (m_models.scene()) open(new ReleaseDialog(m_session, m_models.scene(), resource.toStdString(), &m_window));
}

/// Not modal to the window: what it is about stays readable behind it.
void ObjectActions::open(ActionDialog* dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ActionDialog::performed, this,
            [this](const QString& resource) { emit said(tr("Done: %1").arg(resource)); });
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

void ObjectActions::sceneChanged() {
    for (ActionDialog* dialog : m_window.findChildren<ActionDialog*>()) dialog->setScene(m_models.scene());
}

}  // namespace gordian::ui
