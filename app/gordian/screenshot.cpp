// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordian/screenshot.h"

#include "model/live_models.h"
#include "model/live_session.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QEventLoop>
#include <QTimer>

#include <cstdio>

namespace gordian {

namespace {

/// Of the pressure strip a line, not a point; and answers to what the right pane asked.
constexpr int looks = 8;
constexpr int give_up_ms = 20'000;

void let_events_pass(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

}  // namespace

void prepare_for_screenshot() {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qunsetenv("QT_QPA_PLATFORMTHEME");
    // The platform without a display tells each window that there is no window manager: that is known.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString& message) {
        if (!message.contains(QLatin1StringView("propagateSizeHints")))
            std::fprintf(stderr, "%s\n", qPrintable(message));
    });
}

int take_screenshot(ui::MainWindow& window, model::LiveSession& session, model::LiveModels& models, const Options& options) {
    window.resize(options.size.value_or(QSize(1366, 768)));
    window.show();
    if (!options.page.isEmpty()) window.showPage(options.page);
    session.setInterval(std::chrono::milliseconds(250));
    QEventLoop loop;
    int seen = 0;
    QObject::connect(&models, &model::LiveModels::sceneChanged, &loop, [&] {
        if (++seen == 1 && !options.resource.isEmpty()) window.showResource(options.resource);
        if (seen == 1 && !options.tab.isEmpty()) window.showTab(options.tab);
        if (seen == looks) loop.quit();
    });
    QTimer::singleShot(give_up_ms, &loop, [&] { loop.exit(1); });
    session.start();
    if (loop.exec() != 0) {
        std::fprintf(stderr, "gordian: nothing could be seen within %d s, so no picture was made\n", give_up_ms / 1000);
        return 1;
    }
    // Nothing changes any more, and what has vanished has faded.
    session.setInterval(std::chrono::seconds(10));
    let_events_pass(900);
    if (!window.grab().save(options.screenshot, "PNG")) {
        std::fprintf(stderr, "gordian: %s can't be written\n", qPrintable(options.screenshot));
        return 1;
    }
    return 0;
}

}  // namespace gordian
