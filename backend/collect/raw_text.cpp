// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/raw_text.h"

#include "backend/base/scan.h"
#include "backend/base/text.h"
#include "backend/collect/remedy.h"
#include "backend/kernel/escaped_path.h"
#include "backend/kernel/proc_locks.h"
#include "backend/kernel/proc_pid_maps.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <format>
#include <utility>

namespace gordian::collect {

namespace {

using resource::Parsed;

/// Lists of the whole machine, of which a few lines are kept.
constexpr std::size_t list_limit_bytes = std::size_t{64} << 20;
/// sched goes on with statistics that nobody looks up here.
constexpr std::size_t sched_lines = 40;
constexpr std::size_t most_processes = 256, most_descriptors = 16, most_descriptors_looked_at = 4096;

RawText unread(std::string source, const Error& error) {
    std::string why_not = error.why.empty() ? errno_words(error.code) : error.why;
    if (is_permission(error)) why_not += "; root may read it";
    else if (is_vanished(error)) why_not += ": this kernel does not have it, or the process has just ended";
    return {.source = std::move(source), .text = {}, .why_not = std::move(why_not)};
}

RawText read_source(const std::string& path, std::size_t limit_lines = SIZE_MAX) {
    // One byte more than is kept tells that there is more.
    const auto text = kernel::read_file(path, raw_text_limit_bytes + 1);
    return text ? bounded(path, *text, raw_text_limit_bytes, limit_lines) : unread(path, text.error());
}

std::unexpected<Error> gone(std::string_view resource, std::string_view what) {
    return std::unexpected(Error::refused("reading", resource, std::format("there is no such {}", what)));
}

// ---- System V objects ---------------------------------------------------------------------------------------------------------

Result<void> in_own_ipc_namespace(const ProcRoot& proc, const Parsed& parsed, std::string_view resource) {
    if (!parsed.ipc_namespace) return {};
    const auto own = kernel::stat_file(proc.of("self/ns/ipc"));
    if (own && own->inode == *parsed.ipc_namespace) return {};
    return std::unexpected(Error::refused("reading", resource,
                                          "it lives in another IPC namespace, and /proc/sysvipc shows the reader's own",
                                          "enter that namespace first: nsenter --ipc --target PID"));
}

Result<RawTextAnswer> read_sysvipc(const ProcRoot& proc, std::string_view file, std::string_view what,
                                   const Parsed& parsed, std::string_view resource) {
    if (auto own = in_own_ipc_namespace(proc, parsed, resource); !own) return std::unexpected(std::move(own.error()));
    std::string path = proc.of(file);
    const auto text = kernel::read_file(path, list_limit_bytes);
    if (!text) return RawTextAnswer{{unread(std::move(path), text.error())}};
    const std::string lines = join_sysvipc_lines(*text, parsed.id);
    if (lines.empty()) return gone(resource, what);
    return RawTextAnswer{{bounded(std::move(path), lines)}};
}

// ---- locks ----------------------------------------------------------------------------------------------------------------

/// The `lock:` lines of one descriptor about this file.
RawText read_descriptor(const ProcRoot& proc, int pid, int fd, const kernel::FileId& file) {
    std::string path = proc.of_process(pid, std::format("fdinfo/{}", fd));
    const auto text = kernel::read_file(path, list_limit_bytes);
    if (!text) return unread(std::move(path), text.error());
    RawText lines = bounded(std::move(path), join_lock_lines(*text, file));
    if (lines.text.empty()) lines.why_not = "this descriptor shows no lock on the file now";
    return lines;
}

void read_holder(const ProcRoot& proc, const LockPlace& place, std::vector<RawText>& texts) {
    if (!place.pid) return;
    if (place.fd) {
        texts.push_back(read_descriptor(proc, *place.pid, *place.fd, place.file));
        return;
    }
    // A POSIX lock is the process's: any of its descriptors of the file shows it.
    const std::string folder = proc.of_process(*place.pid, "fdinfo");
    const auto descriptors = kernel::list_numbers(folder);
    if (!descriptors) {
        texts.push_back(unread(folder, descriptors.error()));
        return;
    }
    const std::size_t before = texts.size();
    std::size_t looked_at = 0;
    for (const int fd : *descriptors) {
        if (++looked_at > most_descriptors_looked_at || texts.size() - before == most_descriptors) {
            texts.push_back({.source = folder, .text = {}, .why_not = "further descriptors were not looked at"});
            break;
        }
        if (RawText lines = read_descriptor(proc, *place.pid, fd, place.file); !lines.text.empty())
            texts.push_back(std::move(lines));
    }
}

Result<RawTextAnswer> read_lock(const ProcRoot& proc, std::string_view resource) {
    const auto place = parse_lock_place(resource);
    if (!place)
        return std::unexpected(Error::refused(
            "reading", std::format("\"{}\"", escaped(resource.substr(0, 120))), "this is not how a lock is spelled",
            "write lock/CLASS/DEV:INODE/START-END/OWNER, or copy it from `gordianctl snapshot locks`"));
    RawTextAnswer answer;
    std::string path = proc.of("locks");
    // Once: reading it slows every locker of the machine.
    if (const auto text = kernel::read_file(path, list_limit_bytes); !text) {
        answer.texts.push_back(unread(std::move(path), text.error()));
    } else {
        RawText& lines = answer.texts.emplace_back(bounded(std::move(path), join_lock_lines(*text, place->file)));
        if (lines.text.empty())
            lines.why_not = "it has no line about this file: the lock was released, or its owner has no number in this "
                            "PID namespace";
    }
    read_holder(proc, *place, answer.texts);
    return answer;
}

// ---- processes and threads --------------------------------------------------------------------------------------------------

Result<RawTextAnswer> read_task(const std::string& folder, std::string_view resource, std::string_view what) {
    RawTextAnswer answer;
    if (const auto there = kernel::stat_file(folder); !there)
        return is_vanished(there.error()) ? gone(resource, what) : std::unexpected(there.error());
    for (const std::string_view file : {"status", "syscall", "wchan", "stack", "sched", "limits", "cgroup"})
        answer.texts.push_back(read_source(std::format("{}/{}", folder, file), file == "sched" ? sched_lines : SIZE_MAX));
    return answer;
}

// ---- what is mapped ---------------------------------------------------------------------------------------------------------

enum class MappedKind { memfd, anonymous, named };

struct Mapped {
    kernel::FileId file;
    MappedKind kind = MappedKind::named;
};

/// Memfds, anonymous memory and System V segments share one device, and a segment's inode is its identifier: the name tells them apart.
bool is_of_kind(MappedKind kind, std::string_view path) {
    const bool memfd = path.starts_with("/memfd:");
    const bool anonymous = path.empty() || path.starts_with("/dev/zero") || path.starts_with("[anon_shmem:");
    switch (kind) {
    case MappedKind::memfd: return memfd;
    case MappedKind::anonymous: return anonymous;
    case MappedKind::named: break;
    }
    return !memfd && !path.starts_with("/SYSV");
}

std::optional<kernel::FileId> file_of(std::string_view device_and_inode) {
    const std::size_t colon = device_and_inode.rfind(':');
    if (colon == std::string_view::npos) return {};
    const auto device = from_text(device_and_inode.substr(0, colon), static_cast<Device*>(nullptr));
    std::uint64_t inode = 0;
    const Scan number = Scan(device_and_inode.substr(colon + 1)).dec(inode);
    if (!device || !number || !number.at_end()) return {};
    return kernel::FileId{.major = device->major, .minor = device->minor, .inode = inode};
}

/// Of "posix-shm/NAME", "posix-sem/NAME": the file in the viewer's /dev/shm.
Result<kernel::FileId> file_in_dev_shm(std::string_view name, bool semaphore) {
    const std::string decoded = percent_decoded(name);
    if (decoded.empty() || decoded.contains('/') || decoded.contains('\0') || decoded == "." || decoded == "..")
        return std::unexpected(Error::from_code(ENOENT, "stat", "/dev/shm"));
    return kernel::stat_file(std::format("/dev/shm/{}{}", semaphore ? "sem." : "", decoded));
}

std::string lines_of_maps(std::string_view text, const Mapped& mapped) {
    std::string lines;
    for_each_line(text, [&](std::string_view line) {
        const auto row = kernel::parse_maps_row(line);
        if (row && row->file == mapped.file && is_of_kind(mapped.kind, kernel::unescaped_path(row->path)))
            lines.append(line).push_back('\n');
    });
    return lines;
}

/// Who maps it is told by nobody but the maps of all processes.
RawTextAnswer read_maps_of_all(const ProcRoot& proc, const Mapped& mapped, const std::stop_token& stop,
                               std::chrono::milliseconds at_most) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    RawTextAnswer answer;
    const auto pids = kernel::list_numbers(proc.path);
    if (!pids) return {{unread(proc.path, pids.error())}};
    std::size_t looked_at = 0, refused = 0;
    for (const int pid : *pids) {
        if (stop.stop_requested() || answer.texts.size() == most_processes || std::chrono::steady_clock::now() >= deadline)
            break;
        ++looked_at;
        std::string path = proc.of_process(pid, "maps");
        const auto text = kernel::read_file(path, list_limit_bytes);
        if (!text) {
            refused += is_permission(text.error()) ? 1 : 0;
        } else if (const std::string lines = lines_of_maps(*text, mapped); !lines.empty()) {
            answer.texts.push_back(bounded(std::move(path), lines));
        }
    }
    std::string why_not;
    if (refused > 0) why_not = std::format("{} of {} processes may not be read; root may", refused, looked_at);
    if (looked_at < pids->size())
        why_not += std::format("{}{} processes were not looked at any more", why_not.empty() ? "" : "; ",
                               pids->size() - looked_at);
    if (answer.texts.empty() && why_not.empty()) why_not = "no process maps it";
    if (!why_not.empty())
        answer.texts.push_back({.source = std::format("{}/*/maps", proc.path), .text = {}, .why_not = std::move(why_not)});
    return answer;
}

Result<RawTextAnswer> read_other(const ProcRoot& proc, std::string_view resource, const std::stop_token& stop,
                                 std::chrono::milliseconds at_most) {
    const std::string_view kind = resource.substr(0, resource.find('/'));
    const std::string_view name = resource.substr(kind.size() + 1);
    if (kind == "lock") return read_lock(proc, resource);
    const bool semaphore = kind == "posix-sem", posix = semaphore || kind == "posix-shm";
    if (posix || kind == "memfd" || kind == "anon-shared" || kind == "file") {
        Mapped mapped{.file = {},
                      .kind = kind == "memfd"         ? MappedKind::memfd
                              : kind == "anon-shared" ? MappedKind::anonymous
                                                      : MappedKind::named};
        if (const auto file = file_of(name)) {
            mapped.file = *file;
        } else if (!posix) {
            return std::unexpected(Error::refused(
                "reading", std::format("\"{}\"", escaped(resource.substr(0, 120))),
                "this is not how mapped memory is spelled",
                std::format("write {}/DEV:INODE, or copy it from `gordianctl snapshot shared_mappings`", kind)));
        } else if (const auto found = file_in_dev_shm(name, semaphore)) {
            mapped.file = *found;
        } else {
            return is_vanished(found.error()) ? gone(resource, "object") : std::unexpected(found.error());
        }
        return read_maps_of_all(proc, mapped, stop, at_most);
    }
    return RawTextAnswer{{{.source = proc.path,
                           .text = {},
                           .why_not = std::format("no text about a thing of the kind {} is looked up there", kind)}}};
}

}  // namespace

