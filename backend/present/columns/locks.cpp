// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<FileLock>() {
    static constexpr FieldWords words[] = {
        {"class", N_("Class"),
         N_("posix: fcntl(F_SETLK), of a process; ofd: fcntl(F_OFD_SETLK), of an open file; flock: flock(2)"),
         Shape::plain, true},
        {"mode", N_("Mode"), N_("l_type: read locks share, a write lock is alone"), Shape::plain, true},
        {"start", N_("Start"), N_("l_start: first byte"), Shape::plain, true},
        {"end", N_("End"), N_("last byte; EOF: to the end of file, whatever it becomes"), Shape::plain, true, "EOF"},
        {"holders", N_("Held by"), N_("processes that can release it; an heir has the descriptor from its taker"),
         Shape::plain, true},
        {"waiters", N_("Waited for by"), N_("processes whose request conflicts with it"), Shape::plain, true},
        {"path", N_("File"), N_("the file, as a holder sees it"), Shape::plain, true},
        {"resource", N_("Lock"), N_("the lock, as every command spells it"), Shape::plain, true},
        {"taker_pid", N_("Taken by"), N_("l_pid: process that asked for it; it may be gone"), Shape::pid},
        {"device", N_("Device"), N_("device of the file system")},
        {"inode", N_("Inode"), N_("st_ino: the file's number on its file system")},
        {"known_as", N_("Known as"), N_("what this lock is known to be for")},
        {"ours", N_("Ours"), N_("held by Gordian, because it was asked to")},
    };
    return words;
}

}  // namespace gordian::present
