// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/table_page.h"

#include "backend/present/unseen_text.h"
#include "model/translate.h"
#include "ui/details/row_lookup.h"
#include "ui/icons/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace gordian::ui {

namespace {

constexpr int most_opened = 8;
constexpr int rows_looked_at = 2000;

/// A key or a path: what else has it can be found.
QString wordsToFind(const model::SectionModel& model, const QModelIndex& index) {
    const std::string& name = model.section().columns()[model.sectionColumn(index.column())].name;
    const QString words = index.data(model::ExactRole).toString();
    const bool is_findable = name == "key" || name == "path" || name == "exe" || words.startsWith(u'/');
    return is_findable && words != u"-" && words != u"?" && words != u"0x00000000" ? words : QString();
}

QToolButton* menuButton(const QString& text, const QString& tip, QMenu* menu, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setText(text + QStringLiteral(" ▾"));
    button->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

TablePage::TablePage(const PageSpec& spec, model::LiveModels& models, QWidget* parent)
    : QWidget(parent), m_spec(spec), m_models(models), m_model(models.model(spec.section)),
      m_filter(new FilterEdit(models, m_model, this)), m_columnsMenu(new QMenu(tr("Columns"), this)),
      m_copyMenu(new QMenu(tr("Copy"), this)), m_view(makeRowView(m_model, spec.title, this)),
      m_stack(new QStackedWidget(this)), m_emptyTitle(new QLabel(this)), m_emptyHint(new QLabel(this)),
      m_emptyIcon(new QLabel(this)), m_layout(new QVBoxLayout(this)) {
    setObjectName(spec.name);
    setAccessibleName(spec.title);
    m_view->setObjectName(spec.name + QStringLiteral("Table"));
    resetColumns(*m_view, plan());
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    buildHeader();

    auto* empty = new QWidget(this);
    auto* column = new QVBoxLayout(empty);
    column->setContentsMargins(48, 24, 48, 24);
    column->addStretch(2);
    for (QLabel* label : {m_emptyIcon, m_emptyTitle, m_emptyHint}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(label != m_emptyIcon);
        column->addWidget(label);
    }
    column->addStretch(3);
    setPart(m_emptyTitle, "title");
    setPart(m_emptyHint, "muted");
    m_emptyIcon->setAccessibleName(tr("Empty"));
    m_emptyTitle->setText(tr("Looking …"));
    m_stack->addWidget(m_view);
    m_stack->addWidget(empty);
    m_stack->setCurrentIndex(1);
    m_layout->addWidget(m_stack, 1);

    if (!spec.baseFilter.empty()) setBaseFilter(true);
    // What has waited longest stands first.
    if (spec.section == "stuck")
        columnHeader(*m_view)->setSortIndicator(m_model.columnOf("blocked_ms"), Qt::DescendingOrder);
    connect(&models, &model::LiveModels::sceneChanged, this, &TablePage::sceneChanged);
    connect(&models, &model::LiveModels::arranged, this, [this](const model::SectionModel* model) {
        if (model == &m_model) sceneChanged();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        const QString resource = current.data(model::ResourceRole).toString();
        // Where the row went, what the right pane shows stays, and says that it is gone.
        if (!current.isValid() || m_moving) return;
        m_gone = false;
        emit currentChanged(resource);
    });
    connect(&m_model, &model::SectionModel::aboutToApply, this, &TablePage::rowsMove);
    connect(m_view, &QAbstractItemView::activated, this,
            [this](const QModelIndex& index) { emit activated(index.data(model::ResourceRole).toString()); });
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint& position) {
        const QModelIndex index = m_view->indexAt(position);
        if (index.isValid())
            emit contextMenuRequested(m_view->viewport()->mapToGlobal(position), linksOf(index),
                                      wordsToFind(m_model, index));
    });
    m_view->viewport()->installEventFilter(this);
    QHeaderView* header = columnHeader(*m_view);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint& position) { m_columnsMenu->popup(header->mapToGlobal(position)); });
}

QList<model::CellLink> TablePage::linksOf(const QModelIndex& index) const {
    QList<model::CellLink> links = model::cellLinks(m_model.scene()->facts, index.data().toString());
    // To itself there is no way to go.
    links.removeIf(
        [&](const model::CellLink& link) { return link.resource == index.data(model::ResourceRole).toString(); });
    return links;
}

/// Ctrl and a click follow the cell's link, as in an editor.
bool TablePage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_view->viewport() && event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const QModelIndex index = m_view->indexAt(mouse->position().toPoint());
        if (mouse->button() == Qt::LeftButton && mouse->modifiers() == Qt::ControlModifier && index.isValid())
            if (const QList<model::CellLink> links = linksOf(index); !links.isEmpty()) {
                emit linkActivated(links.front().resource);
                return true;
            }
    }
    return QWidget::eventFilter(watched, event);
}

