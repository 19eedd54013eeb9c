// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "model/translate.h"
#include "ui/charts/pressure_strip.h"
#include "ui/details/details_pane.h"
#include "ui/icons/icons.h"
#include "ui/pages/locks_page.h"
#include "ui/pages/table_page.h"
#include "ui/widgets/table_view.h"
#include "ui/window/about_dialog.h"
#include "ui/window/banner.h"
#include "ui/window/object_actions.h"
#include "ui/window/search_box.h"
#include "ui/window/sidebar.h"
#include "ui/window/status_line.h"
#include "ui/window/unreadable_dialog.h"
#include "ui/window/verdict_bar.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace gordian::ui {

namespace {

constexpr std::array intervals_ms{250, 500, 1000, 2000, 5000, 10000};
constexpr std::size_t most_places = 200;
constexpr int tries_to_find = 24;        ///< of all pages' models: a few Moments
constexpr int narrow = 1500, low = 860;  ///< pixels: below, the right pane has 360 and the strip folds

QString intervalWords(int ms) {
    return ms < 1000 ? MainWindow::tr("%1 ms").arg(ms) : MainWindow::tr("%1 s").arg(ms / 1000);
}

}  // namespace

MainWindow::MainWindow(model::LiveSession& session, model::LiveModels& models, Theme& theme, QWidget* parent)
    : QMainWindow(parent), m_session(session), m_models(models), m_theme(theme),
      m_object(new ObjectActions(session, models, *this)), m_verdict(new VerdictBar(this)), m_banner(new Banner(this)),
      m_sidebar(new Sidebar(this)), m_stack(new QStackedWidget(this)), m_details(new DetailsPane(session, models, this)),
      m_pressure(new PressureStrip(this)), m_search(new SearchBox(models, this)),
      m_status(new StatusLine(session, models, this)), m_interval(new QComboBox(this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Gordian"));
    setAccessibleName(tr("Gordian"));
    setWindowIcon(applicationIcon());
    buildPages();
    buildActions();
    buildMenus();
    buildToolBar();
    buildLayout();
    connectParts();
    dress();
    resize(1366, 768);
    showPage(QStringLiteral("stuck"));
    // Until there are rows: otherwise the verdict's text, which can be marked, would have the keyboard.
    m_sidebar->setFocus(Qt::OtherFocusReason);
}

// ---- building ---------------------------------------------------------------------------------------------------------

void MainWindow::buildPages() {
    for (const PageSpec& spec : pageSpecs()) {
        TablePage* page = spec.name == u"locks" ? new LocksPage(spec, m_models, this)
                                                : new TablePage(spec, m_models, this);
        m_pages.push_back(page);
        m_stack->addWidget(page);
        connect(page, &TablePage::currentChanged, this, [this, page] { chosen(*page); });
        connect(page->view().selectionModel(), &QItemSelectionModel::selectionChanged, this, [this, page] {
            if (page == currentPage()) m_object->setChosen(selectedResources(page->view()));
        });
        connect(page, &TablePage::activated, this, [this, page](const QString& resource) {
            // Enter on a finding goes to what it is about; on anything else to why.
            if (page->spec().name == u"findings") showResource(resource);
            else m_details->showTab(QStringLiteral("why"));
        });
        connect(page, &TablePage::createRequested, m_object, &ObjectActions::create);
        connect(page, &TablePage::linkActivated, this, &MainWindow::showResource);
        connect(page, &TablePage::contextMenuRequested, this, &MainWindow::showContextMenu);
    }
}

QAction* MainWindow::makeAction(const QString& text, std::string_view icon, const QKeySequence& shortcut, const char* name) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1StringView(name));
    action->setShortcut(shortcut);
    addAction(action);
    m_icons.emplace_back(action, icon);
    return action;
}

