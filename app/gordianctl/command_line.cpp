// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gordianctl/command_line.h"

#include "app/gordianctl/commands/commands.h"
#include "app/gordianctl/screen.h"
#include "backend/analysis/moment_json.h"
#include "backend/present/finding_text.h"
#include "backend/present/format.h"
#include "backend/snapshot/described.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <format>
#include <functional>

namespace gordian::ctl {

namespace {

constexpr std::string_view exit_codes =
    "Exit codes: 0 done; 1 failed, with one sentence on stderr; 2 bad usage; 3 something is wrong\n"
    "(findings: one of severity warning or above; why: deadlocked, abandoned or stopped); 4 no permission.";

constexpr std::string_view resources =
    "Objects are spelled as everywhere in Gordian: sysv-msg/3, sysv-sem/7 (one semaphore of it:\n"
    "sysv-sem/7/0), sysv-shm/4, process/812, lock/posix/fe:00:1234/0-99/812.";

std::string footer(const Context& context, std::string_view examples) {
    std::string text = "Examples:\n";
    while (!examples.empty()) {
        const std::string_view line = examples.substr(0, examples.find('\n'));
        text += std::format("  {}{}{}\n", context.program, line.empty() ? "" : " ", line);
        examples.remove_prefix(std::min(examples.size(), line.size() + 1));
    }
    return text + "\n" + std::string(exit_codes);
}

/// Everything that can be typed, in one place: options end in the structs that the commands take.
struct CommandLine {
    CLI::App app{"Shows which processes share what through Linux IPC, who waits for whom and why nothing moves.\n"
                 "Without a command: what is stuck on this machine, and what to type next."};
    SnapshotOptions snapshot_options;
    bool schema = false, no_header = false;
    std::string columns;
    FindingsOptions findings_options;
    std::string min_severity = "notice";
    WhyOptions why_options;
    PeekOptions peek_options;
    WatchOptions watch_options;
    std::int64_t interval_ms = 1000;
    CreateOptions create_options;
    SemopOptions semop_options;
    bool nowait = false;
    std::string timeout;
    SetvalOptions setval_options;
    RemoveOptions remove_options;

    explicit CommandLine(const Context& context) {
        app.name("gordianctl");
        app.set_version_flag("--version", "gordianctl " GORDIAN_VERSION, "Print the version and exit");
        app.set_help_flag("-h,--help", "Print this help and exit");
        app.require_subcommand(0, 1);
        app.footer(footer(context, "\nwhy 812\nsnapshot sem_sets\nfindings --json\nremove sysv-shm/4 --dry-run") +
                   "\n\n" + std::string(resources));

        add_looking(context);
        add_acting(context);
    }

