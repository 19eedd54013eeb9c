/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * child-deadlock: a parent waits for its child with waitpid(2), the child writes to a pipe that only the parent reads.
 *
 * A pipe holds 64 KiB. A child that writes more waits until somebody reads, and its parent reads nothing before the
 * child has ended: each waits for the other. The usual form is a program that starts a command with its output in a
 * pipe, waits for the command, and reads the output afterwards; it works until the output grows.
 *
 * To be seen: `parent` blocked in wait4 for `child`; `child` blocked in write to the pipe; the pipe's only reader is
 * `parent`: a deadlock. With --healthy the parent reads first, and waits in read(2) for more, as it should.
 *
 * man: pipe(7), waitpid(2), popen(3)
 */
#include "app/lab/lab.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MORE_THAN_A_PIPE_HOLDS = 1 << 20 };

static bool healthy;

static void write_all(int out) {
    static char text[4096];
    memset(text, 'x', sizeof text);
    for (int written = 0; written < MORE_THAN_A_PIPE_HOLDS; written += (int)sizeof text)
        if (write(out, text, sizeof text) < 0) _exit(0);
}

static void parent(const char* name) {
    int ends[2];
    if (pipe(ends) != 0) lab_fail("pipe");
    const pid_t child = fork();
    if (child < 0) lab_fail("fork");
    if (child == 0) {
        prctl(PR_SET_NAME, "child");
        close(ends[0]);
        if (!healthy) write_all(ends[1]);
        else lab_hold();
        _exit(0);
    }
    close(ends[1]);
    lab_step(1, "%s has a child that writes to a pipe", name);
    char text[4096];
    while (healthy && read(ends[0], text, sizeof text) > 0) continue;
    waitpid(child, NULL, 0);
    lab_step(4, "%s has seen its child end", name);
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "the parent reads before it waits", &healthy},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 4, "a parent waits for a child that waits for the parent to read", options);

    const pid_t waiting = lab_start("parent", parent);
    const pid_t child = lab_child_of(waiting, "child");
    if (healthy) {
        lab_until(waiting, LAB_IN_READ);
        lab_until(child, LAB_AWAITS_GO);
        lab_step(2, "parent reads what the child writes");
    } else {
        lab_until(child, LAB_IN_WRITE);
        lab_step(2, "the child has filled the pipe");
        lab_until(waiting, LAB_IN_WAIT4);
        lab_step(3, "parent waits for the child's end, the child for the parent to read");
    }
    return lab_stay();
}
