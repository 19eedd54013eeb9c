// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/cell_text.h"

#include <algorithm>
#include <set>

namespace gordian::present {

std::string number_text(std::uint64_t value, Shape shape, const CellContext& context) {
    switch (shape) {
    case Shape::bytes: return context.exact ? std::to_string(value) : human_size(value);
    case Shape::user: return context.names.user(static_cast<std::uint32_t>(value));
    case Shape::group: return context.names.group(static_cast<std::uint32_t>(value));
    case Shape::address: return text_of(Hex{value});
    case Shape::pid:
    case Shape::ms:
    case Shape::us: return number_text(static_cast<std::int64_t>(value), shape, context);
    case Shape::plain: break;
    }
    return std::to_string(value);
}

std::string number_text(std::int64_t value, Shape shape, const CellContext& context) {
    switch (shape) {
    case Shape::pid: return context.people.cell(static_cast<int>(value));
    case Shape::ms: return context.exact ? std::to_string(value) : duration(value);
    case Shape::us: return context.exact ? std::to_string(value) : duration(value / 1000);
    case Shape::bytes:
    case Shape::user:
    case Shape::group:
    case Shape::address: return number_text(static_cast<std::uint64_t>(value), shape, context);
    case Shape::plain: break;
    }
    return std::to_string(value);
}

std::string people_text(const std::vector<std::optional<int>>& pids, const CellContext& context) {
    std::vector<std::string> items;
    std::set<int> seen;
    std::size_t unknown = 0;
    for (const std::optional<int>& pid : pids) {
        if (!pid) ++unknown;
        else if (seen.insert(*pid).second) items.push_back(context.people.cell(*pid));
    }
    if (unknown > 0) items.push_back(std::format("{} unseen", unknown));
    return items.empty() ? "-" : joined(items, ", ");
}

/// "0=1, 1=?": number and value.
std::string text_of_member(const std::vector<Semaphore>& semaphores, const CellContext&) {
    std::vector<std::string> items;
    items.reserve(semaphores.size());
    for (const Semaphore& semaphore : semaphores)
        items.push_back(std::format("{}={}", semaphore.num, semaphore.semval ? std::to_string(*semaphore.semval) : "?"));
    return items.empty() ? "-" : joined(items, ", ");
}

std::string text_of_member(const Backing& backing, const CellContext&) {
    std::string text{enum_name(backing.kind)};
    if (!backing.path.empty()) text += " " + backing.path;
    // The kernel's own names for memory without one end in "(deleted)": that says nothing there.
    const bool has_a_name = backing.kind == BackingKind::file || backing.kind == BackingKind::posix_shm;
    if (backing.deleted && has_a_name) text += " (deleted)";
    return text;
}

std::string text_of_member(const std::vector<Link>& links, const CellContext&) {
    std::string text;
    for (const Link& link : links)
        text += std::format("{}{} → {}", text.empty() ? "" : " → ", link.thread, link.resource);
    return text.empty() ? "-" : text;
}

/// Heirs are told from takers, and guesses from what is known.
std::string text_of_member(const std::vector<LockHolder>& holders, const CellContext& context) {
    std::vector<std::string> items;
    for (const LockHolder& holder : holders) {
        const std::string_view heir = holder.inherited.value_or(false) ? " (heir)" : "";
        items.push_back(std::format("{}{}{}", context.people.cell(holder.pid), heir, holder.certain ? "" : " (a guess)"));
    }
    return items.empty() ? "nobody seen" : joined(items, ", ");
}

namespace {

std::string operation_text(const SemOperation& operation) {
    return std::format("{}:{}{}{}{}", operation.num, operation.op > 0 ? "+" : "", operation.op,
                       operation.nowait ? ":nowait" : "", operation.undo ? ":undo" : "");
}

struct OperandsText {
    std::string operator()(const OtherCall&) const { return "-"; }
    std::string operator()(const SemopCall& call) const {
        if (!call.operations) return std::format("sysv-sem/{} ?", call.semid);
        std::vector<std::string> items;
        for (const SemOperation& operation : *call.operations) items.push_back(operation_text(operation));
        const std::int64_t timeout_ms = call.timeout_ms.value_or(0);
        return std::format("sysv-sem/{} {}{}", call.semid, joined(items, ","),
                           timeout_ms > 0 ? ", at most " + duration(timeout_ms) : "");
    }
    std::string operator()(const MsgsndCall& call) const {
        return std::format("sysv-msg/{} {}", call.msqid, human_size(call.size_bytes));
    }
    std::string operator()(const MsgrcvCall& call) const {
        if (!call.type) return std::format("sysv-msg/{} type ?", call.msqid);
        return std::format("sysv-msg/{} {} {}", call.msqid, call.except ? "any type but" : "type", *call.type);
    }
    std::string operator()(const LockCall& call) const {
        std::string text = std::format("{} {}", enum_name(call.lock_class), call.mode ? enum_name(*call.mode) : "?");
        if (call.start && call.length) {
            const std::string end = *call.length == 0 ? "EOF" : std::to_string(*call.start + *call.length - 1);
            text += std::format(" {}-{}", *call.start, end);
        }
        return text + " " + call.path.value_or(std::format("fd {}", call.fd));
    }
    std::string operator()(const TransferCall& call) const {
        return std::format("{} {}", enum_name(call.direction), call.path.value_or(std::format("fd {}", call.fd)));
    }
    std::string operator()(const WaitCall& call) const {
        switch (call.children) {
        case ChildSelection::pid: return std::format("child {}", call.id);
        case ChildSelection::group: return std::format("children of group {}", call.id);
        case ChildSelection::any: break;
        }
        return "any child";
    }
};

}  // namespace

std::string text_of_member(const Operands& operands, const CellContext&) {
    return std::visit(OperandsText{}, operands);
}

}  // namespace gordian::present
