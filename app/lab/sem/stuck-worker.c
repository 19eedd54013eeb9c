/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stuck-worker: a worker took a System V semaphore without SEM_UNDO and was killed; two others wait for nobody.
 *
 * The kernel keeps no owner of a semaphore. It would have given the unit back at the worker's death if the worker had
 * asked for it with SEM_UNDO; it did not, so the unit is lost until somebody adds one.
 *
 * To be seen: the set with semval 0, semncnt 2 and sempid = the worker, who is dead; waiter-1 and waiter-2 blocked in
 * semop(2). Whoever gets the unit works, gives it back and ends, so one unit (gordianctl semop sysv-sem/ID 0:+1) ends
 * it all. With --healthy the worker lives and holds the unit: the others wait for somebody.
 *
 * man: semop(2), semctl(2), sysvipc(7)
 */
#include "app/lab/lab.h"

#include <errno.h>
#include <string.h>
#include <sys/sem.h>

static bool healthy;
static int set;

static int change(short by) {
    struct sembuf operation = {.sem_num = 0, .sem_op = by, .sem_flg = 0}; /* no SEM_UNDO: that is the mistake */
    return semop(set, &operation, 1);
}

static void worker(const char* name) {
    if (change(-1) != 0) lab_fail("semop");
    lab_step(2, "%s takes the only unit", name);
    lab_hold();
    change(+1);
    lab_step(5, "%s gives the unit back", name);
}

static void waiter(const char* name) {
    if (change(-1) != 0) {
        lab_step(5, "%s: semop: %s", name, strerror(errno)); /* EIDRM: somebody removed the set */
        return;
    }
    lab_step(5, "%s works", name);
    change(+1);
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "the worker lives, and holds the unit", &healthy},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 5, "two processes wait for a semaphore whose taker died without SEM_UNDO", options);

    set = lab_semaphores(1);
    lab_step(1, "a semaphore with one unit");
    const pid_t taker = lab_start("worker", worker);
    lab_until(taker, LAB_AWAITS_GO);
    if (healthy) {
        lab_step(3, "worker stays alive");
    } else {
        lab_kill(taker);
        lab_step(3, "worker is killed, the unit is lost");
    }
    lab_until(lab_start("waiter-1", waiter), LAB_IN_SEMOP);
    lab_until(lab_start("waiter-2", waiter), LAB_IN_SEMOP);
    lab_step(4, "two others wait for it");
    return lab_stay();
}
