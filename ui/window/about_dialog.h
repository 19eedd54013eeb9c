// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What this program is, and which keys it has.
#include <QDialog>

#include <utility>
#include <vector>

namespace gordian::ui {

class AboutDialog : public QDialog {
    Q_OBJECT

public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

class KeysDialog : public QDialog {
    Q_OBJECT

public:
    /// What it does, and its key.
    KeysDialog(const std::vector<std::pair<QString, QString>>& keys, QWidget* parent = nullptr);
};

}  // namespace gordian::ui
