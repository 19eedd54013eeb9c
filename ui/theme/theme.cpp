// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QApplication>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleHints>
#include <QStyleOption>
#include <QToolTip>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace gordian::ui {

namespace {

/// Fusion derives the outline of fields and boxes from the window's colour: on a dark window an empty check box can't be seen. While it
/// draws one of those, the option's window is a colour whose outline has WCAG's contrast for controls (3).
class Outlined {
public:
    explicit Outlined(const QStyleOption* option)
        : m_option(const_cast<QStyleOption*>(option)), m_kept(option->palette) {
        const QColor outline = toneOf(m_kept) == Tone::dark ? 0x6f7780 : 0x8e959d;
        m_option->palette.setColor(QPalette::Window, outline.lighter(140));  // it draws darker(140)
    }
    ~Outlined() { m_option->palette = m_kept; }
    Outlined(const Outlined&) = delete;
    Outlined& operator=(const Outlined&) = delete;

private:
    QStyleOption* m_option;
    QPalette m_kept;
};

/// Fusion, with what a window of tables needs otherwise.
class Style final : public QProxyStyle {
public:
    Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returned) const override {
        switch (hint) {
        // Without a desktop's icon theme some buttons would have an icon and others none.
        case SH_DialogButtonBox_ButtonsHaveIcons: return 0;
        case SH_UnderlineShortcut: return 1;
        default: return QProxyStyle::styleHint(hint, option, widget, returned);
        }
    }

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override {
        switch (element) {
        case PE_FrameLineEdit:
        case PE_PanelLineEdit:
        case PE_IndicatorCheckBox:
        case PE_IndicatorRadioButton:
        case PE_IndicatorItemViewItemCheck:
        case PE_PanelButtonCommand: {
            const Outlined outlined(option);
            QProxyStyle::drawPrimitive(element, option, painter, widget);
            return;
        }
        default: QProxyStyle::drawPrimitive(element, option, painter, widget);
        }
    }

    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override {
        if (control == CC_SpinBox || control == CC_ComboBox) {
            const Outlined outlined(option);
            QProxyStyle::drawComplexControl(control, option, painter, widget);
            return;
        }
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }

    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override {
        switch (metric) {
        case PM_SmallIconSize:
        case PM_ListViewIconSize:
        case PM_ButtonIconSize:
        case PM_TabBarIconSize: return 16;
        case PM_ToolBarIconSize: return 22;
        default: return QProxyStyle::pixelMetric(metric, option, widget);
        }
    }
};

struct Greys {
    QColor window, base, alternate, button, text, placeholder, disabled, light, midlight, mid, dark, shadow, highlight,
        tooltip, tooltipText;
};

const Greys& greysOf(Tone tone) {
    static const Greys light{.window = 0xf4f5f7,
                             .base = 0xffffff,
                             .alternate = 0xf3f5f8,
                             .button = 0xfafbfc,
                             .text = 0x1c2024,
                             .placeholder = 0x6b737c,
                             .disabled = 0x9aa1a9,
                             .light = 0xffffff,
                             .midlight = 0xeceef0,
                             .mid = 0xc9cdd2,
                             .dark = 0xa7adb4,
                             .shadow = 0x7d848b,
                             .highlight = 0x2a66c8,
                             .tooltip = 0x2b3036,
                             .tooltipText = 0xf2f4f6};
    static const Greys dark{.window = 0x212429,
                            .base = 0x191b1f,
                            .alternate = 0x1d2024,
                            .button = 0x2c3036,
                            .text = 0xe6e8eb,
                            .placeholder = 0x8b939c,
                            .disabled = 0x6c737b,
                            .light = 0x4a5058,
                            .midlight = 0x363b42,
                            .mid = 0x2a2e34,
                            .dark = 0x121417,
                            .shadow = 0x0a0b0d,
                            .highlight = 0x2f66b5,
                            .tooltip = 0x3a4048,
                            .tooltipText = 0xf2f4f6};
    return tone == Tone::light ? light : dark;
}

QString hex(const QColor& colour) { return colour.name(); }

