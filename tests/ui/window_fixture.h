// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The whole window over a session that gives the Moments of the test.
#include "tests/model/stage.h"
#include "tests/present/sample_moment.h"
#include "ui/details/details_pane.h"
#include "ui/pages/table_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_view.h"
#include "ui/window/main_window.h"
#include "ui/window/verdict_bar.h"

#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTreeWidget>

#include <gmock/gmock.h>

#include <string>

namespace gordian::ui {

inline std::string text(const QString& words) { return words.toStdString(); }

class Window : public ::testing::Test {
protected:
    Window() : stage(), m_theme(testing::application()), window(stage.session, stage.models, m_theme) { window.show(); }

    void show(Moment moment) {
        stage.show(samples::with_words(std::move(moment)));
        testing::settle();
    }
    [[nodiscard]] TablePage& page(const QString& name) const { return *window.findChild<TablePage*>(name); }
    [[nodiscard]] TablePage& current_page() const {
        TablePage* current = nullptr;
        for (TablePage* one : window.findChildren<TablePage*>())
            if (one->isVisible()) current = one;
        return *current;
    }
    [[nodiscard]] QAction& action(const char* name) const {
        return *window.findChild<QAction*>(QLatin1StringView(name));
    }
    [[nodiscard]] DetailsPane& details() const { return *window.findChild<DetailsPane*>(); }
    [[nodiscard]] std::string verdict() const { return text(window.findChild<VerdictBar*>()->sentence()); }
    [[nodiscard]] QTreeWidget& properties() const {
        return *window.findChild<QTreeWidget*>(QStringLiteral("properties"));
    }
    /// The label of that object name.
    [[nodiscard]] QLabel& label(QWidget& within, const char* name) const {
        for (QLabel* one : within.findChildren<QLabel*>())
            if (one->objectName() == QLatin1StringView(name)) return *one;
        ADD_FAILURE() << "there is no " << name;
        std::abort();
    }

    testing::Stage stage;

private:
    Theme m_theme;

protected:
    MainWindow window;
};

}  // namespace gordian::ui
