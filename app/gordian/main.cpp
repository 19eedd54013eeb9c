// SPDX-License-Identifier: GPL-3.0-or-later
// gordian: puts the rooms together.
#include "app/gordian/options.h"
#include "app/gordian/screenshot.h"
#include "backend/kernel/etc_passwd.h"
#include "model/live_models.h"
#include "model/live_session.h"
#include "ui/icons/icons.h"
#include "ui/theme/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QSettings>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace gordian;

std::string text_of_file(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

present::Names names_of_this_host() {
    return {kernel::parse_names_by_id(text_of_file("/etc/passwd")),
            kernel::parse_names_by_id(text_of_file("/etc/group"))};
}

/// Qt's own options stay Qt's.
bool is_qts(std::string_view argument) {
    return argument == "-platform" || argument == "-style" || argument == "-geometry";
}

/// Qt itself would abort where there is none.
bool has_display(int argc, char** argv) {
    const auto is_set = [](const char* name) { return !qEnvironmentVariableIsEmpty(name); };
    return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("QT_QPA_PLATFORM") ||
           std::any_of(argv, argv + argc, [](std::string_view argument) { return argument == "-platform"; });
}

std::vector<std::string> own_arguments(int argc, char** argv) {
    std::vector<std::string> own;
    for (int i = 1; i < argc; ++i) {
        if (is_qts(argv[i])) ++i;
        else own.emplace_back(argv[i]);
    }
    return own;
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = parse_options(own_arguments(argc, argv));
    if (!options) {
        std::fprintf(stderr, "%s\n", to_string(options.error()).c_str());
        return 2;
    }
    if (options->help || options->version) {
        std::fputs(options->help ? help_text().c_str() : "gordian " GORDIAN_VERSION "\n", stdout);
        return 0;
    }
    if (!options->screenshot.isEmpty()) prepare_for_screenshot();
    else if (!has_display(argc, argv)) {
        std::fputs("gordian: there is no display (DISPLAY and WAYLAND_DISPLAY are empty); gordianctl gives the same "
                   "answer in a terminal, "
                   "gordian --screenshot FILE draws a picture\n",
                   stderr);
        return 1;
    }

    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("gordian"));
    QApplication::setOrganizationName(QStringLiteral("gordian"));
    QApplication::setApplicationDisplayName(QStringLiteral("Gordian"));
    QApplication::setApplicationVersion(QStringLiteral(GORDIAN_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("gordian"));

    ui::Theme theme(application);
    theme.setChoice(options->theme.value_or(
        options->screenshot.isEmpty() ? static_cast<ui::ThemeChoice>(QSettings().value(QStringLiteral("theme"), 0).toInt())
                                      : ui::ThemeChoice::light));
    model::LiveSession session(make_local_session());
    model::LiveModels models(session, names_of_this_host());
    ui::MainWindow window(session, models, theme);
    if (!options->screenshot.isEmpty()) return take_screenshot(window, session, models, *options);

    window.restoreState();
    if (options->size) window.resize(*options->size);
    if (!options->page.isEmpty()) window.showPage(options->page);
    if (!options->resource.isEmpty()) window.showResource(options->resource);
    if (!options->tab.isEmpty()) window.showTab(options->tab);
    window.show();
    session.start();
    return QApplication::exec();
}
