// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/moment_json.h"

#include "backend/analysis/moment_members.h"
#include "backend/snapshot/json.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <format>
#include <unordered_set>

namespace gordian::analysis {

namespace {

namespace bj = boost::json;

/// The type of the member of a struct that a pointer points at.
template <class Struct, class Member>
Member member_type(Member Struct::*);

template <class Row, class Predicate>
bj::array rows_to_json(const std::vector<Row>& rows, Predicate is_wanted) {
    bj::array array;
    for (const Row& row : rows)
        if (is_wanted(row)) array.push_back(json::to_json(row));
    return array;
}

/// The beginning of every document of ours.
bj::object head_of(const Moment& moment) {
    return {{"schema", moment.seen.schema}, {"taken_at", text_of(moment.seen.taken_at)}};
}

}  // namespace

const std::vector<std::string>& section_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for_each_member_of_moment([&](std::string_view name, auto, auto pointer) {
            if constexpr (is_section<decltype(member_type(pointer))>) all.emplace_back(name);
        });
        return all;
    }();
    return names;
}

std::string moment_to_json(const Moment& moment, std::span<const std::string> sections) {
    bj::object object(json::document_memory());
    for_each_member_of_moment([&](std::string_view name, auto part, auto pointer) {
        constexpr bool optional = is_section<decltype(member_type(pointer))>;
        if (optional && !sections.empty() && !std::ranges::contains(sections, name)) return;
        object.emplace(name, json::to_json(moment.*part.*pointer, object.storage()));
    });
    return json::indented(std::move(object));
}

Result<Moment> moment_from_json(std::string_view text) {
    const auto document = json::parse(text);
    if (!document) return std::unexpected(document.error());
    json::visit::Mistake mistake;
    const auto* object = document->if_object();
    if (object == nullptr) {
        mistake.expected("an object", *document);
        return std::unexpected(mistake.error());
    }
    // First of all: where the schema is another one, every other mistake follows from that.
    std::string schema;
    if (!json::visit::read_member(*object, "schema", schema, mistake)) return std::unexpected(mistake.error());
    if (schema != snapshot_schema) {
        mistake.report(std::format("expected \"{}\", found {}", snapshot_schema, json::compact(bj::string(schema))));
        mistake.within_member("schema");
        return std::unexpected(mistake.error());
    }
    Moment moment;
    bool good = true;
    for_each_member_of_moment([&](std::string_view name, auto part, auto pointer) {
        good = good && json::visit::read_member(*object, name, moment.*part.*pointer, mistake);
    });
    if (!good) return std::unexpected(mistake.error());
    return moment;
}

std::string moment_schema() {
    json::visit::ObjectSchema members;
    for_each_member_of_moment([&](std::string_view name, auto, auto pointer) {
        if (name == "schema") members.add_constant(name, snapshot_schema);
        else members.add<decltype(member_type(pointer))>(name);
    });
    bj::object schema{{"$schema", json::json_schema_dialect}, {"title", snapshot_schema}};
    for (auto& member : members.take()) schema.emplace(member.key(), std::move(member.value()));
    return json::indented(schema);
}

std::string findings_to_json(const Moment& moment, Severity at_least) {
    bj::object object = head_of(moment);
    object.emplace("findings", rows_to_json(moment.means.findings,
                                            [&](const Finding& finding) { return finding.severity <= at_least; }));
    object.emplace("unreadable", json::to_json(moment.seen.unreadable));
    return json::indented(std::move(object));
}

std::string why_to_json(const Moment& moment, std::span<const Chain> chains) {
    std::unordered_set<std::string> threads, resources;
    bj::array chains_json;
    for (const Chain& chain : chains) {
        chains_json.push_back(json::to_json(chain));
        threads.insert(chain.thread);
        resources.insert(chain.root);
        for (const Link& link : chain.links) {
            threads.insert(link.thread);
            resources.insert(link.resource);
        }
    }
    bj::object object = head_of(moment);
    object.emplace("chains", std::move(chains_json));
    object.emplace("waits", rows_to_json(moment.means.waits, [&](const Wait& wait) {
                       return threads.contains(wait.tid ? resource::thread(wait.pid, *wait.tid)
                                                        : resource::process(wait.pid));
                   }));
    object.emplace("holds",
                   rows_to_json(moment.means.holds, [&](const Hold& hold) { return resources.contains(hold.resource); }));
    return json::indented(std::move(object));
}

}  // namespace gordian::analysis
