// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/kernel/proc_pid_cmdline.h"

#include "backend/base/scan.h"

namespace gordian::kernel {

std::vector<std::string> parse_cmdline(std::string_view text) {
    std::vector<std::string> arguments;
    while (!text.empty()) {
        const auto end = text.find('\0');
        arguments.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return arguments;
}

std::string parse_cgroup(std::string_view text) {
    std::string_view unified, systemd, first;
    for_each_line(text, [&](std::string_view line) {
        const auto controllers_begin = line.find(':');
        const auto path_begin = controllers_begin == std::string_view::npos ? controllers_begin
                                                                            : line.find(':', controllers_begin + 1);
        if (path_begin == std::string_view::npos) return;
        const std::string_view controllers = line.substr(controllers_begin + 1, path_begin - controllers_begin - 1);
        const std::string_view path = line.substr(path_begin + 1);
        if (controllers.empty() && unified.empty()) unified = path;
        if (controllers == "name=systemd" && systemd.empty()) systemd = path;
        if (first.empty()) first = path;
    });
    if (!unified.empty()) return std::string(unified);
    return std::string(systemd.empty() ? first : systemd);
}

}  // namespace gordian::kernel
