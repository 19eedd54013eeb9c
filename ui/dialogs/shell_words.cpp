// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/shell_words.h"

#include <algorithm>

namespace gordian::ui {

namespace {

bool isPlain(QChar character) {
    const char16_t unit = character.unicode();
    return (unit < 128 && character.isLetterOrNumber()) || QStringView(u"_./:,+=@%-").contains(character);
}

QString quoted(const QString& word) {
    if (!word.isEmpty() && std::ranges::all_of(word, isPlain)) return word;
    QString inside = word;
    inside.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + inside + QLatin1Char('\'');
}

}  // namespace

QString shellCommand(const QStringList& words) {
    QStringList parts;
    for (const QString& word : words) {
        if (std::ranges::any_of(word, [](QChar character) { return character.category() == QChar::Other_Control; }))
            return {};
        parts << quoted(word);
    }
    return parts.join(QLatin1Char(' '));
}

}  // namespace gordian::ui
