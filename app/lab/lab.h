/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GORDIAN_LAB_H
#define GORDIAN_LAB_H

/*
 * What every experiment shares: its options, its cast (the processes it starts), its words on stdout, and its end.
 * An experiment reads: lab_begin, make objects, start the cast and bring everyone to his place, lab_stay.
 * Nothing here is needed to understand what an experiment teaches; how it is done stands in lab.c and lab_janitor.c.
 */

#include <stdbool.h>
#include <sys/types.h>

/* An option of one experiment. Every experiment also has --for SECONDS, --hold SECONDS and --help. */
struct lab_option {
    const char* name; /* "--healthy"; NULL ends the list */
    const char* help;
    bool* given;
};

/* Reads the options and starts the janitor, who removes everything however this process ends. */
void lab_begin(int argc, char** argv, int steps, const char* shows, const struct lab_option* options);

/* One line on stdout: "gordian-lab step 2/5 child waits". A number names a phase: two actors may say the same one. */
void lab_step(int number, const char* format, ...) __attribute__((format(printf, 2, 3)));

/* Announces an object that was just created, on stdout and to the janitor. */
void lab_made_sem(int semid);
void lab_made_msg(int msqid);
void lab_made_shm(int shmid);

/* Creates a private set, every semaphore with the value 1, and used once (sem_otime is not 0: see sem-init-race). */
int lab_semaphores(int nsems);

/* A new empty file, or a FIFO, in the temporary directory of this run: its path. */
const char* lab_file(const char* name);
const char* lab_fifo(const char* name);

/* Starts an actor: a child process that is called `name`, does play(name) and exits with 0. */
pid_t lab_start(const char* name, void (*play)(const char* name));

/* The first child of an actor, once it has one; it joins the cast as `name`. */
pid_t lab_child_of(pid_t actor, const char* name);

/* For an actor: sleeps (sigtimedwait) until SIGUSR1 comes. lab_go() sends it and returns when the actor has taken it. */
void lab_await_go(void);
void lab_go(pid_t actor);

/* As lab_await_go(), but with --hold SECONDS it ends by itself after that time: how holders hold. */
void lab_hold(void);
double lab_hold_seconds(void); /* the same for sleep(1): a very long time without --hold */

/*
 * Where an actor may have to be before the story goes on, by the kernel's own account (/proc/PID/syscall): no sleep
 * guesses that he has arrived. Whoever was in one of the last eight waits; the scene is over when all of these have ended.
 */
enum lab_place {
    LAB_AWAITS_GO, /* in lab_await_go() or lab_hold() */
    LAB_ASLEEP,    /* in sleep(1) or nanosleep(2) */
    LAB_STOPPED,   /* by SIGSTOP */
    LAB_IN_OPEN,   /* of a FIFO that nobody has opened for writing yet */
    LAB_IN_SEMOP,
    LAB_IN_MSGSND,
    LAB_IN_MSGRCV,
    LAB_IN_FCNTL,
    LAB_IN_FLOCK,
    LAB_IN_WAIT4,
    LAB_IN_WRITE,
    LAB_IN_READ,
};
void lab_until(pid_t actor, enum lab_place place);

/* Kills an actor with SIGKILL, or awaits the end of one that ends by itself: dead afterwards, and no zombie. */
void lab_kill(pid_t actor);
void lab_await_end(pid_t actor);

/* Prints "gordian-lab ready" and stays until the scene is over, a signal comes, or --for is up. Then cleans up. */
int lab_stay(void);

/* Says what went wrong (errno) and ends this process; in the parent it ends the experiment, with exit code 1. */
_Noreturn void lab_fail(const char* what);

#endif
