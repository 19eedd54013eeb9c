// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/action_dialog.h"

#include "backend/base/text.h"
#include "backend/present/consequences.h"
#include "backend/present/identity_of.h"
#include "model/live_session.h"
#include "ui/dialogs/object_card.h"
#include "ui/dialogs/shell_words.h"
#include "ui/icons/icons.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

namespace gordian::ui {

namespace {

constexpr int usualWidth = 560;

/// Marking a segment for removal takes its key away; the segment remains the same.
bool same(const Identity& seen, Identity now) {
    if (seen.kind == SysvKind::shm && now.key.value == 0) now.key = seen.key;
    return seen == now;
}

}  // namespace

ActionDialog::ActionDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> scene,
                           const char* objectName, std::string_view icon, const QString& title, QWidget* parent)
    : QDialog(parent), m_session(session), m_scene(std::move(scene)), m_icon(icon) {
    setObjectName(QLatin1StringView(objectName));
    setWindowTitle(title);
    setAccessibleName(title);

    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(20, 18, 20, 16);
    rows->setSpacing(12);

    auto* header = new QHBoxLayout;
    header->setSpacing(10);
    m_mark = new QLabel(this);
    m_mark->setAccessibleName(title);
    m_title = new QLabel(title, this);
    m_title->setObjectName(QStringLiteral("title"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    setPart(m_title, "title");
    header->addWidget(m_mark, 0, Qt::AlignTop);
    header->addWidget(m_title, 1);
    rows->addLayout(header);

    m_above = new QVBoxLayout;
    m_above->setSpacing(8);
    m_card = new ObjectCard(this);
    m_card->hide();
    m_hanging = new LineList(this);
    m_hanging->setObjectName(QStringLiteral("hanging"));
    m_hanging->setAccessibleName(tr("What hangs on it"));
    m_hanging->hide();
    m_above->addWidget(m_card);
    m_above->addWidget(m_hanging);
    rows->addLayout(m_above);

    m_fields = new QWidget(this);
    m_fields->setAccessibleName(tr("Settings"));
    m_form = new QFormLayout(m_fields);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(12);
    m_form->setVerticalSpacing(7);
    m_form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_fields->hide();
    rows->addWidget(m_fields);

    m_previewTitle = new QLabel(tr("What would follow"), this);
    setPart(m_previewTitle, "heading");
    m_preview = new LineList(this);
    m_preview->setObjectName(QStringLiteral("preview"));
    m_preview->setAccessibleName(tr("What would follow"));
    auto* preview = new QVBoxLayout;
    preview->setSpacing(5);
    preview->addWidget(m_previewTitle);
    preview->addWidget(m_preview);
    rows->addLayout(preview);

    m_banner = new QFrame(this);
    m_banner->setObjectName(QStringLiteral("banner"));
    m_banner->setAccessibleName(tr("Why not"));
    setPart(m_banner, "banner", "warning");
    auto* banner = new QHBoxLayout(m_banner);
    banner->setContentsMargins(10, 7, 10, 7);
    banner->setSpacing(8);
    m_bannerMark = new QLabel(m_banner);
    m_bannerMark->setAccessibleName(tr("Warning"));
    m_bannerText = new QLabel(m_banner);
    m_bannerText->setObjectName(QStringLiteral("refusal"));
    m_bannerText->setTextFormat(Qt::PlainText);
    m_bannerText->setWordWrap(true);
    banner->addWidget(m_bannerMark, 0, Qt::AlignTop);
    banner->addWidget(m_bannerText, 1);
    m_banner->hide();
    rows->addWidget(m_banner);

    m_commandRow = new QWidget(this);
    m_commandRow->setAccessibleName(tr("The same on the command line"));
    auto* command = new QVBoxLayout(m_commandRow);
    command->setContentsMargins(0, 0, 0, 0);
    command->setSpacing(4);
    auto* commandLabel = new QLabel(tr("The same on the command &line"), m_commandRow);
    setPart(commandLabel, "muted");
    m_command = new QLineEdit(m_commandRow);
    m_command->setObjectName(QStringLiteral("command"));
    m_command->setReadOnly(true);
    m_command->setPlaceholderText(tr("as soon as all of it is given"));
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_command->setAccessibleName(tr("The same on the command line"));
    commandLabel->setBuddy(m_command);
    m_copy = new QToolButton(m_commandRow);
    m_copy->setObjectName(QStringLiteral("copy"));
    m_copy->setAccessibleName(tr("Copy the command"));
    m_copy->setToolTip(tr("Copy the command"));
    m_copy->setFocusPolicy(Qt::StrongFocus);
    auto* commandFields = new QHBoxLayout;
    commandFields->setSpacing(6);
    commandFields->addWidget(m_command, 1);
    commandFields->addWidget(m_copy);
    command->addWidget(commandLabel);
    command->addLayout(commandFields);
    rows->addWidget(m_commandRow);

    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("progress"));
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->hide();
    rows->addWidget(m_progress);
    m_results = new QListWidget(this);
    m_results->setObjectName(QStringLiteral("results"));
    m_results->setAccessibleName(tr("What was done"));
    m_results->setWordWrap(true);
    m_results->setSelectionMode(QAbstractItemView::NoSelection);
    m_results->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_results->setSpacing(2);
    m_results->setFixedHeight(28);
    m_results->hide();
    rows->addWidget(m_results);

    rows->addStretch(1);
    auto* buttons = new QDialogButtonBox(this);
    m_action = buttons->addButton(QString(), QDialogButtonBox::ApplyRole);
    m_action->setObjectName(QStringLiteral("action"));
    m_action->setAutoDefault(false);
    m_cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_cancel->setAccessibleName(tr("Cancel"));
    m_cancel->setDefault(true);
    rows->addWidget(buttons);

    connect(m_copy, &QToolButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_command->text());
        QToolTip::showText(m_copy->mapToGlobal(QPoint(0, m_copy->height())), tr("Copied"), m_copy);
    });
    connect(m_action, &QPushButton::clicked, this, &ActionDialog::begin);
    connect(m_cancel, &QPushButton::clicked, this, &ActionDialog::reject);
    dress();
}

