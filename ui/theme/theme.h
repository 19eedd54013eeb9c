// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// How the window looks: Fusion with palettes of our own, since Qt's own switch of the colour scheme changes nothing on most desktops
// without a platform theme. Every colour that carries a meaning stands in one struct, once a tone, readable (WCAG 4.5) on everything it is
// drawn on; tests/ui holds them to that.
#include <QColor>
#include <QList>
#include <QObject>
#include <QPalette>

class QApplication;

namespace gordian::ui {

enum class Tone { light, dark };
enum class ThemeChoice { followDesktop, light, dark };

/// Texts are for `base`, `alternateBase` and the window's background alike.
struct Colours {
    QColor critical, warning, notice, ok, waiting;  ///< texts of a state
    QColor mutedText, link;
    QColor accent;  ///< fills: a selected entry, a bar; `onAccent` is drawn on it
    QColor onAccent;
    QColor readLock, writeLock;                            ///< fills and texts
    QColor waiterHatch;                                    ///< the lines of a hatch over a lock that is waited for
    QColor newRow;                                         ///< a background: the text stays the palette's
    QColor criticalTint, warningTint, noticeTint, okTint;  ///< backgrounds of banners and pills, under the text of that state
    QColor line;                                           ///< separators and frames
    QColor chartGrid, chartAxisText, chartBackground;
    QList<QColor> chartSeries;  ///< in this order; neighbours differ in lightness too
};

[[nodiscard]] const Colours& coloursOf(Tone tone);
[[nodiscard]] QPalette paletteOf(Tone tone);
/// For who has a widget and no Theme.
[[nodiscard]] Tone toneOf(const QPalette& palette);
/// WCAG 2's contrast ratio, from 1 to 21.
[[nodiscard]] double contrast(const QColor& one, const QColor& other);

/// Dresses the application. A widget that wants to be drawn as a known part sets the dynamic property `part`: "verdict", "banner", "sidebar",
/// "card", "pill", "muted", "heading" or "title"; banners, pills and verdicts take `state` too: "critical", "warning", "notice", "ok".
class Theme : public QObject {
    Q_OBJECT

public:
    explicit Theme(QApplication& application, QObject* parent = nullptr);

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    [[nodiscard]] Tone tone() const { return m_tone; }
    [[nodiscard]] const Colours& colours() const { return coloursOf(m_tone); }

signals:
    void toneChanged(gordian::ui::Tone tone);

private:
    void apply();
    void wear(Tone tone);

    QApplication& m_application;
    ThemeChoice m_choice = ThemeChoice::followDesktop;
    Tone m_tone = Tone::light;
};

/// Sets the dynamic property and has the style sheet looked up again.
void setPart(QWidget* widget, const char* part, const char* state = nullptr);

}  // namespace gordian::ui
