// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<ShmSegment>() {
    static constexpr FieldWords words[] = {
        {"resource", N_("Segment"), N_("shmid: the segment, as every command spells it"), Shape::plain, true},
        {"key", N_("Key"), N_("shm_perm.__key: the key it was made with; 0x00000000 is IPC_PRIVATE, or marked for removal"),
         Shape::plain, true},
        {"uid", N_("Owner"), N_("shm_perm.uid: user who owns it"), Shape::user, true},
        {"mode", N_("Mode"), N_("shm_perm.mode: who may attach it to read and to write"), Shape::plain, true},
        {"segsz", N_("Size"), N_("shm_segsz: bytes"), Shape::bytes, true},
        {"nattch", N_("Attached"), N_("shm_nattch: times it is attached, also by processes that can't be seen"),
         Shape::plain, true},
        {"attachments", N_("Attached by"), N_("processes whose memory maps show it"), Shape::plain, true},
        {"cpid", N_("Creator process"), N_("shm_cpid: process that made it"), Shape::pid, true},
        {"lpid", N_("Last process"), N_("shm_lpid: process of the last shmat or shmdt; - for nobody yet"), Shape::pid, true},
        {"atime", N_("Last attached"), N_("shm_atime: when somebody last attached it"), Shape::plain, true},
        {"dtime", N_("Last detached"), N_("shm_dtime: when somebody last detached it"), Shape::plain, true},
        {"marked_for_removal", N_("Marked for removal"), N_("SHM_DEST: removed, and alive until its last detach"),
         Shape::plain, true},
        {"id", N_("ID"), N_("shmid: the identifier that shmget returned")},
        {"seq", N_("Sequence"), N_("shm_perm.__seq: part of the identifier, so that one is not reused at once")},
        {"gid", N_("Group"), N_("shm_perm.gid: group that owns it"), Shape::group},
        {"cuid", N_("Creator"), N_("shm_perm.cuid: user who made it"), Shape::user},
        {"cgid", N_("Creator's group"), N_("shm_perm.cgid: group that made it"), Shape::group},
        {"ctime", N_("Changed"), N_("shm_ctime: created, or changed by shmctl(IPC_SET)")},
        {"rss", N_("Resident"), N_("rss: bytes of it that are in memory"), Shape::bytes},
        {"swap", N_("Swapped"), N_("swap: bytes of it that are swapped out"), Shape::bytes},
        {"locked", N_("Locked"), N_("SHM_LOCKED: kept in memory by shmctl(SHM_LOCK)")},
        {"ipc_namespace", N_("IPC namespace"), N_("inode of the namespace it lives in")},
        {"known_as", N_("Known as"), N_("what this segment is known to be for")},
    };
    return words;
}

}  // namespace gordian::present
