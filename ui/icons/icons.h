// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Icons by what they mean. The names stand in icons.list, which the build compiles in.
#include "ui/theme/theme.h"

#include <QIcon>
#include <QStringList>

#include <string_view>

namespace gordian::ui {

/// Scalable; drawn from the variant made for small sizes up to 18 pixels. A name that icons.list lacks gives a null icon.
[[nodiscard]] QIcon icon(std::string_view name, Tone tone);
/// For a label: at this size in logical pixels, sharp on the widget's screen.
[[nodiscard]] QPixmap iconPixmap(std::string_view name, const QWidget& widget, int size = 16);
/// Gordian's own: the knot.
[[nodiscard]] QIcon applicationIcon();
/// What can be asked for.
[[nodiscard]] QStringList iconNames();
/// Whose icons these are, and their licence: for the page "About".
[[nodiscard]] QString iconLicence();

}  // namespace gordian::ui
