// SPDX-License-Identifier: GPL-3.0-or-later
// Every section equals the kernel's own account on random states of 1,000 objects: what their maker knows by its own system calls, what the
// kernel's texts say, and what the peers (lsipc, ipcs, lslocks) print. Where a peer differs from the kernel, the kernel is right, and a
// comment says so. GORDIAN_SEED=N repeats a state.
#include "tests/support/scenario.h"

#include <sys/ipc.h>
#include <sys/sem.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <format>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <sstream>

namespace gordian::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

/// A row as words: numbers in decimal, times in seconds since 1970, whoever says it.
using Row = std::map<std::string, std::string>;
using Rows = std::map<int, Row>;  ///< by identifier

std::string octal_as_decimal(std::string_view digits, unsigned mask = 0777) {
    unsigned bits = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), bits, 8);
    return std::to_string(bits & mask);
}

/// "2026-11-24T19:52:55…" in UTC; never, or nothing, is 0.
std::string seconds_of(const Json& time) {
    if (time.is_null() || time.string() == "never") return "0";
    std::istringstream text(time.string().substr(0, 19));
    std::chrono::sys_seconds at;
    text >> std::chrono::parse("%Y-%m-%dT%H:%M:%S", at);
    return text ? std::to_string(at.time_since_epoch().count()) : time.string();
}

std::string hex_as_decimal(std::string_view key) {
    std::uint32_t value = 0;
    std::from_chars(key.data() + 2, key.data() + key.size(), value, 16);
    return std::to_string(value);
}

bool is_time(std::string_view name) { return name.ends_with("time"); }

Rows rows_of_gordian(const Json& section) {
    Rows rows;
    for (const Json& object : section.items()) {
        Row& row = rows[static_cast<int>(object.at("id").number())];
        for (const std::string& name : object.keys()) {
            const Json value = object.at(name);
            if (name == "key") row[name] = hex_as_decimal(value.string());
            else if (name == "mode") row[name] = octal_as_decimal(value.string());
            else if (is_time(name)) row[name] = seconds_of(value);
            else row[name] = value.text();
        }
        if (object.has("semaphores")) {
            for (const auto& [list, field] : {std::pair("values", "semval"), std::pair("pids", "sempid")}) {
                std::string text;
                for (const Json& semaphore : object.at("semaphores").items())
                    text += (text.empty() ? "" : ",") + semaphore.at(field).text();
                row[list] = std::format("[{}]", text);
            }
        }
    }
    return rows;
}

Rows rows_of_maker(const Json& list) {
    Rows rows;
    for (const Json& object : list.items()) {
        Row& row = rows[static_cast<int>(object.at("id").number())];
        for (const std::string& name : object.keys()) row[name] = object.at(name).text();
    }
    return rows;
}

/// /proc/sysvipc/{msg,sem,shm}: a heading, then the columns it names.
Rows rows_of_text(const std::string& text, const std::string& id_column) {
    Rows rows;
    std::vector<std::string> names;
    for (const std::string& line : lines_of(text)) {
        std::istringstream words(line);
        std::vector<std::string> columns{std::istream_iterator<std::string>(words), {}};
        if (names.empty()) {
            names = columns;
            continue;
        }
        Row row;
        for (std::size_t i = 0; i < columns.size() && i < names.size(); ++i) row[names[i]] = columns[i];
        row["key"] = std::to_string(static_cast<std::uint32_t>(std::stol(row["key"])));
        const std::string perms = row["perms"];
        row["mode"] = octal_as_decimal(perms);
        row["marked_for_removal"] = octal_as_decimal(perms, 01000) == "0" ? "false" : "true";  // SHM_DEST
        row["locked"] = octal_as_decimal(perms, 02000) == "0" ? "false" : "true";              // SHM_LOCKED
        row["segsz"] = row["size"];
        rows[std::stoi(row[id_column])] = row;
    }
    return rows;
}

/// "rw-r-----"
std::string letters_as_decimal(std::string_view letters) {
    unsigned bits = 0;
    for (const char letter : letters) bits = bits * 2 + (letter != '-');
    return std::to_string(bits);
}

