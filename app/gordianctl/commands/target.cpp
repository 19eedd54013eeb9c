// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/commands/target.h"

#include "backend/base/scan.h"
#include "backend/present/format.h"
#include "backend/present/identity_of.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <limits>

namespace gordian::ctl {

namespace {

using present::Facts;
using present::identity_of;
using resource::Parsed;

struct Fact {
    std::string_view key;
    std::optional<std::int64_t> value;
};
constexpr std::array expectable{"key", "id", "cuid", "cgid", "uid", "gid", "seq", "cpid"};

template <class Row>
std::vector<Fact> facts_of(const Row& row) {
    std::vector<Fact> facts{{"key", row.key.value}, {"id", row.id},   {"cuid", row.cuid},
                            {"cgid", row.cgid},     {"uid", row.uid}, {"gid", row.gid}};
    facts.push_back({"seq", row.seq ? std::optional<std::int64_t>(*row.seq) : std::nullopt});
    if constexpr (requires { row.cpid; }) facts.push_back({"cpid", row.cpid});
    return facts;
}

/// Decimal, or hexadecimal after 0x.
std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    Scan scan(text);
    if (text.starts_with("0x")) scan.hex0x(number);
    else scan.dec(number);
    return scan && scan.at_end() ? std::optional(number) : std::nullopt;
}

struct Expectation {
    std::string_view key, text;
    std::int64_t value = 0;
};

Result<std::vector<Expectation>> parse_expectations(std::span<const std::string> texts) {
    std::vector<Expectation> expectations;
    for (std::string_view rest : texts) {
        while (!rest.empty()) {
            const std::string_view item = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(rest.size(), item.size() + 1));
            const auto equals = item.find('=');
            const std::string_view key = item.substr(0, equals);
            const auto value = equals == std::string_view::npos ? std::nullopt : number_in(item.substr(equals + 1));
            if (!value || !std::ranges::contains(expectable, key))
                return std::unexpected(Error::refused(
                    "--expect", item,
                    "that is not KEY=NUMBER with one of the keys key, id, cuid, cgid, uid, gid, seq, cpid"));
            expectations.push_back({key, item.substr(equals + 1), *value});
        }
    }
    return expectations;
}

}  // namespace

Result<Target> find_target(const Facts& facts, std::string_view text, std::string_view doing) {
    const auto parsed = resource::parse(text);
    if (!parsed) return std::unexpected(parsed.error());
    if (parsed->ipc_namespace && parsed->ipc_namespace != present::own_ipc_namespace(facts.seen))
        return std::unexpected(
            Error::refused(doing, text, "it lives in another IPC namespace, and actions reach the caller's own only",
                           "enter that namespace first: nsenter --ipc --target PID"));
    Target target;
    const auto gone = [&](std::string_view plural) {
        return std::unexpected(
            Error::refused(doing, text, "there is no such object", std::format("see gordianctl snapshot {}", plural)));
    };
    switch (parsed->kind) {
    case Parsed::Kind::msg_queue: {
        target.resource = resource::msg_queue(parsed->id);
        const MsgQueue* queue = facts.msg_queue(target.resource);
        if (queue == nullptr) return gone("msg_queues");
        target.identity = identity_of(*queue);
        return target;
    }
    case Parsed::Kind::sem_set:
    case Parsed::Kind::semaphore: {
        target.resource = resource::sem_set(parsed->id);
        target.set = facts.sem_set(target.resource);
        if (target.set == nullptr) return gone("sem_sets");
        target.identity = identity_of(*target.set);
        if (parsed->kind == Parsed::Kind::semaphore) {
            target.num = parsed->num;
            if (static_cast<std::uint64_t>(parsed->num) >= target.set->nsems)
                return std::unexpected(
                    Error::refused(doing, text,
                                   std::format("the set has {}, numbered from 0",
                                               present::count_of(target.set->nsems, "semaphore", "semaphores"))));
        }
        return target;
    }
    case Parsed::Kind::shm_segment: {
        target.resource = resource::shm_segment(parsed->id);
        const ShmSegment* segment = facts.shm_segment(target.resource);
        if (segment == nullptr) return gone("shm_segments");
        target.identity = identity_of(*segment);
        return target;
    }
    case Parsed::Kind::process:
    case Parsed::Kind::thread:
    case Parsed::Kind::other: break;
    }
    return std::unexpected(Error::refused(doing, text, "that is not a System V object",
                                          "they are spelled sysv-msg/ID, sysv-sem/ID and sysv-shm/ID"));
}

Result<void> understood(std::span<const std::string> expectations) {
    const auto parsed = parse_expectations(expectations);
    if (!parsed) return std::unexpected(parsed.error());
    return {};
}

Result<void> as_expected(const Facts& facts, const Target& target, std::span<const std::string> texts,
                         std::string_view doing) {
    const auto expectations = parse_expectations(texts);
    if (!expectations) return std::unexpected(expectations.error());
    std::vector<Fact> known;
    if (target.set != nullptr) known = facts_of(*target.set);
    else if (const MsgQueue* queue = facts.msg_queue(target.resource)) known = facts_of(*queue);
    else if (const ShmSegment* segment = facts.shm_segment(target.resource)) known = facts_of(*segment);
    for (const Expectation& expectation : *expectations) {
        const auto fact = std::ranges::find(known, expectation.key, &Fact::key);
        const bool is_key = expectation.key == "key";
        // Keys are 32 bits; people and ipcs also write them as negative numbers.
        const std::int64_t expected = is_key ? static_cast<std::uint32_t>(expectation.value) : expectation.value;
        if (fact != known.end() && fact->value == expected) continue;
        const std::string found = fact == known.end() || !fact->value ? "not known"
                                  : is_key ? text_of(Key{static_cast<std::uint32_t>(*fact->value)})
                                           : std::to_string(*fact->value);
        return std::unexpected(Error::refused(doing, target.resource,
                                              std::format("it is another object than expected: {} is {}, not {}",
                                                          expectation.key, found, expectation.text),
                                              "nothing was changed; look again before you act"));
    }
    return {};
}

Result<std::uint64_t> parse_size(std::string_view text) {
    std::uint64_t size = 0;
    const auto wrong = [&] {
        return std::unexpected(
            Error::refused("--size", text, "a size is a number of bytes, or one with K, M or G, as in 4096, 4K or 1M"));
    };
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (failure != std::errc{}) return wrong();
    std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (unit.ends_with("iB")) unit.remove_suffix(2);
    unsigned shift = 0;
    if (unit == "K" || unit == "k") shift = 10;
    else if (unit == "M") shift = 20;
    else if (unit == "G") shift = 30;
    else if (!unit.empty()) return wrong();
    if (size > std::numeric_limits<std::uint64_t>::max() >> shift) return wrong();
    return size << shift;
}

Consent consent(const Context& context, bool yes, std::string_view question) {
    if (yes) return Consent::given;
    if (!context.ask) return Consent::nobody_to_ask;
    return context.ask(question) ? Consent::given : Consent::refused;
}

}  // namespace gordian::ctl
