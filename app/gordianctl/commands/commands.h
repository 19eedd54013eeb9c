// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One function a command: what was typed goes in, the exit code comes out. command_line.cpp understands the arguments.
#include "app/gordianctl/context.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace gordian::ctl {

int summary(Session& session, Context& context);

struct SnapshotOptions {
    bool json = false;
    std::vector<std::string> sections, columns;
    bool header = true, semaphores = false, exact = false;
};
int snapshot(Session& session, Context& context, const SnapshotOptions& options);

struct FindingsOptions {
    bool json = false;
    Severity at_least = Severity::notice;
};
int findings(Session& session, Context& context, const FindingsOptions& options);

struct WhyOptions {
    bool json = false;
    std::string whom;  ///< a pid, a command's name or a resource; empty: the worst
};
int why(Session& session, Context& context, const WhyOptions& options);

struct WatchOptions {
    bool json = false;
    std::chrono::milliseconds interval{1000};
    std::vector<std::string> sections;  ///< empty: all
};
int watch(Session& session, Context& context, const WatchOptions& options, std::stop_token stop);

struct PeekOptions {
    bool json = false, maps = false;
    std::string resource;  ///< or a pid alone
};
int peek(Session& session, Context& context, const PeekOptions& options);

struct CreateOptions {
    std::string kind, key, ftok, mode = "0600", values, size;
    bool is_private = false, dry_run = false;
};
int create(Session& session, Context& context, const CreateOptions& options);

struct SemopOptions {
    std::string set, operations;
    std::vector<std::string> expect;
    bool dry_run = false;
};
int semop(Session& session, Context& context, const SemopOptions& options);

struct SetvalOptions {
    std::string semaphore;
    int value = 0;
    std::vector<std::string> expect;
    bool yes = false, dry_run = false;
};
int setval(Session& session, Context& context, const SetvalOptions& options);

struct RemoveOptions {
    std::vector<std::string> resources, expect;
    bool yes = false, dry_run = false;
};
int remove(Session& session, Context& context, const RemoveOptions& options);

}  // namespace gordian::ctl
