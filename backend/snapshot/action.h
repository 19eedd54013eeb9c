// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What is asked of a session, and its answer. Values: they go through the agent's protocol as they are.
#include "backend/snapshot/scalars.h"
#include "backend/snapshot/thread.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gordian {

BOOST_DEFINE_ENUM_CLASS(SysvKind, msg, sem, shm)

/// Which object is meant, as the user saw it. Checked just before acting: any difference refuses. Change time is no identity: SETVAL moves it.
struct Identity {
    SysvKind kind = SysvKind::sem;
    int id = 0;
    Key key;
    std::uint32_t cuid = 0, cgid = 0;
    std::uint64_t ipc_namespace = 0;  ///< inode; actions reach the caller's own only
    std::optional<int> cpid;          ///< segments only: the creator's pid
    friend bool operator==(const Identity&, const Identity&) = default;
};
BOOST_DESCRIBE_STRUCT(Identity, (), (kind, id, key, cuid, cgid, ipc_namespace, cpid))

struct CreateRequest {
    static constexpr std::string_view call = "create";
    SysvKind kind = SysvKind::sem;
    std::optional<Key> key;  ///< empty: IPC_PRIVATE
    Mode mode{0600};
    std::vector<std::uint16_t> values;  ///< sem: one semaphore each, initialised by the sem_otime convention
    std::uint64_t size = 0;             ///< shm: bytes
    friend bool operator==(const CreateRequest&, const CreateRequest&) = default;
};
BOOST_DESCRIBE_STRUCT(CreateRequest, (), (kind, key, mode, values, size))

/// All at once or nothing; never waits.
struct SemopRequest {
    static constexpr std::string_view call = "semop";
    Identity set;
    std::vector<SemOperation> operations;
    friend bool operator==(const SemopRequest&, const SemopRequest&) = default;
};
BOOST_DESCRIBE_STRUCT(SemopRequest, (), (set, operations))

struct SetvalRequest {
    static constexpr std::string_view call = "setval";
    Identity set;
    int num = 0;
    int value = 0;
    friend bool operator==(const SetvalRequest&, const SetvalRequest&) = default;
};
BOOST_DESCRIBE_STRUCT(SetvalRequest, (), (set, num, value))

struct RemoveRequest {
    static constexpr std::string_view call = "remove";
    Identity object;
    friend bool operator==(const RemoveRequest&, const RemoveRequest&) = default;
};
BOOST_DESCRIBE_STRUCT(RemoveRequest, (), (object))

using ActionRequest = std::variant<CreateRequest, SemopRequest, SetvalRequest, RemoveRequest>;

struct ActionResult {
    std::string resource;  ///< what was made or acted on
    std::string done;      ///< one sentence in the past tense
    friend bool operator==(const ActionResult&, const ActionResult&) = default;
};
BOOST_DESCRIBE_STRUCT(ActionResult, (), (resource, done))

}  // namespace gordian
