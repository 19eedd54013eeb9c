// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A page of the window: filter, table, and what is normal where there are no rows.
#include "model/links.h"
#include "model/live_models.h"
#include "ui/widgets/table_view.h"
#include "ui/window/pages.h"

#include <QAbstractItemView>
#include <QPersistentModelIndex>
#include <QWidget>

class QCheckBox;
class QLabel;
class QMenu;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace gordian::ui {

class FilterEdit;

class TablePage : public QWidget {
    Q_OBJECT

public:
    TablePage(const PageSpec& spec, model::LiveModels& models, QWidget* parent = nullptr);

    [[nodiscard]] const PageSpec& spec() const { return m_spec; }
    [[nodiscard]] QAbstractItemView& view() const { return *m_view; }
    [[nodiscard]] model::SectionModel& model() const { return m_model; }
    /// The resource of the current row; empty where there is none.
    [[nodiscard]] QString currentResource() const;
    /// Goes there, opens what it lies in, and takes a filter away that hides it. False: it is not there.
    bool showResource(const QString& resource);
    /// The row that needs a look most, where none is current; not in the place of one that went before one's eyes, unless `anew`.
    void chooseSomething(bool anew = false);
    void focusFilter();
    void focusTable();
    void setFilterText(const QString& text);
    [[nodiscard]] QMenu* columnsMenu() const { return m_columnsMenu; }
    [[nodiscard]] QMenu* copyMenu() const { return m_copyMenu; }

    /// Columns, their order and widths, and the filter's box.
    [[nodiscard]] QByteArray saveLayout() const;
    void restoreLayout(const QByteArray& layout);

signals:
    void currentChanged(const QString& resource);
    void activated(const QString& resource);
    void createRequested(const QString& kind);
    void contextMenuRequested(const QPoint& globalPosition, const QList<gordian::model::CellLink>& links,
                              const QString& findText);
    void linkActivated(const QString& resource);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    /// Room below the table.
    void addBelow(QWidget* widget);

private:
    void buildHeader();
    void fillColumnsMenu();
    void sceneChanged();
    void setBaseFilter(bool active);
    [[nodiscard]] ColumnPlan plan() const { return {m_spec.wide, m_spec.hidden}; }
    [[nodiscard]] QList<model::CellLink> linksOf(const QModelIndex& index) const;
    void openMarked();
    void fitOnce();
    void rowsMove();
    void rowsMoved(const QString& resource);
    void copy(const QString& text) const;

    const PageSpec& m_spec;
    model::LiveModels& m_models;
    model::SectionModel& m_model;
    FilterEdit* m_filter;
    QCheckBox* m_showAll = nullptr;
    QMenu *m_columnsMenu, *m_copyMenu;
    QAbstractItemView* m_view;
    QStackedWidget* m_stack;
    QLabel *m_emptyTitle, *m_emptyHint, *m_emptyIcon;
    QVBoxLayout* m_layout;
    QPersistentModelIndex m_held;  ///< the current row, while rows move
    bool m_moving = false, m_gone = false;
    bool m_fitted = false, m_opened = false;
};

}  // namespace gordian::ui
