// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<MsgQueue>() {
    static constexpr FieldWords words[] = {
        {"resource", N_("Queue"), N_("msqid: the queue, as every command spells it"), Shape::plain, true},
        {"key", N_("Key"), N_("msg_perm.__key: the key it was made with; 0x00000000 is IPC_PRIVATE"), Shape::plain, true},
        {"uid", N_("Owner"), N_("msg_perm.uid: user who owns it"), Shape::user, true},
        {"mode", N_("Mode"), N_("msg_perm.mode: who may send (write) and receive (read)"), Shape::plain, true},
        {"qnum", N_("Messages"), N_("msg_qnum: messages on the queue"), Shape::plain, true},
        {"cbytes", N_("Used"), N_("msg_cbytes: bytes of text on the queue"), Shape::bytes, true},
        {"qbytes", N_("Capacity"), N_("msg_qbytes: bytes of text it may hold; a sender beyond it waits"), Shape::bytes, true},
        {"senders_waiting", N_("Senders waiting"), N_("msgsnd: threads that wait for room"), Shape::plain, true},
        {"receivers_waiting", N_("Receivers waiting"), N_("msgrcv: threads that wait for a message"), Shape::plain, true},
        {"lspid", N_("Last sender"), N_("msg_lspid: process of the last msgsnd; - for nobody yet"), Shape::pid, true},
        {"stime", N_("Last sent"), N_("msg_stime: when that was"), Shape::plain, true},
        {"lrpid", N_("Last receiver"), N_("msg_lrpid: process of the last msgrcv; - for nobody yet"), Shape::pid, true},
        {"rtime", N_("Last received"), N_("msg_rtime: when that was"), Shape::plain, true},
        {"id", N_("ID"), N_("msqid: the identifier that msgget returned")},
        {"seq", N_("Sequence"), N_("msg_perm.__seq: part of the identifier, so that one is not reused at once")},
        {"gid", N_("Group"), N_("msg_perm.gid: group that owns it"), Shape::group},
        {"cuid", N_("Creator"), N_("msg_perm.cuid: user who made it"), Shape::user},
        {"cgid", N_("Creator's group"), N_("msg_perm.cgid: group that made it"), Shape::group},
        {"ctime", N_("Changed"), N_("msg_ctime: created, or changed by msgctl(IPC_SET)")},
        {"ipc_namespace", N_("IPC namespace"), N_("inode of the namespace it lives in")},
        {"known_as", N_("Known as"), N_("what this queue is known to be for")},
    };
    return words;
}

}  // namespace gordian::present
