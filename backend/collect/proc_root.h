// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Where the kernel's text lies: /proc, or a recorded tree in a test.
#include <format>
#include <string>
#include <string_view>

namespace gordian::collect {

struct ProcRoot {
    std::string path = "/proc";

    [[nodiscard]] std::string of(std::string_view file) const { return std::format("{}/{}", path, file); }
    [[nodiscard]] std::string of_process(int pid, std::string_view file) const {
        return std::format("{}/{}/{}", path, pid, file);
    }
    [[nodiscard]] std::string of_thread(int pid, int tid, std::string_view file) const {
        return std::format("{}/{}/task/{}/{}", path, pid, tid, file);
    }
};

}  // namespace gordian::collect
