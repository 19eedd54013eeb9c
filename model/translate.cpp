// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/translate.h"

#include <QCoreApplication>

namespace gordian::model {

namespace {

/// U+2400 … for the control characters, as in the Unicode block "Control Pictures"; what turns directions is shown as a replacement character.
QChar visible(QChar c) {
    const char16_t code = c.unicode();
    if (code < 0x20) return QChar(char16_t(0x2400 + code));
    if (code == 0x7f) return QChar(u'\u2421');
    if ((code >= 0x80 && code < 0xa0) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
        return QChar(u'\ufffd');
    return c;
}

}  // namespace

QString translated(std::string_view text) { return QCoreApplication::translate("present", std::string(text).c_str()); }

QString onOneLine(const QString& text, int most) {
    QString line = text;
    if (line.size() > most) {
        const int half = (most - 1) / 2;
        qsizetype head = half, tail = line.size() - half;
        // A character of two units stays whole or goes.
        if (line[head - 1].isHighSurrogate()) --head;
        if (line[tail].isLowSurrogate()) ++tail;
        line = line.left(head) + QChar(u'…') + line.mid(tail);
    }
    bool turns = false;
    for (QChar& c : line) {
        c = visible(c);
        turns = turns || c.direction() == QChar::DirR || c.direction() == QChar::DirAL;
    }
    return turns ? QChar(u'\u2068') + line + QChar(u'\u2069') : line;
}

QString asToolTip(const QString& text) {
    return text.isEmpty() ? QString() : QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(text.toHtmlEscaped());
}

}  // namespace gordian::model
