/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * msg-full: a sender fills a System V message queue and then blocks in msgsnd(2): nobody receives, nobody ever has.
 *
 * A queue holds at most msg_qbytes bytes of text. A message that does not fit makes msgsnd wait for space, or fail with
 * EAGAIN when IPC_NOWAIT is given. A waiting sender gets EIDRM when the queue is removed.
 *
 * To be seen: qbytes 4096, cbytes 4096, qnum 8, lspid = the sender, lrpid 0 and rtime "never"; `sender` blocked in
 * msgsnd. One message received, more space or the queue's removal ends it. With --healthy a receiver takes every
 * message and waits in msgrcv(2) for more: the queue is empty, and that is how a consumer should look.
 *
 * man: msgget(2), msgsnd(2), msgctl(2) (IPC_SET), sysvipc(7)
 */
#include "app/lab/lab.h"

#include <errno.h>
#include <string.h>
#include <sys/msg.h>

enum { QUEUE_BYTES = 4096, TEXT_BYTES = 512 };

struct message {
    long type;
    char text[TEXT_BYTES];
};

static bool healthy;
static int queue;

static void sender(const char* name) {
    struct message message = {.type = 1, .text = "parcel"};
    int sent = 0;
    while (msgsnd(queue, &message, sizeof message.text, IPC_NOWAIT) == 0) sent++;
    if (errno != EAGAIN) lab_fail("msgsnd");
    lab_step(2, "%s has sent %d messages; for one more it gets EAGAIN", name, sent);

    if (msgsnd(queue, &message, sizeof message.text, 0) != 0) lab_step(4, "%s: msgsnd: %s", name, strerror(errno));
    else lab_step(4, "%s got space and has sent its last message", name);
}

static void sender_of_three(const char* name) {
    const struct message message = {.type = 1, .text = "parcel"};
    for (int i = 0; i < 3; i++) {
        if (msgsnd(queue, &message, sizeof message.text, 0) != 0) lab_fail("msgsnd");
    }
    lab_step(2, "%s has sent 3 messages", name);
    lab_hold();
}

static void receiver(const char* name) {
    struct message message;
    for (int received = 0; received < 4; received++) {
        if (msgrcv(queue, &message, sizeof message.text, 0, 0) < 0) {
            lab_step(4, "%s: msgrcv: %s", name, strerror(errno));
            return;
        }
    }
    lab_step(4, "%s has received one more", name);
}

int main(int argc, char** argv) {
    const struct lab_option options[] = {
        {"--healthy", "a receiver keeps the queue empty, and waits for more", &healthy},
        {NULL, NULL, NULL},
    };
    lab_begin(argc, argv, 4, "a sender is blocked on a full message queue that nobody reads", options);

    queue = msgget(IPC_PRIVATE, 0600);
    if (queue < 0) lab_fail("msgget");
    lab_made_msg(queue);
    struct msqid_ds status;
    if (msgctl(queue, IPC_STAT, &status) != 0) lab_fail("msgctl IPC_STAT");
    status.msg_qbytes = QUEUE_BYTES; /* less is always allowed, more than the system's msgmnb only to the privileged */
    if (msgctl(queue, IPC_SET, &status) != 0) lab_fail("msgctl IPC_SET");
    lab_step(1, "a queue for %d bytes", QUEUE_BYTES);

    if (healthy) {
        lab_until(lab_start("sender", sender_of_three), LAB_AWAITS_GO);
        lab_until(lab_start("receiver", receiver), LAB_IN_MSGRCV);
        lab_step(3, "receiver has taken all and waits for more");
    } else {
        lab_until(lab_start("sender", sender), LAB_IN_MSGSND);
        lab_step(3, "sender waits for space");
    }
    return lab_stay();
}
