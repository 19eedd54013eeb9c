// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// How much of the kernel's System V IPC may be used, and is. Sources: proc_sys_kernel(5), msgget(2), semget(2), shmget(2).
#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace gordian {

struct Limit {
    std::string name;                   ///< the sysctl: "kernel.msgmni"
    std::string classic_name;           ///< "MSGMNI"
    std::optional<std::uint64_t> used;  ///< empty: a bound on one call or one object, of which no use is counted
    std::optional<std::uint64_t> limit;
    std::string resource;      ///< what it is about where that is one object; otherwise empty
    std::string how_to_raise;  ///< a command
    friend bool operator==(const Limit&, const Limit&) = default;
};
BOOST_DESCRIBE_STRUCT(Limit, (), (name, classic_name, used, limit, resource, how_to_raise))

}  // namespace gordian
