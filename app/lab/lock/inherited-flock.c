/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inherited-flock: who took a flock is dead; its child inherited the descriptor, and with it the lock.
 *
 * A flock belongs to the open file that fork(2) gives to the child too. It goes when the LAST descriptor of that open
 * file is closed, or when any of them unlocks. A daemon that forgets FD_CLOEXEC gives its lock to all it starts.
 *
 * To be seen: the lock's taker_pid is `taker`, dead; its holder is `heir`, who inherited it and never asked for it;
 * `waiter` is blocked in flock(LOCK_EX). SIGUSR1 makes the heir end. With --healthy the taker lives and holds the lock,
 * and the child has closed its copy.
 *
 * man: flock(2), fork(2), open(2) (O_CLOEXEC)
 */
#include "app/lab/lab.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <unistd.h>

static bool healthy;
static const char* path;

static void taker(const char* name) {
    const int fd = open(path, O_RDWR); /* without O_CLOEXEC: an exec would keep it as well */
    if (fd < 0 || flock(fd, LOCK_EX) != 0) lab_fail("flock");
    lab_step(1, "%s takes the lock", name);

    const pid_t heir = fork();
    if (heir < 0) lab_fail("fork");
    if (heir == 0) {
        prctl(PR_SET_NAME, "heir");
        if (healthy) close(fd);
        lab_hold();
        lab_step(4, "heir ends");
        _exit(0);
    }
    if (healthy) lab_hold();
    else lab_await_go(); /* until the heir is in its place; then it exits and leaves the lock to it */
}

static void waiter(const char* name) {
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0 || flock(fd, LOCK_EX) != 0) lab_fail("flock");
    lab_step(4, "%s has the lock", name);
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "the taker lives, its child has closed its copy", &healthy},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 4, "the taker of a flock is dead, its child holds it by inheritance", options);

    path = lab_file("lock");
    const pid_t first = lab_start("taker", taker);
    lab_until(first, LAB_AWAITS_GO);
    const pid_t heir = lab_child_of(first, "heir");
    lab_until(heir, LAB_AWAITS_GO);
    if (!healthy) {
        lab_go(first);
        lab_await_end(first);
    }
    lab_step(2, healthy ? "taker lives" : "taker has ended, heir has its descriptor");
    lab_until(lab_start("waiter", waiter), LAB_IN_FLOCK);
    lab_step(3, "waiter waits for the lock");
    return lab_stay();
}
