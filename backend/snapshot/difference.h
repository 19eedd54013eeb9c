// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// From one value to the next: apply(diff(a, b), a) == b for any two. Sections (vectors of rows that have a row_key()) differ row by row,
// everything else as a whole; which is which follows from the description of the struct. Light: no Boost.JSON here.
//
// Rows are paired by one merge along their keys, so sections are sorted by row_key(). In one that is not, the result is still right,
// but rows that stayed may be told as removed and inserted.
#include "backend/snapshot/described.h"
#include "backend/snapshot/row_key.h"

#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace gordian {

template <class Row>
concept KeyedRow = requires(const Row& row) {
    { row_key(row) < row_key(row) } -> std::convertible_to<bool>;
};

/// Rows first to last, both included.
struct RowRange {
    int first = 0, last = 0;
    friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// How the rows moved, in the order in which a model shows it: remove from the last range to the first, insert from the first to the last.
struct Difference {
    std::vector<RowRange> removed;   ///< row numbers before
    std::vector<RowRange> inserted;  ///< row numbers after
    std::vector<RowRange> changed;   ///< row numbers after: the same row with other values
    friend bool operator==(const Difference&, const Difference&) = default;
    [[nodiscard]] bool empty() const { return removed.empty() && inserted.empty() && changed.empty(); }
};

/// With the rows, for who has only the value before.
template <class Row>
struct SectionDifference : Difference {
    std::vector<Row> inserted_rows, changed_rows;  ///< the contents of those ranges, one after the other
    friend bool operator==(const SectionDifference&, const SectionDifference&) = default;
};

/// What has no rows.
template <class T>
struct ValueDifference {
    std::optional<T> next;  ///< empty: it stayed
    friend bool operator==(const ValueDifference&, const ValueDifference&) = default;
    [[nodiscard]] bool empty() const { return !next; }
};

/// Walks two sections side by side: on_removed(i), on_inserted(j), on_both(i, j). `row_of` makes a row of an element.
template <class Rows, class RowOf, class OnRemoved, class OnInserted, class OnBoth>
void merge_rows(const Rows& before, const Rows& after, RowOf row_of, OnRemoved on_removed, OnInserted on_inserted,
                OnBoth on_both) {
    std::size_t i = 0, j = 0;
    while (i < before.size() && j < after.size()) {
        const auto& a = row_of(before[i]);
        const auto& b = row_of(after[j]);
        if (row_key(a) < row_key(b)) on_removed(i++);
        else if (row_key(b) < row_key(a)) on_inserted(j++);
        else on_both(i++, j++);
    }
    while (i < before.size()) on_removed(i++);
    while (j < after.size()) on_inserted(j++);
}

template <KeyedRow Row>
[[nodiscard]] SectionDifference<Row> diff_rows(const std::vector<Row>& before, const std::vector<Row>& after) {
    const auto extend = [](std::vector<RowRange>& ranges, std::size_t index) {
        const int row = static_cast<int>(index);
        if (!ranges.empty() && ranges.back().last + 1 == row) ranges.back().last = row;
        else ranges.push_back({row, row});
    };
    SectionDifference<Row> difference;
    merge_rows(
        before, after, std::identity{}, [&](std::size_t i) { extend(difference.removed, i); },
        [&](std::size_t j) {
            extend(difference.inserted, j);
            difference.inserted_rows.push_back(after[j]);
        },
        [&](std::size_t i, std::size_t j) {
            if (before[i] == after[j]) return;
            extend(difference.changed, j);
            difference.changed_rows.push_back(after[j]);
        });
    return difference;
}

/// Throws std::out_of_range where the difference was not made from these rows.
template <class Row>
void apply_rows(const SectionDifference<Row>& difference, std::vector<Row>& rows) {
    std::vector<Row> next;
    next.reserve(rows.size() + difference.inserted_rows.size());
    std::size_t before = 0, inserted = 0, changed = 0;
    auto removed_range = difference.removed.begin();
    auto inserted_range = difference.inserted.begin();
    auto changed_range = difference.changed.begin();
    const auto pass_removed = [&] {
        for (; removed_range != difference.removed.end() && static_cast<std::size_t>(removed_range->first) == before;
             ++removed_range)
            before = static_cast<std::size_t>(removed_range->last) + 1;
    };
    const auto is_in = [&](auto& range, const auto& end) {
        const int row = static_cast<int>(next.size());
        while (range != end && range->last < row) ++range;
        return range != end && range->first <= row;
    };
    for (;;) {
        pass_removed();
        if (is_in(inserted_range, difference.inserted.end())) next.push_back(difference.inserted_rows.at(inserted++));
        else if (before >= rows.size()) break;
        else if (is_in(changed_range, difference.changed.end())) {
            next.push_back(difference.changed_rows.at(changed++));
            ++before;
        } else next.push_back(std::move(rows[before++]));
    }
    if (before != rows.size() || inserted != difference.inserted_rows.size() || changed != difference.changed_rows.size())
        throw std::out_of_range("apply_rows: this difference was made from other rows");
    rows = std::move(next);
}

namespace difference_of {

template <class Member>
struct Kind {
    using type = ValueDifference<Member>;
};
template <KeyedRow Row>
struct Kind<std::vector<Row>> {
    using type = SectionDifference<Row>;
};

template <class T>
struct Parts {
    template <class D>
    using of_member = Kind<MemberType<T, D>>::type;
    using type = boost::mp11::mp_rename<boost::mp11::mp_transform<of_member, MembersOf<T>>, std::tuple>;
};

/// Where a member stands in the description.
template <class T, auto Member, class D>
consteval bool describes() {
    if constexpr (std::is_same_v<std::remove_cv_t<decltype(D::pointer)>, std::remove_cv_t<decltype(Member)>>)
        return D::pointer == Member;
    else return false;
}
template <class T, auto Member>
struct Position {
    template <class D>
    using matches = std::bool_constant<describes<T, Member, D>()>;
    static constexpr std::size_t value = boost::mp11::mp_find_if<MembersOf<T>, matches>::value;
};

}  // namespace difference_of

/// One part a member of T, in the order of its description: a new member needs nothing here.
template <Described T>
struct StructDifference {
    difference_of::Parts<T>::type parts;

