// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Words on the terminal. Text of others is escaped here, at the last moment; colour is added after that, and nothing is lost without it.
#include "app/gordianctl/context.h"

#include <span>
#include <string>
#include <string_view>

namespace gordian::ctl {

enum class Style { plain, bold, faint, red, yellow };

/// Escaped, and in this style where the terminal has colours.
[[nodiscard]] std::string styled(const Context& context, Style style, std::string_view text);
/// One line on stdout, escaped.
void print_line(Context& context, std::string_view text, Style style = Style::plain);
/// The same, broken at blanks where there is a terminal; `indent` stands before each line, `first` before the first,
/// in a style of its own.
void print_paragraph(Context& context, std::string_view text, std::string_view first, std::string_view indent,
                     Style style_of_first = Style::plain);

/// "gordianctl: sentence." on stderr; gives `code` back.
int complain(Context& context, std::string_view sentence, int code);
/// The error's sentence; 4 where the kernel refused for want of permission, else 1.
int complain(Context& context, const Error& error);

/// Our own commands within it begin with the program as it was called.
[[nodiscard]] std::string typed(const Context& context, std::string_view command);

/// Columns that a text takes on a terminal: combining characters none, wide (CJK, emoji) ones two.
[[nodiscard]] std::size_t display_width(std::string_view text);
/// At most `width` columns, the last one … where something was cut off.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t width);

}  // namespace gordian::ctl
