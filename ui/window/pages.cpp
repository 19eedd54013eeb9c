// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/pages.h"

#include "backend/present/facts.h"

#include <QCoreApplication>

namespace gordian::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("pages", text); }

}  // namespace

const std::vector<PageSpec>& pageSpecs() {
    static const std::vector<PageSpec> specs{
        {.name = QStringLiteral("stuck"),
         .section = "stuck",
         .icon = "stuck",
         .title = tr("Stuck"),
         .empty = tr("Nothing is stuck"),
         .emptyWhenBlind = tr("Nothing is seen to be stuck"),
         .emptyHint = tr(
             "A thread stands here when it is blocked on a semaphore, a full queue, a lock or the end of another "
             "process, and that is "
             "not how it normally waits for work. It comes with what it waits for, since when, and how that can end."),
         .baseFilter = "-normal:yes",
         .baseFilterOff = tr("Show normal waits"),
         .wide = "detail"},
        {.name = QStringLiteral("findings"),
         .section = "findings",
         .icon = "findings",
         .title = tr("Findings"),
         .empty = tr("No findings"),
         .emptyWhenBlind = tr("No findings in what can be seen"),
         .emptyHint = tr("Deadlocks, semaphores that nobody alive will release, full queues, locks of stopped or dead "
                         "processes, things left "
                         "behind and limits that are nearly reached would be told here, the worst first."),
         .wide = "title",
         .hidden = {"command"}},
        {.name = QStringLiteral("queues"),
         .section = "msg_queues",
         .icon = "queues",
         .title = tr("Message queues"),
         .group = tr("Objects"),
         .empty = tr("No System V message queue exists here"),
         .emptyHint = tr("That is normal on most machines. msgget(2) makes one; New does it too."),
         .wide = "lrpid",
         .hidden = {"mode", "stime", "rtime"},
         .creates = "sysv-msg"},
        {.name = QStringLiteral("semaphores"),
         .section = "sem_sets",
         .icon = "semaphores",
         .title = tr("Semaphores"),
         .group = tr("Objects"),
         .empty = tr("No semaphore set exists here"),
         .emptyHint = tr("That is normal on many machines. Databases, fakeroot and older servers make sets with "
                         "semget(2); New does it too."),
         .wide = "last_operators",
         .hidden = {"nsems"},
         .creates = "sysv-sem"},
        {.name = QStringLiteral("segments"),
         .section = "shm_segments",
         .icon = "segments",
         .title = tr("Shared memory"),
         .group = tr("Objects"),
         .empty = tr("No System V shared memory segment exists here"),
         .emptyHint = tr("That is normal on many machines. PostgreSQL keeps a small one, X11 programs share pictures "
                         "through them. shmget(2) "
                         "makes one; New does it too."),
         .wide = "attachments",
         .hidden = {"atime", "dtime"},
         .creates = "sysv-shm"},
        {.name = QStringLiteral("mappings"),
         .section = "shared_mappings",
         .icon = "mappings",
         .title = tr("Mappings"),
         .group = tr("Objects"),
         .empty = tr("No shared mapping can be seen"),
         .emptyHint = tr("A row stands for memory that is mapped MAP_SHARED: a file, a memfd, anonymous memory after "
                         "fork(2), a segment; with "
                         "every process that maps it."),
         .wide = "backing"},
        {.name = QStringLiteral("locks"),
         .section = "locks",
         .icon = "locks",
         .title = tr("Locks"),
         .group = tr("Objects"),
         .empty = tr("No file is locked"),
         .emptyHint = tr("Locks of fcntl(2) and flock(2), open file description locks and leases stand here, with "
                         "their byte ranges, everybody "
                         "who can release them and who waits."),
         .wide = "path",
         .hidden = {"resource"}},
        {.name = QStringLiteral("processes"),
         .section = "processes",
         .icon = "processes",
         .title = tr("Processes"),
         .group = tr("System"),
         .empty = tr("No process can be seen"),
         .emptyHint = tr("/proc shows none: it may be mounted with hidepid, or not at all."),
         .baseFilter = "-kernel_thread:yes",
         .baseFilterOff = tr("Show kernel threads"),
         .wide = "command_line",
         .hidden = {"readable"}},
        {.name = QStringLiteral("limits"),
         .section = "limits",
         .icon = "limits",
         .title = tr("Limits"),
         .group = tr("System"),
         .empty = tr("No limit could be read"),
         .emptyHint = tr("They are files below /proc/sys/kernel."),
         .wide = "how_to_raise"},
    };
    return specs;
}

QString pageOf(const QString& resource) {
    const std::string name = resource.toStdString();
    const std::string_view kind = present::kind_of(name);
    if (kind == "queue") return QStringLiteral("queues");
    if (kind == "set" || kind == "semaphore") return QStringLiteral("semaphores");
    if (kind == "segment") return QStringLiteral("segments");
    if (kind == "lock") return QStringLiteral("locks");
    if (kind == "process") return QStringLiteral("processes");
    if (kind == "thread") return QStringLiteral("stuck");
    for (const std::string_view backing : {"posix-shm/", "memfd/", "anon-shared/", "file/"})
        if (name.starts_with(backing)) return QStringLiteral("mappings");
    return {};
}

}  // namespace gordian::ui
