// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<Pipe>() {
    static constexpr FieldWords words[] = {
        {"resource", N_("Pipe"), N_("pipe/INODE, or fifo/PATH: as every command spells it"), Shape::plain, true},
        {"readers", N_("Readers"), N_("processes that have its reading end open"), Shape::plain, true},
        {"writers", N_("Writers"), N_("processes that have its writing end open"), Shape::plain, true},
        {"ends_complete", N_("All ends seen"), N_("yes: every process's descriptors could be read"), Shape::plain, true},
        {"inode", N_("Inode"), N_("st_ino: its number")},
        {"path", N_("File"), N_("of a FIFO: where it lies")},
    };
    return words;
}

}  // namespace gordian::present