void TablePage::buildHeader() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(6);
    row->addWidget(m_filter, 1);
    if (!m_spec.baseFilterOff.isEmpty()) {
        m_showAll = new QCheckBox(m_spec.baseFilterOff, bar);
        connect(m_showAll, &QCheckBox::toggled, this, [this](bool on) { setBaseFilter(!on); });
        row->addWidget(m_showAll, 0, Qt::AlignTop);
    }
    row->addWidget(menuButton(tr("Columns"), tr("Columns that are shown"), m_columnsMenu, bar), 0, Qt::AlignTop);
    row->addWidget(menuButton(tr("Copy"), tr("Copy rows"), m_copyMenu, bar), 0, Qt::AlignTop);
    if (!m_spec.creates.empty()) {
        auto* create = new QToolButton(bar);
        create->setText(tr("New …"));
        create->setAccessibleName(tr("New"));
        create->setToolTip(tr("Make a new one (Ctrl+N)"));
        create->setIcon(icon("create", toneOf(palette())));
        create->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        create->setAutoRaise(true);
        create->setFocusPolicy(Qt::TabFocus);
        connect(create, &QToolButton::clicked, this, [this] {
            emit createRequested(QString::fromUtf8(m_spec.creates.data(), static_cast<qsizetype>(m_spec.creates.size())));
        });
        row->addWidget(create, 0, Qt::AlignTop);
    }
    m_layout->addWidget(bar);

    connect(m_columnsMenu, &QMenu::aboutToShow, this, &TablePage::fillColumnsMenu);
    m_copyMenu->addAction(tr("Copy as &table (TSV)"), this, [this] { copy(asTsv(*m_view)); });
    m_copyMenu->addAction(tr("Copy as &JSON"), this, [this] { copy(asJson(*m_view)); });
    m_copyMenu->addAction(tr("Copy &names"), this, [this] { copy(selectedResources(*m_view).join(u'\n')); });
    m_copyMenu->addAction(tr("Copy &command that shows the same"), this, [this] {
        const QString section = m_spec.section == "stuck"
                                    ? QStringLiteral("waits")
                                    : QString::fromLatin1(m_spec.section.data(),
                                                          static_cast<qsizetype>(m_spec.section.size()));
        const QString resource = currentResource();
        const bool has_why = !resource.isEmpty() && selectedResources(*m_view).size() == 1;
        copy(has_why ? QStringLiteral("gordianctl why %1").arg(resource)
                     : QStringLiteral("gordianctl snapshot %1").arg(section));
    });
}

void TablePage::fillColumnsMenu() {
    m_columnsMenu->clear();
    QHeaderView* header = columnHeader(*m_view);
    for (int column = 0; column < header->count(); ++column) {
        const present::Column& words = m_model.section().columns()[m_model.sectionColumn(column)];
        QAction* action = m_columnsMenu->addAction(
            tr("%1 (%2)").arg(model::translated(words.title), QString::fromStdString(words.name)));
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        // The first one carries marks and, in a tree, the arrows.
        action->setEnabled(column != 0);
        connect(action, &QAction::toggled, this, [this, header, column](bool on) {
            header->setSectionHidden(column, !on);
            if (on) fitColumns(*m_view, plan());
        });
    }
    m_columnsMenu->addSeparator();
    m_columnsMenu->addAction(tr("As at first"), this, [this] { resetColumns(*m_view, plan()); });
    m_columnsMenu->addAction(tr("In the kernel's order"), this,
                             [this] { columnHeader(*m_view)->setSortIndicator(-1, Qt::AscendingOrder); });
}

void TablePage::setBaseFilter(bool active) {
    if (!active) {
        m_models.setBaseFilter(m_model, nullptr);
        return;
    }
    auto filter = present::parse_filter(m_spec.baseFilter, m_model.section());
    Q_ASSERT(filter.has_value());
    m_models.setBaseFilter(m_model, std::make_shared<const present::Filter>(std::move(*filter)));
}

