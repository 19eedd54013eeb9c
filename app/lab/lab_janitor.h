/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GORDIAN_LAB_JANITOR_H
#define GORDIAN_LAB_JANITOR_H

/*
 * The janitor: a process that removes what an experiment made, also when the experiment is killed with SIGKILL.
 * It reads a pipe whose only write end the experiment has, so its end is seen as end of file, whatever ended it.
 * It leads the process group of all actors: while it lives no other group can have that number, so it may kill the
 * whole group without asking who is in it. Ctrl+C in a terminal reaches the experiment's group, not this one.
 */

#include <sys/types.h>

enum lab_kind { LAB_MSG, LAB_SEM, LAB_SHM, LAB_DIRECTORY };

/* Starts it: its pid, which is also the number of the actors' process group. */
pid_t janitor_start(void);

/* Tells it of an object (`id`) or a directory (`path`), which may be made only afterwards. */
void janitor_note(enum lab_kind kind, int id, const char* path);

/* In an actor: joins the group, and lets go of the pipe. */
void janitor_join(pid_t janitor);

/* Sends it to work: it kills the actors, removes everything and ends. The caller reaps all of them. */
void janitor_dismiss(void);

/* The same work done by the caller, for the case that somebody killed the janitor. */
void janitor_clean_without(pid_t group);

#endif