Rows rows_of_lsipc(const Json& list) {
    static const std::map<std::string, std::string> ours{
        {"usedbytes", "cbytes"}, {"msgs", "qnum"},    {"send", "stime"},  {"recv", "rtime"},
        {"size", "segsz"},       {"attach", "atime"}, {"detach", "dtime"}};
    Rows rows;
    for (const Json& object : list.items()) {
        Row& row = rows[std::stoi(object.at("id").string())];
        for (const std::string& name : object.keys()) {
            const Json value = object.at(name);
            const std::string& our = ours.contains(name) ? ours.at(name) : name;
            if (is_time(our)) row[our] = seconds_of(value);
            else if (name == "key") row[our] = hex_as_decimal(value.string());
            else if (name == "perms") row["mode"] = letters_as_decimal(value.string());
            else row[our] = value.is_null() ? "" : value.string();
        }
    }
    return rows;
}

/// ipcs: "0x00000000 3 root 143 248 2" below a heading; the columns of each kind in order.
Rows rows_of_ipcs(const std::string& text, const std::vector<std::string>& names) {
    Rows rows;
    for (const std::string& line : lines_of(text)) {
        if (!line.starts_with("0x")) continue;
        std::istringstream words(line);
        const std::vector<std::string> columns{std::istream_iterator<std::string>(words), {}};
        Row row;
        for (std::size_t i = 0; i < columns.size() && i < names.size(); ++i) row[names[i]] = columns[i];
        row["key"] = hex_as_decimal(row["key"]);
        row["mode"] = octal_as_decimal(row["perms"]);
        rows[std::stoi(row["id"])] = row;
    }
    return rows;
}

/// What differs in these fields, a line each; the first twenty.
std::vector<std::string> differences(const Rows& ours, const Rows& theirs, const std::vector<std::string>& fields) {
    std::vector<std::string> found;
    std::set<int> ids;
    for (const Rows* rows : {&ours, &theirs})
        for (const auto& [id, row] : *rows) ids.insert(id);
    for (const int id : ids) {
        if (!ours.contains(id) || !theirs.contains(id)) {
            found.push_back(std::format("{}: {}", id, ours.contains(id) ? "only gordianctl has it" : "gordianctl lacks it"));
            continue;
        }
        const auto value = [&](const Rows& rows, const std::string& field) {
            return rows.at(id).contains(field) ? rows.at(id).at(field) : "(no such field)";
        };
        for (const std::string& field : fields) {
            if (value(ours, field) != value(theirs, field))
                found.push_back(
                    std::format("{} {}: {} instead of {}", id, field, value(ours, field), value(theirs, field)));
        }
    }
    constexpr std::size_t shown = 20;
    if (found.size() > shown) found.resize(shown);
    return found;
}

std::vector<std::string> sorted(std::vector<std::string> lines) {
    std::ranges::sort(lines);
    return lines;
}

/// What only one of the two sorted lists has.
std::vector<std::string> only_in_one(const std::vector<std::string>& ours, const std::vector<std::string>& theirs) {
    std::vector<std::string> found;
    std::ranges::set_difference(ours, theirs, std::back_inserter(found));
    for (std::string& line : found) line = "only gordianctl: " + line;
    std::vector<std::string> missing;
    std::ranges::set_difference(theirs, ours, std::back_inserter(missing));
    for (const std::string& line : missing) found.push_back("not gordianctl: " + line);
    return found;
}

const std::vector<std::string> queue_fields{"key",  "mode",   "seq",   "uid",   "gid",   "cuid",  "cgid", "cbytes",
                                            "qnum", "qbytes", "lspid", "lrpid", "stime", "rtime", "ctime"};
const std::vector<std::string> set_fields{"key",  "mode",  "seq",   "uid",   "gid",    "cuid",
                                          "cgid", "nsems", "otime", "ctime", "values", "pids"};
const std::vector<std::string> segment_fields{"key",    "mode",  "seq",   "uid",   "gid",
                                              "cuid",   "cgid",  "segsz", "cpid",  "lpid",
                                              "nattch", "atime", "dtime", "ctime", "marked_for_removal",
                                              "locked"};
