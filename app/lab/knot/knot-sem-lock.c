/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * knot-sem-lock: a deadlock through two mechanisms: A holds a semaphore and waits for a flock, B the other way round.
 *
 *     process-a   holds the semaphore (System V)   waits for the lock (flock)
 *     process-b   holds the lock                   waits for the semaphore
 *
 * No tool for one mechanism sees it, and the kernel looks for neither.
 *
 * To be seen: semval 0, semncnt 1, sempid = process-a, who is blocked in flock(2) on a file that process-b holds;
 * process-b is blocked in semop(2). That process-a has the unit is only a guess from sempid; with --undo the kernel has
 * it in writing, and the deadlock is certain. With --healthy both keep the same order: process-a holds both.
 *
 * man: semop(2), flock(2)
 */
#include "app/lab/lab.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sem.h>

static bool healthy, undo;
static int set;
static const char* path;

static int change(short by) {
    struct sembuf operation = {.sem_num = 0, .sem_op = by, .sem_flg = undo ? SEM_UNDO : 0};
    return semop(set, &operation, 1);
}

/* The lock lasts until the process ends. */
static void take_lock(void) {
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0 || flock(fd, LOCK_EX) != 0) lab_fail("flock");
}

static void process_a(const char* name) {
    if (change(-1) != 0) lab_fail("semop");
    lab_step(2, "%s has the semaphore", name);
    if (!healthy) lab_await_go(); /* until process-b has the lock */
    take_lock();
    lab_step(4, "%s has both", name);
    if (healthy) lab_hold();
    change(+1);
}

static void process_b(const char* name) {
    if (!healthy) {
        take_lock();
        lab_step(2, "%s has the lock", name);
        lab_await_go(); /* until process-a waits for it */
    }
    if (change(-1) != 0) {
        lab_step(4, "%s: semop: %s", name, strerror(errno)); /* EIDRM: somebody removed the set */
        return;
    }
    if (healthy) take_lock();
    lab_step(4, "%s has both", name);
    change(+1);
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "both take the semaphore first", &healthy},
        {"--undo", "with SEM_UNDO: the kernel knows who took the unit", &undo},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 4, "a deadlock through a semaphore and a file lock", options);

    set = lab_semaphores(1);
    path = lab_file("lock");
    lab_step(1, "a semaphore with one unit, and a file");
    const pid_t a = lab_start("process-a", process_a);
    lab_until(a, LAB_AWAITS_GO);
    const pid_t b = lab_start("process-b", process_b);
    if (!healthy) {
        lab_until(b, LAB_AWAITS_GO);
        lab_go(a);
        lab_until(a, LAB_IN_FLOCK);
        lab_go(b);
    }
    lab_until(b, LAB_IN_SEMOP);
    lab_step(3, healthy ? "process-b waits for process-a" : "each waits for the other");
    return lab_stay();
}
