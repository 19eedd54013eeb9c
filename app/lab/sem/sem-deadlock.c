/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sem-deadlock: two processes take two semaphores of one set in opposite order, and wait for each other for ever.
 *
 * The kernel notices nothing: it does not know that a unit that was taken will be given back by its taker. One
 * semop(2) with both operations would take both or none, and could not get stuck.
 *
 * To be seen: both semaphores with semval 0 and semncnt 1; sempid of 0 is process-a, of 1 process-b; each blocked in
 * semop(2) on the other's. With --undo the kernel records who took what (SEM_UNDO): the deadlock is certain, and
 * killing one of them frees the other. With --healthy both keep the same order: process-a holds both, process-b waits.
 *
 * man: semop(2) (SEM_UNDO), sysvipc(7)
 */
#include "app/lab/lab.h"

#include <errno.h>
#include <string.h>
#include <sys/sem.h>

static bool healthy, undo;
static int set;

static int change(unsigned short num, short by) {
    struct sembuf operation = {.sem_num = num, .sem_op = by, .sem_flg = undo ? SEM_UNDO : 0};
    return semop(set, &operation, 1);
}

static void take_both(const char* name, unsigned short first, unsigned short second) {
    if (change(first, -1) != 0) {
        lab_step(4, "%s: semop: %s", name, strerror(errno)); /* EIDRM: somebody removed the set */
        return;
    }
    lab_step(2, "%s has semaphore %d", name, first);
    if (!healthy) lab_await_go(); /* until the other has his first one too */
    if (change(second, -1) != 0) {
        lab_step(4, "%s: semop: %s", name, strerror(errno));
        return;
    }
    lab_step(4, "%s has both", name);
    if (healthy) lab_hold();
    change(second, +1);
    change(first, +1);
}

static void process_a(const char* name) { take_both(name, 0, 1); }

static void process_b(const char* name) {
    if (healthy) take_both(name, 0, 1);
    else take_both(name, 1, 0);
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "both take them in the same order", &healthy},
        {"--undo", "with SEM_UNDO: the kernel knows who took what", &undo},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 4, "two processes take two semaphores in opposite order", options);

    set = lab_semaphores(2);
    lab_step(1, "two semaphores with one unit each");
    const pid_t a = lab_start("process-a", process_a);
    lab_until(a, LAB_AWAITS_GO);
    const pid_t b = lab_start("process-b", process_b);
    if (!healthy) {
        lab_until(b, LAB_AWAITS_GO);
        lab_go(a);
        lab_until(a, LAB_IN_SEMOP);
        lab_go(b);
    }
    lab_until(b, LAB_IN_SEMOP);
    lab_step(3, healthy ? "process-b waits for process-a" : "each waits for the other");
    return lab_stay();
}
