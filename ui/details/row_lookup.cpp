// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/row_lookup.h"

#include "ui/window/pages.h"

#include <algorithm>
#include <string>

namespace gordian::ui {

std::optional<RowPlace> findRow(const present::Scene& scene, std::string_view resource) {
    const QString page = pageOf(QString::fromUtf8(resource.data(), static_cast<qsizetype>(resource.size())));
    const auto spec = std::ranges::find(pageSpecs(), page, &PageSpec::name);
    if (spec == pageSpecs().end()) return {};
    const present::Section& section = *present::find_section(spec->section);
    const auto place_at = [&](std::size_t row) -> std::optional<RowPlace> {
        const std::string own = section.resource(scene, row);
        if (own == resource) return RowPlace{&section, row, {}};
        if (!section.has_children() || !resource.starts_with(own + "/")) return {};
        for (std::size_t child = 0; child < section.child_count(scene, row); ++child)
            if (section.child_resource(scene, row, child) == resource) return RowPlace{&section, row, child};
        return {};
    };
    // The same thing is looked for in each Moment, and moves by little: the search goes outwards from where the last one ended.
    static thread_local std::size_t last_found = 0;
    const std::size_t size = section.size(scene), from = std::min(last_found, size);
    for (std::size_t distance = 0; distance < size; ++distance) {
        std::optional<RowPlace> place;
        if (from + distance < size) place = place_at(from + distance);
        if (!place && distance < from) place = place_at(from - distance - 1);
        if (place) {
            last_found = place->row;
            return place;
        }
    }
    return {};
}

bool isThere(const present::Scene& scene, std::string_view resource) {
    // What no page lists yet, like a pipe, is there as long as somebody waits for it or holds it.
    if (pageOf(QString::fromUtf8(resource.data(), static_cast<qsizetype>(resource.size()))).isEmpty())
        return !scene.facts.waits_for(resource).empty() || !scene.facts.holds_on(resource).empty();
    if (const auto pid = present::pid_of(resource)) return scene.facts.people.process(*pid) != nullptr;
    return findRow(scene, resource).has_value();
}

}  // namespace gordian::ui
