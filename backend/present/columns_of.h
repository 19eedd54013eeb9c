// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The templates of table.h for any described struct. Expensive to compile: table.cpp instantiates them for every section; others include
// this only for a struct of their own.
#include "backend/present/cell_text.h"
#include "backend/present/table.h"

namespace gordian::present {

template <class Member>
bool is_right_aligned(Shape shape) {
    using T = typename WithoutOptional<Member>::type;
    return Number<T> && shape != Shape::pid && shape != Shape::user && shape != Shape::group && shape != Shape::address;
}

template <class Member>
ColumnKind kind_of_column(Shape shape) {
    using T = typename WithoutOptional<Member>::type;
    if constexpr (std::is_same_v<T, Time>) return ColumnKind::duration;
    if constexpr (std::is_same_v<T, Key> || std::is_same_v<T, Mode>) return ColumnKind::number;
    if constexpr (!Number<T>) return ColumnKind::text;
    switch (shape) {
    case Shape::bytes: return ColumnKind::bytes;
    case Shape::ms: return ColumnKind::duration;
    case Shape::user:
    case Shape::group: return ColumnKind::text;
    default: return ColumnKind::number;
    }
}

template <class Row>
std::vector<Column> columns_of() {
    std::vector<Column> columns;
    for_each_member_of<Row>([&]<class Member>(std::string_view name, Member Row::*) {
        const FieldWords words = words_of_field(words_of<Row>(), name);
        columns.push_back({std::string(name), std::string(words.title), std::string(words.tooltip),
                           is_right_aligned<Member>(words.shape), kind_of_column<Member>(words.shape)});
    });
    for (const DerivedColumn<Row>& derived : derived_columns_of<Row>())
        columns.push_back({std::string(derived.words.name), std::string(derived.words.title),
                           std::string(derived.words.tooltip), derived.right_aligned,
                           derived.right_aligned ? ColumnKind::number : ColumnKind::text});
    return columns;
}

template <class Row>
std::vector<std::string> default_columns_of() {
    std::vector<std::string> names;
    for (const FieldWords& words : words_of<Row>())
        if (words.by_default) names.emplace_back(words.name);
    if (names.empty())
        for (const Column& column : columns_of<Row>()) names.push_back(column.name);
    return names;
}

template <class Row>
std::string cell_of(const Row& row, std::string_view column, const CellContext& context) {
    std::string text;
    for (const DerivedColumn<Row>& derived : derived_columns_of<Row>())
        if (derived.words.name == column) return derived.cell(row, context);
    for_each_member(row, [&](std::string_view name, const auto& member) {
        if (name != column) return;
        const FieldWords words = words_of_field(words_of<Row>(), name);
        text = cell_text(member, words.shape, words.if_empty, context);
    });
    return text;
}

}  // namespace gordian::present
