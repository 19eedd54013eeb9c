/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lab/lab.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/sem.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/lab/lab_janitor.h"

struct actor {
    char name[16];
    pid_t pid;
    bool waits, ended;
};

static struct actor cast[16];
static int cast_size;
static const char* program;
static int step_count;
static double for_seconds, hold_seconds;
static pid_t director, janitor; /* this process, and the one that cleans up */
static bool janitor_killed;
static sigset_t our_signals; /* what ends the experiment, and SIGCHLD */

static char state_of(pid_t pid, pid_t* ppid);

/* ---- words ---- */

/* One write(2) a line: lines of several processes in one pipe never mix. */
static void say(const char* format, va_list arguments) {
    char line[PIPE_BUF];
    int length = snprintf(line, sizeof line, "gordian-lab ");
    length += vsnprintf(line + length, sizeof line - (size_t)length - 1, format, arguments);
    if (length > (int)sizeof line - 2) length = (int)sizeof line - 2;
    line[length++] = '\n';
    if (write(STDOUT_FILENO, line, (size_t)length) < 0) return; /* nobody listens: the scene stands all the same */
}

__attribute__((format(printf, 1, 2))) static void sayf(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
}

void lab_step(int number, const char* format, ...) {
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    sayf("step %d/%d %s", number, step_count, text);
}

/* ---- the end ---- */

static _Noreturn void finish(int code) {
    if (janitor_killed) janitor_clean_without(janitor);
    else janitor_dismiss();
    /* We are the reaper of all that we started, of the janitor's child too: no child left means all is removed. */
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) continue;
    if (code == 0) sayf("done");
    exit(code);
}

_Noreturn void lab_fail(const char* what) {
    char name[16] = "";
    const int error = errno;
    prctl(PR_GET_NAME, name);
    fprintf(stderr, "gordian-lab: %s: %s%s%s\n", name, what, error != 0 ? ": " : "", error != 0 ? strerror(error) : "");
    if (getpid() != director) _exit(1);
    finish(1);
}

static void reap(void) {
    for (pid_t pid; (pid = waitpid(-1, NULL, WNOHANG)) > 0;) {
        for (int i = 0; i < cast_size; i++) {
            if (cast[i].pid == pid) cast[i].ended = true;
        }
        if (pid == janitor) {
            janitor_killed = true;
            errno = 0;
            lab_fail("somebody killed the janitor: the scene ends");
        }
    }
    /* Grandchildren are reaped by their own parents: gone is all we see. */
    pid_t ppid = 0;
    for (int i = 0; i < cast_size; i++) cast[i].ended |= state_of(cast[i].pid, &ppid) == 'X';
}

/* Waits for a signal to us, at most so long (NULL: for ever). Whatever ends the experiment ends it here. */
static bool time_is_up(const struct timespec* at_most) {
    const int got = sigtimedwait(&our_signals, NULL, at_most);
    if (got > 0 && got != SIGCHLD) finish(0);
    return got < 0 && errno == EAGAIN;
}

