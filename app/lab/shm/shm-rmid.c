/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shm-rmid: a System V shared memory segment is marked for removal and lives on, as long as somebody is attached.
 *
 * IPC_RMID takes away the key at once, so nobody finds the segment by it any more; the memory goes with the last
 * detach. Programs that remove a segment as soon as all have attached leave nothing behind when they crash.
 *
 * To be seen: the segment with nattch 2, marked for removal, attached by attached-1 and attached-2. This is normal and
 * no finding above a notice. SIGUSR1 makes one of them detach; after the last the segment is gone. With --healthy it is
 * not marked.
 *
 * man: shmget(2), shmat(2), shmctl(2) (IPC_RMID, SHM_DEST)
 */
#include "app/lab/lab.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/shm.h>

enum { SEGMENT_BYTES = 65536 };

static bool healthy;
static int segment;

static void attached(const char* name) {
    char* memory = shmat(segment, NULL, 0);
    if ((intptr_t)memory == -1) lab_fail("shmat");
    snprintf(memory, SEGMENT_BYTES, "%s was here", name);
    lab_step(2, "%s has attached it and writes", name);
    lab_hold();
    lab_step(4, "%s still reads: %.30s", name, memory);
    shmdt(memory);
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "attached by two, not marked for removal", &healthy},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 4, "a shared memory segment is marked for removal while two are attached", options);

    segment = shmget(IPC_PRIVATE, SEGMENT_BYTES, 0600);
    if (segment < 0) lab_fail("shmget");
    lab_made_shm(segment);
    lab_step(1, "a segment of %d bytes, all zero", SEGMENT_BYTES);
    lab_until(lab_start("attached-1", attached), LAB_AWAITS_GO);
    lab_until(lab_start("attached-2", attached), LAB_AWAITS_GO);
    if (!healthy && shmctl(segment, IPC_RMID, NULL) != 0) lab_fail("shmctl IPC_RMID");
    lab_step(3, healthy ? "it stays" : "it is marked for removal");
    return lab_stay();
}
