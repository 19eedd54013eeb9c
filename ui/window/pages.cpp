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
        {QStringLiteral("stuck"), "stuck", "stuck", tr("Stuck"), {},
         tr("Nothing is stuck"),
         tr("A thread stands here when it is blocked on a semaphore, a full queue, a lock or the end of another process, and that is not how "
            "it normally waits for work. It comes with what it waits for, since when, and how that can end."),
         "-normal:yes", tr("Show normal waits"), {}},
        {QStringLiteral("findings"), "findings", "findings", tr("Findings"), {},
         tr("No findings"),
         tr("Deadlocks, semaphores that nobody alive will release, full queues, locks of stopped or dead processes, things left behind and "
            "limits that are nearly reached would be told here, the worst first."),
         {}, {}, {}},
        {QStringLiteral("queues"), "msg_queues", "queues", tr("Message queues"), tr("Objects"),
         tr("No System V message queue exists here"),
         tr("That is normal on most machines. msgget(2) makes one; New does it too."), {}, {}, "sysv-msg"},
        {QStringLiteral("semaphores"), "sem_sets", "semaphores", tr("Semaphores"), tr("Objects"),
         tr("No semaphore set exists here"),
         tr("That is normal on many machines. Databases, fakeroot and older servers make sets with semget(2); New does it too."), {}, {},
         "sysv-sem"},
        {QStringLiteral("segments"), "shm_segments", "segments", tr("Shared memory"), tr("Objects"),
         tr("No System V shared memory segment exists here"),
         tr("That is normal on many machines. PostgreSQL keeps a small one, X11 programs share pictures through them. shmget(2) makes one; "
            "New does it too."),
         {}, {}, "sysv-shm"},
        {QStringLiteral("mappings"), "shared_mappings", "mappings", tr("Mappings"), tr("Objects"),
         tr("No shared mapping can be seen"),
         tr("A row stands for memory that is mapped MAP_SHARED: a file, a memfd, anonymous memory after fork(2), a segment; with every "
            "process that maps it."),
         {}, {}, {}},
        {QStringLiteral("locks"), "locks", "locks", tr("Locks"), tr("Objects"),
         tr("No file is locked"),
         tr("Locks of fcntl(2) and flock(2), open file description locks and leases stand here, with their byte ranges, everybody who can "
            "release them and who waits."),
         {}, {}, {}},
        {QStringLiteral("processes"), "processes", "processes", tr("Processes"), tr("System"),
         tr("No process can be seen"),
         tr("/proc shows none: it may be mounted with hidepid, or not at all."), "-kernel_thread:yes", tr("Show kernel threads"), {}},
        {QStringLiteral("limits"), "limits", "limits", tr("Limits"), tr("System"),
         tr("No limit could be read"), tr("They are files below /proc/sys/kernel."), {}, {}, {}},
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