RawText bounded(std::string source, std::string_view text, std::size_t limit_bytes, std::size_t limit_lines) {
    RawText kept{.source = std::move(source), .text = {}, .why_not = {}};
    const std::string valid = valid_utf8(text);
    std::size_t bytes = 0, lines = 0;
    while (bytes < valid.size() && lines < limit_lines) {
        const std::size_t newline = valid.find('\n', bytes);
        const std::size_t end = newline == std::string::npos ? valid.size() : newline + 1;
        if (end > limit_bytes) break;
        bytes = end;
        ++lines;
    }
    kept.text = valid.substr(0, bytes);
    if (bytes == valid.size()) return kept;
    if (lines == limit_lines) kept.why_not = std::format("only its first {} lines are shown", limit_lines);
    else
        kept.why_not = std::format("it is longer than {} KiB; only whole lines up to there are shown", limit_bytes >> 10);
    return kept;
}

std::string join_sysvipc_lines(std::string_view text, int id) {
    std::string heading, lines;
    for_each_line(text, [&](std::string_view line) {
        std::int32_t key = 0;
        int its_id = 0;
        if (Scan(line).literal("key").word_end()) heading.append(line).push_back('\n');
        else if (Scan(line).dec(key).dec(its_id).word_end() && its_id == id) lines.append(line).push_back('\n');
    });
    return lines.empty() ? lines : heading + lines;
}