    friend bool operator==(const StructDifference&, const StructDifference&) = default;

    /// The part of one member: `difference.of<&Snapshot::sem_sets>().removed`.
    template <auto Member>
    [[nodiscard]] const auto& of() const {
        return std::get<difference_of::Position<T, Member>::value>(parts);
    }
    [[nodiscard]] bool empty() const {
        return std::apply([](const auto&... part) { return (part.empty() && ...); }, parts);
    }
};

namespace difference_of {

/// Calls f(part, pointer to member) for each.
template <class Difference, class F, class T>
void for_each_part(Difference& difference, F&& f, std::type_identity<T>) {
    boost::mp11::mp_for_each<boost::mp11::mp_iota<boost::mp11::mp_size<MembersOf<T>>>>([&](auto index) {
        f(std::get<index>(difference.parts), boost::mp11::mp_at<MembersOf<T>, decltype(index)>::pointer);
    });
}

}  // namespace difference_of

template <Described T>
[[nodiscard]] StructDifference<T> diff_struct(const T& before, const T& after) {
    StructDifference<T> difference;
    difference_of::for_each_part(
        difference,
        [&]<class Part>(Part& part, auto pointer) {
            if constexpr (std::is_base_of_v<Difference, Part>) part = diff_rows(before.*pointer, after.*pointer);
            else if (!(before.*pointer == after.*pointer)) part.next = after.*pointer;
        },
        std::type_identity<T>{});
    return difference;
}

/// Throws std::out_of_range where the difference was not made from this value.
template <Described T>
void apply_struct(const StructDifference<T>& difference, T& value) {
    difference_of::for_each_part(
        difference,
        [&]<class Part>(const Part& part, auto pointer) {
            if constexpr (std::is_base_of_v<Difference, Part>) apply_rows(part, value.*pointer);
            else if (part.next) value.*pointer = *part.next;
        },
        std::type_identity<T>{});
}

}  // namespace gordian
