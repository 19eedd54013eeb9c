/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sem-init-race: creating a System V semaphore set and giving it its values are two steps; between them it is no use.
 *
 * Whoever finds the set by its key in that moment would work with values that nobody has chosen. The convention that
 * helps: whoever creates it performs one operation at the end, which sets sem_otime; the others wait until that is
 * not 0 any more. A creator that dies in between leaves a set that nobody will ever dare to use.
 *
 * To be seen: a set with otime "never" and semval 0, marked as not initialised; `user` looks at it again and again
 * without waiting in the kernel. SIGUSR1 to `initialiser` makes it finish: then otime is a time, and `user` goes on.
 * With --healthy that has happened already.
 *
 * man: semget(2), semctl(2) (IPC_STAT, SETVAL), semop(2)
 */
#include "app/lab/lab.h"

#include <errno.h>
#include <string.h>
#include <sys/sem.h>
#include <time.h>

static bool healthy;
static int set;

/* The C library declares no union semun: the program has to. */
union semun {
    int val;
    struct semid_ds* buf;
};

static void initialiser(const char* name) {
    if (!healthy) lab_await_go();
    if (semctl(set, 0, SETVAL, (union semun){.val = 1}) != 0) lab_fail("semctl SETVAL");
    lab_step(3, "%s: the value is 1, but sem_otime is still 0", name);
    struct sembuf neutral[] = {{.sem_num = 0, .sem_op = 1}, {.sem_num = 0, .sem_op = -1}};
    if (semop(set, neutral, 2) != 0) lab_fail("semop");
    lab_step(4, "%s: one operation, so sem_otime is set", name);
    if (healthy) lab_hold();
}

static void user(const char* name) {
    struct semid_ds status;
    memset(&status, 0, sizeof status);
    while (status.sem_otime == 0) {
        if (semctl(set, 0, IPC_STAT, (union semun){.buf = &status}) != 0) {
            lab_step(5, "%s: semctl: %s", name, strerror(errno)); /* EIDRM: somebody removed the set */
            return;
        }
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    }
    struct sembuf take = {.sem_num = 0, .sem_op = -1, .sem_flg = SEM_UNDO};
    if (semop(set, &take, 1) != 0) lab_fail("semop");
    lab_step(5, "%s has the unit", name);
    if (healthy) lab_hold();
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "the set has been initialised and is in use", &healthy},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 5, "a semaphore set that was created and not yet initialised", options);

    set = semget(IPC_PRIVATE, 1, IPC_CREAT | IPC_EXCL | 0600);
    if (set < 0) lab_fail("semget");
    lab_made_sem(set);
    lab_step(1, "the set exists, nobody has given it a value");
    const pid_t first = lab_start("initialiser", initialiser);
    lab_until(first, LAB_AWAITS_GO);
    const pid_t second = lab_start("user", user);
    lab_until(second, healthy ? LAB_AWAITS_GO : LAB_ASLEEP);
    if (!healthy) lab_step(2, "user has found it, and does not trust it");
    return lab_stay();
}
