// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/identity_of.h"

#include "backend/base/scan.h"

#include <format>

namespace gordian::present {

namespace {

template <class Row>
Identity identity_of_row(SysvKind kind, const Row& row) {
    Identity identity{.kind = kind,
                      .id = row.id,
                      .key = row.key,
                      .cuid = row.cuid,
                      .cgid = row.cgid,
                      .ipc_namespace = row.ipc_namespace,
                      .cpid = {}};
    if constexpr (requires { row.cpid; }) identity.cpid = row.cpid;
    return identity;
}

}  // namespace

Identity identity_of(const MsgQueue& queue) { return identity_of_row(SysvKind::msg, queue); }
Identity identity_of(const SemSet& set) { return identity_of_row(SysvKind::sem, set); }
Identity identity_of(const ShmSegment& segment) { return identity_of_row(SysvKind::shm, segment); }

std::optional<Identity> identity_of(const Facts& facts, std::string_view resource) {
    if (const MsgQueue* queue = facts.msg_queue(resource)) return identity_of(*queue);
    if (const SemSet* set = facts.sem_set(resource)) return identity_of(*set);
    if (const ShmSegment* segment = facts.shm_segment(resource)) return identity_of(*segment);
    return {};
}

std::optional<std::uint64_t> own_ipc_namespace(const Snapshot& seen) {
    for (const IpcNamespace& ipc_namespace : seen.ipc_namespaces)
        if (ipc_namespace.label == "this one") return ipc_namespace.inode;
    return {};
}

Result<std::vector<SemOperation>> parse_operations(std::string_view text) {
    const auto wrong = [&](std::string_view why) { return std::unexpected(Error::refused("semop", text, why)); };
    constexpr std::string_view form =
        "operations are NUM:CHANGE with commas between them, as in 0:-1,1:+1 (0 as change waits for zero)";
    std::vector<SemOperation> operations;
    for (std::string_view rest = text;;) {
        const std::string_view item = rest.substr(0, rest.find(','));
        const auto first = item.find(':');
        if (first == std::string_view::npos) return wrong(form);
        const auto second = item.find(':', first + 1);
        SemOperation operation;
        if (second != std::string_view::npos) {
            if (item.substr(second) == ":undo")
                return wrong("an operation with undo is given back when its process ends, and this version holds "
                             "nothing: leave :undo away");
            return wrong(form);
        }
        std::string_view change = item.substr(first + 1);
        if (change.starts_with('+')) change.remove_prefix(1);
        if (change.starts_with('+') || (change.starts_with('-') && item[first + 1] == '+')) return wrong(form);
        const Scan number = Scan(item.substr(0, first)).dec(operation.num);
        const Scan by = Scan(change).dec(operation.op);
        if (!number || !number.at_end() || !by || !by.at_end() || item.contains(' ')) return wrong(form);
        operations.push_back(operation);
        if (item.size() == rest.size()) return operations;
        rest.remove_prefix(item.size() + 1);
    }
}

std::string text_of_operations(const std::vector<SemOperation>& operations) {
    std::string text;
    for (const SemOperation& operation : operations)
        text += std::format("{}{}:{}", text.empty() ? "" : ",", operation.num,
                            operation.op == 0 ? "0" : std::format("{:+}", operation.op));
    return text;
}

}  // namespace gordian::present
