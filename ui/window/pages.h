// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The pages of the window as data: what they are called, what they show, what is normal there.
#include <QString>

#include <string_view>
#include <vector>

namespace gordian::ui {

struct PageSpec {
    QString name;              ///< as `--page` has it: "semaphores"
    std::string_view section;  ///< of present::find_section()
    std::string_view icon;
    QString title;
    QString group{};                         ///< the heading above it in the sidebar; empty: none
    QString empty{};                         ///< what is normal when nothing is here
    QString emptyWhenBlind{};                ///< the same where other users' processes are hidden
    QString emptyHint{};                     ///< what would fill it
    std::string_view baseFilter{};           ///< what it leaves out; empty: nothing
    QString baseFilterOff{};                 ///< the words of the box that shows it all the same
    std::string_view wide{};                 ///< the column that gets the room that is left
    std::vector<std::string_view> hidden{};  ///< default columns that this page leaves to its menu
    std::string_view creates{};              ///< "sysv-msg" …: what New makes here; empty: nothing
};

/// In the order of the sidebar.
[[nodiscard]] const std::vector<PageSpec>& pageSpecs();
/// The page on which a resource of this spelling stands; empty: on none.
[[nodiscard]] QString pageOf(const QString& resource);

}  // namespace gordian::ui
