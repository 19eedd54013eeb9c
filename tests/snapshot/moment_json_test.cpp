// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON of a whole Moment: what scripts rely on. Names and order are written down here once more, from the contract.
#include "backend/analysis/moment_json.h"

#include "backend/snapshot/json.h"
#include "tests/snapshot/random_value.h"
#include "tests/snapshot/schema_checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <format>
#include <functional>

namespace gordian::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Value = boost::json::value;

Value parsed(const std::string& text) { return json::parse(text).value(); }

std::vector<std::string> keys(const Value& object) {
    std::vector<std::string> names;
    for (const auto& member : object.as_object()) names.emplace_back(member.key());
    return names;
}

/// A Moment in which every list has a row, every optional a value and every kind of operands a thread.
class Filled {
public:
    static Moment moment() {
        Moment moment;
        fill(moment.seen);
        fill(moment.means);
        moment.seen.schema = snapshot_schema;
        moment.seen.viewer.sources = {{"kcmp", {}}, {"syscall", {"no permission"}}};
        const Thread thread = moment.seen.threads.at(0);
        moment.seen.threads.clear();
        add_operands(moment.seen.threads, thread, std::type_identity<Operands>{});
        return moment;
    }

private:
    template <class... T>
    static void add_operands(std::vector<Thread>& threads, const Thread& thread, std::type_identity<std::variant<T...>>) {
        const auto add_one = [&]<class Call>(std::type_identity<Call>) {
            Call call;
            fill(call);
            threads.push_back(thread);
            threads.back().operands = call;
        };
        (add_one(std::type_identity<T>{}), ...);
    }
    template <class T>
    static void fill(T& value) {
        if constexpr (Described<T> && !TextScalar<T>)
            for_each_member(value, [](std::string_view, auto& member) { fill(member); });
        else if constexpr (requires { value.value(); }) fill(value.emplace());
        else if constexpr (requires { value.emplace_back(); } && !std::same_as<T, std::string>)
            fill(value.emplace_back());
    }
    static void fill(std::optional<Operands>& operands) { operands.emplace(); }
    static void fill(std::string& text) { text = "x"; }
    static void fill(int& number) { number = 7; }
};

RC_GTEST_PROP(MomentJson, AnyMomentComesBack, ()) {
    const Moment moment = testing::pick_moment();
    const auto back = moment_from_json(moment_to_json(moment));
    if (!back) RC_FAIL(to_string(back.error()));
    RC_ASSERT(*back == moment);
}

RC_GTEST_PROP(MomentJson, AnyMomentFitsTheSchema, ()) {
    static const Value schema = parsed(moment_schema());
    const auto complaints = testing::SchemaChecker::complaints(parsed(moment_to_json(testing::pick_moment())), schema);
    if (!complaints.empty()) RC_FAIL(complaints.front());
}

TEST(MomentJson, MembersStandInTheOrderOfTheContract) {
    EXPECT_THAT(keys(parsed(moment_to_json({}))),
                ElementsAre("schema", "taken_at", "duration_us", "host", "viewer", "ipc_namespaces", "processes",
                            "dead_pids", "threads", "msg_queues", "sem_sets", "shm_segments", "pipes", "locks",
                            "shared_mappings", "waits", "holds", "chains", "findings", "limits", "unreadable"));
}

