// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What every dialog that changes something has in common: which object is meant, what hangs on it, what would follow, the same on the command
// line, and a button that says what it does. Cancel is the default. What was done, and what failed and why, stays on the screen.
#include "backend/present/scene.h"
#include "backend/snapshot/action.h"
#include "ui/dialogs/line_list.h"

#include <QDialog>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

class QFormLayout;
class QFrame;
class QLabel;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace gordian::model {
class LiveSession;
}

namespace gordian::ui {

class ObjectCard;

class ActionDialog : public QDialog {
    Q_OBJECT

public:
    /// A newer scene: everything that rests on it is said anew. Where the object is gone, or is another one, the action is refused.
    void setScene(std::shared_ptr<const present::Scene> scene);

    [[nodiscard]] QPushButton& actionButton() const { return *m_action; }
    [[nodiscard]] QPushButton& cancelButton() const { return *m_cancel; }
    [[nodiscard]] QString previewText() const { return m_preview->text(); }
    [[nodiscard]] QString commandLine() const;
    /// Why the action is off; empty where it is not.
    [[nodiscard]] QString refusal() const { return m_refusal; }
    [[nodiscard]] QStringList results() const;

    /// While an action is under way it is waited for, and what is left is not begun.
    void reject() override;

signals:
    /// After each success; the resource is what was made or acted on.
    void performed(const QString& resource);

protected:
    struct Target {
        std::string resource;
        Identity identity;
    };
    struct Step {
        QString what;  ///< names it in the list of results
        ActionRequest request;
    };
    /// What pressing the button would do, from what was typed and the scene.
    struct Plan {
        QString verb;  ///< on the button
        QList<Step> steps;
        QString problem;      ///< one sentence; the button is off
        bool shown = false;   ///< the problem stands at its field already
        QStringList command;  ///< words; empty: there is none yet
        QList<Line> preview;
    };

    ActionDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> scene, const char* objectName,
                 std::string_view icon, const QString& title, QWidget* parent);

    /// Called when something typed or the scene has changed.
    [[nodiscard]] virtual Plan plan() = 0;
    /// After each step.
    virtual void stepEnded(qsizetype /*number*/, const Result<ActionResult>& /*result*/) {}

    /// Names the one object that this dialog is about. Nothing is meant where the scene lacks it: the dialog then says so.
    void setTarget(std::string_view resource);
    [[nodiscard]] const std::optional<Target>& target() const { return m_target; }
    /// Of a target as it was seen; empty: it is there and the same.
    [[nodiscard]] QString whatBecameOf(const Target& target) const;
    [[nodiscard]] const present::Scene& scene() const { return *m_scene; }
    [[nodiscard]] QFormLayout& form() const { return *m_form; }
    /// Between the object and the form.
    void addAbove(QWidget* widget);
    /// A label with a mnemonic, whose buddy the field is.
    void addField(const QString& label, QWidget* field, const QString& accessibleName);
    /// A sentence under the field added last: muted, or in red where it says what is wrong.
    [[nodiscard]] QLabel* addNote();
    static void showNote(QLabel& note, const QString& text, bool wrong = false);
    void replan();

    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class State { asking, performing, done };

    void begin();
    void performNext();
    void ended(const Result<ActionResult>& result);
    void finish();
    void addResult(const QString& text, bool good);
    void dress();
    void fit(bool mayShrink = false);

    model::LiveSession& m_session;
    std::shared_ptr<const present::Scene> m_scene;
    std::string m_icon;
    std::string m_meant;  // also where it was gone from the beginning
    std::optional<Target> m_target;
    State m_state = State::asking;
    QList<Step> m_steps;
    qsizetype m_step = 0, m_failures = 0, m_successes = 0;
    bool m_stopping = false, m_shown = false;
    QString m_refusal;

    QLabel *m_mark, *m_title;
    QVBoxLayout* m_above;
    ObjectCard* m_card;
    LineList* m_hanging;
    QWidget* m_fields;
    QFormLayout* m_form;
    QLabel* m_previewTitle;
    LineList* m_preview;
    QFrame* m_banner;
    QLabel *m_bannerMark, *m_bannerText;
    QWidget* m_commandRow;
    QLineEdit* m_command;
    QToolButton* m_copy;
    QProgressBar* m_progress;
    QListWidget* m_results;
    QPushButton *m_action, *m_cancel;
};

}  // namespace gordian::ui
