// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/analysis/wait_of_call.h"

#include "backend/snapshot/resource_id.h"

#include <algorithm>
#include <format>

namespace gordian::analysis {

namespace {

std::optional<std::size_t> row_of_pipe(const Snapshot& seen, std::string_view resource) {
    const auto found = std::ranges::lower_bound(seen.pipes, resource, {},
                                                [](const Pipe& pipe) { return std::string_view(pipe.resource); });
    if (found == seen.pipes.end() || found->resource != resource) return {};
    return static_cast<std::size_t>(found - seen.pipes.begin());
}

}  // namespace

/// Who reads waits for whatever comes, which is how a consumer rests: no edge is drawn from it. Who writes to a full pipe waits for room, and only
/// those who have its other end open can make it.
bool fill_transfer_wait(const Surroundings& around, const TransferCall& call, KnownWait& wait) {
    const bool is_pipe = call.kind == DescriptorKind::pipe || call.kind == DescriptorKind::fifo;
    if (!is_pipe || !call.inode || !call.path) return false;
    const bool reads = call.direction == TransferDirection::read;
    wait.row.operation = reads ? WaitOperation::read : WaitOperation::write;
    wait.row.resource = resource::pipe(*call.inode, call.kind == DescriptorKind::fifo ? std::string_view(*call.path)
                                                                                      : std::string_view());
    const auto row = row_of_pipe(around.seen, *wait.row.resource);
    if (reads) {
        wait.row.detail = std::format("read from descriptor {}: waits for data", call.fd);
        return true;
    }
    wait.row.detail = std::format("write to descriptor {}: the pipe is full", call.fd);
    if (!row || around.seen.pipes[*row].readers.empty()) {
        // Without readers it would get EPIPE: those that are left can't be seen.
        wait.row.certain = false;
        return true;
    }
    wait_for_all(around.seen, {{.kind = Target::Kind::pipe_room, .row = *row, .number = 0}}, wait);
    return true;
}

}  // namespace gordian::analysis