    void add_looking(const Context& context) {
        CLI::App* snapshot = app.add_subcommand("snapshot", "Everything that is there, as tables or as JSON");
        snapshot->add_flag("--json", snapshot_options.json, "One JSON object instead of tables");
        snapshot->add_flag("--schema", schema, "The JSON Schema of that object, and nothing else");
        snapshot->add_option("SECTION", snapshot_options.sections,
                             "Sections, as the JSON names them: " + present::joined(analysis::section_names(), ", "));
        snapshot->add_option("--columns", columns,
                             "Columns with commas between them, of one section (an unknown name lists them all)");
        snapshot->add_flag("--semaphores", snapshot_options.semaphores, "A line for each semaphore instead of each set");
        snapshot->add_flag("--exact", snapshot_options.exact,
                           "Bytes, milliseconds and times as they are, not as people say them");
        snapshot->add_flag("--no-header", no_header, "No header above the columns");
        snapshot->footer(footer(context,
                                "snapshot\nsnapshot msg_queues sem_sets\nsnapshot sem_sets --semaphores\nsnapshot "
                                "shm_segments --columns resource,segsz,attachments\nsnapshot --json"));

        CLI::App* findings = app.add_subcommand("findings",
                                                "What is wrong, most severe first, with what to do about it");
        findings->add_flag("--json", findings_options.json, "JSON instead of sentences");
        findings
            ->add_option("--min-severity", min_severity,
                         "Leave out what is less severe: notice (the default), warning or critical")
            ->check(CLI::IsMember({"notice", "warning", "critical"}));
        findings->footer(footer(context, "findings\nfindings --min-severity warning && echo fine"));

        CLI::App* why = app.add_subcommand("why", "Why it does not run: what it waits for, who holds that, to the end");
        why->add_option(
            "WHOM", why_options.whom,
            "A pid, a command's name, an object, or the path of a locked file. Without it: the worst there is");
        why->add_flag("--json", why_options.json, "JSON instead of a tree");
        why->footer(footer(context, "why\nwhy 812\nwhy shopd\nwhy sysv-sem/7") +
                    "\nThe last line but one is the verdict, the last line the command to type next.\n\n" +
                    std::string(resources));

        CLI::App* peek = app.add_subcommand("peek",
                                            "Content without changing it: for now the kernel's own text about it");
        peek->add_option("RESOURCE", peek_options.resource,
                         "An object, a lock, a process, a thread or mapped memory; or a pid")
            ->required();
        peek->add_flag("--json", peek_options.json, "JSON instead of the text: resource, texts, vmas");
        peek->add_flag("--maps", peek_options.maps, "Of a process: its mappings too");
        peek->footer(
            footer(context, "peek sysv-sem/7\npeek process/812 --maps\npeek lock/posix/fe:00:1234/0-99/812 --json") +
            "\n\n" + std::string(resources));

        CLI::App* watch = app.add_subcommand("watch", "One line a change, as it happens");
        watch->add_flag("--json", watch_options.json,
                        "Each line a JSON object: at, section, change, resource, before, after");
        watch->add_option("--interval", interval_ms, "Milliseconds between two looks (1000)")
            ->check(CLI::Range(std::int64_t{50}, std::int64_t{3'600'000}));
        watch->add_option("SECTION", watch_options.sections, "Only changes in these sections");
        watch->footer(footer(context, "watch\nwatch waits findings\nwatch --json --interval 200"));
    }

    void add_acting(const Context& context) {
        CLI::App* create = app.add_subcommand(
            "create", "Make a System V queue, semaphore set or shared memory segment; prints its name");
        create->add_option("KIND", create_options.kind, "sysv-msg, sysv-sem or sysv-shm")->required();
        create->add_option("--key", create_options.key, "The key, as in 0x2a; fails where an object has it");
        create->add_option("--ftok", create_options.ftok, "PATH:ID, the key that ftok(3) makes of them");
        create->add_flag("--private", create_options.is_private, "No key (IPC_PRIVATE)");
        create->add_option("--mode", create_options.mode, "Who may use it, in octal (0600)");
        create->add_option("--values", create_options.values, "sysv-sem: the values, one a semaphore, as in 1,0");
        create->add_option("--size", create_options.size, "sysv-shm: bytes, or with K, M or G");
        create->add_flag("--dry-run", create_options.dry_run, "Only say what would be made");
        create->footer(footer(context, "create sysv-sem --key 0x2a --values 1,0\ncreate sysv-shm --private --size "
                                       "1M\ncreate sysv-msg --ftok /etc/hostname:7 --mode 0660"));

        CLI::App* semop = app.add_subcommand("semop",
                                             "Change semaphores of a set, all at once or not at all; never waits");
        semop->add_option("SET", semop_options.set, "The set, as in sysv-sem/7")->required();
        semop
            ->add_option("OPERATIONS", semop_options.operations, "NUM:CHANGE with commas between them, as in 0:-1,1:+1")
            ->required();
        semop->add_flag("--nowait", nowait, "Fail instead of waiting (this version always does)");
        semop->add_option("--timeout", timeout)->group("");
        semop->add_flag("--dry-run", semop_options.dry_run, "Only say what would follow");
        add_expect(semop, semop_options.expect);
        semop->footer(footer(context, "semop sysv-sem/7 0:+1\nsemop sysv-sem/7 0:-1,1:+1 --dry-run"));

        CLI::App* setval = app.add_subcommand("setval",
                                              "Set a semaphore's value, whatever it was (there is no undo yet)");
        setval->add_option("SEMAPHORE", setval_options.semaphore, "The semaphore, as in sysv-sem/7/0")->required();
        setval->add_option("VALUE", setval_options.value, "0 to 32767")->required();
        setval->add_flag("--yes", setval_options.yes, "Do not ask");
        setval->add_flag("--dry-run", setval_options.dry_run, "Only say what would follow");
        add_expect(setval, setval_options.expect);
        setval->footer(footer(context, "setval sysv-sem/7/0 1\nsetval sysv-sem/7/0 1 --expect key=0x2a --yes"));

        CLI::App* remove = app.add_subcommand("remove", "Remove System V objects (there is no undo yet)");
        remove->add_option("RESOURCE", remove_options.resources, "The objects, as in sysv-shm/4")->required();
        remove->add_flag("--yes", remove_options.yes, "Do not ask");
        remove->add_flag("--dry-run", remove_options.dry_run, "Only say what hangs on them");
        add_expect(remove, remove_options.expect);
        remove->footer(footer(context, "remove sysv-shm/4 --dry-run\nremove sysv-msg/0 sysv-sem/7 --yes\nremove "
                                       "sysv-shm/4 --expect key=0x2a,cuid=1000"));
    }

