// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Where a filter is typed: with completion, and beneath it what is wrong with it while it is wrong. The table keeps the last one that was right.
#include "backend/present/filter.h"
#include "model/live_models.h"

#include <QLineEdit>

class QCompleter;
class QLabel;
class QStandardItemModel;
class QTimer;

namespace gordian::ui {

class FilterEdit : public QWidget {
    Q_OBJECT

public:
    FilterEdit(model::LiveModels& models, model::SectionModel& model, QWidget* parent);

    void setText(const QString& text) { m_edit->setText(text); }
    [[nodiscard]] QString text() const { return m_edit->text(); }
    void takeFocus();

signals:
    /// It is in force: null where nothing is typed.
    void filterChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void understand();
    void offer(bool asked);
    void insertCompletion(const QModelIndex& chosen);

    model::LiveModels& m_models;
    model::SectionModel& m_model;
    QLineEdit* m_edit;
    QLabel* m_problem;
    QCompleter* m_completer;
    QStandardItemModel* m_offers;
    QTimer* m_typed;
};

}  // namespace gordian::ui
