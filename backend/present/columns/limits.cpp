// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<Limit>() {
    static constexpr FieldWords words[] = {
        {"name", N_("Setting"), N_("sysctl: its name below /proc/sys"), Shape::plain, true},
        {"classic_name", N_("Classic name"), N_("its name in the man pages"), Shape::plain, true},
        {"used", N_("Used"), N_("how much is used; -: a bound on one call or object, which nobody counts"),
         Shape::plain, true, "-"},
        {"limit", N_("Limit"), N_("how much may be used"), Shape::plain, true},
        {"resource", N_("Object"), N_("the object it is about, where that is one"), Shape::plain, true},
        {"how_to_raise", N_("How to raise it"), N_("a command that raises it"), Shape::plain, true},
    };
    return words;
}

template <>
std::span<const FieldWords> words_of<Unreadable>() {
    static constexpr FieldWords words[] = {
        {"section", N_("Section"), N_("where something is missing"), Shape::plain, true},
        {"fields", N_("Fields"), N_("what could not be read"), Shape::plain, true},
        {"count", N_("Rows"), N_("of how many rows"), Shape::plain, true},
        {"errno", N_("Error"), N_("errno: what the kernel answered"), Shape::plain, true},
        {"why", N_("Why"), N_("the reason"), Shape::plain, true},
        {"remedy", N_("Remedy"), N_("what would make it readable"), Shape::plain, true},
        {"resources", N_("Objects"), N_("which ones, the first 1,000")},
    };
    return words;
}

}  // namespace gordian::present
