// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/shm_segments.h"

#include "backend/collect/remedy.h"
#include "backend/kernel/sys_files.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <map>

namespace gordian::collect {

namespace {

constexpr unsigned shm_dest = 01000, shm_locked = 02000;  // include/linux/shm.h

kernel::ShmidDs from_text(const kernel::ShmRow& row) {
    return {.shmid = row.shmid,
            .key = row.key,
            .seq = 0,
            .mode = row.perms & 0777U,
            .marked_for_removal = (row.perms & shm_dest) != 0,
            .locked = (row.perms & shm_locked) != 0,
            .uid = row.uid,
            .gid = row.gid,
            .cuid = row.cuid,
            .cgid = row.cgid,
            .segsz = row.size,
            .nattch = row.nattch,
            .cpid = row.cpid,
            .lpid = row.lpid,
            .atime = row.atime,
            .dtime = row.dtime,
            .ctime = row.ctime};
}

}  // namespace

ShmReadings read_shm_segments(const ProcRoot& proc) {
    ShmReadings readings{.segments = {}, .from_text = false, .text = std::unexpected(Error{})};
    const int highest = kernel::shmctl_highest_index().value_or(-1);
    for (int index = 0; index <= highest; ++index) {
        if (const auto ds = kernel::shmctl_stat_any(index)) readings.segments.push_back(*ds);
    }
    readings.text = kernel::read_file(proc.of("sysvipc/shm")).and_then([](const std::string& text) {
        return kernel::parse_shm_rows(text);
    });
    if (readings.segments.empty() && highest >= 0 && readings.text) {
        readings.from_text = true;
        for (const kernel::ShmRow& row : *readings.text) readings.segments.push_back(from_text(row));
    }
    return readings;
}

std::vector<ShmSegment> join_shm_segments(const ShmReadings& readings, std::uint64_t ipc_namespace,
                                          const std::vector<SharedMapping>& mappings, UnreadableList& unreadable) {
    std::map<int, const kernel::ShmRow*> text_of;
    if (readings.text) {
        for (const kernel::ShmRow& row : *readings.text) text_of[row.shmid] = &row;
    }
    std::map<std::string_view, const SharedMapping*> mapping_of;
    for (const SharedMapping& mapping : mappings) mapping_of[mapping.resource] = &mapping;

    std::vector<ShmSegment> segments;
    segments.reserve(readings.segments.size());
    for (const kernel::ShmidDs& ds : readings.segments) {
        ShmSegment& segment = segments.emplace_back();
        segment.resource = resource::shm_segment(ds.shmid);
        segment.id = ds.shmid;
        segment.key = {static_cast<std::uint32_t>(ds.key)};
        segment.mode = {ds.mode & 0777U};
        segment.uid = ds.uid;
        segment.gid = ds.gid;
        segment.cuid = ds.cuid;
        segment.cgid = ds.cgid;
        segment.segsz = ds.segsz;
        segment.cpid = ds.cpid;
        segment.lpid = ds.lpid;
        segment.nattch = ds.nattch;
        segment.atime = Time::from_seconds(ds.atime);
        segment.dtime = Time::from_seconds(ds.dtime);
        segment.ctime = Time::from_seconds(ds.ctime);
        segment.locked = ds.locked;
        segment.marked_for_removal = ds.marked_for_removal;
        segment.ipc_namespace = ipc_namespace;
        if (readings.from_text)
            unreadable.add("shm_segments", {"seq"}, segment.resource, "",
                           "this kernel has no SHM_STAT_ANY (Linux 4.17)", "");
        else segment.seq = ds.seq;
        if (const auto row = text_of.find(ds.shmid); row != text_of.end()) {
            segment.rss = row->second->rss;
            segment.swap = row->second->swap;
        } else if (!readings.text) {
            note(unreadable, "shm_segments", {"rss", "swap"}, segment.resource, readings.text.error());
        } else {
            unreadable.add("shm_segments", {"rss", "swap"}, segment.resource, "",
                           "it came or went while the list was read", "");
        }
        if (const auto mapping = mapping_of.find(segment.resource); mapping != mapping_of.end()) {
            for (const Mapping& m : mapping->second->mappings)
                segment.attachments.push_back(
                    {.pid = m.pid, .start = m.start, .end = m.end, .perms = m.perms, .ours = m.ours});
        }
        if (segment.attachments.size() < segment.nattch)
            unreadable.add("shm_segments", {"attachments"}, segment.resource, "",
                           "some of those that nattch counts are in processes that are hidden",
                           "run gordianctl as root (sudo)");
    }
    std::ranges::sort(segments, {}, &ShmSegment::id);
    return segments;
}

}  // namespace gordian::collect
