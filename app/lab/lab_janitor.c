/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lab/lab_janitor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <time.h>
#include <unistd.h>

/* One thing to remove. Written to the pipe in one piece: not longer than PIPE_BUF, so whole or not at all. */
struct note {
    enum lab_kind kind;
    int id;
    char path[PIPE_BUF - 2 * sizeof(int)];
};

static struct note notes[16];
static int note_count;
static int pipe_to_janitor = -1;

static void remove_directory(const char* path) {
    /* An actor that was just killed may finish the system call it was in, and leave one more file: hence again. */
    for (int again = 0; again < 1000; again++) {
        const int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        DIR* directory = fd < 0 ? NULL : fdopendir(fd);
        if (directory == NULL) return;
        for (struct dirent* entry; (entry = readdir(directory)) != NULL;) unlinkat(fd, entry->d_name, 0);
        closedir(directory);
        if (rmdir(path) == 0 || errno != ENOTEMPTY) return;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
}

/* What somebody else has removed already answers EINVAL or EIDRM: that is fine. */
static void remove_all(void) {
    for (int i = note_count - 1; i >= 0; i--) {
        switch (notes[i].kind) {
        case LAB_MSG: msgctl(notes[i].id, IPC_RMID, NULL); break;
        case LAB_SEM: semctl(notes[i].id, 0, IPC_RMID); break;
        case LAB_SHM: shmctl(notes[i].id, IPC_RMID, NULL); break;
        case LAB_DIRECTORY: remove_directory(notes[i].path); break;
        }
    }
}

static _Noreturn void be_the_janitor(int notes_from) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    prctl(PR_SET_NAME, "lab-janitor");

    /* Whoever reads the experiment's output until end of file must not have to wait for us: keep the pipe only. */
    const int null = open("/dev/null", O_RDWR);
    for (int fd = 0; fd <= 2; fd++) {
        if (null < 0) close(fd);
        else dup2(null, fd);
    }
    if (notes_from != 3) dup2(notes_from, 3);
    close_range(4, ~0U, 0);

    while (note_count < (int)(sizeof notes / sizeof notes[0])) {
        const ssize_t got = read(3, &notes[note_count], sizeof notes[0]);
        if (got == (ssize_t)sizeof notes[0]) note_count++;
        else if (got == 0 || errno != EINTR) break;
    }

    /*
     * The group includes us: a child of ours, in a session of its own, kills it and us and then cleans up.
     * While we live no other group can have our number.
     */
    const pid_t group = getpid();
    const pid_t cleaner = fork();
    if (cleaner != 0) {
        if (cleaner < 0) {
            remove_all();
            kill(0, SIGKILL);
        }
        for (;;) sigsuspend(&all);
    }
    setsid();
    janitor_clean_without(group);
    _exit(0);
}

pid_t janitor_start(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    const pid_t janitor = fork();
    if (janitor == 0) {
        close(ends[1]);
        be_the_janitor(ends[0]);
    }
    close(ends[0]);
    pipe_to_janitor = ends[1];
    if (janitor > 0) setpgid(janitor, janitor);
    return janitor;
}

void janitor_note(enum lab_kind kind, int id, const char* path) {
    struct note* note = &notes[note_count];
    if (note_count + 1 >= (int)(sizeof notes / sizeof notes[0])) abort();
    *note = (struct note){.kind = kind, .id = id};
    if (path != NULL) snprintf(note->path, sizeof note->path, "%s", path);
    note_count++;
    if (write(pipe_to_janitor, note, sizeof *note) < 0) perror("gordian-lab: the janitor is gone");
}

void janitor_join(pid_t janitor) {
    setpgid(0, janitor);
    close(pipe_to_janitor);
}

void janitor_dismiss(void) { close(pipe_to_janitor); }

void janitor_clean_without(pid_t group) {
    kill(-group, SIGKILL);
    remove_all();
}