QString sheetOf(Tone tone) {
    const Colours& colours = coloursOf(tone);
    const Greys& greys = greysOf(tone);
    QString sheet =
        QStringLiteral("*[part=\"muted\"] { color: %1; }"
                       "*[part=\"heading\"] { font-weight: 600; }"
                       "*[part=\"title\"] { font-weight: 600; font-size: 13pt; }"
                       "QFrame[part=\"card\"] { background: %2; border: 1px solid %3; border-radius: 6px; }"
                       "QFrame[part=\"verdict\"], QFrame[part=\"banner\"] { border-radius: 6px; border: 1px solid %3; }"
                       "QLabel[part=\"pill\"] { border-radius: 8px; padding: 1px 7px; }"
                       "QAbstractItemView[part=\"sidebar\"] { background: %4; border: none; }"
                       "QAbstractItemView[part=\"sidebar\"]::item { padding: 5px 8px; border-radius: 5px; }"
                       "QAbstractItemView[part=\"sidebar\"]::item:selected { background: %5; color: %6; }"
                       "QToolTip { background: %7; color: %8; border: 1px solid %3; padding: 3px; }")
            .arg(hex(colours.mutedText), hex(greys.base), hex(colours.line), hex(greys.window), hex(colours.accent),
                 hex(colours.onAccent), hex(greys.tooltip), hex(greys.tooltipText));
    const struct {
        const char* state;
        const QColor &text, &tint;
    } states[] = {{"critical", colours.critical, colours.criticalTint},
                  {"warning", colours.warning, colours.warningTint},
                  {"notice", colours.notice, colours.noticeTint},
                  {"ok", colours.ok, colours.okTint}};
    for (const auto& [state, text, tint] : states)
        sheet += QStringLiteral(
                     "QFrame[part=\"banner\"][state=\"%1\"], QFrame[part=\"verdict\"][state=\"%1\"] { background: %3; "
                     "border-color: %4; }"
                     "QLabel[part=\"pill\"][state=\"%1\"] { color: %2; background: %3; }"
                     "QLabel[part=\"text\"][state=\"%1\"] { color: %2; }")
                     .arg(QLatin1StringView(state), hex(text), hex(tint), hex(text));
    return sheet;
}