TEST(MomentJson, FieldsAreThoseOfTheContract) {
    const Value json = parsed(moment_to_json(Filled::moment()));
    const auto fields = [&](std::string_view section) { return keys(json.at(section).at(0)); };
    EXPECT_THAT(keys(json.at("host")), ElementsAre("name", "kernel", "page_size", "boot_id"));
    EXPECT_THAT(keys(json.at("viewer")), ElementsAre("pid", "uid", "capabilities", "sources"));
    EXPECT_THAT(fields("ipc_namespaces"), ElementsAre("inode", "pids", "label"));
    EXPECT_THAT(fields("processes"),
                ::testing::IsSupersetOf({"resource", "pid", "ppid", "start_time", "comm", "exe", "cmdline", "uid",
                                         "gid", "state", "ipc_namespace", "nthreads", "readable", "cgroup"}));
    EXPECT_THAT(fields("threads"), ::testing::IsSupersetOf({"resource", "pid", "tid", "state", "syscall", "arguments",
                                                            "operands", "wchan", "exec_start_ms", "cpu"}));
    EXPECT_THAT(fields("msg_queues"), ::testing::IsSupersetOf({"resource",
                                                               "id",
                                                               "key",
                                                               "seq",
                                                               "mode",
                                                               "uid",
                                                               "gid",
                                                               "cuid",
                                                               "cgid",
                                                               "cbytes",
                                                               "qnum",
                                                               "qbytes",
                                                               "lspid",
                                                               "lrpid",
                                                               "stime",
                                                               "rtime",
                                                               "ctime",
                                                               "senders_waiting",
                                                               "receivers_waiting",
                                                               "ipc_namespace",
                                                               "known_as"}));
    EXPECT_THAT(fields("sem_sets"),
                ::testing::IsSupersetOf({"resource", "id", "key", "seq", "mode", "uid", "gid", "cuid", "cgid", "nsems",
                                         "otime", "ctime", "ipc_namespace", "known_as", "semaphores"}));
    EXPECT_THAT(keys(json.at_pointer("/sem_sets/0/semaphores/0")),
                ElementsAre("num", "semval", "sempid", "semncnt", "semzcnt"));
    EXPECT_THAT(fields("shm_segments"),
                ::testing::IsSupersetOf({"resource",      "id",       "key",        "seq",    "mode",
                                         "uid",           "gid",      "cuid",       "cgid",   "segsz",
                                         "cpid",          "lpid",     "nattch",     "atime",  "dtime",
                                         "ctime",         "rss",      "swap",       "locked", "marked_for_removal",
                                         "ipc_namespace", "known_as", "attachments"}));
    EXPECT_THAT(keys(json.at_pointer("/shm_segments/0/attachments/0")),
                ElementsAre("pid", "start", "end", "perms", "ours"));
    EXPECT_THAT(fields("locks"), ElementsAre("resource", "class", "mode", "path", "device", "inode", "start", "end",
                                             "taker_pid", "holders", "waiters", "known_as", "ours"));
    EXPECT_THAT(keys(json.at_pointer("/locks/0/holders/0")), ElementsAre("pid", "fd", "inherited", "certain", "evidence"));
    EXPECT_THAT(keys(json.at_pointer("/locks/0/waiters/0")), ElementsAre("pid", "tid", "mode", "start", "end"));
    EXPECT_THAT(fields("shared_mappings"), ElementsAre("resource", "backing", "size", "mappings"));
    EXPECT_THAT(keys(json.at_pointer("/shared_mappings/0/backing")),
                ElementsAre("kind", "device", "inode", "path", "deleted"));
    EXPECT_THAT(keys(json.at_pointer("/shared_mappings/0/mappings/0")),
                ElementsAre("pid", "start", "end", "offset", "perms", "shared", "ours"));
    EXPECT_THAT(fields("waits"),
                ::testing::IsSupersetOf({"pid", "tid", "comm", "operation", "detail", "resource", "any_of", "all_of",
                                         "certain", "evidence", "blocked_ms", "blocked_source", "block"}));
    EXPECT_THAT(fields("holds"), ElementsAre("pid", "tid", "resource", "detail", "certain", "evidence"));
    EXPECT_THAT(fields("chains"), ElementsAre("thread", "verdict", "certain", "links", "root"));
    EXPECT_THAT(keys(json.at_pointer("/chains/0/links/0")), ElementsAre("thread", "resource"));
    EXPECT_THAT(fields("findings"), ::testing::IsSupersetOf({"code", "severity", "title", "explanation", "certain",
                                                             "threads", "resources", "advice"}));
    EXPECT_THAT(fields("limits"), ElementsAre("name", "classic_name", "used", "limit", "resource", "how_to_raise"));
    EXPECT_THAT(fields("unreadable"), ElementsAre("section", "fields", "errno", "why", "remedy", "count", "resources"));
}

TEST(MomentJson, SectionsAreTheLists) {
    EXPECT_THAT(section_names(), ElementsAre("ipc_namespaces", "processes", "dead_pids", "threads", "msg_queues",
                                             "sem_sets", "shm_segments", "pipes", "locks", "shared_mappings", "waits",
                                             "holds", "chains", "findings", "limits", "unreadable"));
}

