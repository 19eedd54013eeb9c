// SPDX-License-Identifier: GPL-3.0-or-later
// gordianctl: puts the rooms together and lends them this process's terminal, signals and user names.
#include "app/gordianctl/command_line.h"
#include "app/gordianctl/interrupt.h"
#include "app/gordianctl/screen.h"
#include "backend/base/text.h"
#include "backend/kernel/etc_passwd.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

namespace {

using namespace gordian;

std::string text_of_file(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_set(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

std::size_t terminal_width() {
    if (::isatty(STDOUT_FILENO) == 0) return 0;
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

bool can_colour() {
    const char* terminal = std::getenv("TERM");
    return ::isatty(STDOUT_FILENO) != 0 && !is_set("NO_COLOR") && terminal != nullptr &&
           std::string_view(terminal) != "dumb";
}

/// On stderr, so that what is piped stays clean. Everything but a yes is a no.
bool ask(std::string_view question) {
    std::cerr << question << " [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

bool reader_is_gone() {
    pollfd out{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
    return ::poll(&out, 1, 0) == 1 && (out.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
}

}  // namespace

int main(int argc, char** argv) {
    ctl::Context context{.out = std::cout, .err = std::cerr};
    // Found by the shell's search: its name alone finds it again.
    const std::string_view called = argc > 0 ? argv[0] : "";
    if (called.contains('/')) context.program = called;
    context.width = terminal_width();
    context.colour = can_colour();
    context.names = {kernel::parse_names_by_id(text_of_file("/etc/passwd")),
                     kernel::parse_names_by_id(text_of_file("/etc/group"))};
    if (::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0)
        context.ask = [](std::string_view question) { return ask(escaped(question)); };
    context.reader_is_gone = reader_is_gone;
    std::unique_ptr<ctl::Interrupt> interrupt;
    context.until_interrupted = [&] {
        interrupt = std::make_unique<ctl::Interrupt>();
        return interrupt->token();
    };

    std::ios::sync_with_stdio(false);
    const int code = ctl::run({argv + (argc > 0 ? 1 : 0), argv + argc}, context);
    errno = 0;
    if (!std::cout.flush() && !interrupt)
        return ctl::complain(context, Error::from_code(errno != 0 ? errno : EIO, "writing the output", ""));
    return code;
}
