// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/vma_list.h"

#include "backend/base/text.h"
#include "backend/collect/remedy.h"
#include "backend/kernel/escaped_path.h"
#include "backend/kernel/sys_files.h"
#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <cerrno>
#include <format>
#include <utility>

namespace gordian::collect {

namespace {

/// Some two million mappings: another process can make its list as long as max_map_count allows.
constexpr std::size_t limit_bytes = std::size_t{256} << 20;

Error not_readable(int pid, const Error& error) {
    Error said = error;
    said.operation = "reading the mappings";
    said.object = resource::process(pid);
    if (is_vanished(error)) {
        said.code = ESRCH;
        said.why = "there is no such process";
    } else if (is_permission(error)) {
        said.remedy = "its owner may read them where Yama allows it, root may";
    }
    return said;
}

}  // namespace

Vma vma_of(const kernel::MapsRow& row) {
    return {.start = row.start,
            .end = row.end,
            .offset = row.offset,
            .perms = valid_utf8(row.perms),
            .device = {row.file.major, row.file.minor},
            .inode = row.file.inode,
            .path = valid_utf8(kernel::unescaped_path(row.path))};
}

Result<void> read_vma_list(const ProcRoot& proc, int pid, const std::function<bool(VmaAnswer)>& sink,
                           const std::stop_token& stop) {
    const auto text = pid > 0 ? kernel::read_file(proc.of_process(pid, "maps"), limit_bytes)
                              : std::unexpected(Error::from_code(ESRCH, "open", ""));
    if (!text) return std::unexpected(not_readable(pid, text.error()));

    VmaAnswer part;
    std::string_view rest = *text;
    while (!rest.empty() && !stop.stop_requested()) {
        const std::size_t end = rest.find('\n');
        // The last line may be half of one where the limit cut it off.
        if (end == std::string_view::npos && text->size() == limit_bytes) break;
        const auto row = kernel::parse_maps_row(rest.substr(0, end));
        if (!row) return std::unexpected(row.error());
        part.vmas.push_back(vma_of(*row));
        rest.remove_prefix(std::min(rest.size(), end == std::string_view::npos ? end : end + 1));
        if (part.vmas.size() == vmas_in_a_part && !rest.empty() && !sink(std::exchange(part, {}))) return {};
    }
    if (stop.stop_requested()) return {};
    if (text->size() < limit_bytes) {
        part.last = true;
        sink(std::move(part));
        return {};
    }
    if (!sink(std::move(part))) return {};
    return std::unexpected(
        Error::refused("reading the mappings", resource::process(pid),
                       std::format("its list is longer than {} MiB; what lies behind is not shown", limit_bytes >> 20)));
}

}  // namespace gordian::collect
