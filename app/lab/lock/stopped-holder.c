/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stopped-holder: a process holds a flock and is stopped (as by Ctrl+Z or a debugger); another waits for it.
 *
 * A stopped process keeps everything it holds, and cannot let go of it. It is no deadlock: SIGCONT helps.
 *
 * To be seen: `holder` in state T (stopped), the lock is its own; `waiter` is blocked in flock(LOCK_EX). SIGCONT makes
 * the holder let go, and the scene ends. With --healthy the holder is not stopped.
 *
 * man: flock(2), signal(7) (SIGSTOP, SIGCONT), proc_pid_stat(5)
 */
#include "app/lab/lab.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>

static bool healthy;
static const char* path;

static void take(void) {
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0 || flock(fd, LOCK_EX) != 0) lab_fail("flock");
}

static void holder(const char* name) {
    take();
    lab_step(1, "%s takes the lock", name);
    if (healthy) lab_hold();
    else raise(SIGSTOP);
    lab_step(4, "%s goes on and lets go", name);
}

static void waiter(const char* name) {
    take();
    lab_step(4, "%s has the lock", name);
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "the holder is not stopped", &healthy},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 4, "the holder of a flock is stopped, another waits", options);

    path = lab_file("lock");
    lab_until(lab_start("holder", holder), healthy ? LAB_AWAITS_GO : LAB_STOPPED);
    lab_step(2, healthy ? "holder naps" : "holder is stopped");
    lab_until(lab_start("waiter", waiter), LAB_IN_FLOCK);
    lab_step(3, "waiter waits for the lock");
    return lab_stay();
}