static struct timespec to_timespec(double seconds) {
    return (struct timespec){.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bool scene_is_over(void) {
    int waiting = 0, waited = 0, alive = 0;
    for (int i = 0; i < cast_size; i++) {
        alive += !cast[i].ended;
        waited += cast[i].waits;
        waiting += cast[i].waits && !cast[i].ended;
    }
    return cast_size > 0 && (alive == 0 || (waited > 0 && waiting == 0));
}

int lab_stay(void) {
    sayf("ready");
    const double end = now() + for_seconds;
    for (;;) {
        reap();
        if (scene_is_over()) finish(0);
        const double left = end - now();
        const struct timespec at_most = to_timespec(left > 0 ? left : 0);
        if (time_is_up(for_seconds > 0 ? &at_most : NULL)) finish(0);
    }
}

/* ---- the beginning ---- */

static _Noreturn void usage(int code, const char* shows, const struct lab_option* options) {
    FILE* out = code == 0 ? stdout : stderr;
    fprintf(out, "%s: %s\n\nUsage: %s [OPTION…]\n", program, shows, program);
    for (const struct lab_option* o = options; o->name != NULL; o++) fprintf(out, "  %-15s %s\n", o->name, o->help);
    fprintf(out, "  %-15s %s\n", "--for SECONDS", "ends by itself so long after everything is in place");
    fprintf(out, "  %-15s %s\n", "--hold SECONDS", "holders that live let go after this time (default: never)");
    exit(code);
}

static double seconds_of(const char* text) {
    char* end = NULL;
    const double seconds = text != NULL ? strtod(text, &end) : 0;
    return end != NULL && end != text && *end == '\0' && seconds > 0 && seconds < 1e9 ? seconds : 0;
}

static void read_options(char** argv, const char* shows, const struct lab_option* options) {
    for (char** arg = argv + 1; *arg != NULL; arg++) {
        if (strcmp(*arg, "--help") == 0) usage(0, shows, options);
        double* seconds = NULL;
        if (strcmp(*arg, "--for") == 0) seconds = &for_seconds;
        if (strcmp(*arg, "--hold") == 0) seconds = &hold_seconds;
        const struct lab_option* option = options;
        while (option->name != NULL && strcmp(option->name, *arg) != 0) option++;
        if (option->name != NULL) *option->given = true;
        else if (seconds == NULL || (*seconds = seconds_of(*++arg)) == 0) usage(2, shows, options);
    }
}

void lab_begin(int argc, char** argv, int steps, const char* shows, const struct lab_option* options) {
    const pid_t starter = getppid();
    director = getpid();
    step_count = steps;
    program = argc > 0 ? argv[0] : "?";
    if (strrchr(program, '/') != NULL) program = strrchr(program, '/') + 1;
    read_options(argv, shows, options);

    /* A closed 0, 1 or 2 would be given to the next pipe we make, and be taken for output. */
    int fd = 0;
    while (fd >= 0 && fd <= 2) fd = open("/dev/null", O_RDWR);
    if (fd > 2) close(fd);

    /* We end with the process that started us. Blocked signals stay pending until we look, also in a PID 1. */
    signal(SIGCHLD, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    const int ours[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
    sigemptyset(&our_signals);
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) sigaddset(&our_signals, ours[i]);
    sigset_t blocked = our_signals;
    sigaddset(&blocked, SIGUSR1); /* for the actors, who inherit it */
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != starter) exit(0);

    char self[32] = "";
    if (readlink("/proc/self", self, sizeof self - 1) < 0 || atoi(self) != director) {
        fprintf(stderr, "%s: /proc is not that of this PID namespace: mount it (unshare --mount-proc)\n", program);
        exit(1);
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* grandchildren whose parent ends become our children: finish() counts on it */
    janitor = janitor_start();
    if (janitor < 0) {
        fprintf(stderr, "%s: cannot start the janitor: %s\n", program, strerror(errno));
        exit(1);
    }
    sayf("actor parent %d", director);
    sayf("actor janitor %d", janitor);
}

/* ---- objects ---- */

void lab_made_sem(int semid) {
    janitor_note(LAB_SEM, semid, NULL);
    sayf("made sysv-sem/%d", semid);
}

void lab_made_msg(int msqid) {
    janitor_note(LAB_MSG, msqid, NULL);
    sayf("made sysv-msg/%d", msqid);
}

void lab_made_shm(int shmid) {
    janitor_note(LAB_SHM, shmid, NULL);
    sayf("made sysv-shm/%d", shmid);
}

int lab_semaphores(int nsems) {
    const int set = semget(IPC_PRIVATE, nsems, 0600);
    if (set < 0) lab_fail("semget");
    lab_made_sem(set);
    for (int num = 0; num < nsems; num++) {
        if (semctl(set, num, SETVAL, 1) != 0) lab_fail("semctl SETVAL");
        /* Changes nothing, but is an operation: it sets sem_otime, and so says that the set is ready for use. */
        const unsigned short n = (unsigned short)num;
        struct sembuf neutral[] = {{.sem_num = n, .sem_op = 1}, {.sem_num = n, .sem_op = -1}};
        if (semop(set, neutral, 2) != 0) lab_fail("semop");
    }
    return set;
}

static const char* path_of(const char* name) {
    static char directory[PATH_MAX / 2];
    if (directory[0] == '\0') {
        const char* tmp = getenv("TMPDIR");
        unsigned long random = 0;
        if (getrandom(&random, sizeof random, 0) < 0) lab_fail("getrandom");
        snprintf(directory, sizeof directory, "%s/gordian-lab.%s.%016lx", tmp != NULL && tmp[0] == '/' ? tmp : "/tmp",
                 program, random);
        /* Told before it is made: there is no moment when it exists and the janitor does not know. */
        janitor_note(LAB_DIRECTORY, 0, directory);
        if (mkdir(directory, 0700) != 0) lab_fail(directory);
    }
    char* path = NULL;
    if (asprintf(&path, "%s/%s", directory, name) < 0) lab_fail("asprintf");
    return path; /* lives as long as the program */
}

const char* lab_file(const char* name) {
    const char* path = path_of(name);
    const int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) lab_fail(path);
    close(fd);
    sayf("made file %s", path);
    return path;
}

const char* lab_fifo(const char* name) {
    const char* path = path_of(name);
    if (mkfifo(path, 0600) != 0) lab_fail(path);
    sayf("made file %s", path);
    return path;
}

/* ---- the cast ---- */

static void add_to_cast(const char* name, pid_t pid) {
    if (cast_size == (int)(sizeof cast / sizeof cast[0])) abort();
    struct actor* actor = &cast[cast_size++];
    snprintf(actor->name, sizeof actor->name, "%s", name);
    actor->pid = pid;
    sayf("actor %s %d", name, pid);
}

static const char* name_of(pid_t pid) {
    for (int i = 0; i < cast_size; i++) {
        if (cast[i].pid == pid) return cast[i].name;
    }
    return "?";
}

pid_t lab_start(const char* name, void (*play)(const char* name)) {
    int start[2];
    if (pipe2(start, O_CLOEXEC) != 0) lab_fail("pipe2");
    const pid_t pid = fork();
    if (pid < 0) lab_fail("fork");
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != director) _exit(0);
        janitor_join(janitor);
        prctl(PR_SET_NAME, name);
        sigset_t go;
        sigemptyset(&go);
        sigaddset(&go, SIGUSR1);
        sigprocmask(SIG_SETMASK, &go, NULL);
        char nothing;
        close(start[1]);
        if (read(start[0], &nothing, 1) < 0) _exit(1); /* end of file: we have been announced */
        close(start[0]);
        play(name);
        _exit(0);
    }
    close(start[0]);
    add_to_cast(name, pid);
    close(start[1]);
    return pid;
}