void ActionDialog::setScene(std::shared_ptr<const present::Scene> scene) {
    m_scene = std::move(scene);
    if (m_state == State::asking) replan();
}

QString ActionDialog::commandLine() const { return m_command->text(); }

QStringList ActionDialog::results() const {
    QStringList texts;
    for (int row = 0; row < m_results->count(); ++row) texts << m_results->item(row)->text();
    return texts;
}

void ActionDialog::reject() {
    if (m_state == State::performing) {
        m_stopping = true;
        m_cancel->setEnabled(false);
        return;
    }
    QDialog::reject();
}

void ActionDialog::setTarget(std::string_view resource) {
    m_meant = resource;
    if (const auto identity = present::identity_of(m_scene->facts, resource))
        m_target = Target{std::string(resource), *identity};
    m_card->show(*m_scene, resource);
    m_card->setVisible(m_target.has_value());
}

QString ActionDialog::whatBecameOf(const Target& target) const {
    const QString name = QString::fromStdString(target.resource);
    const auto now = present::identity_of(m_scene->facts, target.resource);
    if (!now) return tr("%1 is gone: somebody removed it meanwhile.").arg(name);
    if (!same(target.identity, *now))
        return tr("%1 is another object now: the one you meant was removed, and its identifier was given out again. "
                  "Close this and look again.")
            .arg(name);
    const auto own = present::own_ipc_namespace(m_scene->seen);
    if (own && now->ipc_namespace != *own)
        return tr("%1 lives in another IPC namespace, and actions reach one's own only.").arg(name);
    return {};
}

void ActionDialog::addAbove(QWidget* widget) { m_above->addWidget(widget); }

void ActionDialog::addField(const QString& label, QWidget* field, const QString& accessibleName) {
    m_fields->show();
    field->setAccessibleName(accessibleName);
    auto* title = new QLabel(label, m_fields);
    title->setBuddy(field);
    m_form->addRow(title, field);
}

QLabel* ActionDialog::addNote() {
    auto* note = new QLabel(m_fields);
    note->setTextFormat(Qt::PlainText);
    note->setWordWrap(true);
    note->setAlignment(Qt::AlignLeft | Qt::AlignTop);                     // close to its field
    note->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);  // a line is as long as the form is wide
    m_form->addRow(QString(), note);
    m_form->setRowVisible(note, false);
    return note;
}

void ActionDialog::showNote(QLabel& note, const QString& text, bool wrong) {
    note.setText(text);
    setPart(&note, wrong ? "text" : "muted", wrong ? "critical" : nullptr);
    if (auto* form = qobject_cast<QFormLayout*>(note.parentWidget()->layout()))
        form->setRowVisible(&note, !text.isEmpty());
}

void ActionDialog::replan() {
    if (m_state != State::asking) return;
    const Plan now = plan();
    m_refusal = now.problem;
    bool shown = now.shown;
    if (m_target) {
        QList<Line> hanging;
        for (const std::string& thing : present::what_hangs_on(m_scene->facts, m_target->resource))
            hanging.push_back({sentence(thing), "warning"});
        m_hanging->setLines(hanging);
        m_hanging->setVisible(!hanging.isEmpty());
        if (const QString change = whatBecameOf(*m_target); !change.isEmpty()) {
            m_refusal = change;
            shown = false;
        } else {
            m_card->show(*m_scene, m_target->resource);
        }
    } else if (!m_meant.empty()) {
        m_refusal = tr("%1 is gone.").arg(QString::fromStdString(escaped(m_meant)));
        shown = false;
    }
    m_preview->setLines(now.preview);
    m_preview->setVisible(!now.preview.isEmpty());
    m_previewTitle->setVisible(!now.preview.isEmpty());
    m_bannerText->setText(m_refusal);
    m_banner->setVisible(!m_refusal.isEmpty() && !shown);

    const QString command = shellCommand(now.command);
    if (command != m_command->text()) {
        m_command->setText(command);
        m_command->setCursorPosition(0);  // a long one is read from its beginning
    }
    m_commandRow->setEnabled(!command.isEmpty());

    m_action->setText(now.verb);
    m_action->setAccessibleName(QString(now.verb).remove(QLatin1Char('&')));
    m_action->setEnabled(m_refusal.isEmpty() && !now.steps.isEmpty());
    m_action->setToolTip(m_refusal);
    m_action->setAccessibleDescription(m_refusal);
    m_steps = now.steps;
    fit();
}