std::vector<std::string> without(std::vector<std::string> fields, std::initializer_list<std::string_view> left_out) {
    std::erase_if(fields, [&](const std::string& field) { return std::ranges::contains(left_out, field); });
    return fields;
}

unsigned seed_of(unsigned usual) {
    const char* wanted = std::getenv("GORDIAN_SEED");
    return wanted != nullptr ? static_cast<unsigned>(std::strtoul(wanted, nullptr, 10)) : usual;
}

class KernelAccount : public Scenario {
protected:
    /// Makes a state and reads its maker's account.
    void make(unsigned seed) {
        std::cout << "seed " << seed << ": GORDIAN_SEED=" << seed << " repeats this state\n";
        world.make_state(seed, objects, world.tmp() + "/account");
        std::ifstream file(world.from_outside(world.tmp() + "/account"));
        account = Json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
        ASSERT_GE(account->at("queues").size() + account->at("sets").size() + account->at("segments").size() +
                      made_locks().size(),
                  objects);
    }

    /// "posix write 00:2f:7 0-99 6.5": class, mode, file, range, holders with the lowest descriptor of the first.
    [[nodiscard]] std::vector<std::string> made_locks() const {
        std::vector<std::string> locks;
        for (const Json& holder : account->at("holders").items()) {
            for (const Json& lock : holder.at("locks").items()) {
                std::string pids;
                for (const std::int64_t pid : lock.at("pids").numbers()) pids += std::format(" {}", pid);
                locks.push_back(std::format("{} {} {}:{} {}-{} fd {} of{}", lock.at("class").string(),
                                            lock.at("mode").string(), lock.at("device").string(),
                                            lock.at("inode").number(), lock.at("start").number(), lock.at("end").text(),
                                            lock.at("fd").number(), pids));
            }
        }
        return sorted(std::move(locks));
    }
    /// Locks of this World's files: those of open file descriptions are seen from every PID namespace of the machine.
    [[nodiscard]] std::vector<Json> locks_here(const Json& seen) const {
        std::set<std::string> files;
        for (const Json& holder : account->at("holders").items())
            for (const Json& lock : holder.at("locks").items()) files.insert(file_of(lock));
        std::vector<Json> locks;
        for (const Json& lock : seen.at("locks").items())
            if (files.contains(file_of(lock))) locks.push_back(lock);
        return locks;
    }
    static std::string file_of(const Json& lock) {
        return std::format("{}:{}", lock.at("device").string(), lock.at("inode").number());
    }

    /// "posix write 00:2f:7 0-99 of 6" as /proc/locks tells it, pid 0 where it tells none.
    [[nodiscard]] std::vector<std::string> listed_locks(uid_t uid) {
        std::set<std::string> files;
        for (const Json& holder : account->at("holders").items())
            for (const Json& lock : holder.at("locks").items()) files.insert(file_of(lock));
        std::vector<std::string> locks;
        for (const std::string& line : lines_of(world.run({"cat", "/proc/locks"}, uid).out)) {
            std::istringstream words(line);
            std::string number, lock_class, advisory, mode, pid, file, start, end;
            words >> number >> lock_class >> advisory >> mode >> pid >> file >> start >> end;
            if (!files.contains(file)) continue;
            static const std::map<std::string, std::string> ours{{"POSIX", "posix"}, {"OFDLCK", "ofd"}, {"FLOCK", "flock"}};
            locks.push_back(std::format("{} {} {} {}-{}{}", ours.at(lock_class), mode == "WRITE" ? "write" : "read", file,
                                        start, end == "EOF" ? "null" : end, lock_class == "POSIX" ? " of " + pid : ""));
        }
        return sorted(std::move(locks));
    }
    [[nodiscard]] std::vector<std::string> locks_as_listed(const Json& seen) const {
        std::vector<std::string> locks;
        for (const Json& lock : locks_here(seen)) {
            const std::string lock_class = lock.at("class").string();
            locks.push_back(std::format("{} {} {} {}-{}{}", lock_class, lock.at("mode").string(), file_of(lock),
                                        lock.at("start").number(), lock.at("end").text(),
                                        lock_class == "posix" ? " of " + lock.at("taker_pid").text() : ""));
        }
        return sorted(std::move(locks));
    }