void TablePage::sceneChanged() {
    if (!m_model.scene()) return;
    const bool empty = m_model.rowCount() == 0;
    if (!empty && !m_opened) {
        m_opened = true;
        openMarked();
    }
    if (empty) {
        const model::ViewSpec& spec = m_models.spec(m_model);
        const std::size_t all = m_model.section().size(*m_model.scene());
        const std::string unseen = present::what_was_not_seen(m_model.scene()->seen, m_model.section().name());
        const bool good = m_spec.name == u"stuck" || m_spec.name == u"findings";
        m_emptyIcon->setPixmap(iconPixmap(spec.filter ? "filter" : good ? "ok" : m_spec.icon, *this, 40));
        if (spec.filter && all > 0) {
            m_emptyTitle->setText(tr("No row matches the filter"));
            m_emptyHint->setText(tr("%n row(s) are hidden by it. Escape in the filter's box shows them again.", nullptr,
                                    static_cast<int>(all)));
        } else {
            // No calmer than what this viewer can see allows.
            m_emptyTitle->setText(good && m_model.scene()->facts.partly_blind() && m_model.scene()->seen.viewer.uid != 0
                                      ? m_spec.emptyWhenBlind
                                      : m_spec.empty);
            m_emptyHint->setText(
                unseen.empty()
                    ? m_spec.emptyHint
                    : tr("%1\n\nNot all could be seen: %2").arg(m_spec.emptyHint, QString::fromStdString(unseen)));
        }
        m_emptyTitle->setAccessibleName(m_emptyTitle->text());
    }
    if (m_stack->currentIndex() != (empty ? 1 : 0)) m_stack->setCurrentIndex(empty ? 1 : 0);
    fitOnce();
}

/// A set that somebody waits for shows at once on which semaphore.
void TablePage::openMarked() {
    auto* tree = qobject_cast<QTreeView*>(m_view);
    if (tree == nullptr) return;
    int opened = 0;
    for (int row = 0; row < m_model.rowCount() && opened < most_opened; ++row) {
        const QModelIndex index = m_model.index(row, 0);
        const int mark = index.data(model::MarkRole).toInt();
        // What is left behind stops nobody: it stays closed.
        const bool is_waited_for = mark != int(present::Mark::none) && mark != int(present::Mark::notice);
        if (!is_waited_for || m_model.rowCount(index) > most_opened) continue;
        tree->expand(index);
        ++opened;
    }
}

/// Qt makes the neighbour of a row that goes the current one: nobody chose that.
void TablePage::rowsMove() {
    m_held = m_view->currentIndex();
    m_moving = m_held.isValid();
    if (!m_moving) return;
    connect(
        &m_model, &model::SectionModel::applied, this, [this, resource = currentResource()] { rowsMoved(resource); },
        Qt::SingleShotConnection);
}

void TablePage::rowsMoved(const QString& resource) {
    if (!m_held.isValid()) {
        m_view->selectionModel()->clearCurrentIndex();
        m_gone = !resource.isEmpty() && !findRow(*m_model.scene(), resource.toStdString());
    }
    m_held = QModelIndex();
    m_moving = false;
}

void TablePage::chooseSomething(bool anew) {
    if (m_view->currentIndex().isValid() || m_model.rowCount() == 0 || (m_gone && !anew)) return;
    QModelIndex best = m_model.index(0, 0);
    for (int row = 0; row < std::min(m_model.rowCount(), rows_looked_at); ++row) {
        const QModelIndex index = m_model.index(row, 0);
        if (index.data(model::MarkRole).toInt() > best.data(model::MarkRole).toInt()) best = index;
    }
    m_view->setCurrentIndex(best);
}

void TablePage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    fitOnce();
}

/// When both the width and the rows are there, unless the user has sized them.
void TablePage::fitOnce() {
    if (m_fitted || !isVisible() || m_model.rowCount() == 0) return;
    m_fitted = true;
    fitColumns(*m_view, plan());
}

QString TablePage::currentResource() const { return m_view->currentIndex().data(model::ResourceRole).toString(); }

bool TablePage::showResource(const QString& resource) {
    QModelIndex index = m_model.indexOf(resource);
    if (!index.isValid() && m_models.spec(m_model).filter) {
        // It may be hidden by what was typed: the next rows will show it.
        m_filter->setText({});
        return false;
    }
    if (!index.isValid()) return false;
    if (index.parent().isValid())
        if (auto* tree = qobject_cast<QTreeView*>(m_view)) tree->expand(index.parent());
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
    return true;
}

void TablePage::focusFilter() { m_filter->takeFocus(); }

void TablePage::focusTable() {
    if (m_view->isVisible()) m_view->setFocus(Qt::OtherFocusReason);
}

void TablePage::setFilterText(const QString& text) { m_filter->setText(text); }

QByteArray TablePage::saveLayout() const { return columnHeader(*m_view)->saveState(); }

void TablePage::restoreLayout(const QByteArray& layout) {
    if (columnHeader(*m_view)->restoreState(layout)) m_fitted = true;
}

void TablePage::addBelow(QWidget* widget) { m_layout->addWidget(widget); }

void TablePage::copy(const QString& text) const { QApplication::clipboard()->setText(text); }

}  // namespace gordian::ui