void ActionDialog::begin() {
    if (m_state != State::asking || !m_action->isEnabled() || m_steps.isEmpty()) return;
    m_state = State::performing;
    m_step = m_failures = m_successes = 0;
    m_stopping = false;
    m_results->clear();
    m_fields->setEnabled(false);
    m_action->setEnabled(false);
    m_cancel->setText(tr("Stop"));
    m_cancel->setAccessibleName(tr("Stop"));
    m_cancel->setVisible(true);
    m_cancel->setFocus();
    m_progress->setRange(0, static_cast<int>(m_steps.size()));
    m_progress->setValue(0);
    m_progress->setVisible(m_steps.size() > 1);
    performNext();
}

void ActionDialog::performNext() {
    if (m_step == m_steps.size() || m_stopping) return finish();
    m_session.perform(m_steps[m_step].request, this, [this](Result<ActionResult> result) { ended(result); });
}

void ActionDialog::ended(const Result<ActionResult>& result) {
    if (result) {
        ++m_successes;
        addResult(shown(result->done), true);
    } else {
        ++m_failures;
        addResult(shown(to_string(result.error())), false);
    }
    stepEnded(m_step, result);
    ++m_step;
    m_progress->setValue(static_cast<int>(m_step));
    if (result) emit performed(QString::fromStdString(result->resource));
    performNext();
}

void ActionDialog::finish() {
    for (; m_step < m_steps.size(); ++m_step) {
        ++m_failures;
        addResult(tr("%1: not begun, you stopped before it").arg(m_steps[m_step].what), false);
    }
    m_progress->hide();
    // What was done stays done: nothing could be cancelled any more.
    const QString close = m_successes > 0 ? tr("Close") : tr("Cancel");
    m_cancel->setText(close);
    m_cancel->setAccessibleName(close);
    m_cancel->setEnabled(true);
    if (m_failures == 0) {
        m_state = State::done;
        // These speak of what was still to come.
        m_preview->hide();
        m_previewTitle->hide();
        m_hanging->hide();
        m_action->hide();
    } else {
        m_state = State::asking;
        m_fields->setEnabled(true);
        replan();
    }
    m_cancel->setFocus();
    fit(true);
}

void ActionDialog::addResult(const QString& text, bool good) {
    const Colours& colours = coloursOf(toneOf(palette()));
    auto* item = new QListWidgetItem((good ? QStringLiteral("✔ ") : QStringLiteral("✖ ")) + text, m_results);
    item->setForeground(good ? colours.ok : colours.critical);
    item->setData(Qt::AccessibleTextRole, good ? tr("Done: %1").arg(text) : tr("Failed: %1").arg(text));
    item->setToolTip(text);
    m_results->show();
    m_results->scrollToBottom();
    fit();
}

void ActionDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    if (event->spontaneous()) return;
    if (!m_shown) {
        m_shown = true;
        // Before it was shown the texts were wrapped for another width.
        resize(std::max(minimumSizeHint().width(), usualWidth), 1);
    }
    fit();
    m_cancel->setFocus();
}

void ActionDialog::keyPressEvent(QKeyEvent* event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter) {
        // QDialog would press the default, Cancel: on another button that is not what was meant, and in a field what was typed would be lost.
        if (auto* button = qobject_cast<QPushButton*>(focusWidget())) button->click();
        else focusNextChild();
        return;
    }
    QDialog::keyPressEvent(event);
}

void ActionDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) dress();
}

void ActionDialog::dress() {
    const Tone tone = toneOf(palette());
    m_mark->setPixmap(iconPixmap(m_icon, *this, 22));
    m_bannerMark->setPixmap(iconPixmap("warning", *this));
    m_copy->setIcon(icon("copy", tone));
    m_action->setIcon(icon(m_icon, tone));
}

bool ActionDialog::event(QEvent* event) {
    const bool handled = QDialog::event(event);
    // Labels made a moment ago are counted only now.
    if (event->type() == QEvent::LayoutRequest) fit();
    return handled;
}

void ActionDialog::fit(bool mayShrink) {
    if (m_results->count() > 0) {
        int height = 2 * m_results->frameWidth() + 4;
        for (int row = 0; row < m_results->count(); ++row) height += std::max(m_results->sizeHintForRow(row) + 4, 20);
        m_results->setFixedHeight(std::min(height, 150));
    }
    if (!isVisible()) return;
    layout()->activate();
    const int wanted = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width())
                                                     : layout()->totalSizeHint().height();
    // While one types it only grows: shrinking with each letter would make the buttons jump.
    if (wanted > height() || (mayShrink && wanted < height())) resize(width(), wanted);
}

}  // namespace gordian::ui