/* The text of /proc/PID/file, or "" where there is none. */
static const char* proc_text(pid_t pid, const char* file) {
    static char text[4096];
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    text[got < 0 ? 0 : got] = '\0';
    if (fd >= 0) close(fd);
    return text;
}

/* State and parent stand behind the command, which may itself contain ')' and blanks. */
static char state_of(pid_t pid, pid_t* ppid) {
    char state = 'X';
    const char* behind = strrchr(proc_text(pid, "stat"), ')');
    if (behind == NULL || sscanf(behind, ") %c %d", &state, ppid) != 2) return 'X';
    return state;
}

static bool pause_until(double deadline) {
    const struct timespec nap = {.tv_nsec = 1000000};
    time_is_up(&nap);
    return now() < deadline;
}

static const double PATIENCE = 30; /* seconds, for a busy machine: normally it takes milliseconds */

pid_t lab_child_of(pid_t actor, const char* name) {
    const double deadline = now() + PATIENCE;
    pid_t ppid = 0;
    do {
        DIR* proc = opendir("/proc");
        pid_t child = 0;
        for (struct dirent* entry; proc != NULL && child == 0 && (entry = readdir(proc)) != NULL;) {
            if (!isdigit((unsigned char)entry->d_name[0])) continue;
            if (state_of(atoi(entry->d_name), &ppid) != 'X' && ppid == actor) child = atoi(entry->d_name);
        }
        if (proc != NULL) closedir(proc);
        if (child != 0) {
            add_to_cast(name, child);
            return child;
        }
    } while (strchr("XZ", state_of(actor, &ppid)) == NULL && pause_until(deadline));
    fprintf(stderr, "gordian-lab: %s never had a child %s\n", name_of(actor), name);
    finish(1);
}

void lab_await_go(void) {
    sigset_t go;
    sigemptyset(&go);
    sigaddset(&go, SIGUSR1);
    while (sigwaitinfo(&go, NULL) < 0) continue; /* EINTR: stopped and continued */
}

