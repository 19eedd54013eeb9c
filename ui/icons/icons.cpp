// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons/icons.h"

#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>
#include <QWidget>

/// A resource within a static library is there once somebody asks for it, and Qt's macro wants to be outside of every namespace.
static void openIcons() { Q_INIT_RESOURCE(gordian_icons); }

namespace gordian::ui {

namespace {

QString root() {
    static const bool opened = (openIcons(), true);
    Q_UNUSED(opened)
    return QStringLiteral(":/icons/gordian");
}

QString pathOf(const QString& name, Tone tone, int size) {
    return QStringLiteral("%1/%2/%3/%4.svg")
        .arg(root(), tone == Tone::light ? QStringLiteral("light") : QStringLiteral("dark"), QString::number(size), name);
}

/// Breeze draws each icon once for 16 and once for 22 pixels: a line of one pixel stays one in both.
class Engine final : public QIconEngine {
public:
    Engine(const QString& small, const QString& large) : m_small(small), m_large(large) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        QSvgRenderer renderer(std::min(rect.width(), rect.height()) <= 18 ? m_small : m_large);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (mode == QIcon::Disabled) painter->setOpacity(0.4);
        renderer.render(painter, rect);
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override {
        // `size` is in pixels of the device.
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        pixmap.setDevicePixelRatio(scale);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size / scale), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new Engine(*this); }
    [[nodiscard]] QString key() const override { return QStringLiteral("gordian"); }
    QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }
    bool isNull() override { return false; }

private:
    QString m_small, m_large;
};

}  // namespace

QIcon icon(std::string_view name, Tone tone) {
    const QString meaning = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    const QString small = pathOf(meaning, tone, 16);
    if (!QFile::exists(small)) return {};
    return QIcon(new Engine(small, pathOf(meaning, tone, 22)));  // the icon owns it
}

QPixmap iconPixmap(std::string_view name, const QWidget& widget, int size) {
    return icon(name, toneOf(widget.palette())).pixmap(QSize(size, size), widget.devicePixelRatio());
}

QIcon applicationIcon() {
    const QString knot = root() + QStringLiteral("/gordian.svg");
    return QIcon(new Engine(knot, knot));
}

QStringList iconNames() {
    QStringList names = QDir(root() + QStringLiteral("/light/16")).entryList(QDir::Files, QDir::Name);
    for (QString& name : names) name.chop(4);
    return names;
}

QString iconLicence() {
    QFile file(root() + QStringLiteral("/COPYING-ICONS"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace gordian::ui
