// SPDX-License-Identifier: GPL-3.0-or-later
// JSON text from values and back; what each type becomes is in json_visitors.h.
#include "backend/snapshot/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <format>

namespace gordian::json {

namespace {

namespace bj = boost::json;

constexpr std::size_t indentation = 2;
constexpr std::size_t line_width = 120;
/// Deeper than anything of ours; a document of a million brackets must not exhaust the stack.
constexpr std::size_t max_depth = 64;

/// The character that begins here has to be written as \u…: its code and how many bytes it takes. {0, 0}: none.
struct Escape {
    unsigned code = 0;
    std::size_t length = 0;
};

Escape escape_at(std::string_view text, std::size_t i) {
    const auto byte = [&](std::size_t k) { return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U; };
    const unsigned first = byte(0);
    if (first < 0x20 || first == 0x7f) return {first, 1};
    if (first == 0xc2 && byte(1) < 0xa0) return {byte(1), 2};                     // C1 controls
    if (first == 0xef && byte(1) == 0xbb && byte(2) == 0xbf) return {0xfeff, 3};  // no break, no width
    if (first != 0xe2 || (byte(1) != 0x80 && byte(1) != 0x81)) return {};
    const unsigned code = 0x2000 | (byte(1) & 0x3fU) << 6 | (byte(2) & 0x3fU);
    const bool misleads = (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
                          (code >= 0x2060 && code <= 0x2069);
    return misleads ? Escape{code, 3} : Escape{};
}

void append_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain = 0;  // where what has not been copied yet begins
    for (std::size_t i = 0; i < text.size();) {
        const unsigned char c = static_cast<unsigned char>(text[i]);
        const bool looks_special = c < 0x20 || c == '"' || c == '\\' || c >= 0x7f;
        const Escape escape = looks_special && c != '"' && c != '\\' ? escape_at(text, i) : Escape{};
        if (!looks_special || (escape.length == 0 && c != '"' && c != '\\')) {
            ++i;
            continue;
        }
        out.append(text, plain, i - plain);
        if (c == '"') out += "\\\"";
        else if (c == '\\') out += "\\\\";
        else if (c == '\n') out += "\\n";
        else if (c == '\t') out += "\\t";
        else std::format_to(std::back_inserter(out), "\\u{:04x}", escape.code);
        i += std::max<std::size_t>(escape.length, 1);
        plain = i;
    }
    out.append(text, plain);
    out += '"';
}

template <class Number>
void append_number(std::string& out, Number number) {
    char digits[32];
    const auto [end, failure] = std::to_chars(digits, digits + sizeof digits, number);
    out.append(digits, end);
}

void append_double(std::string& out, double number) {
    if (!std::isfinite(number)) out += "null";
    else if (number == 0 && std::signbit(number)) out += "-0.0";  // "-0" would be read as an integer
    else append_number(out, number);
}

bool is_scalar(const bj::value& value) { return !value.is_array() && !value.is_object(); }

class Writer {
public:
    /// Everything on one line where `multi_line` is false.
    explicit Writer(bool multi_line) : m_multi_line(multi_line) {}

    void write(const bj::value& value, std::size_t depth) {
        switch (value.kind()) {
        case bj::kind::null: m_out += "null"; break;
        case bj::kind::bool_: m_out += value.get_bool() ? "true" : "false"; break;
        case bj::kind::int64: append_number(m_out, value.get_int64()); break;
        case bj::kind::uint64: append_number(m_out, value.get_uint64()); break;
        case bj::kind::double_: append_double(m_out, value.get_double()); break;
        case bj::kind::string: append_string(m_out, value.get_string()); break;
        case bj::kind::array: write_array(value.get_array(), depth); break;
        case bj::kind::object: write_object(value.get_object(), depth); break;
        }
    }

    std::string take() { return std::move(m_out); }

private:
    void write_array(const bj::array& array, std::size_t depth) {
        write_container(array, '[', ']', depth, std::ranges::all_of(array, is_scalar),
                        [&](const bj::value& element, std::size_t inner) { write(element, inner); });
    }

    void write_object(const bj::object& object, std::size_t depth) {
        write_container(object, '{', '}', depth,
                        std::ranges::all_of(object, [](const auto& member) { return is_scalar(member.value()); }),
                        [&](const bj::key_value_pair& member, std::size_t inner) {
                            append_string(m_out, member.key());
                            m_out += m_multi_line ? ": " : ":";
                            write(member.value(), inner);
                        });
    }

    /// What holds only scalars is tried on one line first: everything is written twice at most, so that this stays linear.
    template <class Container, class WriteElement>
    void write_container(const Container& container, char open, char close, std::size_t depth, bool only_scalars,
                         WriteElement write_element) {
        if (container.empty()) {
            m_out += {open, close};
            return;
        }
        if (!m_multi_line || only_scalars) {
            const std::size_t begin = m_out.size();
            m_out += open;
            bool first = true, fits = true;
            for (const auto& element : container) {
                if (!first) m_out += m_multi_line ? ", " : ",";
                first = false;
                write_element(element, depth + 1);
                fits = !m_multi_line || m_out.size() - begin + depth * indentation < line_width;
                if (!fits) break;
            }
            m_out += close;
            if (fits) return;
            m_out.resize(begin);
        }
        m_out += open;
        bool first = true;
        for (const auto& element : container) {
            m_out += first ? "\n" : ",\n";
            first = false;
            m_out.append((depth + 1) * indentation, ' ');
            write_element(element, depth + 1);
        }
        m_out += '\n';
        m_out.append(depth * indentation, ' ');
        m_out += close;
    }

    bool m_multi_line;
    std::string m_out;
};

}  // namespace

bj::storage_ptr document_memory() { return bj::make_shared_resource<bj::monotonic_resource>(); }

std::string compact(const bj::value& value) {
    Writer writer(false);
    writer.write(value, 0);
    return writer.take();
}

std::string indented(const bj::value& value) {
    Writer writer(true);
    writer.write(value, 0);
    return writer.take() + "\n";
}

Result<bj::value> parse(std::string_view text) {
    bj::parse_options options;
    options.numbers = bj::number_precision::precise;  // the default is off by a bit or two in doubles
    options.max_depth = max_depth;
    bj::stream_parser parser({}, options);
    parser.reset(document_memory());
    boost::system::error_code failure;
    const std::size_t consumed = parser.write_some(text, failure);
    // The end of the text is a place too: there it can be too early for a document, or there is more after one.
    if (!failure && consumed < text.size() && text.find_first_not_of(" \t\r\n", consumed) != std::string_view::npos)
        failure = bj::error::extra_data;
    if (!failure) parser.finish(failure);
    if (failure) {
        const std::string_view before = text.substr(0, consumed);
        const std::size_t line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
        const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;
        return std::unexpected(
            Error::refused("reading JSON", std::format("line {}, column {}", line, column), failure.message()));
    }
    return parser.release();
}

}  // namespace gordian::json
