// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordian/options.h"

#include "ui/window/pages.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <format>

namespace gordian {

namespace {

std::string page_names() {
    std::string names;
    for (const ui::PageSpec& page : ui::pageSpecs()) names += (names.empty() ? "" : ", ") + page.name.toStdString();
    return names;
}

Error wrong(std::string_view option, std::string_view text, std::string_view why) {
    return Error::refused(option, text, why);
}

Result<QSize> parse_size(const std::string& text) {
    const QStringList parts = QString::fromStdString(text).split(u'x');
    bool width_good = false, height_good = false;
    const QSize size(parts.value(0).toInt(&width_good), parts.value(1).toInt(&height_good));
    if (parts.size() != 2 || !width_good || !height_good || size.width() < 640 || size.height() < 400 ||
        size.width() > 7680 || size.height() > 4320)
        return std::unexpected(
            wrong("--size", text, "a size is WIDTHxHEIGHT in pixels, from 640x400 to 7680x4320, as in 1366x768"));
    return size;
}

struct Typed {
    std::string page, select, tab, theme, size, screenshot;
    bool version = false;
};

void describe(CLI::App& app, Typed& typed) {
    app.add_option("--page", typed.page, "the page to open: " + page_names());
    app.add_option("--select", typed.select,
                   "what is selected there, as in sysv-sem/7; alone it opens the page it stands on");
    app.add_option("--tab", typed.tab, "the tab of the right pane: why, properties, processes, raw");
    app.add_option("--theme", typed.theme, "light or dark; without it as the desktop has it");
    app.add_option("--size", typed.size, "the window's size, as in 1366x768");
    app.add_option("--screenshot", typed.screenshot, "draws the window into a PNG file, without a display, and ends");
    app.add_flag("--version", typed.version, "the version, and nothing else");
}

}  // namespace

Result<Options> parse_options(std::span<const std::string> arguments) {
    CLI::App app;
    Typed typed;
    describe(app, typed);
    Options options;
    try {
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        app.parse(reversed);
    } catch (const CLI::CallForHelp&) {
        options.help = true;
        return options;
    } catch (const CLI::ParseError& error) { return std::unexpected(wrong("gordian", "", error.what())); }
    options.version = typed.version;
    const auto& pages = ui::pageSpecs();
    options.page = QString::fromStdString(typed.page);
    if (!typed.page.empty() && std::ranges::find(pages, options.page, &ui::PageSpec::name) == pages.end())
        return std::unexpected(wrong("--page", typed.page, "there is no such page; there are: " + page_names()));
    if (typed.theme == "light") options.theme = ui::ThemeChoice::light;
    else if (typed.theme == "dark") options.theme = ui::ThemeChoice::dark;
    else if (!typed.theme.empty())
        return std::unexpected(wrong("--theme", typed.theme, "the themes are light and dark"));
    constexpr std::string_view tabs[] = {"", "why", "properties", "processes", "raw"};
    if (!std::ranges::contains(tabs, typed.tab))
        return std::unexpected(wrong("--tab", typed.tab, "the tabs are why, properties, processes and raw"));
    if (!typed.size.empty()) {
        const auto size = parse_size(typed.size);
        if (!size) return std::unexpected(size.error());
        options.size = *size;
    }
    options.resource = QString::fromStdString(typed.select);
    options.tab = QString::fromStdString(typed.tab);
    options.screenshot = QString::fromStdString(typed.screenshot);
    return options;
}

std::string help_text() {
    CLI::App app(
        "Shows which processes share what through Linux IPC, who holds it, who waits for it and why nothing moves.",
        "gordian");
    Typed typed;
    describe(app, typed);
    return app.help();
}

}  // namespace gordian
