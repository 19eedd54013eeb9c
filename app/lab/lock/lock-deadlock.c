/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lock-deadlock: two processes lock two files in opposite order. With flock(2) they wait for each other for ever.
 *
 * For fcntl record locks the kernel looks for such a circle, and the second who would wait gets EDEADLK: see --fcntl.
 * For flock, which belongs to an open file and not to a process, it does not look.
 *
 * To be seen: process-a holds file `a` and is blocked in flock on `b`; process-b the other way round: a deadlock.
 * With --fcntl process-b was refused, and still holds `b`: process-a waits in fcntl for somebody who lives (SIGUSR1
 * makes it let go). With --healthy both keep the same order: process-a holds both, process-b waits for `a`.
 *
 * man: flock(2), fcntl(2) (F_SETLKW, EDEADLK)
 */
#include "app/lab/lab.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static bool healthy, use_fcntl;
static const char *file_a, *file_b;

/* The lock lasts until the descriptor is closed: here, until the process ends. */
static int lock(const char* path) {
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) lab_fail(path);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return use_fcntl ? fcntl(fd, F_SETLKW, &whole) : flock(fd, LOCK_EX);
}

static void lock_both(const char* name, const char* first, const char* second) {
    if (lock(first) != 0) lab_fail(first);
    lab_step(2, "%s has its first lock", name);
    if (!healthy) lab_await_go(); /* until the other has his first one too */
    if (lock(second) == 0) {
        lab_step(4, "%s has both locks", name);
        if (healthy) lab_hold();
    } else if (errno == EDEADLK) {
        lab_step(3, "%s is refused: EDEADLK", name);
        lab_hold();
        lab_step(4, "%s gives up", name);
    } else {
        lab_fail(second);
    }
}

static void process_a(const char* name) { lock_both(name, file_a, file_b); }

static void process_b(const char* name) {
    if (healthy) lock_both(name, file_a, file_b);
    else lock_both(name, file_b, file_a);
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "both lock in the same order", &healthy},
        {"--fcntl", "record locks: the kernel refuses the second (EDEADLK)", &use_fcntl},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 4, "two processes lock two files in opposite order", options);

    const enum lab_place waiting = use_fcntl ? LAB_IN_FCNTL : LAB_IN_FLOCK;
    file_a = lab_file("a");
    file_b = lab_file("b");
    lab_step(1, "two files");
    const pid_t a = lab_start("process-a", process_a);
    lab_until(a, LAB_AWAITS_GO);
    const pid_t b = lab_start("process-b", process_b);
    if (!healthy) {
        lab_until(b, LAB_AWAITS_GO);
        lab_go(a);
        lab_until(a, waiting);
        lab_go(b);
    }
    lab_until(b, use_fcntl && !healthy ? LAB_AWAITS_GO : waiting);
    lab_step(3, healthy || use_fcntl ? "one waits for the other" : "each waits for the other");
    return lab_stay();
}
