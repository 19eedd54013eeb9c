// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/present/table.h"
#include "backend/present/translate_mark.h"

namespace gordian::present {

template <>
std::span<const FieldWords> words_of<SharedMapping>() {
    static constexpr FieldWords words[] = {
        {"resource", N_("Memory"), N_("the object behind it, as every command spells it"), Shape::plain, true},
        {"size", N_("Size"), N_("st_size: bytes of the object behind it"), Shape::bytes, true},
        {"mappings", N_("Mapped by"), N_("processes that map it MAP_SHARED"), Shape::plain, true},
        {"backing", N_("Backing"), N_("what is behind it: a segment, a file, a memfd, anonymous memory"), Shape::plain, true},
    };
    return words;
}

}  // namespace gordian::present