void MainWindow::buildActions() {
    m_pause = makeAction(tr("&Pause"), "pause", QKeySequence(tr("Ctrl+P")), "pause");
    m_pause->setCheckable(true);
    m_refresh = makeAction(tr("Look &now"), "refresh", QKeySequence(Qt::Key_F5), "refresh");
    m_back = makeAction(tr("&Back"), "back", QKeySequence(tr("Alt+Left")), "back");
    m_forward = makeAction(tr("&Forward"), "forward", QKeySequence(tr("Alt+Right")), "forward");
    m_find = makeAction(tr("&Find everywhere…"), "search", QKeySequence::Find, "find");
    m_filter = makeAction(tr("Fi&lter this page"), "filter", QKeySequence(tr("Ctrl+L")), "filterPage");
    m_nextFinding = makeAction(tr("&Next finding"), "down", QKeySequence(Qt::Key_F8), "nextFinding");
    m_previousFinding = makeAction(tr("&Previous finding"), "up", QKeySequence(tr("Shift+F8")), "previousFinding");
    m_showDetails = makeAction(tr("&Details"), "sidebar", QKeySequence(Qt::Key_F9), "showDetails");
    m_showDetails->setCheckable(true);
    m_showDetails->setChecked(true);
    m_showPressure = makeAction(tr("&Pressure strip"), "charts", QKeySequence(tr("Shift+F9")), "showPressure");
    m_showPressure->setCheckable(true);
    m_showPressure->setChecked(true);
    connect(m_pause, &QAction::toggled, &m_session, &model::LiveSession::setPaused);
    connect(m_refresh, &QAction::triggered, &m_session, &model::LiveSession::refresh);
    connect(m_back, &QAction::triggered, this, [this] { travel(-1); });
    connect(m_forward, &QAction::triggered, this, [this] { travel(1); });
    connect(m_find, &QAction::triggered, this, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    connect(m_filter, &QAction::triggered, this, [this] { currentPage()->focusFilter(); });
    connect(m_nextFinding, &QAction::triggered, m_verdict, &VerdictBar::next);
    connect(m_previousFinding, &QAction::triggered, m_verdict, &VerdictBar::previous);
    connect(m_showDetails, &QAction::toggled, m_details, &QWidget::setVisible);
    connect(m_showPressure, &QAction::toggled, m_pressure, &QWidget::setVisible);
    updateTravel();
}

void MainWindow::buildMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    QMenu* create = file->addMenu(tr("&New"));
    for (QAction* action : {m_object->createQueue, m_object->createSet, m_object->createSegment})
        create->addAction(action);
    QAction* create_here = makeAction(tr("New &here…"), "create", QKeySequence::New, "createHere");
    file->addAction(create_here);
    connect(create_here, &QAction::triggered, this, [this] {
        const std::string_view kind = currentPage()->spec().creates;
        m_object->create(kind.empty() ? QStringLiteral("sysv-sem")
                                      : QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size())));
    });
    file->addSeparator();
    QAction* quit = makeAction(tr("&Quit"), "quit", QKeySequence(tr("Ctrl+Q")), "quit");
    file->addAction(quit);
    connect(quit, &QAction::triggered, this, &QWidget::close);

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    // The menu of the page that is open: its actions are the same ones.
    QMenu* copy = edit->addMenu(tr("&Copy rows"));
    connect(copy, &QMenu::aboutToShow, this, [this, copy] {
        copy->clear();
        copy->addActions(currentPage()->copyMenu()->actions());
    });
    QAction* copy_rows = makeAction(tr("Copy as &table"), "copy", QKeySequence::Copy, "copyRows");
    // Only where no text field has the key for itself.
    copy_rows->setShortcutContext(Qt::WidgetShortcut);
    for (TablePage* page : m_pages) page->view().addAction(copy_rows);
    connect(copy_rows, &QAction::triggered, this, [this] { currentPage()->copyMenu()->actions().front()->trigger(); });
    edit->addAction(copy_rows);
    edit->addSeparator();
    edit->addAction(m_find);
    edit->addAction(m_filter);

    QMenu* view = menuBar()->addMenu(tr("&View"));
    int number = 1;
    for (const PageSpec& spec : pageSpecs()) {
        auto* action = makeAction(spec.title, spec.icon, QKeySequence(tr("Ctrl+%1").arg(number++)), "");
        action->setObjectName(QStringLiteral("page.") + spec.name);
        view->addAction(action);
        connect(action, &QAction::triggered, this, [this, name = spec.name] {
            showPage(name);
            currentPage()->focusTable();
        });
    }
    view->addSeparator();
    view->addAction(m_showDetails);
    view->addAction(m_showPressure);
    QMenu* columns = view->addMenu(tr("&Columns"));
    connect(columns, &QMenu::aboutToShow, this, [this, columns] {
        columns->clear();
        QMetaObject::invokeMethod(currentPage()->columnsMenu(), "aboutToShow");
        columns->addActions(currentPage()->columnsMenu()->actions());
    });
    QMenu* themes = view->addMenu(tr("&Theme"));
    auto* group = new QActionGroup(this);
    const std::array choices{std::pair(ThemeChoice::followDesktop, tr("As the &desktop")),
                             std::pair(ThemeChoice::light, tr("&Light")), std::pair(ThemeChoice::dark, tr("&Dark"))};
    for (const auto& [choice, words] : choices) {
        QAction* action = themes->addAction(words);
        action->setCheckable(true);
        action->setChecked(choice == m_theme.choice());
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice = choice] { m_theme.setChoice(choice); });
    }

    QMenu* go = menuBar()->addMenu(tr("&Go"));
    for (QAction* action : {m_back, m_forward}) go->addAction(action);
    go->addSeparator();
    for (QAction* action : {m_nextFinding, m_previousFinding}) go->addAction(action);
    go->addSeparator();
    for (QAction* action : {m_pause, m_refresh}) go->addAction(action);

    m_objectMenu = menuBar()->addMenu(tr("&Object"));
    m_object->fill(*m_objectMenu);
    m_details->setActionsMenu(m_objectMenu);

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    QAction* hidden = makeAction(tr("What could not be &read…"), "unreadable", QKeySequence(tr("Ctrl+U")), "unreadable");
    QAction* keys = makeAction(tr("&Keys…"), "help", QKeySequence(Qt::Key_F1), "keys");
    QAction* about = makeAction(tr("&About Gordian…"), "info", {}, "about");
    for (QAction* action : {hidden, keys, about}) help->addAction(action);
    connect(hidden, &QAction::triggered, this, &MainWindow::showUnreadable);
    connect(keys, &QAction::triggered, this, &MainWindow::showShortcuts);
    connect(about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::buildToolBar() {
    QToolBar* bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("tools"));
    bar->setAccessibleName(tr("Tools"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setIconSize(QSize(18, 18));
    bar->addAction(m_back);
    bar->addAction(m_forward);
    bar->addSeparator();
    bar->addAction(m_pause);
    for (const int ms : intervals_ms) m_interval->addItem(intervalWords(ms), ms);
    m_interval->setCurrentIndex(2);
    m_interval->setAccessibleName(tr("Interval"));
    m_interval->setToolTip(tr("How often it looks"));
    bar->addWidget(m_interval);
    bar->addAction(m_refresh);
    auto* room = new QWidget(bar);
    room->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    room->setAccessibleName(tr("Room"));
    bar->addWidget(room);
    m_search->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    bar->addWidget(m_search);
}

void MainWindow::buildLayout() {
    auto* middle = new QWidget(this);
    auto* middle_column = new QVBoxLayout(middle);
    middle_column->setContentsMargins(0, 0, 0, 0);
    middle_column->setSpacing(0);
    middle_column->addWidget(m_stack, 1);
    middle_column->addWidget(m_pressure);

    m_across = new QSplitter(Qt::Horizontal, this);
    m_across->setChildrenCollapsible(false);
    m_across->setHandleWidth(1);
    m_across->addWidget(m_sidebar);
    m_across->addWidget(middle);
    m_across->addWidget(m_details);
    m_across->setStretchFactor(0, 0);
    m_across->setStretchFactor(1, 3);
    m_across->setStretchFactor(2, 1);
    m_sidebar->setMinimumWidth(150);
    m_details->setMinimumWidth(280);
    middle->setMinimumWidth(300);
    m_across->setSizes({190, 800, 360});

    auto* central = new QWidget(this);
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(8, 6, 8, 0);
    column->setSpacing(6);
    column->addWidget(m_verdict);
    column->addWidget(m_banner);
    column->addWidget(m_across, 1);
    setCentralWidget(central);
    setStatusBar(m_status);
}

void MainWindow::connectParts() {
    connect(&m_models, &model::LiveModels::sceneChanged, this, &MainWindow::sceneChanged);
    connect(&m_models, &model::LiveModels::arranged, this, [this] { seek(); });
    connect(m_sidebar, &Sidebar::pageChosen, this, &MainWindow::showPage);
    connect(m_verdict, &VerdictBar::linkActivated, this, &MainWindow::showResource);
    connect(m_verdict, &VerdictBar::whyRequested, this, [this](const QString& resource) {
        showResource(resource);
        m_showDetails->setChecked(true);
        m_details->showTab(QStringLiteral("why"));
    });
    connect(m_verdict, &VerdictBar::releaseRequested, m_object, &ObjectActions::release);
    connect(m_banner, &Banner::detailsRequested, this, &MainWindow::showUnreadable);
    connect(m_status, &StatusLine::unreadableRequested, this, &MainWindow::showUnreadable);
    connect(m_details, &DetailsPane::linkActivated, this, &MainWindow::showResource);
    connect(m_details, &DetailsPane::commandCopied, this,
            [this](const QString& command) { m_status->showMessage(tr("Copied: %1").arg(command), 4000); });
    connect(m_object, &ObjectActions::said, this,
            [this](const QString& sentence) { m_status->showMessage(sentence, 4000); });
    connect(m_object, &ObjectActions::created, this, &MainWindow::showResource);
    connect(m_object, &ObjectActions::whyRequested, this, [this](const QString& resource) {
        m_details->showResource(resource);
        m_showDetails->setChecked(true);
        m_details->showTab(QStringLiteral("why"));
    });
    connect(m_search, &SearchBox::chosen, this, [this](const QString& page, const QString& resource) {
        if (resource.isEmpty()) showPage(page);
        else goTo({page, resource});
    });
    connect(m_interval, &QComboBox::currentIndexChanged, this,
            [this] { m_session.setInterval(std::chrono::milliseconds(m_interval->currentData().toInt())); });
    connect(&m_session, &model::LiveSession::pausedChanged, this, &MainWindow::setPaused);
    connect(&m_theme, &Theme::toneChanged, this, &MainWindow::dress);
}

// ---- living -----------------------------------------------------------------------------------------------------------

void MainWindow::dress() {
    for (const auto& [action, name] : m_icons)
        action->setIcon(
            icon(action == m_pause && m_pause->isChecked() ? std::string_view("resume") : name, m_theme.tone()));
}

void MainWindow::sceneChanged() {
    const std::shared_ptr<const present::Scene>& scene = m_models.scene();
    m_verdict->setScene(scene);
    m_banner->setScene(*scene);
    m_sidebar->setScene(*scene);
    m_pressure->show(m_models.history());
    setWindowTitle(tr("%1 — Gordian").arg(QString::fromStdString(scene->seen.host.name)));
    if (m_wanted) return;
    // The first look shows the worst at once, before any click.
    if (std::exchange(m_first, false) && currentPage()->spec().name == u"stuck")
        for (const Finding& finding : scene->moment->means.findings)
            if (!finding.threads.empty() && currentPage()->showResource(QString::fromStdString(finding.threads.front())))
                return;
    currentPage()->chooseSomething();
}

void MainWindow::setPaused(bool paused) {
    m_pause->setChecked(paused);
    m_pause->setText(paused ? tr("&Go on") : tr("&Pause"));
    dress();
}

/// What can be done with the rows, and where the cell leads.
void MainWindow::showContextMenu(const QPoint& position, const QList<model::CellLink>& links, const QString& findText) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const model::CellLink& link : links.first(std::min<qsizetype>(links.size(), 12)))
        menu->addAction(icon("go-to", m_theme.tone()), tr("Go to %1").arg(link.words), this,
                        [this, resource = link.resource] { showResource(resource); });
    if (!findText.isEmpty())
        menu->addAction(icon("search", m_theme.tone()), tr("Find %1 everywhere").arg(model::onOneLine(findText, 60)),
                        this, [this, findText] { m_search->find(findText); });
    if (!menu->isEmpty()) menu->addSeparator();
    m_object->fill(*menu);
    menu->popup(position);
}

