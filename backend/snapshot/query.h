// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What is asked of a session on demand, and its answer. A query reads, is bounded, and changes nothing. Values: they go through the agent's
// protocol as they are.
#include "backend/snapshot/scalars.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gordian {

/// The kernel's own text about an object, a lock, a process, a thread, or what is mapped.
struct RawTextQuery {
    static constexpr std::string_view call = "raw-text";
    std::string resource;
    friend bool operator==(const RawTextQuery&, const RawTextQuery&) = default;
};
BOOST_DESCRIBE_STRUCT(RawTextQuery, (), (resource))

/// Every mapping of a process.
struct VmaQuery {
    static constexpr std::string_view call = "vmas";
    int pid = 0;
    friend bool operator==(const VmaQuery&, const VmaQuery&) = default;
};
BOOST_DESCRIBE_STRUCT(VmaQuery, (), (pid))

/// The key that ftok(3) makes of a file of the host that is looked at.
struct FtokQuery {
    static constexpr std::string_view call = "ftok";
    std::string path;
    int id = 0;  ///< its low 8 bits count
    friend bool operator==(const FtokQuery&, const FtokQuery&) = default;
};
BOOST_DESCRIBE_STRUCT(FtokQuery, (), (path, id))

using Query = std::variant<RawTextQuery, VmaQuery, FtokQuery>;

/// One source's text, as it is; of a list of many objects the heading and the lines of what was asked about.
struct RawText {
    std::string source;  ///< "/proc/sysvipc/sem"
    std::string text;    ///< whole lines, at most 64 KiB; what is not UTF-8 in it is U+FFFD
    std::string why_not;  ///< a sentence: why it could not be read, or (beside a text) what was left out of it; empty: all is there
    friend bool operator==(const RawText&, const RawText&) = default;
};
BOOST_DESCRIBE_STRUCT(RawText, (), (source, text, why_not))
struct RawTextAnswer {
    static constexpr std::string_view call = "raw-text";
    std::vector<RawText> texts;
    friend bool operator==(const RawTextAnswer&, const RawTextAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(RawTextAnswer, (), (texts))

/// A mapping of a process. Source: proc_pid_maps(5).
struct Vma {
    std::uint64_t start = 0, end = 0;  ///< addresses; end is the first one beyond
    std::uint64_t offset = 0;          ///< bytes into the file
    std::string perms;                 ///< "rw-s"
    Device device;
    std::uint64_t inode = 0;
    std::string path;  ///< "[heap]", a path as the process sees it, or empty
    friend bool operator==(const Vma&, const Vma&) = default;
};
BOOST_DESCRIBE_STRUCT(Vma, (), (start, end, offset, perms, device, inode, path))
/// A part of the list, by address.
struct VmaAnswer {
    static constexpr std::string_view call = "vmas";
    std::vector<Vma> vmas;
    bool last = false;  ///< no part follows
    friend bool operator==(const VmaAnswer&, const VmaAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(VmaAnswer, (), (vmas, last))

struct FtokAnswer {
    static constexpr std::string_view call = "ftok";
    Key key;
    friend bool operator==(const FtokAnswer&, const FtokAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(FtokAnswer, (), (key))

using Answer = std::variant<RawTextAnswer, VmaAnswer, FtokAnswer>;

}  // namespace gordian
