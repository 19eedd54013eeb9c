/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chains-of-shells: two shell scripts each hold a flock(1) and wait for a command that wants the lock of the other.
 *
 *     holder-1  flock a sh -c '…'   holds a, waits for   shell-1  sh   waits for   wanter-1  flock b true   wants b
 *     holder-2  flock b sh -c '…'   holds b, waits for   shell-2  sh   waits for   wanter-2  flock a true   wants a
 *
 * Everyone in a chain has inherited the first lock's descriptor. No single process holds one lock and waits for the
 * other: the circle goes through "a parent waits for its child".
 *
 * To be seen: a deadlock of six processes, two blocked in flock(2), four in wait4(2). With --healthy both scripts take
 * `a` first: the first has both and waits for a sleeping command (sleeper-1), holder-2 waits for `a`.
 *
 * man: flock(1), flock(2), wait4(2), fork(2)
 */
#include "app/lab/lab.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static bool healthy;
static const char *a, *b, *gate_1, *gate_2;

/*
 * What the shell does when it has the first lock: it waits at a gate (a FIFO) until the other script has its own,
 * then runs a command under the second lock. The last line keeps the shell from becoming that command.
 */
static const char script[] = "read -r go < \"$1\"\n"
                             "flock \"$2\" true\n"
                             "echo gordian-lab step 4/4 \"$3\" had both locks\n";

static const char healthy_script[] = "flock \"$2\" sleep \"$4\"\n"
                                     "echo gordian-lab step 4/4 \"$3\" had both locks\n";

static void run(const char* first, const char* second, const char* gate, const char* name) {
    char seconds[32];
    snprintf(seconds, sizeof seconds, "%f", lab_hold_seconds());
    const char* text = healthy ? healthy_script : script;
    execlp("flock", "flock", first, "sh", "-c", text, "sh", gate, second, name, seconds, NULL);
    lab_fail("flock(1)");
}

static void holder_1(const char* name) {
    (void)name;
    run(a, b, gate_1, "shell-1");
}

static void holder_2(const char* name) {
    (void)name;
    if (healthy) run(a, b, gate_2, "shell-2");
    else run(b, a, gate_2, "shell-2");
}

static void open_gate(const char* path, pid_t shell) {
    lab_until(shell, LAB_IN_OPEN);
    const int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 || write(fd, "go\n", 3) != 3) lab_fail(path);
    close(fd);
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "both scripts take the locks in the same order", &healthy},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 4, "two shell scripts hold a flock each and wait for a child that wants the other", options);

    a = lab_file("a");
    b = lab_file("b");
    gate_1 = lab_fifo("gate-1");
    gate_2 = lab_fifo("gate-2");
    const pid_t first = lab_start("holder-1", holder_1);
    const pid_t shell_1 = lab_child_of(first, "shell-1"); /* flock(1) starts its command when it has the lock */
    lab_step(1, "shell-1 has lock a");
    const pid_t second = lab_start("holder-2", holder_2);
    if (healthy) {
        const pid_t wanter_1 = lab_child_of(shell_1, "wanter-1");
        lab_until(lab_child_of(wanter_1, "sleeper-1"), LAB_ASLEEP);
        lab_step(2, "the first script has both locks");
        lab_until(second, LAB_IN_FLOCK);
        lab_step(3, "the second waits for it");
    } else {
        const pid_t shell_2 = lab_child_of(second, "shell-2");
        lab_step(2, "shell-2 has lock b");
        open_gate(gate_1, shell_1);
        open_gate(gate_2, shell_2);
        lab_until(lab_child_of(shell_1, "wanter-1"), LAB_IN_FLOCK);
        lab_until(lab_child_of(shell_2, "wanter-2"), LAB_IN_FLOCK);
        lab_until(shell_1, LAB_IN_WAIT4);
        lab_until(shell_2, LAB_IN_WAIT4);
        lab_until(first, LAB_IN_WAIT4);
        lab_until(second, LAB_IN_WAIT4);
        lab_step(3, "each waits for a child that wants the other's lock");
    }
    return lab_stay();
}