    static void add_expect(CLI::App* command, std::vector<std::string>& expect) {
        command
            ->add_option(
                "--expect",
                expect, "KEY=VALUE of the object as it was seen (key, id, cuid, cgid, uid, gid, seq, cpid); a difference refuses")
            ->expected(1)
            ->take_all()
            ->allow_extra_args(false);
    }
};

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> items;
    while (!text.empty()) {
        const std::string_view item = text.substr(0, text.find(','));
        if (!item.empty()) items.emplace_back(item);
        text.remove_prefix(std::min(text.size(), item.size() + 1));
    }
    return items;
}

int dispatch(CommandLine& line, Context& context) {
    const auto chosen = line.app.get_subcommands();
    const std::string name = chosen.empty() ? "" : chosen.front()->get_name();
    // What can be answered without looking at the machine comes first.
    if (name == "snapshot" && line.schema) {
        context.out << analysis::moment_schema();
        return done;
    }
    if (name == "snapshot") {
        line.snapshot_options.header = !line.no_header;
        line.snapshot_options.columns = split(line.columns);
        if (line.snapshot_options.columns.empty() && !line.columns.empty())
            return complain(context, "--columns names no column", bad_usage);
    }
    if (name == "semop" && !line.timeout.empty())
        return complain(context,
                        "semop: --timeout is for operations that wait, and this version holds nothing and never waits",
                        bad_usage);
    line.findings_options.at_least = enum_from_name<Severity>(line.min_severity).value_or(Severity::notice);
    line.watch_options.interval = std::chrono::milliseconds(line.interval_ms);

    // Before the session, which may start threads: signals are to reach one thread only.
    const std::stop_token stop = name == "watch" ? context.until_interrupted() : std::stop_token();
    const std::unique_ptr<Session> session = context.make_session();
    if (name == "snapshot") return snapshot(*session, context, line.snapshot_options);
    if (name == "findings") return findings(*session, context, line.findings_options);
    if (name == "why") return why(*session, context, line.why_options);
    if (name == "peek") return peek(*session, context, line.peek_options);
    if (name == "watch") return watch(*session, context, line.watch_options, stop);
    if (name == "create") return create(*session, context, line.create_options);
    if (name == "semop") return semop(*session, context, line.semop_options);
    if (name == "setval") return setval(*session, context, line.setval_options);
    if (name == "remove") return remove(*session, context, line.remove_options);
    return summary(*session, context);
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
    CommandLine line(context);
    try {
        line.app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::CallForHelp&) {
        const auto chosen = line.app.get_subcommands();
        context.out << (chosen.empty() ? line.app.help() : chosen.front()->help("gordianctl"));
        return done;
    } catch (const CLI::CallForVersion& version) {
        context.out << version.what() << '\n';
        return done;
    } catch (const CLI::ParseError& error) {
        const auto chosen = line.app.get_subcommands();
        const std::string help = std::format("{}{}{} --help", context.program, chosen.empty() ? "" : " ",
                                             chosen.empty() ? "" : chosen.front()->get_name());
        return complain(context, std::format("{}; see {}", error.what(), help), bad_usage);
    }
    return dispatch(line, context);
}

}  // namespace gordian::ctl
