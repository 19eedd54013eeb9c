// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A cursor over a line of kernel text. Numbers are read by std::from_chars into the caller's own type, so that what does not
// fit fails instead of wrapping; once something failed, everything after it fails too, and one test at the end is enough.
#include <charconv>
#include <string_view>

namespace gordian {

class Scan {
public:
    explicit Scan(std::string_view text) : m_rest(text) {}

    /// A number after any blanks. `dec` takes a sign where the type has one.
    template <class Integer>
    Scan& dec(Integer& value) {
        return number(value, 10);
    }
    template <class Integer>
    Scan& oct(Integer& value) {
        return number(value, 8);
    }
    /// Without 0x.
    template <class Integer>
    Scan& hex(Integer& value) {
        return number(value, 16);
    }
    /// With 0x, as the kernel's %lx with "0x" before it.
    template <class Integer>
    Scan& hex0x(Integer& value) {
        return literal("0x").number(value, 16);
    }

    /// Exactly this text, after any blanks.
    Scan& literal(std::string_view expected) {
        skip_blanks();
        if (m_rest.starts_with(expected)) m_rest.remove_prefix(expected.size());
        else m_good = false;
        return *this;
    }
    /// Exactly this character, right here.
    Scan& next(char expected) {
        if (!m_rest.empty() && m_rest.front() == expected) m_rest.remove_prefix(1);
        else m_good = false;
        return *this;
    }
    /// What stands up to the next blank or the end; must not be empty.
    Scan& word(std::string_view& value) {
        skip_blanks();
        value = m_rest.substr(0, m_rest.find_first_of(" \t\n"));
        m_rest.remove_prefix(value.size());
        m_good = m_good && !value.empty();
        return *this;
    }
    /// The word that was just read ends here: "12x" is not the number 12.
    Scan& word_end() {
        m_good = m_good && (m_rest.empty() || m_rest.find_first_of(" \t\n") == 0);
        return *this;
    }
    Scan& skip_blanks() {
        const auto begin = m_rest.find_first_not_of(" \t");
        m_rest.remove_prefix(begin == std::string_view::npos ? m_rest.size() : begin);
        return *this;
    }

    [[nodiscard]] std::string_view rest() const { return m_rest; }
    [[nodiscard]] bool at_end() const { return m_rest.empty(); }
    [[nodiscard]] explicit operator bool() const { return m_good; }

private:
    template <class Integer>
    Scan& number(Integer& value, int base) {
        skip_blanks();
        const auto [end, failure] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value, base);
        if (failure == std::errc{}) m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
        else m_good = false;
        return *this;
    }

    std::string_view m_rest;
    bool m_good = true;
};

/// Calls `f` with each line, without its newline. A last line without one counts; an empty text has none.
template <class F>
void for_each_line(std::string_view text, F&& f) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        f(text.substr(0, end));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

}  // namespace gordian
