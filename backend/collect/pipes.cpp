// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/pipes.h"

#include "backend/base/text.h"
#include "backend/collect/remedy.h"
#include "backend/kernel/proc_pid_fdinfo.h"
#include "backend/kernel/sys_files.h"
#include "backend/kernel/sys_object.h"
#include "backend/snapshot/resource_id.h"

#include <fcntl.h>

#include <algorithm>
#include <set>
#include <utility>

namespace gordian::collect {

namespace {

/// Pipes without a name by inode; FIFOs by path and inode, since inodes of two file systems may be equal.
using Wanted = std::set<std::pair<std::uint64_t, std::string>>;

/// Whoever reads rests on most machines all day, and that is no reason to look at every descriptor there is; whoever writes seldom waits.
const TransferCall* pipe_call_of(const Thread& thread) {
    const auto* call = thread.operands ? std::get_if<TransferCall>(&*thread.operands) : nullptr;
    const bool is_pipe = call != nullptr && call->direction == TransferDirection::write && call->inode && call->path &&
                         (call->kind == DescriptorKind::pipe || call->kind == DescriptorKind::fifo);
    return is_pipe && !thread.stopped() ? call : nullptr;
}

std::pair<std::uint64_t, std::string> name_of(std::uint64_t inode, std::string_view path) {
    return {inode, path.starts_with("pipe:[") ? std::string() : std::string(path)};
}

Wanted wanted_by(const std::vector<Thread>& threads) {
    Wanted wanted;
    for (const Thread& thread : threads)
        if (const TransferCall* call = pipe_call_of(thread)) wanted.insert(name_of(*call->inode, *call->path));
    return wanted;
}

/// "pipe:[1234]"; FIFOs have a path, and their inode only stat(2) tells.
std::optional<std::uint64_t> inode_of(const std::string& link, const std::string& path, const Wanted& wanted) {
    const bool may_be = path.starts_with("pipe:[") ||
                        std::ranges::any_of(wanted, [&](const auto& one) { return one.second == path; });
    if (!may_be) return {};
    const auto object = kernel::stat_object(link);
    if (!object || !object->is_fifo) return {};
    return object->id.inode;
}

}  // namespace

PipeReadings read_pipes(const ProcRoot& proc, const std::vector<Thread>& threads, const std::vector<Process>& processes) {
    PipeReadings readings;
    const Wanted wanted = wanted_by(threads);
    if (wanted.empty()) return readings;
    for (const Process& process : processes) {
        if (process.kernel_thread || process.has_ended()) continue;
        const auto fds = kernel::list_numbers(proc.of_process(process.pid, "fd"));
        if (!fds) {
            if (is_permission(fds.error())) readings.refused.emplace(process.pid, fds.error());
            continue;
        }
        for (const int fd : *fds) {
            const std::string link = proc.of_process(process.pid, std::format("fd/{}", fd));
            const auto path = kernel::read_link(link);
            if (!path) continue;
            const std::string shown = valid_utf8(*path);
            const auto inode = inode_of(link, shown, wanted);
            if (!inode || !wanted.contains(name_of(*inode, shown))) continue;
            const auto info = kernel::read_file(proc.of_process(process.pid, std::format("fdinfo/{}", fd)))
                                  .and_then([](const std::string& text) { return kernel::parse_fdinfo(text); });
            if (info)
                readings.descriptors.push_back(
                    {.inode = *inode, .path = shown, .pid = process.pid, .fd = fd, .flags = info->flags});
        }
    }
    return readings;
}

std::vector<Pipe> join_pipes(const PipeReadings& readings, const std::vector<Thread>& threads, UnreadableList& unreadable) {
    std::map<std::pair<std::uint64_t, std::string>, Pipe> pipes;
    for (const auto& name : wanted_by(threads)) {
        Pipe& pipe = pipes[name];
        pipe.inode = name.first;
        pipe.path = name.second;
        pipe.resource = resource::pipe(name.first, pipe.path);
        pipe.ends_complete = readings.refused.empty();
    }
    for (const PipeDescriptor& descriptor : readings.descriptors) {
        const auto found = pipes.find(name_of(descriptor.inode, descriptor.path));
        if (found == pipes.end()) continue;
        const PipeEnd end{.pid = descriptor.pid, .fd = descriptor.fd, .nonblocking = (descriptor.flags & O_NONBLOCK) != 0};
        const auto mode = descriptor.flags & O_ACCMODE;
        if (mode != O_WRONLY) found->second.readers.push_back(end);
        if (mode != O_RDONLY) found->second.writers.push_back(end);
    }
    if (!pipes.empty())
        for (const auto& [pid, error] : readings.refused)
            note(unreadable, "pipes", {"readers", "writers"}, resource::process(pid), error);
    std::vector<Pipe> rows;
    for (auto& [name, pipe] : pipes) {
        const auto by_number = [](const PipeEnd& end) { return std::pair(end.pid, end.fd); };
        std::ranges::sort(pipe.readers, {}, by_number);
        std::ranges::sort(pipe.writers, {}, by_number);
        rows.push_back(std::move(pipe));
    }
    std::ranges::sort(rows, {}, &Pipe::resource);
    const auto repeated = std::ranges::unique(rows, {}, &Pipe::resource);
    rows.erase(repeated.begin(), repeated.end());
    return rows;
}

}  // namespace gordian::collect
