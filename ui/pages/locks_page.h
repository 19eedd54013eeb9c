// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The locks, and below the table the ranges of the chosen one's file.
#include "ui/pages/table_page.h"

namespace gordian::ui {

class LockBars;

class LocksPage : public TablePage {
    Q_OBJECT

public:
    LocksPage(const PageSpec& spec, model::LiveModels& models, QWidget* parent = nullptr);

private:
    LockBars* m_bars;
};

}  // namespace gordian::ui
