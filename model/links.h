// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Names in sentences become links: resources as they are spelled, and processes that are in the snapshot.
#include "backend/present/facts.h"

#include <QList>
#include <QString>
#include <QUrl>

namespace gordian::model {

/// Rich text of a plain one, which may hold text of others: everything is escaped, and what can be gone to is an anchor with linkTo() as its
/// address.
[[nodiscard]] QString linked(const present::Facts& facts, const QString& text);

/// What a table's cell names that can be gone to: a resource, or a process ("901 shopd"). Several where it lists several.
struct CellLink {
    QString words, resource;
};
[[nodiscard]] QList<CellLink> cellLinks(const present::Facts& facts, const QString& cell);

[[nodiscard]] QString linkTo(const QString& resource);
/// The resource; empty where the address is none of ours.
[[nodiscard]] QString linkTarget(const QString& address);

}  // namespace gordian::model
