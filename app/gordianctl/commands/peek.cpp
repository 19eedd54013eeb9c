// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's own words about one thing, read without changing it.
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/screen.h"
#include "backend/base/scan.h"
#include "backend/base/text.h"
#include "backend/present/format.h"
#include "backend/snapshot/json.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <utility>
#include <variant>

namespace gordian::ctl {

namespace {

using resource::Parsed;

/// The kernel sets out its files with tabs: they are blanks up to the next eighth column here, since nothing else that moves the cursor
/// gets to the terminal.
std::string without_tabs(std::string_view line) {
    std::string text;
    std::size_t width = 0;
    while (true) {
        const std::size_t tab = line.find('\t');
        const std::string_view part = line.substr(0, tab);
        text += part;
        width += display_width(escaped(part));
        if (tab == std::string_view::npos) return text;
        const std::size_t blanks = 8 - width % 8;
        text.append(blanks, ' ');
        width += blanks;
        line.remove_prefix(tab + 1);
    }
}

void print_text(Context& context, const RawText& text) {
    print_line(context, text.source, Style::bold);
    for_each_line(text.text, [&](std::string_view line) { print_line(context, without_tabs(line)); });
    if (!text.why_not.empty()) print_line(context, std::format("({})", text.why_not), Style::faint);
}

void print_vma(Context& context, const Vma& vma) {
    print_line(context, std::format("{:012x}-{:012x} {:>10} {} {:08x} {} {:>9} {}", vma.start, vma.end,
                                    present::human_size(vma.end - vma.start), vma.perms, vma.offset,
                                    text_of(vma.device), vma.inode, vma.path));
}

/// What was asked for by its spelling, or by a pid alone.
std::string spelled(std::string_view what) {
    int pid = 0;
    const auto [end, failure] = std::from_chars(what.data(), what.data() + what.size(), pid);
    const bool is_pid = failure == std::errc{} && end == what.data() + what.size() && pid > 0;
    return is_pid ? resource::process(pid) : std::string(what);
}

}  // namespace

int peek(Session& session, Context& context, const PeekOptions& options) {
    const std::string resource = spelled(options.resource);
    const auto parsed = resource::parse(resource);
    if (!parsed) return complain(context, to_string(parsed.error()), bad_usage);
    if (options.maps && parsed->kind != Parsed::Kind::process)
        return complain(context, "peek: --maps is for a process, as in: peek process/812 --maps", bad_usage);

    RawTextAnswer answer;
    const auto read = session.ask(RawTextQuery{resource},
                                  [&](Answer part) {
                                      if (auto* texts = std::get_if<RawTextAnswer>(&part))
                                          std::ranges::move(texts->texts, std::back_inserter(answer.texts));
                                      return true;
                                  },
                                  {});
    if (!read) return complain(context, read.error());
    if (!options.json) {
        for (const RawText& text : answer.texts) {
            if (&text != &answer.texts.front()) context.out << '\n';
            print_text(context, text);
        }
        if (options.maps) {
            context.out << '\n';
            print_line(context, "mappings", Style::bold);
        }
    }
    std::vector<Vma> vmas;
    if (options.maps) {
        const auto listed = session.ask(VmaQuery{parsed->id},
                                        [&](Answer part) {
                                            auto* list = std::get_if<VmaAnswer>(&part);
                                            if (list == nullptr) return true;
                                            if (options.json) std::ranges::move(list->vmas, std::back_inserter(vmas));
                                            else
                                                for (const Vma& vma : list->vmas) print_vma(context, vma);
                                            return !context.reader_is_gone();
                                        },
                                        {});
        if (!listed) return complain(context, listed.error());
    }
    if (options.json) {
        boost::json::object object;
        object["resource"] = resource;
        object["texts"] = json::to_json(answer.texts);
        if (options.maps) object["vmas"] = json::to_json(vmas);
        context.out << json::indented(object);
    }
    const bool any = std::ranges::any_of(answer.texts, [](const RawText& text) { return !text.text.empty(); });
    return any || options.maps ? done : failed;
}

}  // namespace gordian::ctl