    static constexpr unsigned objects = 1000;
    std::optional<Json> account;
};

class KernelAccountOfSeeds : public KernelAccount, public testing::WithParamInterface<unsigned> {
protected:
    void SetUp() override {
        Scenario::SetUp();
        if (!IsSkipped()) make(seed_of(GetParam() != 0 ? GetParam() : std::random_device()()));
    }
};

TEST_P(KernelAccountOfSeeds, OfRootEqualsWhatTheMakerKnows) {
    const Json seen = snapshot();
    EXPECT_THAT(differences(rows_of_gordian(seen.at("msg_queues")), rows_of_maker(account->at("queues")), queue_fields),
                IsEmpty());
    EXPECT_THAT(differences(rows_of_gordian(seen.at("sem_sets")), rows_of_maker(account->at("sets")), set_fields),
                IsEmpty());
    EXPECT_THAT(
        differences(rows_of_gordian(seen.at("shm_segments")), rows_of_maker(account->at("segments")), segment_fields),
        IsEmpty());

    std::vector<std::string> attached, made;
    for (const Json& segment : seen.at("shm_segments").items()) {
        for (const Json& attachment : segment.at("attachments").items()) {
            attached.push_back(std::format("{} by {} at {} {}", segment.at("id").number(), attachment.at("pid").number(),
                                           attachment.at("start").number(), attachment.at("perms").string()));
            EXPECT_GE(attachment.at("end").number() - attachment.at("start").number(), segment.at("segsz").number());
        }
    }
    for (const Json& holder : account->at("holders").items()) {
        for (const Json& attachment : holder.at("attachments").items())
            made.push_back(std::format("{} by {} at {} {}", attachment.at("id").number(), attachment.at("pid").number(),
                                       attachment.at("start").number(), attachment.at("perms").string()));
    }
    EXPECT_THAT(only_in_one(sorted(attached), sorted(made)), IsEmpty());

    std::vector<std::string> locks;
    for (const Json& lock : locks_here(seen)) {
        std::string pids;
        for (const Json& holder : lock.at("holders").items()) {
            pids += std::format(" {}", holder.at("pid").number());
            EXPECT_TRUE(holder.at("certain").truth());
            EXPECT_EQ(holder.at("evidence").string(), "fdinfo");
        }
        // A POSIX lock is the process's, whichever descriptor of that file shows it: the lowest is named, of a file that is open several times.
        locks.push_back(std::format(
            "{} {} {} {}-{} fd {} of{}", lock.at("class").string(), lock.at("mode").string(), file_of(lock),
            lock.at("start").number(), lock.at("end").text(),
            lock.at("class").string() == "posix" ? "any" : lock.at("holders").items().front().at("fd").text(), pids));
    }
    std::vector<std::string> expected = made_locks();
    for (std::string& lock : expected) {
        if (lock.starts_with("posix"))
            lock.replace(lock.find(" fd ") + 4, lock.find(" of") - lock.find(" fd ") - 4, "any");
    }
    EXPECT_THAT(only_in_one(sorted(locks), sorted(expected)), IsEmpty());
    EXPECT_THAT(nulls_without_reason(seen), IsEmpty());
    EXPECT_THAT(alarms(seen), IsEmpty());
}

TEST_P(KernelAccountOfSeeds, OfRootEqualsTheKernelsTexts) {
    const Json seen = snapshot();
    EXPECT_THAT(differences(rows_of_gordian(seen.at("msg_queues")),
                            rows_of_text(world.text_inside("/proc/sysvipc/msg"), "msqid"),
                            without(queue_fields, {"seq", "qbytes"})),
                IsEmpty());
    EXPECT_THAT(differences(rows_of_gordian(seen.at("sem_sets")),
                            rows_of_text(world.text_inside("/proc/sysvipc/sem"), "semid"),
                            without(set_fields, {"seq", "values", "pids"})),
                IsEmpty());
    std::vector<std::string> fields = without(segment_fields, {"seq"});
    fields.insert(fields.end(), {"rss", "swap"});
    EXPECT_THAT(differences(rows_of_gordian(seen.at("shm_segments")),
                            rows_of_text(world.text_inside("/proc/sysvipc/shm"), "shmid"), fields),
                IsEmpty());
    EXPECT_THAT(only_in_one(locks_as_listed(seen), listed_locks(root)), IsEmpty());
}