TEST(MomentJson, SectionsThatWereNotAskedForAreAbsent) {
    const std::vector<std::string> wanted{"findings", "sem_sets"};
    EXPECT_THAT(keys(parsed(moment_to_json({}, wanted))),
                ElementsAre("schema", "taken_at", "duration_us", "host", "viewer", "sem_sets", "findings"));
}

TEST(MomentJson, EndsWithANewline) { EXPECT_TRUE(moment_to_json({}).ends_with("}\n")); }

TEST(MomentJson, AnotherSchemaIsRefusedBeforeAnythingElse) {
    const auto moment = moment_from_json(R"({"schema":"gordian.snapshot/2","something":[]})");
    ASSERT_FALSE(moment);
    EXPECT_EQ(to_string(moment.error()),
              R"(reading JSON on schema: expected "gordian.snapshot/1", found "gordian.snapshot/2")");
    EXPECT_EQ(to_string(moment_from_json("[]").error()),
              "reading JSON on the document: expected an object, found an array");
    EXPECT_THAT(to_string(moment_from_json("").error()), HasSubstr("reading JSON on line 1, column 1: "));
}

TEST(MomentJson, AWrongSemvalIsNamedByItsPath) {
    Moment moment;
    moment.seen.sem_sets.resize(4);
    moment.seen.sem_sets[3].semaphores.resize(1);
    Value json = parsed(moment_to_json(moment));
    json.at_pointer("/sem_sets/3/semaphores/0/semval") = "x";
    const auto error = moment_from_json(json::compact(json)).error();
    EXPECT_EQ(error.object, "sem_sets[3].semaphores[0].semval");
    EXPECT_EQ(error.why, R"(expected an integer from -2147483648 to 2147483647, found "x")");
}

/// Calls f(path, object, name) for each member of each object in the document, however deep.
void for_each_place(Value& value, const std::string& path,
                    const std::function<void(const std::string&, boost::json::object&, const std::string&)>& f) {
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.as_array().size(); ++i)
            for_each_place(value.as_array()[i], std::format("{}[{}]", path, i), f);
    } else if (value.is_object()) {
        for (const std::string& name : keys(value)) {
            const std::string inner = path.empty() ? name : std::format("{}.{}", path, name);
            for_each_place(value.as_object()[name], inner, f);
            f(inner, value.as_object(), name);
        }
    }
}

TEST(MomentJson, EveryWrongOrMissingMemberIsNamedByItsPathAndBreaksTheSchema) {
    const Value schema = parsed(moment_schema());
    Value json = parsed(moment_to_json(Filled::moment()));
    ASSERT_THAT(testing::SchemaChecker::complaints(json, schema), IsEmpty());
    int places = 0;
    for_each_place(json, "", [&](const std::string& path, boost::json::object& object, const std::string& name) {
        ++places;
        const auto expect_refused = [&] {
            const auto moment = moment_from_json(json::compact(json));
            ASSERT_FALSE(moment) << path;
            EXPECT_EQ(moment.error().object, path);
            EXPECT_FALSE(testing::SchemaChecker::complaints(json, schema).empty()) << path;
        };
        const boost::json::object right = object;
        object[name] = right.at(name).is_object() ? Value(false) : Value(boost::json::object());
        expect_refused();
        object = right;
        if (path.starts_with("viewer.sources.")) return;  // a map: which members it has is its content
        object.erase(name);
        expect_refused();
        object = right;
    });
    EXPECT_EQ(moment_from_json(json::compact(json)).value(), Filled::moment()) << "everything was put right again";
    EXPECT_GT(places, 200);
}

TEST(MomentJson, TheSchemaIsForTheDialectAndTheName) {
    const Value schema = parsed(moment_schema());
    EXPECT_EQ(schema.at("$schema"), "https://json-schema.org/draft/2020-12/schema");
    EXPECT_EQ(schema.at_pointer("/properties/schema/const"), "gordian.snapshot/1");
    EXPECT_EQ(schema.at("additionalProperties"), true);
}

