// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What can be done with what is chosen: one QAction each, the same in menu, context menu and the right pane, with its shortcut. Each opens its
// dialog; open dialogs follow every Moment.
#include "model/live_models.h"
#include "model/live_session.h"

#include <QAction>
#include <QObject>

#include <functional>
#include <initializer_list>
#include <vector>

class QMenu;

namespace gordian::ui {

class ActionDialog;

class ObjectActions : public QObject {
    Q_OBJECT

public:
    ObjectActions(model::LiveSession& session, model::LiveModels& models, QWidget& window);

    /// What the actions are about: one or several. Those that make no sense for it are off, and their tooltip says why.
    void setChosen(const QStringList& resources);
    void fill(QMenu& menu) const;

    void create(const QString& kind);
    void release(const QString& resource);

    QAction *createQueue, *createSet, *createSegment;
    QAction *why, *releaseOne, *operate, *setValue, *remove, *copyName, *copyWhy;

signals:
    void whyRequested(const QString& resource);
    void created(const QString& resource);
    void said(const QString& sentence);  ///< for the status bar

private:
    QAction* make(const QString& text, const char* icon, const QKeySequence& shortcut, const char* name);
    void open(ActionDialog* dialog);
    void dress();
    void sceneChanged();

    struct Dressed {
        QAction* action;
        const char* icon;
    };
    model::LiveSession& m_session;
    model::LiveModels& m_models;
    QWidget& m_window;
    QStringList m_chosen;
    std::vector<Dressed> m_all;
};

}  // namespace gordian::ui