TablePage* MainWindow::page(const QString& name) const {
    const auto found = std::ranges::find(m_pages, name, [](const TablePage* page) { return page->spec().name; });
    return found == m_pages.end() ? nullptr : *found;
}

TablePage* MainWindow::currentPage() const { return static_cast<TablePage*>(m_stack->currentWidget()); }

void MainWindow::showPage(const QString& name) {
    TablePage* shown = page(name);
    if (shown == nullptr) return;
    m_stack->setCurrentWidget(shown);
    m_sidebar->setCurrentPage(name);
    shown->chooseSomething(true);
    m_object->setChosen(selectedResources(shown->view()));
    chosen(*shown);
    remember();
}

void MainWindow::chosen(TablePage& page) {
    if (&page != currentPage() || !page.view().currentIndex().isValid()) return;
    const QModelIndex index = page.view().currentIndex();
    const QString resource = index.data(model::ResourceRole).toString();
    if (resource.isEmpty())
        m_details->showRow(page.model().section(), static_cast<std::size_t>(index.data(model::SectionRowRole).toInt()));
    else m_details->showResource(resource);
    // Somebody has chosen something else meanwhile.
    if (m_wanted && m_wanted->resource != resource && !m_travelling) m_wanted.reset();
    remember();
}

void MainWindow::showResource(const QString& resource) {
    QString name = pageOf(resource);
    // A thread that is not blocked stands with its process.
    if (name == u"stuck" && !page(name)->model().indexOf(resource).isValid()) {
        if (const auto pid = present::pid_of(resource.toStdString())) {
            goTo({QStringLiteral("processes"), QStringLiteral("process/%1").arg(*pid)});
            return;
        }
    }
    goTo({name.isEmpty() ? currentPage()->spec().name : name, resource});
}

