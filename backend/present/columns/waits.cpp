// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<Wait>() {
    static constexpr FieldWords words[] = {
        {"blocked_ms", N_("Age"), N_("how long it has waited at least"), Shape::ms, true},
        {"pid", N_("Process"), N_("pid: the process that waits"), Shape::pid, true},
        {"tid", N_("Thread"), N_("tid: which thread of it; -: only the process is known"), Shape::plain, true, "-"},
        {"operation", N_("Operation"), N_("what it does to wait"), Shape::plain, true},
        {"resource", N_("Waits for"), N_("the first thing it waits for"), Shape::plain, true},
        {"detail", N_("Detail"), N_("the operation with its numbers"), Shape::plain, true},
        {"certain", N_("Certain"), N_("no: inferred"), Shape::plain, true},
        {"evidence", N_("Evidence"), N_("where it is known from"), Shape::plain, true},
        {"comm", N_("Name"), N_("comm: the thread's own name")},
        {"any_of", N_("Any of"), N_("things of which one would do")},
        {"all_of", N_("All of"), N_("things of which it needs every one")},
        {"blocked_source", N_("Age from"), N_("kernel: by the kernel's clock")},
        {"block", N_("Block"), N_("hard: behind a holder; soft: behind somebody in the queue")},
        {"time_limit_ms", N_("Time limit"), N_("timeout: the call ends by itself after so long; 0.0 s: it has none"),
         Shape::ms},
    };
    return words;
}

template <>
std::span<const FieldWords> words_of<Hold>() {
    static constexpr FieldWords words[] = {
        {"pid", N_("Process"), N_("pid: the process that can release it"), Shape::pid, true},
        {"tid", N_("Thread"), N_("tid: which thread of it; -: any"), Shape::plain, true, "-"},
        {"resource", N_("Can release"), N_("the thing it holds"), Shape::plain, true},
        {"detail", N_("Detail"), N_("how it holds it"), Shape::plain, true},
        {"certain", N_("Certain"), N_("no: inferred"), Shape::plain, true},
        {"evidence", N_("Evidence"), N_("where it is known from"), Shape::plain, true},
    };
    return words;
}

template <>
std::span<const FieldWords> words_of<Chain>() {
    static constexpr FieldWords words[] = {
        {"thread", N_("Thread"), N_("who does not run"), Shape::plain, true},
        {"verdict", N_("Verdict"), N_("deadlocked, abandoned, stopped, held, idle, or unknown"), Shape::plain, true},
        {"certain", N_("Certain"), N_("no: inferred"), Shape::plain, true},
        {"root", N_("Ends at"), N_("what nobody releases, or who could"), Shape::plain, true},
        {"links", N_("Links"), N_("who waits for what, to the end"), Shape::plain, true},
    };
    return words;
}

template <>
std::span<const FieldWords> words_of<Finding>() {
    static constexpr FieldWords words[] = {
        {"severity", N_("Severity"), N_("critical, warning or notice"), Shape::plain, true},
        {"code", N_("Finding"), N_("its name"), Shape::plain, true},
        {"title", N_("What is wrong"), N_("what is wrong, in a sentence"), Shape::plain, true},
        {"certain", N_("Certain"), N_("no: inferred"), Shape::plain, true},
        {"command", N_("Next command"), N_("what to type next"), Shape::plain, true},
        {"explanation", N_("Explanation"), N_("how it is known")},
        {"advice", N_("Advice"), N_("what to do, the best first")},
        {"threads", N_("Threads"), N_("who waits")},
        {"resources", N_("Objects"), N_("what it is about")},
    };
    return words;
}

}  // namespace gordian::present
