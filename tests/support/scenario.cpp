// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenario.h"

#include <algorithm>
#include <format>
#include <functional>
#include <stdexcept>

namespace gordian::test {

namespace {

/// Calls f(path) for each null below: "semaphores.semval", "operands.operations".
void for_each_null(const Json& json, const std::string& path, const std::function<void(const std::string&)>& f) {
    if (json.is_null()) f(path);
    if (json.is_array()) {
        for (const Json& item : json.items()) for_each_null(item, path, f);
    }
    if (json.is_object()) {
        for (const std::string& key : json.keys())
            for_each_null(json.at(key), path.empty() ? key : path + "." + key, f);
    }
}

bool is_about(const Json& entry, const std::string& path) {
    const std::string field = path.substr(path.rfind('.') + 1);
    const std::vector<std::string> fields = entry.at("fields").strings();
    return std::ranges::contains(fields, path) || std::ranges::contains(fields, field);
}

/// Lists of resources end after a thousand; rows without one of their own, and rows within rows, are listed under another name.
bool names(const Json& entry, const Json& row, const std::string& path) {
    const std::vector<std::string> resources = entry.at("resources").strings();
    if (entry.at("count").number() > static_cast<std::int64_t>(resources.size())) return true;
    if (path.starts_with("waiters.") || path.starts_with("holders.")) return true;
    std::vector<std::string> own;
    for (const char* name : {"resource", "classic_name"})
        if (row.has(name) && !row.at(name).is_null()) own.push_back(row.at(name).string());
    if (row.has("pid")) own.push_back(std::format("process/{}", row.at("pid").text()));
    if (row.has("tid")) own.push_back(std::format("thread/{}/{}", row.at("pid").text(), row.at("tid").text()));
    return own.empty() || std::ranges::find_first_of(resources, own) != resources.end();
}

}  // namespace

std::vector<std::string> nulls_without_reason(const Json& snapshot) {
    std::vector<std::string> without;
    for (const std::string& section : snapshot.keys()) {
        const Json rows = snapshot.at(section);
        if (!rows.is_array()) {
            for_each_null(rows, "",
                          [&](const std::string& path) { without.push_back(std::format("{} {}", section, path)); });
            continue;
        }
        std::vector<Json> entries = snapshot.at("unreadable").all_where("section", section);
        if (section == "waits") {  // what a wait lacks can be what its thread lacks
            const std::vector<Json> of_threads = snapshot.at("unreadable").all_where("section", "threads");
            entries.insert(entries.end(), of_threads.begin(), of_threads.end());
        }
        for (const Json& row : rows.items()) {
            for_each_null(row, "", [&](const std::string& path) {
                if (section == "locks" && (path == "end" || path == "waiters.end")) return;
                if (section == "holds" && path == "tid")
                    return;  // what belongs to a process belongs to none of its threads
                const auto explains = [&](const Json& entry) { return is_about(entry, path) && names(entry, row, path); };
                if (std::ranges::none_of(entries, explains))
                    without.push_back(std::format("{} {} {}", section,
                                                  row.has("resource") ? row.at("resource").text() : row.text(), path));
            });
        }
    }
    return without;
}

Json Scenario::snapshot(uid_t uid, std::vector<std::string> sections) {
    std::vector<std::string> arguments{"snapshot", "--json"};
    arguments.insert(arguments.end(), sections.begin(), sections.end());
    const Ended ended = world.gordianctl(arguments, uid);
    if (ended.status != 0)
        throw std::runtime_error(std::format("gordianctl snapshot --json ended with {}: {}", ended.status, ended.err));
    EXPECT_EQ(ended.err, "");
    return Json::parse(ended.out);
}

std::vector<Json> findings(const Json& snapshot, std::string_view code) {
    return snapshot.at("findings").all_where("code", code);
}

Json finding(const Json& snapshot, std::string_view code) { return snapshot.at("findings").where("code", code); }

Json finding_about(const Json& snapshot, std::string_view thread) {
    std::vector<Json> found;
    for (const Json& finding : snapshot.at("findings").items()) {
        if (std::ranges::contains(finding.at("threads").strings(), thread)) found.push_back(finding);
    }
    if (found.size() != 1)
        throw std::runtime_error(
            std::format("{} findings name {}: {}", found.size(), thread, snapshot.at("findings").text()));
    return found.front();
}

std::vector<std::string> alarms(const Json& snapshot) {
    std::vector<std::string> alarms;
    for (const Json& finding : snapshot.at("findings").items()) {
        if (finding.at("severity").string() != "notice")
            alarms.push_back(std::format("{}: {}", finding.at("code").string(), finding.at("title").string()));
    }
    return alarms;
}

Json chain_of(const Json& snapshot, std::string_view thread) { return snapshot.at("chains").where("thread", thread); }

Json wait_of(const Json& snapshot, int pid) { return snapshot.at("waits").where("pid", pid); }

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

Ended type(World& world, std::string_view command, uid_t uid) {
    // A function of the shell's: what is typed stays as it was printed.
    const std::string shell = std::format("gordianctl() {{ {} \"$@\"; }}\n{}", world.program("gordianctl"), command);
    return world.run({"sh", "-c", shell}, uid);
}

}  // namespace gordian::test
