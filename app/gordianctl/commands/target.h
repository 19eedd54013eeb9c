// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// From what was typed to one object of the Moment just looked at: its identity is taken from that row, and checked again before acting.
#include "app/gordianctl/context.h"
#include "backend/present/facts.h"
#include "backend/present/identity_of.h"
#include "backend/snapshot/action.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gordian::ctl {

struct Target {
    std::string resource;  ///< of the object: sysv-sem/7 also where a semaphore of it was named
    Identity identity;
    std::optional<int> num;       ///< the semaphore that was named
    const SemSet* set = nullptr;  ///< of a semaphore set
};

/// `doing` begins the sentence of an error: "removing". Refuses what is not System V and what lives in another IPC namespace.
[[nodiscard]] Result<Target> find_target(const present::Facts& facts, std::string_view text, std::string_view doing);

/// KEY=VALUE, several with commas or in several strings. An error of code 0 whose why begins "usage:" means that it was not understood.
[[nodiscard]] Result<void> as_expected(const present::Facts& facts, const Target& target,
                                       std::span<const std::string> expectations, std::string_view doing);
/// Whether each could be understood: an error names the keys.
[[nodiscard]] Result<void> understood(std::span<const std::string> expectations);

using present::parse_operations;
/// "4096", "4K", "1M", "2G".
[[nodiscard]] Result<std::uint64_t> parse_size(std::string_view text);

/// Asks where a person is there; true also where --yes was given. Where nobody is there it complains; the question was put otherwise.
enum class Consent { given, refused, nobody_to_ask };
[[nodiscard]] Consent consent(const Context& context, bool yes, std::string_view question);

}  // namespace gordian::ctl