TEST(MomentJson, ThirtyThousandObjectsTakeAsLongPerObjectAsThreeThousand) {
    const auto seconds_for = [](int count) {
        Moment moment;
        moment.seen.shm_segments.resize(static_cast<std::size_t>(count));
        for (ShmSegment& segment : moment.seen.shm_segments) segment.attachments.push_back({7, 1, 2, "rw-s", false});
        const auto start = std::chrono::steady_clock::now();
        EXPECT_EQ(moment_from_json(moment_to_json(moment)).value().seen.shm_segments.size(),
                  moment.seen.shm_segments.size());
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    // The smaller is the best of several: what else the machine does must not look like growth. Quadratic would be 100 times.
    const double small = std::min({seconds_for(3'000), seconds_for(3'000), seconds_for(3'000)});
    const double large = std::min({seconds_for(30'000), seconds_for(30'000)});
    EXPECT_LT(large, 40 * small);
}

Finding finding_of(std::string code, Severity severity) {
    Finding finding;
    finding.code = std::move(code);
    finding.severity = severity;
    return finding;
}

TEST(FindingsJson, HasTheFindingsOfAtLeastASeverity) {
    Moment moment;
    moment.seen.taken_at = Time::from_seconds(1795541464);
    moment.means.findings = {finding_of("deadlock", Severity::critical), finding_of("full-queue", Severity::warning),
                             finding_of("orphan-queue", Severity::notice)};
    moment.seen.unreadable.resize(2);
    const auto codes = [&](Severity at_least) {
        std::vector<std::string> all;
        const Value json = parsed(findings_to_json(moment, at_least));
        for (const Value& finding : json.at("findings").as_array()) all.emplace_back(finding.at("code").as_string());
        return all;
    };
    EXPECT_THAT(codes(Severity::critical), ElementsAre("deadlock"));
    EXPECT_THAT(codes(Severity::warning), ElementsAre("deadlock", "full-queue"));
    EXPECT_THAT(codes(Severity::notice), ElementsAre("deadlock", "full-queue", "orphan-queue"));
    const Value json = parsed(findings_to_json(moment, Severity::notice));
    EXPECT_THAT(keys(json), ElementsAre("schema", "taken_at", "findings", "unreadable"));
    EXPECT_EQ(json.at("taken_at"), "2026-11-24T17:31:04.000000000Z");
    EXPECT_EQ(json.at("unreadable").as_array().size(), 2u);
}

TEST(WhyJson, HasTheChainsAndOnlyTheWaitsAndHoldsTheySpeakOf) {
    const auto wait = [](int pid, std::optional<int> tid) {
        Wait row;
        row.pid = pid;
        row.tid = tid;
        return row;
    };
    const auto hold = [](int pid, std::string resource) {
        Hold row;
        row.pid = pid;
        row.resource = std::move(resource);
        return row;
    };
    Moment moment;
    moment.means.waits = {wait(1, 1), wait(1, 2), wait(2, 2), wait(3, std::nullopt), wait(4, 4)};
    moment.means.holds = {hold(2, "sysv-sem/7/0"), hold(3, "lock/x"), hold(4, "sysv-sem/9/0")};
    Chain chain;
    chain.thread = "thread/1/2";
    chain.links = {{"thread/1/2", "sysv-sem/7/0"}, {"process/3", "lock/x"}};
    chain.root = "lock/x";
    const Value json = parsed(why_to_json(moment, std::vector{chain}));
    EXPECT_THAT(keys(json), ElementsAre("schema", "taken_at", "chains", "waits", "holds"));
    EXPECT_EQ(json.at("chains").as_array().size(), 1u);
    ASSERT_EQ(json.at("waits").as_array().size(), 2u);
    EXPECT_EQ(json.at_pointer("/waits/0/tid"), 2);
    EXPECT_EQ(json.at_pointer("/waits/1/pid"), 3);
    ASSERT_EQ(json.at("holds").as_array().size(), 2u);
    EXPECT_EQ(json.at_pointer("/holds/0/resource"), "sysv-sem/7/0");
    EXPECT_EQ(json.at_pointer("/holds/1/resource"), "lock/x");
}

}  // namespace
}  // namespace gordian::analysis
