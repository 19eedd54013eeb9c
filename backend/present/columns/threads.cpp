// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<Thread>() {
    static constexpr FieldWords words[] = {
        {"resource", N_("Thread"), N_("pid, tid: the thread, as every command spells it"), Shape::plain, true},
        {"comm", N_("Name"), N_("comm: the thread's own name"), Shape::plain, true},
        {"state", N_("State"), N_("State: S sleeping, D uninterruptible, T stopped, t traced"), Shape::plain, true},
        {"blocked_ms", N_("Blocked"), N_("se.exec_start: for at least this long it did not run"), Shape::ms, true},
        {"syscall", N_("System call"), N_("syscall: the call it is in; - outside of one"), Shape::plain, true, "-"},
        {"operands", N_("Operands"), N_("what the arguments of the call point at"), Shape::plain, true, "-"},
        {"wchan", N_("Sleeps in"), N_("wchan: the function of the kernel it sleeps in"), Shape::plain, true, "-"},
        {"pid", N_("Process"), N_("pid: the process it belongs to"), Shape::pid},
        {"tid", N_("Thread"), N_("tid: its number")},
        {"arguments", N_("Arguments"), N_("syscall: the six registers"), Shape::plain, false, "-"},
        {"exec_start_ms", N_("Task clock"), N_("se.exec_start: its CPU's task clock when it last left the CPU")},
        {"run_count", N_("Times run"), N_("nr_switches: times it got or left a CPU")},
        {"cpu", N_("CPU"), N_("processor: the CPU it ran on last")},
        {"second_reading", N_("Second reading"), N_("whether it still waited when everything else had been read")},
    };
    return words;
}

template <>
std::span<const FieldWords> words_of<IpcNamespace>() {
    static constexpr FieldWords words[] = {
        {"inode", N_("Namespace"), N_("ns/ipc: the number that names it"), Shape::plain, true},
        {"label", N_("Label"), N_("which one it is"), Shape::plain, true},
        {"pids", N_("Processes"), N_("pids: processes that live in it, as far as they can be seen"), Shape::pid, true},
    };
    return words;
}

}  // namespace gordian::present
