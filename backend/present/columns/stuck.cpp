// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/scene.h"
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<StuckRow>() {
    static constexpr FieldWords words[] = {
        {"blocked_ms", N_("Age"), N_("blocked_ms: how long it has waited at least, by the kernel's clock"), Shape::ms, true},
        {"thread", N_("Thread"), N_("comm, pid/tid: the thread that waits"), Shape::plain, true},
        {"waits_for", N_("Waits for"), N_("resource: what has to happen before it goes on"), Shape::plain, true},
        {"verdict", N_("Verdict"),
         N_("verdict: how its chain ends: deadlocked, abandoned, stopped, held, idle or unknown; likely: inferred"),
         Shape::plain, true},
        {"detail", N_("Operation"), N_("detail: the system call with its numbers"), Shape::plain, true},
        {"normal", N_("Normal"), N_("yes: a parent that waits for its child, a consumer that waits for a message")},
        {"resource", N_("Name"), N_("the thread, as every command spells it")},
        {"pid", N_("Process"), N_("pid: the process it belongs to"), Shape::pid},
        {"tid", N_("Thread number"), N_("tid: its number; 0: only the process is known")},
    };
    return words;
}

}  // namespace gordian::present