TEST_P(KernelAccountOfSeeds, OfRootEqualsWhatThePeersPrint) {
    const Json seen = snapshot();
    const auto lsipc = [&](const char* kind, const char* columns) {
        const Ended ended = world.run({"lsipc", kind, "--json", "--bytes", "--time-format=iso", "--output", columns});
        return Json::parse(ended.out);
    };
    if (world.run({"lsipc", "--version"}).status != 0) GTEST_SKIP() << "lsipc is not installed";
    const Rows queues = rows_of_gordian(seen.at("msg_queues")), sets = rows_of_gordian(seen.at("sem_sets")),
               segments = rows_of_gordian(seen.at("shm_segments"));
    EXPECT_THAT(
        differences(
            queues,
            rows_of_lsipc(
                lsipc("--queues", "ID,KEY,PERMS,UID,GID,CUID,CGID,CTIME,USEDBYTES,MSGS,SEND,RECV,LSPID,LRPID").at("messages")),
            without(queue_fields, {"seq", "qbytes"})),
        IsEmpty());
    EXPECT_THAT(
        differences(
            sets, rows_of_lsipc(lsipc("--semaphores", "ID,KEY,PERMS,UID,GID,CUID,CGID,CTIME,NSEMS,OTIME").at("semaphores")),
            without(set_fields, {"seq", "values", "pids"})),
        IsEmpty());
    EXPECT_THAT(
        differences(
            segments,
            rows_of_lsipc(lsipc("--shmems", "ID,KEY,PERMS,UID,GID,CUID,CGID,CTIME,SIZE,NATTCH,ATTACH,DETACH,CPID,LPID")
                              .at("sharedmemory")),
            without(segment_fields, {"seq", "marked_for_removal", "locked"})),
        IsEmpty());

    EXPECT_THAT(differences(queues,
                            rows_of_ipcs(world.run({"ipcs", "-q"}).out, {"key", "id", "owner", "perms", "cbytes", "qnum"}),
                            {"key", "mode", "cbytes", "qnum"}),
                IsEmpty());
    EXPECT_THAT(differences(sets, rows_of_ipcs(world.run({"ipcs", "-s"}).out, {"key", "id", "owner", "perms", "nsems"}),
                            {"key", "mode", "nsems"}),
                IsEmpty());
    EXPECT_THAT(differences(segments,
                            rows_of_ipcs(world.run({"ipcs", "-m"}).out, {"key", "id", "owner", "perms", "segsz", "nattch"}),
                            {"key", "mode", "segsz", "nattch"}),
                IsEmpty());
}

/// "00:2f" as lslocks prints it: "0:47".
std::string in_decimal(std::string_view device) {
    const auto colon = device.find(':');
    const auto number = [](std::string_view hex) { return std::stoul(std::string(hex), nullptr, 16); };
    return std::format("{}:{}", number(device.substr(0, colon)), number(device.substr(colon + 1)));
}

