// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// `gordian --screenshot`: any page as a picture, without a display server.
#include "app/gordian/options.h"

namespace gordian::model {
class LiveModels;
class LiveSession;
}  // namespace gordian::model
namespace gordian::ui {
class MainWindow;
}

namespace gordian {

/// Before the QApplication is made: no display is asked for.
void prepare_for_screenshot();
/// Looks until the ages of what is stuck are known, draws, and returns the exit status.
[[nodiscard]] int take_screenshot(ui::MainWindow& window, model::LiveSession& session, model::LiveModels& models,
                                  const Options& options);

}  // namespace gordian
