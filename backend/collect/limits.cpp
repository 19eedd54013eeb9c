// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/collect/limits.h"

#include "backend/collect/remedy.h"
#include "backend/kernel/sys_files.h"

#include <algorithm>
#include <array>
#include <format>

namespace gordian::collect {

namespace {

constexpr std::uint64_t practically_unlimited = std::uint64_t{1} << 62;  ///< SHMMAX and SHMALL default to nearly 2^64
constexpr std::array number_files{"msgmni", "msgmax", "msgmnb", "shmmni", "shmmax", "shmall"};

std::uint64_t used_pages(const Snapshot& seen) {
    const auto page = static_cast<std::uint64_t>(std::max<std::int64_t>(seen.host.page_size, 1));
    std::uint64_t pages = 0;
    for (const ShmSegment& segment : seen.shm_segments) pages += (segment.segsz + page - 1) / page;
    return pages;
}

std::uint64_t used_semaphores(const Snapshot& seen) {
    std::uint64_t semaphores = 0;
    for (const SemSet& set : seen.sem_sets) semaphores += set.nsems;
    return semaphores;
}

/// Twice as much, without wrapping: what a person would type first.
std::uint64_t doubled(std::uint64_t limit) { return limit > UINT64_MAX / 2 ? UINT64_MAX : limit * 2; }

}  // namespace

LimitReadings read_limits(const ProcRoot& proc) {
    LimitReadings readings{.numbers = {}, .sem = std::unexpected(Error{})};
    for (const char* file : number_files)
        readings.numbers.emplace(
            file, kernel::read_file(proc.of(std::format("sys/kernel/{}", file))).and_then([](const std::string& text) {
                return kernel::parse_limit(text);
            }));
    readings.sem = kernel::read_file(proc.of("sys/kernel/sem")).and_then([](const std::string& text) {
        return kernel::parse_sem_limits(text);
    });
    return readings;
}

std::vector<Limit> join_limits(const LimitReadings& readings, const Snapshot& seen, UnreadableList& unreadable) {
    std::vector<Limit> limits;
    const auto add = [&](std::string name, std::string classic_name, std::optional<std::uint64_t> used,
                         Result<std::uint64_t> limit, std::string how_to_raise) {
        if (!used)
            unreadable.add("limits", {"used"}, classic_name, "",
                           "a bound on one call or one object: the kernel counts no use of it", "");
        if (!limit) note(unreadable, "limits", {"limit"}, classic_name, limit.error());
        limits.push_back({.name = std::move(name),
                          .classic_name = std::move(classic_name),
                          .used = used,
                          .limit = limit ? std::optional(*limit) : std::nullopt,
                          .resource = {},
                          .how_to_raise = std::move(how_to_raise)});
    };
    const auto add_number = [&](const std::string& file, std::string classic_name, std::optional<std::uint64_t> used) {
        const auto& limit = readings.numbers.at(file);
        add("kernel." + file, std::move(classic_name), used, limit,
            // What is as good as unlimited needs no raising.
            limit.value_or(0) >= practically_unlimited
                ? std::string()
                : std::format("sysctl -w kernel.{}={}", file, doubled(limit.value_or(0))));
    };
    add_number("msgmni", "MSGMNI", seen.msg_queues.size());
    add_number("msgmax", "MSGMAX", std::nullopt);
    add_number("msgmnb", "MSGMNB", std::nullopt);
    add_number("shmmni", "SHMMNI", seen.shm_segments.size());
    add_number("shmmax", "SHMMAX", std::nullopt);
    add_number("shmall", "SHMALL", used_pages(seen));

    const auto sem = [&](std::string classic_name, std::optional<std::uint64_t> used,
                         std::uint64_t kernel::SemLimits::* member) {
        Result<std::uint64_t> limit = readings.sem.transform([&](const kernel::SemLimits& all) { return all.*member; });
        kernel::SemLimits raised = readings.sem.value_or(kernel::SemLimits{});
        raised.*member = doubled(raised.*member);
        add("kernel.sem", std::move(classic_name), used, std::move(limit),
            std::format("sysctl -w kernel.sem='{} {} {} {}'", raised.semmsl, raised.semmns, raised.semopm, raised.semmni));
    };
    sem("SEMMSL", std::nullopt, &kernel::SemLimits::semmsl);
    sem("SEMMNS", used_semaphores(seen), &kernel::SemLimits::semmns);
    sem("SEMOPM", std::nullopt, &kernel::SemLimits::semopm);
    sem("SEMMNI", seen.sem_sets.size(), &kernel::SemLimits::semmni);
    std::ranges::sort(limits, {}, [](const Limit& limit) {
        return std::pair<std::string_view, std::string_view>(limit.name, limit.classic_name);
    });
    return limits;
}

}  // namespace gordian::collect