TEST_P(KernelAccountOfSeeds, OfLocksEqualsLslocks) {
    const Ended peer = world.run({"lslocks", "--json", "--bytes", "--output", "PID,TYPE,MAJ:MIN,INODE,MODE,START,END"});
    if (peer.status == 127) GTEST_SKIP() << "lslocks is not installed";
    // With the device: the locks of another World's descriptions are listed too, and its files have the same inodes.
    std::set<std::string> files;
    const Json seen = snapshot();
    std::vector<std::string> ours, theirs;
    for (const Json& lock : locks_here(seen)) {
        files.insert(std::format("{} {}", in_decimal(lock.at("device").string()), lock.at("inode").number()));
        const std::string type = lock.at("class").string() == "posix" ? "POSIX"
                                 : lock.at("class").string() == "ofd" ? "OFDLCK"
                                                                      : "FLOCK";
        // lslocks prints the open end as 0.
        ours.push_back(std::format("{} {} {} {}-{}{}", type, lock.at("mode").string() == "write" ? "WRITE" : "READ",
                                   lock.at("inode").number(), lock.at("start").number(),
                                   lock.at("end").is_null() ? "0" : lock.at("end").text(),
                                   type == "POSIX" ? " of " + lock.at("taker_pid").text() : ""));
    }
    for (const Json& lock : Json::parse(peer.out).at("locks").items()) {
        if (!files.contains(std::format("{} {}", lock.at("maj:min").string(), lock.at("inode").number()))) continue;
        const std::string type = lock.at("type").string();
        theirs.push_back(std::format("{} {} {} {}-{}{}", type, lock.at("mode").string(), lock.at("inode").number(),
                                     lock.at("start").number(), lock.at("end").number(),
                                     type == "POSIX" ? " of " + lock.at("pid").text() : ""));
    }
    // lslocks has a line for each descriptor that shows a flock or an OFD lock, so that one lock with heirs stands there several times. The
    // kernel has it once (/proc/locks, compared line by line above): here only which locks there are is compared.
    const auto each_once = [](std::vector<std::string> lines) {
        std::ranges::sort(lines);
        lines.erase(std::ranges::unique(lines).begin(), lines.end());
        return lines;
    };
    // lslocks reads /proc/locks, which loses rows while somebody else on the machine locks: what it shows must be here, not the reverse.
    const std::vector<std::string> all_ours = each_once(ours), all_theirs = each_once(theirs);
    std::vector<std::string> missing;
    std::ranges::set_difference(all_theirs, all_ours, std::back_inserter(missing));
    EXPECT_THAT(missing, IsEmpty());
}

TEST_P(KernelAccountOfSeeds, OfAUserHidesValuesAndNoObject) {
    NEEDS_USERS();
    const Json seen = snapshot(nobody);
    const Rows queues = rows_of_gordian(seen.at("msg_queues")), sets = rows_of_gordian(seen.at("sem_sets")),
               segments = rows_of_gordian(seen.at("shm_segments"));
    EXPECT_THAT(differences(queues, rows_of_maker(account->at("queues")), queue_fields), IsEmpty());
    EXPECT_THAT(differences(sets, rows_of_maker(account->at("sets")), without(set_fields, {"values", "pids"})), IsEmpty());
    EXPECT_THAT(differences(segments, rows_of_maker(account->at("segments")), segment_fields), IsEmpty());
    EXPECT_THAT(differences(segments, rows_of_text(world.text_inside("/proc/sysvipc/shm"), "shmid"), {"rss", "swap"}),
                IsEmpty());
    EXPECT_THAT(only_in_one(locks_as_listed(seen), listed_locks(nobody)), IsEmpty());
    EXPECT_THAT(nulls_without_reason(seen), IsEmpty());
    EXPECT_THAT(alarms(seen), IsEmpty());

    // Which values are hidden the kernel says itself, to a program of the same user.
    Rows truth = rows_of_maker(account->at("sets"));
    const Ended asked = world.inside(
        [&] {
            for (const auto& [id, row] : truth) {
                std::array<unsigned short, 1024> values{};
                say(std::format("{} {}", id, ::semctl(id, 0, GETALL, values.data()) == 0 ? "open" : "hidden"));
            }
        },
        nobody);
    std::istringstream answers(asked.out);
    int hidden = 0;
    std::string word;
    for (int id = 0; answers >> id >> word;) {
        if (word != "hidden") continue;
        ++hidden;
        const auto nulls = [&](const std::string& list) {
            std::string text = "[null";
            for (const char c : list) text += c == ',' ? ",null" : "";
            return text + "]";
        };
        truth[id]["values"] = nulls(truth[id]["values"]);
        truth[id]["pids"] = nulls(truth[id]["pids"]);
    }
    EXPECT_GT(hidden, 0);
    EXPECT_LT(hidden, static_cast<int>(truth.size()));
    EXPECT_THAT(differences(sets, truth, {"values", "pids"}), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Seed, KernelAccountOfSeeds, testing::Values(1U, 2U, 0U), [](const auto& seed) {
    return seed.param == 0 ? std::string("of_its_own_each_time") : std::to_string(seed.param);
});

}  // namespace
}  // namespace gordian::test
