// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/format.h"
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<Semaphore>() {
    static constexpr FieldWords words[] = {
        {"num", N_("Number"), N_("sem_num: which one of its set, from 0"), Shape::plain, true},
        {"semval", N_("Value"), N_("semval: units that are free"), Shape::plain, true},
        {"semncnt", N_("Wait for increase"), N_("semncnt: threads that wait until the value grows"), Shape::plain, true},
        {"semzcnt", N_("Wait for zero"), N_("semzcnt: threads that wait until the value is 0"), Shape::plain, true},
        {"sempid", N_("Last operator"),
         N_("sempid: process of the last semop or SETVAL; it need not hold anything. - for nobody yet"), Shape::pid, true},
    };
    return words;
}

template <>
std::span<const FieldWords> words_of<SemSet>() {
    static constexpr FieldWords words[] = {
        {"resource", N_("Set"), N_("semid: the set, as every command spells it"), Shape::plain, true},
        {"key", N_("Key"), N_("sem_perm.__key: the key it was made with; 0x00000000 is IPC_PRIVATE"), Shape::plain, true},
        {"uid", N_("Owner"), N_("sem_perm.uid: user who owns it"), Shape::user, true},
        {"mode", N_("Mode"), N_("sem_perm.mode: who may look (read) and change (write)"), Shape::plain, true},
        {"nsems", N_("Semaphores"), N_("sem_nsems: semaphores in the set"), Shape::plain, true},
        {"values", N_("Values"), N_("semval: of each semaphore, from number 0"), Shape::plain, true},
        {"waiting", N_("Waiting"), N_("semncnt, semzcnt: threads that wait on any of its semaphores"), Shape::plain, true},
        {"last_operators", N_("Last operators"), N_("sempid: processes of the last operation on each semaphore"),
         Shape::plain, true},
        {"otime", N_("Last operation"),
         N_("sem_otime: when somebody last did a semop; never: it may not be initialised yet"), Shape::plain, true},
        {"id", N_("ID"), N_("semid: the identifier that semget returned")},
        {"seq", N_("Sequence"), N_("sem_perm.__seq: part of the identifier, so that one is not reused at once")},
        {"gid", N_("Group"), N_("sem_perm.gid: group that owns it"), Shape::group},
        {"cuid", N_("Creator"), N_("sem_perm.cuid: user who made it"), Shape::user},
        {"cgid", N_("Creator's group"), N_("sem_perm.cgid: group that made it"), Shape::group},
        {"ctime", N_("Changed"), N_("sem_ctime: created, or changed by semctl (IPC_SET, SETVAL, SETALL)")},
        {"ipc_namespace", N_("IPC namespace"), N_("inode of the namespace it lives in")},
        {"known_as", N_("Known as"), N_("what this set is known to be for")},
        {"semaphores", N_("Semaphores"), N_("number and semval of each")},
    };
    return words;
}

namespace {

/// "0 1 1", with ? for one that could not be read.
std::string values(const SemSet& set, const CellContext&) {
    std::vector<std::string> items;
    items.reserve(set.semaphores.size());
    for (const Semaphore& semaphore : set.semaphores)
        items.push_back(semaphore.semval ? std::to_string(*semaphore.semval) : "?");
    return items.empty() ? "-" : joined(items, " ");
}

std::string waiting(const SemSet& set, const CellContext&) {
    std::int64_t sum = 0;
    for (const Semaphore& semaphore : set.semaphores) {
        if (!semaphore.semncnt || !semaphore.semzcnt) return "?";
        sum += *semaphore.semncnt + *semaphore.semzcnt;
    }
    return std::to_string(sum);
}

std::string last_operators(const SemSet& set, const CellContext& context) {
    std::vector<std::string> items;
    bool unread = false;
    for (const Semaphore& semaphore : set.semaphores) {
        if (!semaphore.sempid) unread = true;
        else if (*semaphore.sempid != 0) {
            std::string who = context.people.cell(*semaphore.sempid);
            if (std::ranges::find(items, who) == items.end()) items.push_back(std::move(who));
        }
    }
    if (unread) items.emplace_back("?");
    return items.empty() ? "-" : joined(items, ", ");
}

}  // namespace

template <>
std::span<const DerivedColumn<SemSet>> derived_columns_of<SemSet>() {
    static const DerivedColumn<SemSet> columns[] = {
        {words_of_field(words_of<SemSet>(), "values"), false, values},
        {words_of_field(words_of<SemSet>(), "waiting"), true, waiting},
        {words_of_field(words_of<SemSet>(), "last_operators"), false, last_operators},
    };
    return columns;
}

}  // namespace gordian::present
