// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/commands/target.h"
#include "app/gordianctl/screen.h"
#include "backend/base/scan.h"
#include "backend/present/format.h"

#include <algorithm>
#include <format>

namespace gordian::ctl {

namespace {

Error misused(std::string_view option, std::string_view text, std::string_view why) {
    return Error::refused(option, text, why);
}

/// PATH:ID, ID a number or one character, as ftok(3) takes its low 8 bits.
Result<Key> key_of_ftok(Session& session, const std::string& text) {
    const auto colon = text.rfind(':');
    const std::string id_text = colon == std::string::npos ? "" : text.substr(colon + 1);
    FtokQuery query{.path = text.substr(0, colon), .id = 0};
    const Scan scan = Scan(id_text).dec(query.id);
    if (!(scan && scan.at_end())) query.id = id_text.size() == 1 ? static_cast<unsigned char>(id_text.front()) : 0;
    if (colon == 0 || (query.id & 0xff) == 0)
        return std::unexpected(misused("--ftok", text, "that is not PATH:ID with an ID from 1 to 255 or one character"));
    Key key;
    const auto asked = session.ask(query,
                                   [&](const Answer& answer) {
                                       key = std::get<FtokAnswer>(answer).key;
                                       return false;
                                   },
                                   {});
    if (!asked) return std::unexpected(asked.error());
    return key;
}

Result<std::vector<std::uint16_t>> parse_values(std::string_view text) {
    std::vector<std::uint16_t> values;
    for (std::string_view rest = text;;) {
        const std::string_view item = rest.substr(0, rest.find(','));
        std::uint16_t value = 0;
        const Scan scan = Scan(item).dec(value);
        if (!scan || !scan.at_end() || value > 32767)
            return std::unexpected(misused(
                "--values", text, "values are numbers from 0 to 32767 with commas between them, one a semaphore"));
        values.push_back(value);
        if (item.size() == rest.size()) return values;
        rest.remove_prefix(item.size() + 1);
    }
}

Result<Mode> parse_mode(std::string_view text) {
    Mode mode;
    const Scan scan = Scan(text).oct(mode.bits);
    if (!scan || !scan.at_end() || mode.bits > 0777)
        return std::unexpected(misused("--mode", text, "a mode is three octal digits, as in 0600"));
    return mode;
}

/// What was typed, as a request; every error here is bad usage, but that of the file ftok(3) looks at.
Result<CreateRequest> request_of(Session& session, const CreateOptions& options) {
    CreateRequest request;
    if (options.kind == "sysv-msg") request.kind = SysvKind::msg;
    else if (options.kind == "sysv-sem") request.kind = SysvKind::sem;
    else if (options.kind == "sysv-shm") request.kind = SysvKind::shm;
    else return std::unexpected(misused("create", options.kind, "the kinds are sysv-msg, sysv-sem and sysv-shm"));

    const int ways = int{!options.key.empty()} + int{!options.ftok.empty()} + int{options.is_private};
    if (ways != 1)
        return std::unexpected(misused("create", options.kind, "give one of --key K, --ftok PATH:ID and --private"));
    if (!options.key.empty()) {
        const auto key = from_text(options.key, static_cast<Key*>(nullptr));
        if (!key)
            return std::unexpected(misused("--key", options.key, "a key is a number of 32 bits, as in 0x2a or 42"));
        if (key->value == 0)
            return std::unexpected(misused("--key", options.key, "key 0 is IPC_PRIVATE: say --private"));
        request.key = *key;
    }
    if (!options.ftok.empty()) {
        const auto key = key_of_ftok(session, options.ftok);
        if (!key) return std::unexpected(key.error());
        request.key = *key;
    }
    const auto mode = parse_mode(options.mode);
    if (!mode) return std::unexpected(mode.error());
    request.mode = *mode;

    if ((request.kind == SysvKind::sem) != !options.values.empty())
        return std::unexpected(misused("create", options.kind,
                                       request.kind == SysvKind::sem
                                           ? "a semaphore set needs --values, one a semaphore, as in --values 1,0"
                                           : "--values is for semaphore sets"));
    if ((request.kind == SysvKind::shm) != !options.size.empty())
        return std::unexpected(misused("create", options.kind,
                                       request.kind == SysvKind::shm ? "a segment needs --size, as in --size 4K"
                                                                     : "--size is for shared memory"));
    if (!options.values.empty()) {
        const auto values = parse_values(options.values);
        if (!values) return std::unexpected(values.error());
        request.values = *values;
    }
    if (!options.size.empty()) {
        const auto size = parse_size(options.size);
        if (!size) return std::unexpected(size.error());
        if (*size == 0) return std::unexpected(misused("--size", options.size, "a new segment has at least one byte"));
        request.size = *size;
    }
    return request;
}

/// The object that has the key already, where there is one.
std::string owner_of_key(const Snapshot& seen, const CreateRequest& request) {
    const auto find = [&](const auto& rows) -> std::string {
        const auto row = std::ranges::find_if(
            rows, [&](const auto& candidate) { return request.key && candidate.key == *request.key; });
        return row == rows.end() ? "" : row->resource;
    };
    switch (request.kind) {
    case SysvKind::msg: return find(seen.msg_queues);
    case SysvKind::sem: return find(seen.sem_sets);
    case SysvKind::shm: break;
    }
    return find(seen.shm_segments);
}

std::string in_words(const CreateRequest& request) {
    std::string what;
    switch (request.kind) {
    case SysvKind::msg: what = "a message queue"; break;
    case SysvKind::sem: {
        std::vector<std::string> values;
        values.reserve(request.values.size());
        for (const std::uint16_t value : request.values) values.push_back(std::to_string(value));
        what = std::format("a set of {} with the {} {}", present::count_of(values.size(), "semaphore", "semaphores"),
                           values.size() == 1 ? "value" : "values", present::joined(values, " "));
        break;
    }
    case SysvKind::shm: what = std::format("a segment of {} bytes", present::grouped(request.size)); break;
    }
    return std::format("{}, {}, mode {}", what, request.key ? "key " + text_of(*request.key) : "private",
                       text_of(request.mode));
}

}  // namespace

int create(Session& session, Context& context, const CreateOptions& options) {
    const auto request = request_of(session, options);
    if (!request)
        return request.error().code == 0 ? complain(context, to_string(request.error()), bad_usage)
                                         : complain(context, request.error());
    if (options.dry_run) {
        const std::shared_ptr<const Moment> moment = look(session);
        if (const std::string owner = owner_of_key(moment->seen, *request); !owner.empty())
            return complain(context, Error::refused("creating", options.kind,
                                                    std::format("{} has the key {} already", owner, text_of(*request->key)),
                                                    "choose another key, or use that object"));
        print_line(context, std::format("Would create {}.", in_words(*request)));
        return done;
    }
    const auto result = session.perform(*request);
    if (!result) return complain(context, result.error());
    print_line(context, result->resource);
    return done;
}

}  // namespace gordian::ctl