void MainWindow::goTo(const Place& place) {
    m_travelling = true;
    showPage(place.page);
    const bool shown = place.resource.isEmpty() || currentPage()->showResource(place.resource);
    m_wanted.reset();
    if (!shown && pageOf(place.resource) == place.page) m_wanted = Wanted{place.resource, tries_to_find};
    if (!place.resource.isEmpty()) m_details->showResource(place.resource);
    m_travelling = false;
    remember();
}

/// Each time rows have been worked out anew, until it is there or was looked for often enough.
void MainWindow::seek() {
    if (!m_wanted) return;
    TablePage* wanted = page(pageOf(m_wanted->resource));
    m_travelling = true;
    if (wanted == nullptr || wanted->showResource(m_wanted->resource) || --m_wanted->tries == 0) m_wanted.reset();
    m_travelling = false;
}

void MainWindow::showTab(const QString& name) { m_details->showTab(name); }

void MainWindow::remember() {
    if (m_travelling || m_stack->currentWidget() == nullptr) return;
    const Place here{currentPage()->spec().name, currentPage()->currentResource()};
    if (!m_places.empty()) {
        Place& last = m_places[m_at];
        if (last == here) return;
        // From an empty page to the row that is chosen there is no step back.
        if (last.page == here.page && last.resource.isEmpty()) {
            last = here;
            return;
        }
        m_places.resize(m_at + 1);
    }
    m_places.push_back(here);
    if (m_places.size() > most_places) m_places.erase(m_places.begin());
    m_at = m_places.size() - 1;
    updateTravel();
}