void lab_hold(void) {
    sigset_t go;
    sigemptyset(&go);
    sigaddset(&go, SIGUSR1);
    if (hold_seconds == 0) {
        lab_await_go();
        return;
    }
    const double end = now() + hold_seconds;
    while (now() < end) { /* again after EINTR: stopped and continued */
        const struct timespec at_most = to_timespec(end - now());
        if (sigtimedwait(&go, NULL, &at_most) > 0) return;
    }
}

double lab_hold_seconds(void) { return hold_seconds > 0 ? hold_seconds : 1e6; }

void lab_go(pid_t actor) {
    if (kill(actor, SIGUSR1) != 0) lab_fail("kill");
    /* Until it has taken the signal, "it is in sigtimedwait" would still be true of the old wait. */
    const double deadline = now() + PATIENCE;
    for (unsigned long pending = ~0UL; pause_until(deadline);) {
        const char* line = strstr(proc_text(actor, "status"), "ShdPnd:");
        if (line == NULL || sscanf(line, "ShdPnd: %lx", &pending) != 1) return;
        if ((pending & (1UL << (SIGUSR1 - 1))) == 0) return;
    }
    errno = ETIMEDOUT;
    lab_fail("lab_go");
}

/* For each place the system calls that mean it, and a part of the name that /proc/PID/wchan shows. */
static const struct {
    const char* what;
    long calls[2];
    const char* wchan;
} places[] = {
    [LAB_AWAITS_GO] = {"sigtimedwait", {SYS_rt_sigtimedwait, -1}, "sigtimedwait"},
    [LAB_ASLEEP] = {"nanosleep", {SYS_clock_nanosleep, SYS_nanosleep}, "nanosleep"},
    [LAB_STOPPED] = {"stopped", {-1, -1}, "stop"},
    [LAB_IN_OPEN] = {"open", {SYS_openat, -1}, "wait_for_partner"},
    [LAB_IN_SEMOP] = {"semop", {SYS_semop, SYS_semtimedop}, "sem"},
    [LAB_IN_MSGSND] = {"msgsnd", {SYS_msgsnd, -1}, "msgsnd"},
    [LAB_IN_MSGRCV] = {"msgrcv", {SYS_msgrcv, -1}, "msgrcv"},
    [LAB_IN_FCNTL] = {"fcntl", {SYS_fcntl, -1}, "fcntl"},
    [LAB_IN_FLOCK] = {"flock", {SYS_flock, -1}, "lock"},
    [LAB_IN_WAIT4] = {"wait4", {SYS_wait4, SYS_waitid}, "wait"},
    [LAB_IN_WRITE] = {"write", {SYS_write, -1}, "pipe_write"},
    [LAB_IN_READ] = {"read", {SYS_read, -1}, "pipe_read"},
};

/* Blocked there, by the kernel's account? It prints a number only for a thread that is off the CPU and sleeps. */
static bool is_at(pid_t pid, enum lab_place place) {
    const char* text = proc_text(pid, "syscall");
    if (isdigit((unsigned char)text[0])) {
        const long call = strtol(text, NULL, 10);
        return call == places[place].calls[0] || call == places[place].calls[1];
    }
    /* Where Yama forbids that file even to a parent, the name of the kernel function remains. */
    return text[0] == '\0' && strstr(proc_text(pid, "wchan"), places[place].wchan) != NULL;
}

void lab_until(pid_t actor, enum lab_place place) {
    const double deadline = now() + PATIENCE;
    do {
        pid_t ppid = 0;
        const char state = state_of(actor, &ppid);
        if (state == 'X' || state == 'Z') break;
        if (place == LAB_STOPPED ? state == 'T' : state == 'S' && is_at(actor, place)) {
            for (int i = 0; i < cast_size; i++) {
                if (cast[i].pid == actor) cast[i].waits = place >= LAB_IN_SEMOP;
            }
            return;
        }
    } while (pause_until(deadline));
    fprintf(stderr, "gordian-lab: %s was expected in %s\n", name_of(actor), places[place].what);
    finish(1);
}

void lab_await_end(pid_t actor) {
    const double deadline = now() + PATIENCE;
    do {
        reap();
        for (int i = 0; i < cast_size; i++) {
            if (cast[i].pid == actor && cast[i].ended) return;
        }
    } while (pause_until(deadline));
    errno = ETIMEDOUT;
    lab_fail(name_of(actor));
}

void lab_kill(pid_t actor) {
    kill(actor, SIGKILL);
    lab_await_end(actor);
}
