/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lock-ranges: a writer and two readers hold ranges of one file (fcntl record locks); a second writer waits for all.
 *
 *     bytes    0        50      100        200     259   299
 *     writer   |== write ========|
 *     reader-1, reader-2                    |== read =====|     two readers may share a byte
 *     writer-2          |-- wants to write ---------|           a writer may not share any
 *
 * To be seen: three locks of the class posix with their holders, and writer-2 blocked in fcntl(F_SETLKW), waiting for
 * every one of them: the end of one alone does not help. /proc/locks names only one. With --healthy writer-2 asks for
 * 100-199 only, which is free.
 *
 * man: fcntl(2) (F_SETLK, F_SETLKW, "Advisory record locking"), proc_locks(5)
 */
#include "app/lab/lab.h"

#include <fcntl.h>
#include <unistd.h>

static bool healthy;
static const char* path;

/* Every actor opens the file itself: record locks belong to the process, and go when it closes ANY descriptor of it. */
static int open_file(void) {
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) lab_fail(path);
    return fd;
}

static int lock(int fd, int command, short type, off_t first, off_t last) {
    struct flock range = {.l_type = type, .l_whence = SEEK_SET, .l_start = first, .l_len = last - first + 1};
    return fcntl(fd, command, &range);
}

static void writer(const char* name) {
    if (lock(open_file(), F_SETLK, F_WRLCK, 0, 99) != 0) lab_fail("fcntl F_SETLK");
    lab_step(2, "%s holds 0-99 for writing", name);
    lab_hold();
}

static void reader(const char* name) {
    if (lock(open_file(), F_SETLK, F_RDLCK, 200, 299) != 0) lab_fail("fcntl F_SETLK");
    lab_step(3, "%s holds 200-299 for reading", name);
    lab_hold();
}

static void second_writer(const char* name) {
    const off_t first = healthy ? 100 : 50, last = healthy ? 199 : 259;
    if (lock(open_file(), F_SETLKW, F_WRLCK, first, last) != 0) lab_fail("fcntl F_SETLKW");
    lab_step(5, "%s holds %d-%d for writing", name, (int)first, (int)last);
    if (healthy) lab_hold();
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "writer-2 asks for a range that is free", &healthy},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 5, "a writer waits for record locks of one writer and two readers", options);

    path = lab_file("ledger");
    lab_step(1, "a file");
    lab_until(lab_start("writer", writer), LAB_AWAITS_GO);
    lab_until(lab_start("reader-1", reader), LAB_AWAITS_GO);
    lab_until(lab_start("reader-2", reader), LAB_AWAITS_GO);
    lab_until(lab_start("writer-2", second_writer), healthy ? LAB_AWAITS_GO : LAB_IN_FCNTL);
    if (!healthy) lab_step(4, "writer-2 waits for 50-259");
    return lab_stay();
}
