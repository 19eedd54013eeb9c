// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Ctrl+F: a pid, name, key, id or path over all pages. What is found is listed as it is typed; Enter goes there.
#include "model/live_models.h"

#include <QLineEdit>

class QCompleter;
class QStandardItemModel;
class QTimer;

namespace gordian::ui {

class SearchBox : public QLineEdit {
    Q_OBJECT

public:
    SearchBox(model::LiveModels& models, QWidget* parent = nullptr);

    /// As if it were typed.
    void find(const QString& words);

signals:
    void chosen(const QString& page, const QString& resource);

private:
    void search();

    model::LiveModels& m_models;
    QStandardItemModel* m_results;
    QCompleter* m_completer;
    QTimer* m_typed;
    quint64 m_asked = 0;  ///< which search's answer is still wanted
    bool m_goToFirst = false;
};

}  // namespace gordian::ui
