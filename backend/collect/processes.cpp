// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/processes.h"

#include "backend/base/scan.h"
#include "backend/base/text.h"
#include "backend/collect/remedy.h"
#include "backend/kernel/proc_pid_cmdline.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>

namespace gordian::collect {

namespace {

constexpr std::uint64_t pf_kthread = 0x00200000;  // include/linux/sched.h
/// include/linux/proc_ns.h, PROC_IPC_INIT_INO. Threads of the kernel live there, also for those who may not ask.
constexpr std::uint64_t initial_ipc_namespace = 0xEFFFFFFF;
/// A process may write any length into its own arguments.
constexpr std::size_t kept_of_cmdline = 64 * 1024;

std::optional<std::string> exe_of(const ProcessReading& reading, const Process& process, UnreadableList& unreadable) {
    if (reading.exe) return valid_utf8(*reading.exe);
    // Kernel threads and zombies have none: readlink says ENOENT, or EACCES to those who may not even ask.
    if (process.kernel_thread || process.state == "Z") return std::string();
    note(unreadable, "processes", {"exe"}, process.resource, reading.exe.error());
    return std::nullopt;
}

}  // namespace

std::vector<ProcessReading> read_processes(const ProcRoot& proc) {
    std::vector<ProcessReading> readings;
    const auto pids = kernel::list_numbers(proc.path);
    if (!pids) return readings;
    readings.reserve(pids->size());
    for (const int pid : *pids) {
        const auto text = kernel::read_file(proc.of_process(pid, "stat"));
        auto stat = text ? kernel::parse_pid_stat(*text) : std::unexpected(text.error());
        if (!stat) continue;
        readings.push_back({.stat = std::move(*stat),
                            .status = kernel::read_file(proc.of_process(pid, "status")).and_then([](const std::string& s) {
                                return kernel::parse_pid_status(s);
                            }),
                            .cmdline = kernel::read_file(proc.of_process(pid, "cmdline"), kept_of_cmdline),
                            .exe = kernel::read_link(proc.of_process(pid, "exe")),
                            .cgroup = kernel::read_file(proc.of_process(pid, "cgroup")),
                            .ipc_namespace = kernel::stat_file(proc.of_process(pid, "ns/ipc"))});
    }
    return readings;
}

std::vector<Process> join_processes(const std::vector<ProcessReading>& readings, std::int64_t boot_time_s,
                                    std::int64_t ticks_per_second, UnreadableList& unreadable) {
    std::vector<Process> processes;
    processes.reserve(readings.size());
    for (const ProcessReading& reading : readings) {
        Process& process = processes.emplace_back();
        process.pid = reading.stat.pid;
        process.resource = resource::process(process.pid);
        process.ppid = reading.stat.ppid;
        process.pgrp = reading.stat.pgrp;
        const auto ticks = static_cast<std::int64_t>(reading.stat.start_ticks);
        process.start_time = {boot_time_s * 1'000'000'000 + ticks * (1'000'000'000 / ticks_per_second)};
        process.comm = valid_utf8(reading.stat.comm);
        process.state = std::string(1, reading.stat.state);
        process.nthreads = reading.stat.num_threads;
        process.kernel_thread = (reading.stat.flags & pf_kthread) != 0;
        process.exe = exe_of(reading, process, unreadable);
        if (reading.cmdline) {
            for (const std::string& argument : kernel::parse_cmdline(*reading.cmdline))
                process.cmdline.push_back(valid_utf8(argument));
        }
        if (reading.status) {
            process.uid = reading.status->uid;
            process.gid = reading.status->gid;
        } else {
            note(unreadable, "processes", {"uid", "gid"}, process.resource, reading.status.error());
        }
        if (reading.ipc_namespace) process.ipc_namespace = reading.ipc_namespace->inode;
        else if (process.kernel_thread) process.ipc_namespace = initial_ipc_namespace;
        else note(unreadable, "processes", {"ipc_namespace"}, process.resource, reading.ipc_namespace.error());
        process.readable = reading.ipc_namespace.has_value();
        if (reading.cgroup) process.cgroup = valid_utf8(kernel::parse_cgroup(*reading.cgroup));
        else note(unreadable, "processes", {"cgroup"}, process.resource, reading.cgroup.error());
    }
    std::ranges::sort(processes, {}, [](const Process& process) { return std::pair(process.pid, process.start_time); });
    return processes;
}

std::vector<IpcNamespace> join_ipc_namespaces(const std::vector<Process>& processes, std::uint64_t own) {
    std::map<std::uint64_t, std::vector<int>> pids_of;
    pids_of[own];
    for (const Process& process : processes) {
        if (process.ipc_namespace) pids_of[*process.ipc_namespace].push_back(process.pid);
    }
    std::vector<IpcNamespace> namespaces;
    for (auto& [inode, pids] : pids_of)
        namespaces.push_back({.inode = inode, .pids = std::move(pids), .label = inode == own ? "this one" : ""});
    return namespaces;
}

std::int64_t read_boot_time_s(const ProcRoot& proc) {
    std::int64_t seconds = 0;
    if (const auto text = kernel::read_file(proc.of("stat"))) {
        for_each_line(*text, [&](std::string_view line) {
            if (line.starts_with("btime ")) Scan(line.substr(6)).dec(seconds);
        });
    }
    return seconds;
}

}  // namespace gordian::collect
