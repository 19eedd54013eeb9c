// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/format.h"
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<Process>() {
    static constexpr FieldWords words[] = {
        {"pid", N_("Process"), N_("pid: its number, and its command"), Shape::pid, true},
        {"ppid", N_("Parent"), N_("ppid: the process that waits for its end"), Shape::pid, true},
        {"uid", N_("User"), N_("Uid: effective user"), Shape::user, true},
        {"state", N_("State"), N_("State: R running, S sleeping, D uninterruptible, T stopped, t traced, Z zombie"),
         Shape::plain, true},
        {"nthreads", N_("Threads"), N_("num_threads: threads of it"), Shape::plain, true},
        {"start_time", N_("Started"), N_("starttime: how long ago it began"), Shape::plain, true},
        {"readable", N_("Readable"),
         N_("whether its maps and descriptors could be read; if not, what it holds may be missing"), Shape::plain, true},
        {"command_line", N_("Command line"), N_("cmdline: the arguments it was called with"), Shape::plain, true},
        {"resource", N_("Process"), N_("the process, as every command spells it")},
        {"pgrp", N_("Process group"), N_("pgrp: its process group")},
        {"comm", N_("Command"), N_("comm: its name, 15 bytes at most, which it may change")},
        {"exe", N_("Program"), N_("exe: the program it runs"), Shape::plain, false, "-"},
        {"cmdline", N_("Arguments"), N_("cmdline: the arguments, one by one")},
        {"gid", N_("Group"), N_("Gid: effective group"), Shape::group},
        {"ipc_namespace", N_("IPC namespace"), N_("inode of the namespace it lives in")},
        {"kernel_thread", N_("Kernel thread"), N_("PF_KTHREAD: it runs no program")},
        {"cgroup", N_("Control group"), N_("cgroup: the control group it belongs to")},
    };
    return words;
}

template <>
std::span<const DerivedColumn<Process>> derived_columns_of<Process>() {
    // A kernel thread has none: brackets around its name, as ps(1) has them.
    static const DerivedColumn<Process> columns[] = {
        {words_of_field(words_of<Process>(), "command_line"), false,
         [](const Process& process, const CellContext&) -> std::string {
             return process.cmdline.empty() ? "[" + process.comm + "]" : joined(process.cmdline, " ");
         }},
    };
    return columns;
}

}  // namespace gordian::present