std::string join_lock_lines(std::string_view text, const kernel::FileId& file) {
    std::string lines;
    bool of_this_file = false;
    for_each_line(text, [&](std::string_view line) {
        constexpr std::string_view in_fdinfo = "lock:";
        const bool labelled = line.starts_with(in_fdinfo);
        const auto row = kernel::parse_lock_row(labelled ? Scan(line.substr(in_fdinfo.size())).skip_blanks().rest() : line);
        if (!row) return;
        if (row->file) of_this_file = *row->file == file;
        if (of_this_file) lines.append(line).push_back('\n');
    });
    return lines;
}

std::optional<LockPlace> parse_lock_place(std::string_view resource) {
    // OWNER holds no slash, and neither does anything before it.
    std::array<std::string_view, 5> parts;
    std::size_t count = 0;
    for (std::string_view rest = resource;; ++count) {
        const std::size_t slash = rest.find('/');
        if (count == parts.size()) return {};
        parts[count] = rest.substr(0, slash);
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
    const auto file = file_of(parts[2]);
    if (count + 1 != parts.size() || parts[0] != "lock" || !file) return {};
    LockPlace place{.file = *file, .pid = {}, .fd = {}};
    if (parts[4].starts_with('?')) return place;
    int pid = 0, fd = 0;
    Scan owner = Scan(parts[4]).dec(pid);
    if (!owner || pid <= 0) return {};
    place.pid = pid;
    if (owner.at_end()) return place;
    owner.next('.').dec(fd);
    if (!owner || !owner.at_end() || fd < 0) return {};
    place.fd = fd;
    return place;
}

Result<RawTextAnswer> read_raw_text(const ProcRoot& proc, std::string_view resource, const std::stop_token& stop,
                                    std::chrono::milliseconds at_most) {
    const auto parsed = resource::parse(resource);
    if (!parsed) return std::unexpected(parsed.error());
    switch (parsed->kind) {
    case Parsed::Kind::msg_queue: return read_sysvipc(proc, "sysvipc/msg", "queue", *parsed, resource);
    case Parsed::Kind::shm_segment: return read_sysvipc(proc, "sysvipc/shm", "segment", *parsed, resource);
    case Parsed::Kind::sem_set:
    case Parsed::Kind::semaphore: return read_sysvipc(proc, "sysvipc/sem", "semaphore set", *parsed, resource);
    case Parsed::Kind::process: return read_task(proc.of(std::to_string(parsed->id)), resource, "process");
    case Parsed::Kind::thread:
        return read_task(proc.of_process(parsed->id, std::format("task/{}", parsed->num)), resource, "thread");
    case Parsed::Kind::other: break;
    }
    return read_other(proc, resource, stop, at_most);
}

}  // namespace gordian::collect
