// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_edit.h"

#include "ui/icons/icons.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QLabel>
#include <QStandardItemModel>
#include <QTimer>
#include <QVBoxLayout>

#include <string>

namespace gordian::ui {

namespace {

constexpr int pause_ms = 90;  ///< of typing, before the table follows

enum OfferRole { OffsetRole = Qt::UserRole + 1, LengthRole, TextRole };

/// Bytes of UTF-8 up to that character, and back.
std::size_t bytesBefore(const QString& text, qsizetype characters) {
    return static_cast<std::size_t>(text.left(characters).toUtf8().size());
}
qsizetype charactersBefore(const std::string& utf8, std::size_t bytes) {
    return QString::fromStdString(utf8.substr(0, bytes)).size();
}

}  // namespace

FilterEdit::FilterEdit(model::LiveModels& models, model::SectionModel& model, QWidget* parent)
    : QWidget(parent), m_models(models), m_model(model), m_edit(new QLineEdit(this)), m_problem(new QLabel(this)),
      m_completer(new QCompleter(this)), m_offers(new QStandardItemModel(this)), m_typed(new QTimer(this)) {
    m_edit->setPlaceholderText(tr("Filter, as in  owner:shop state:waiting size>1M"));
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setObjectName(QStringLiteral("filter"));
    m_edit->setToolTip(
        tr("<p>Words that a row must hold, and <b>field:text</b>, <b>field&gt;number</b>, <b>state:waiting</b>; "
           "a <b>-</b> in front turns a term round. Down shows what may stand here.</p>"));
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(icon("filter", toneOf(palette())), QLineEdit::LeadingPosition)->setText(tr("Filter"));
    m_problem->setObjectName(QStringLiteral("filterProblem"));
    m_problem->setAccessibleName(tr("What is wrong with the filter"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    setPart(m_problem, "text", "critical");
    m_problem->hide();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_edit);
    layout->addWidget(m_problem);

    m_completer->setModel(m_offers);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(m_edit);
    m_completer->popup()->setAccessibleName(tr("What the filter may go on with"));
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this, &FilterEdit::insertCompletion);

    m_typed->setSingleShot(true);
    m_typed->setInterval(pause_ms);
    connect(m_typed, &QTimer::timeout, this, &FilterEdit::understand);
    connect(m_edit, &QLineEdit::textChanged, m_typed, qOverload<>(&QTimer::start));
    connect(m_edit, &QLineEdit::textEdited, this, [this] { offer(false); });
    m_edit->installEventFilter(this);
    connect(m_edit, &QLineEdit::returnPressed, this, &FilterEdit::understand);
    // Escape gives the whole table back.
    auto* clear = new QAction(this);
    clear->setShortcut(Qt::Key_Escape);
    clear->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(clear, &QAction::triggered, m_edit, &QLineEdit::clear);
    addAction(clear);
}

void FilterEdit::takeFocus() {
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterEdit::understand() {
    const std::string text = m_edit->text().toStdString();
    auto filter = present::parse_filter(text, m_model.section());
    m_problem->setVisible(!filter);
    if (!filter) {
        m_problem->setText(QString::fromStdString(filter.error().sentence));
        m_problem->setAccessibleName(m_problem->text());
        return;
    }
    m_models.setFilter(m_model, filter->empty() ? nullptr : std::make_shared<const present::Filter>(std::move(*filter)));
    emit filterChanged();
}

bool FilterEdit::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down) {
        offer(true);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

/// As one types; or because it was asked for, also where nothing is typed yet.
void FilterEdit::offer(bool asked) {
    m_offers->clear();
    if (!m_models.scene()) return;
    const QString text = m_edit->text();
    for (const present::Completion& completion : present::complete(
             text.toStdString(), bytesBefore(text, m_edit->cursorPosition()), m_model.section(), *m_models.scene())) {
        const QString words = QString::fromStdString(completion.text);
        auto* item = new QStandardItem(
            completion.hint.empty() ? words : tr("%1    %2").arg(words, QString::fromStdString(completion.hint)));
        item->setData(QVariant::fromValue<qulonglong>(completion.offset), OffsetRole);
        item->setData(QVariant::fromValue<qulonglong>(completion.length), LengthRole);
        item->setData(words, TextRole);
        m_offers->appendRow(item);
    }
    if (m_offers->rowCount() == 0 || (text.isEmpty() && !asked)) m_completer->popup()->hide();
    else m_completer->complete();
}

void FilterEdit::insertCompletion(const QModelIndex& chosen) {
    const std::string text = m_edit->text().toStdString();
    const qsizetype begin = charactersBefore(text, chosen.data(OffsetRole).toULongLong());
    const qsizetype end = charactersBefore(text, chosen.data(OffsetRole).toULongLong() +
                                                     chosen.data(LengthRole).toULongLong());
    const QString words = chosen.data(TextRole).toString();
    m_edit->setText(m_edit->text().replace(begin, end - begin, words));
    m_edit->setCursorPosition(static_cast<int>(begin + words.size()));
}

}  // namespace gordian::ui
