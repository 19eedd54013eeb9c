// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/links.h"

#include <QRegularExpression>

namespace gordian::model {

namespace {

constexpr QLatin1StringView scheme("gordian:");

/// Either a resource, or "name 901" and "name 901/905", of which the snapshot decides whether it is a process.
const QRegularExpression& names() {
    static const QRegularExpression expression(
        QStringLiteral(R"((?<resource>(?:ipc:\[\d+\]/)?(?:sysv-(?:msg|sem|shm)/\d+(?:/\d+)?|process/\d+|thread/\d+/\d+|)"
                       R"((?:lock|memfd|anon-shared|file|posix-shm)/[^\s]*[^\s,;:.)\]]))|)"
                       R"((?<![\w/:.-])(?<pid>\d{1,10})(?:/(?<tid>\d{1,10}))?(?![\w/:-]|\.\d))"));
    return expression;
}

QString anchor(const QString& resource, QStringView words) {
    return QStringLiteral("<a href=\"%1\">%2</a>").arg(linkTo(resource).toHtmlEscaped(), words.toString().toHtmlEscaped());
}

}  // namespace

QString linkTo(const QString& resource) { return scheme + QString::fromLatin1(QUrl::toPercentEncoding(resource)); }

QString linkTarget(const QString& address) {
    return address.startsWith(scheme) ? QUrl::fromPercentEncoding(QStringView(address).mid(scheme.size()).toLatin1())
                                      : QString();
}

QString linked(const present::Facts& facts, const QString& text) {
    QString rich;
    qsizetype done = 0;
    for (QRegularExpressionMatchIterator matches = names().globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        if (const QString resource = match.captured(u"resource"); !resource.isEmpty()) {
            rich += QStringView(text).mid(done, match.capturedStart() - done).toString().toHtmlEscaped() +
                    anchor(resource, resource);
            done = match.capturedEnd();
            continue;
        }
        const int pid = match.captured(u"pid").toInt(), tid = match.captured(u"tid").toInt();
        const Process* process = facts.people.process(pid);
        if (process == nullptr) continue;
        const QStringView before = QStringView(text).mid(done, match.capturedStart() - done);
        qsizetype begin = -1;
        const Thread* thread = facts.people.thread(pid, tid != 0 ? tid : pid);
        for (const std::string& name : {process->comm, thread != nullptr ? thread->comm : std::string(),
                                        std::string("process"), std::string("pid")}) {
            const QString words = QString::fromStdString(name) + u' ';
            if (!name.empty() && before.endsWith(words)) {
                begin = match.capturedStart() - words.size();
                break;
            }
        }
        // Other numbers are numbers.
        if (begin < 0) continue;
        const QString resource = tid != 0 ? QStringLiteral("thread/%1/%2").arg(pid).arg(tid)
                                          : QStringLiteral("process/%1").arg(pid);
        rich += QStringView(text).mid(done, begin - done).toString().toHtmlEscaped() +
                anchor(resource, QStringView(text).mid(begin, match.capturedEnd() - begin));
        done = match.capturedEnd();
    }
    return rich + QStringView(text).mid(done).toString().toHtmlEscaped();
}

QList<CellLink> cellLinks(const present::Facts& facts, const QString& cell) {
    QList<CellLink> links;
    static const QRegularExpression numbered(QStringLiteral(R"((?<![\w/:.-])(\d{1,10}) ([^,]+))"));
    for (QRegularExpressionMatchIterator matches = names().globalMatch(cell); matches.hasNext();)
        if (const QString resource = matches.next().captured(u"resource"); !resource.isEmpty())
            links.push_back({resource, resource});
    for (QRegularExpressionMatchIterator matches = numbered.globalMatch(cell); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const int pid = match.captured(1).toInt();
        const Process* process = facts.people.process(pid);
        if (process != nullptr && match.captured(2).startsWith(QString::fromStdString(process->comm)))
            links.push_back({match.captured(0), QStringLiteral("process/%1").arg(pid)});
    }
    return links;
}

}  // namespace gordian::model