double luminance(const QColor& colour) {
    const auto linear = [](float part) {
        const double value = part;
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

}  // namespace

const Colours& coloursOf(Tone tone) {
    static const Colours light{.critical = 0xb3261e,
                               .warning = 0x8a5300,
                               .notice = 0x1f5fb8,
                               .ok = 0x1b6b3a,
                               .waiting = 0x6b47b0,
                               .mutedText = 0x5b636c,
                               .link = 0x1f5fb8,
                               .accent = 0x2a66c8,
                               .onAccent = 0xffffff,
                               .readLock = 0x1c6c96,
                               .writeLock = 0xb04312,
                               .waiterHatch = 0x6b47b0,
                               .newRow = 0xe6f3ea,
                               .criticalTint = 0xfdeceb,
                               .warningTint = 0xfdf3e0,
                               .noticeTint = 0xe9f1fc,
                               .okTint = 0xe6f3ea,
                               .line = 0xd8dce0,
                               .chartGrid = 0xe6e8eb,
                               .chartAxisText = 0x5b636c,
                               .chartBackground = 0xffffff,
                               .chartSeries = {0x2a66c8, 0xd97a1e, 0x1f8a5b, 0xa3449b, 0x6d7781, 0xb3261e}};
    static const Colours dark{.critical = 0xff8d84,
                              .warning = 0xf0b850,
                              .notice = 0x86b8ff,
                              .ok = 0x74d096,
                              .waiting = 0xc3abff,
                              .mutedText = 0xa2aab3,
                              .link = 0x86b8ff,
                              .accent = 0x2f66b5,
                              .onAccent = 0xffffff,
                              .readLock = 0x62b4e4,
                              .writeLock = 0xf29d6e,
                              .waiterHatch = 0xc3abff,
                              .newRow = 0x1f3327,
                              .criticalTint = 0x3a2324,
                              .warningTint = 0x382d1b,
                              .noticeTint = 0x1f2d42,
                              .okTint = 0x1f3327,
                              .line = 0x3a3f46,
                              .chartGrid = 0x2c3036,
                              .chartAxisText = 0xa2aab3,
                              .chartBackground = 0x191b1f,
                              .chartSeries = {0x6aa5f5, 0xf0a257, 0x5fc492, 0xd18acb, 0xa2aab3, 0xff8d84}};
    return tone == Tone::light ? light : dark;
}

QPalette paletteOf(Tone tone) {
    const Greys& greys = greysOf(tone);
    const Colours& colours = coloursOf(tone);
    QPalette palette;
    palette.setColor(QPalette::Window, greys.window);
    palette.setColor(QPalette::WindowText, greys.text);
    palette.setColor(QPalette::Base, greys.base);
    palette.setColor(QPalette::AlternateBase, greys.alternate);
    palette.setColor(QPalette::Text, greys.text);
    palette.setColor(QPalette::PlaceholderText, greys.placeholder);
    palette.setColor(QPalette::Button, greys.button);
    palette.setColor(QPalette::ButtonText, greys.text);
    palette.setColor(QPalette::BrightText, colours.critical);
    palette.setColor(QPalette::Light, greys.light);
    palette.setColor(QPalette::Midlight, greys.midlight);
    palette.setColor(QPalette::Mid, greys.mid);
    palette.setColor(QPalette::Dark, greys.dark);
    palette.setColor(QPalette::Shadow, greys.shadow);
    palette.setColor(QPalette::Highlight, greys.highlight);
    palette.setColor(QPalette::HighlightedText, colours.onAccent);
    palette.setColor(QPalette::Accent, greys.highlight);
    palette.setColor(QPalette::Link, colours.link);
    palette.setColor(QPalette::LinkVisited, colours.waiting);
    palette.setColor(QPalette::ToolTipBase, greys.tooltip);
    palette.setColor(QPalette::ToolTipText, greys.tooltipText);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, greys.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, greys.mid);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, greys.text);
    return palette;
}

Tone toneOf(const QPalette& palette) {
    return luminance(palette.color(QPalette::Window)) < 0.3 ? Tone::dark : Tone::light;
}

double contrast(const QColor& one, const QColor& other) {
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

Theme::Theme(QApplication& application, QObject* parent) : QObject(parent), m_application(application) {
    m_application.setStyle(new Style);  // the application owns it
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
        if (m_choice == ThemeChoice::followDesktop) apply();
    });
    apply();
}

void Theme::setChoice(ThemeChoice choice) {
    m_choice = choice;
    // For what the platform draws itself: title bars, file dialogs of the desktop.
    QGuiApplication::styleHints()->setColorScheme(choice == ThemeChoice::dark    ? Qt::ColorScheme::Dark
                                                  : choice == ThemeChoice::light ? Qt::ColorScheme::Light
                                                                                 : Qt::ColorScheme::Unknown);
    apply();
}

void Theme::apply() {
    switch (m_choice) {
    case ThemeChoice::light: wear(Tone::light); return;
    case ThemeChoice::dark: wear(Tone::dark); return;
    case ThemeChoice::followDesktop: break;
    }
    // A desktop that doesn't say is taken as light, as it was.
    wear(QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark ? Tone::dark : Tone::light);
}

void Theme::wear(Tone tone) {
    const bool changed = tone != m_tone;
    m_tone = tone;
    const QPalette palette = paletteOf(tone);
    m_application.setPalette(palette);
    QToolTip::setPalette(palette);
    m_application.setStyleSheet(sheetOf(tone));
    if (changed) emit toneChanged(tone);
}

void setPart(QWidget* widget, const char* part, const char* state) {
    widget->setProperty("part", QLatin1StringView(part));
    widget->setProperty("state", state == nullptr ? QVariant() : QVariant(QLatin1StringView(state)));
    // A style sheet looks at properties only when it meets a widget first.
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

}  // namespace gordian::ui
