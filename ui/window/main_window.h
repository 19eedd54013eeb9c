// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The window: verdict line and banner on top, pages beside their list, the right pane, the pressure strip, the status bar. It connects; what is
// shown and asked lies in the parts.
#include "model/links.h"
#include "model/live_models.h"
#include "model/live_session.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

#include <optional>
#include <string_view>
#include <vector>

class QComboBox;
class QDockWidget;
class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;
class QTimer;

namespace gordian::ui {

class Banner;
class DetailsPane;
class ObjectActions;
class PressureStrip;
class SearchBox;
class Sidebar;
class StatusLine;
class TablePage;
class VerdictBar;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(model::LiveSession& session, model::LiveModels& models, Theme& theme, QWidget* parent = nullptr);

    void showPage(const QString& name);
    /// Opens the page it stands on and goes there; where it isn't yet, when it comes.
    void showResource(const QString& resource);
    void showTab(const QString& name);
    /// Sizes, columns, page, interval and theme, as they were left; kept at the end.
    void restoreState();
    void saveState() const;

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Place {
        QString page, resource;
        friend bool operator==(const Place&, const Place&) = default;
    };

    void buildPages();
    void buildActions();
    void buildMenus();
    void buildToolBar();
    void buildLayout();
    void connectParts();
    void dress();
    void sceneChanged();
    void chosen(TablePage& page);
    void goTo(const Place& place);
    void seek();
    void remember();
    void travel(int by);
    void updateTravel();
    void showContextMenu(const QPoint& position, const QList<model::CellLink>& links, const QString& findText);
    void setPaused(bool paused);
    void showUnreadable();
    void showAbout();
    void showShortcuts();
    QAction* makeAction(const QString& text, std::string_view icon, const QKeySequence& shortcut, const char* name);
    [[nodiscard]] TablePage* page(const QString& name) const;
    [[nodiscard]] TablePage* currentPage() const;

    model::LiveSession& m_session;
    model::LiveModels& m_models;
    Theme& m_theme;

    ObjectActions* m_object;
    VerdictBar* m_verdict;
    Banner* m_banner;
    Sidebar* m_sidebar;
    QStackedWidget* m_stack;
    DetailsPane* m_details;
    PressureStrip* m_pressure;
    SearchBox* m_search;
    StatusLine* m_status;
    QComboBox* m_interval;
    QSplitter *m_across = nullptr, *m_down = nullptr;
    QMenu* m_objectMenu = nullptr;
    std::vector<TablePage*> m_pages;
    QAction *m_pause, *m_refresh, *m_back, *m_forward, *m_find, *m_filter, *m_showDetails, *m_showPressure,
        *m_nextFinding, *m_previousFinding;
    std::vector<std::pair<QAction*, std::string_view>> m_icons;

    std::vector<Place> m_places;  ///< where one was
    std::size_t m_at = 0;         ///< in m_places
    bool m_travelling = false;
    bool m_first = true;  ///< nothing was seen yet
    struct Wanted {
        QString resource;
        int tries;
    };
    std::optional<Wanted> m_wanted;  ///< gone to when it appears: what was just made, or what a filter hid
};

}  // namespace gordian::ui
