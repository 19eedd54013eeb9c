// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/snapshot/resource_id.h"

#include "backend/base/text.h"
#include "backend/snapshot/described.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <ranges>

namespace gordian::resource {

namespace {

constexpr std::string_view dev_shm = "/dev/shm/";
constexpr std::string_view semaphore_prefix = "sem.";

/// Kinds whose spelling parse() passes on as it is: what they name is looked up in a snapshot, not called by number.
constexpr std::array other_kinds = std::to_array<std::string_view>({
    "posix-mq",
    "posix-sem",
    "posix-shm",
    "memfd",
    "anon-shared",
    "file",
    "pipe",
    "fifo",
    "socket",
    "event",
    "lock",
    "futex",
    "mapping",
    "input",
});

std::string device_and_inode(Device device, std::uint64_t inode) {
    return std::format("{}:{}", text_of(device), inode);
}

std::string_view last_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// NAME of a file that shm_open(3) or sem_open(3) finds: it lies in /dev/shm itself. Empty: it has none.
std::string_view posix_name(const Backing& backing, bool in_viewers_dev_shm) {
    const std::string_view path = backing.path;
    if (!in_viewers_dev_shm || backing.deleted || !path.starts_with(dev_shm)) return {};
    const std::string_view name = path.substr(dev_shm.size());
    return name.contains('/') ? std::string_view{} : name;
}

std::string posix_object(const Backing& backing, bool in_viewers_dev_shm) {
    const bool semaphore = last_name(backing.path).starts_with(semaphore_prefix);
    const std::string_view kind = semaphore ? "posix-sem/" : "posix-shm/";
    std::string_view name = posix_name(backing, in_viewers_dev_shm);
    if (semaphore && !name.empty()) name.remove_prefix(semaphore_prefix.size());
    return std::string(kind) + (name.empty() ? device_and_inode(backing.device, backing.inode) : percent_encoded(name));
}

/// One spelling a number: digits only, no leading zero, no sign.
template <class Integer>
std::optional<Integer> plain_number(std::string_view text) {
    Integer value{};
    const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }) &&
                       (text.size() == 1 || text[0] != '0');
    if (!plain || std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) return std::nullopt;
    return value;
}

/// "ipc:[4026532290]/" is taken off the front. False: it begins like one and is none.
bool take_namespace(std::string_view& text, std::optional<std::uint64_t>& ipc_namespace) {
    constexpr std::string_view open = "ipc:[", close = "]/";
    if (!text.starts_with(open)) return true;
    const std::size_t end = text.find(close);
    if (end == std::string_view::npos) return false;
    ipc_namespace = plain_number<std::uint64_t>(text.substr(open.size(), end - open.size()));
    text.remove_prefix(end + close.size());
    return ipc_namespace.has_value();
}

}  // namespace

std::string process(int pid) { return std::format("process/{}", pid); }
std::string thread(int pid, int tid) { return std::format("thread/{}/{}", pid, tid); }
std::string msg_queue(int id) { return std::format("sysv-msg/{}", id); }
std::string sem_set(int id) { return std::format("sysv-sem/{}", id); }
std::string semaphore(int id, int num) { return std::format("sysv-sem/{}/{}", id, num); }
std::string shm_segment(int id) { return std::format("sysv-shm/{}", id); }

std::string lock(LockClass lock_class, Device device, std::uint64_t inode, std::uint64_t start,
                 std::optional<std::uint64_t> end, std::string_view owner) {
    return std::format("lock/{}/{}/{}-{}/{}", enum_name(lock_class), device_and_inode(device, inode), start,
                       end ? std::to_string(*end) : "EOF", owner);
}

std::string pipe(std::uint64_t inode, std::string_view path) {
    return path.empty() ? std::format("pipe/{}", inode) : "fifo/" + percent_encoded(path);
}

std::string backing(const Backing& backing, bool in_viewers_dev_shm) {
    switch (backing.kind) {
    case BackingKind::sysv_shm: return std::format("sysv-shm/{}", backing.inode);
    case BackingKind::posix_shm: return posix_object(backing, in_viewers_dev_shm);
    case BackingKind::memfd: return "memfd/" + device_and_inode(backing.device, backing.inode);
    case BackingKind::anonymous: return "anon-shared/" + device_and_inode(backing.device, backing.inode);
    case BackingKind::file:
    case BackingKind::device:
    case BackingKind::hugetlb: break;
    }
    return "file/" + device_and_inode(backing.device, backing.inode);
}

Result<Parsed> parse(std::string_view text) {
    const auto wrong = [&] {
        return std::unexpected(Error::refused(
            "reading", std::format("\"{}\"", escaped(text.substr(0, 120))), "this is not how a resource is spelled",
            "write sysv-msg/ID, sysv-sem/ID, sysv-sem/ID/NUM, sysv-shm/ID, process/PID or thread/PID/TID "
            "(with ipc:[INODE]/ before it in another IPC namespace), or copy the spelling from `gordianctl snapshot`"));
    };
    Parsed parsed;
    std::string_view rest = text;
    if (!take_namespace(rest, parsed.ipc_namespace)) return wrong();
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return wrong();
    const std::string_view kind = rest.substr(0, slash);
    rest.remove_prefix(slash + 1);

    const bool in_ipc_namespace = kind.starts_with("sysv-") || kind == "posix-mq";
    if (parsed.ipc_namespace && !in_ipc_namespace) return wrong();
    if (std::ranges::contains(other_kinds, kind)) {
        if (rest.empty()) return wrong();
        return parsed;
    }

    const std::size_t second_slash = rest.find('/');
    const auto id = plain_number<int>(rest.substr(0, second_slash));
    const bool has_num = second_slash != std::string_view::npos;
    const auto num = has_num ? plain_number<int>(rest.substr(second_slash + 1)) : std::optional(0);
    if (!id || !num) return wrong();
    parsed.id = *id;
    parsed.num = *num;
    if (kind == "sysv-sem") parsed.kind = has_num ? Parsed::Kind::semaphore : Parsed::Kind::sem_set;
    else if (kind == "sysv-msg" && !has_num) parsed.kind = Parsed::Kind::msg_queue;
    else if (kind == "sysv-shm" && !has_num) parsed.kind = Parsed::Kind::shm_segment;
    else if (kind == "process" && !has_num) parsed.kind = Parsed::Kind::process;
    else if (kind == "thread" && has_num) parsed.kind = Parsed::Kind::thread;
    else return wrong();
    return parsed;
}

}  // namespace gordian::resource