void MainWindow::travel(int by) {
    const auto to = static_cast<std::ptrdiff_t>(m_at) + by;
    if (to < 0 || to >= static_cast<std::ptrdiff_t>(m_places.size())) return;
    m_at = static_cast<std::size_t>(to);
    const Place place = m_places[m_at];
    m_travelling = true;
    showPage(place.page);
    if (!place.resource.isEmpty()) {
        currentPage()->showResource(place.resource);
        m_details->showResource(place.resource);
    }
    m_travelling = false;
    updateTravel();
}

void MainWindow::updateTravel() {
    m_back->setEnabled(m_at > 0);
    m_forward->setEnabled(m_at + 1 < m_places.size());
}

void MainWindow::showUnreadable() {
    if (!m_models.scene()) return;
    auto* dialog = new UnreadableDialog(*m_models.scene(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showAbout() {
    auto* dialog = new AboutDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showShortcuts() {
    std::vector<std::pair<QString, QString>> keys;
    for (const QAction* action : actions())
        if (!action->shortcut().isEmpty())
            keys.emplace_back(action->text().remove(u'&').remove(u'…'),
                              action->shortcut().toString(QKeySequence::NativeText));
    auto* dialog = new KeysDialog(keys, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

// ---- kept between two runs --------------------------------------------------------------------------------------------

void MainWindow::restoreState() {
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_across->restoreState(settings.value(QStringLiteral("window/across")).toByteArray());
    m_showDetails->setChecked(settings.value(QStringLiteral("window/details"), true).toBool());
    m_showPressure->setChecked(settings.value(QStringLiteral("window/pressure"), height() >= low).toBool());
    if (const int interval = m_interval->findData(settings.value(QStringLiteral("interval"), 1000)); interval >= 0)
        m_interval->setCurrentIndex(interval);
    for (TablePage* page : m_pages)
        if (const QByteArray layout = settings.value(QStringLiteral("columns/") + page->spec().name).toByteArray();
            !layout.isEmpty())
            page->restoreLayout(layout);
}

void MainWindow::saveState() const {
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/across"), m_across->saveState());
    settings.setValue(QStringLiteral("window/details"), m_showDetails->isChecked());
    settings.setValue(QStringLiteral("window/pressure"), m_showPressure->isChecked());
    settings.setValue(QStringLiteral("interval"), m_interval->currentData());
    settings.setValue(QStringLiteral("theme"), int(m_theme.choice()));
    for (const TablePage* page : m_pages)
        settings.setValue(QStringLiteral("columns/") + page->spec().name, page->saveLayout());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveState();
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    // On a small screen the table needs the height more; who asked for the strip keeps it.
    if (event->size().height() < low && event->oldSize().height() >= low) m_showPressure->setChecked(false);
    m_sidebar->setMaximumWidth(event->size().width() < narrow ? 190 : 260);
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) dress();
    QMainWindow::changeEvent(event);
}

}  // namespace gordian::ui
