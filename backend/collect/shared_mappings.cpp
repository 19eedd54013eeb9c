// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/shared_mappings.h"

#include "backend/base/scan.h"
#include "backend/base/text.h"
#include "backend/collect/remedy.h"
#include "backend/kernel/escaped_path.h"
#include "backend/kernel/proc_pid_maps.h"
#include "backend/kernel/sys_object.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <cerrno>

namespace gordian::collect {

namespace {

constexpr std::string_view deleted_suffix = " (deleted)";

bool on_device(const kernel::FileId& file, const std::optional<kernel::FileId>& device) {
    return device && file.major == device->major && file.minor == device->minor;
}

/// "/SYSV2a2b2c2d": the key in hexadecimal.
bool is_segment_name(std::string_view name) { return name.size() == 13 && name.starts_with("/SYSV"); }

Backing backing_of(const VmaReading& vma, const MapsReading& reading) {
    Backing backing{.kind = BackingKind::file,
                    .device = {vma.file.major, vma.file.minor},
                    .inode = vma.file.inode,
                    .path = {},
                    .deleted = false};
    std::string_view name = vma.path;
    if (!vma.named_so && name.ends_with(deleted_suffix)) {
        name.remove_suffix(deleted_suffix.size());
        backing.deleted = true;
    }
    backing.path = valid_utf8(name);
    if (on_device(vma.file, reading.kernel_tmpfs) || !reading.kernel_tmpfs) {
        // These are never linked into a directory, the kernel calls all of them deleted: the word says nothing here.
        const auto is = [&](BackingKind kind) {
            backing.kind = kind;
            backing.deleted = false;
        };
        if (is_segment_name(name)) is(BackingKind::sysv_shm);
        else if (name.starts_with("/memfd:")) is(BackingKind::memfd);
        else if (name == "/dev/zero" || name.starts_with("[anon_shmem:") || name.empty()) is(BackingKind::anonymous);
        if (backing.kind == BackingKind::anonymous) backing.path.clear();
        if (backing.kind != BackingKind::file) return backing;
    }
    if (name.starts_with("/dev/shm/")) backing.kind = BackingKind::posix_shm;
    else if (name.starts_with("/anon_hugepage") || name.starts_with("[anon_huge")) backing.kind = BackingKind::hugetlb;
    else if (name.starts_with("/dev/") || name.starts_with("anon_inode:")) backing.kind = BackingKind::device;
    return backing;
}

std::string file_in_root(const ProcRoot& proc, int pid, std::string_view path) {
    return proc.of_process(pid, "root") + std::string(path);
}

}  // namespace

MapsReading read_maps(const ProcRoot& proc, const std::vector<Process>& processes) {
    MapsReading reading;
    if (const auto device = kernel::stat_kernel_tmpfs()) reading.kernel_tmpfs = *device;
    if (const auto device = kernel::stat_file("/dev/shm")) reading.dev_shm = *device;
    for (const Process& process : processes) {
        if (process.kernel_thread || process.state == "Z") continue;
        const auto text = kernel::read_file(proc.of_process(process.pid, "maps"));
        if (!text) {
            reading.refused.emplace(process.pid, text.error());
            continue;
        }
        for_each_line(*text, [&](std::string_view line) {
            const auto row = kernel::parse_maps_row(line);
            if (!row || !row->shared()) return;
            VmaReading& vma = reading.vmas.emplace_back(VmaReading{.pid = process.pid,
                                                                   .start = row->start,
                                                                   .end = row->end,
                                                                   .offset = row->offset,
                                                                   .perms = std::string(row->perms),
                                                                   .path = kernel::unescaped_path(row->path),
                                                                   .file = row->file,
                                                                   .named_so = false});
            if (!vma.path.ends_with(deleted_suffix) || on_device(vma.file, reading.kernel_tmpfs)) return;
            const auto object = kernel::stat_object(file_in_root(proc, process.pid, vma.path));
            vma.named_so = object && object->id.inode == vma.file.inode;
        });
    }
    return reading;
}

std::vector<SharedMapping> join_shared_mappings(const MapsReading& reading, const std::vector<Process>& processes,
                                                std::uint64_t own_ipc_namespace, UnreadableList& unreadable) {
    std::map<int, std::uint64_t> namespace_of;
    for (const Process& process : processes) {
        if (process.ipc_namespace) namespace_of[process.pid] = *process.ipc_namespace;
    }
    std::map<std::string, SharedMapping> by_resource;
    for (const VmaReading& vma : reading.vmas) {
        Backing backing = backing_of(vma, reading);
        std::string resource = resource::backing(backing, on_device(vma.file, reading.dev_shm));
        if (backing.kind == BackingKind::sysv_shm) {
            // Segments of all namespaces lie on one device and share its numbers; the process tells whose it is (it may have moved since: inferred).
            const auto found = namespace_of.find(vma.pid);
            if (found != namespace_of.end() && found->second != own_ipc_namespace)
                resource = std::format("ipc:[{}]/{}", found->second, resource);
        }
        SharedMapping& mapping = by_resource[resource];
        if (mapping.resource.empty()) {
            mapping.resource = resource;
            mapping.backing = std::move(backing);
        }
        mapping.mappings.push_back({.pid = vma.pid,
                                    .start = vma.start,
                                    .end = vma.end,
                                    .offset = vma.offset,
                                    .perms = vma.perms,
                                    .shared = true,
                                    .ours = false});
    }
    std::vector<SharedMapping> mappings;
    mappings.reserve(by_resource.size());
    for (auto& [resource, mapping] : by_resource) {
        // A list that is read a page at a time can show a mapping twice.
        std::ranges::sort(mapping.mappings, {}, [](const Mapping& m) { return std::tuple(m.pid, m.start, m.end); });
        const auto repeated = std::ranges::unique(mapping.mappings);
        mapping.mappings.erase(repeated.begin(), repeated.end());
        mappings.push_back(std::move(mapping));
    }
    for (const auto& [pid, error] : reading.refused)
        note(unreadable, "shared_mappings", {"mappings"}, resource::process(pid), error);
    return mappings;
}

std::map<std::string, Result<std::uint64_t>> read_backing_sizes(const ProcRoot& proc,
                                                                const std::vector<SharedMapping>& mappings) {
    std::map<std::string, Result<std::uint64_t>> sizes;
    for (const SharedMapping& mapping : mappings) {
        if (mapping.backing.kind == BackingKind::sysv_shm || mapping.backing.kind == BackingKind::device ||
            mapping.mappings.empty())
            continue;
        const Mapping& first = mapping.mappings.front();
        auto object = kernel::stat_object(
            proc.of_process(first.pid, std::format("map_files/{:x}-{:x}", first.start, first.end)));
        if (!object && !mapping.backing.path.empty() && !mapping.backing.deleted && mapping.backing.path.front() == '/') {
            const auto by_name = kernel::stat_object(file_in_root(proc, first.pid, mapping.backing.path));
            if (by_name && by_name->id.inode == mapping.backing.inode) object = by_name;
        }
        sizes.emplace(mapping.resource,
                      object ? Result<std::uint64_t>(object->size_bytes) : std::unexpected(object.error()));
    }
    return sizes;
}

void join_backing_sizes(std::vector<SharedMapping>& mappings, const std::map<std::string, Result<std::uint64_t>>& sizes,
                        const std::vector<ShmSegment>& segments, UnreadableList& unreadable) {
    std::map<std::string_view, std::uint64_t> segment_sizes;
    for (const ShmSegment& segment : segments) segment_sizes[segment.resource] = segment.segsz;
    for (SharedMapping& mapping : mappings) {
        if (mapping.backing.kind == BackingKind::sysv_shm) {
            if (const auto found = segment_sizes.find(mapping.resource); found != segment_sizes.end())
                mapping.size = found->second;
            else
                unreadable.add("shared_mappings", {"size"}, mapping.resource, "",
                               "a segment of another IPC namespace, or removed meanwhile", "");
        } else if (const auto found = sizes.find(mapping.resource); found == sizes.end()) {
            unreadable.add("shared_mappings", {"size"}, mapping.resource, "", "a device has no size", "");
        } else if (found->second) {
            mapping.size = *found->second;
        } else if (is_permission(found->second.error())) {
            unreadable.add("shared_mappings", {"size"}, mapping.resource, errno_name(found->second.error().code),
                           "following /proc/PID/map_files needs CAP_CHECKPOINT_RESTORE", "run gordianctl as root (sudo)");
        } else {
            note(unreadable, "shared_mappings", {"size"}, mapping.resource, found->second.error());
        }
    }
}

}  // namespace gordian::collect
