// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/why_tab.h"

#include "backend/present/subject.h"
#include "model/links.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QRegularExpression>
#include <QScrollBar>

namespace gordian::ui {

namespace {

constexpr QLatin1StringView copy_scheme("copy:");

class Page {
public:
    Page(const present::Scene& scene, const QPalette& palette)
        : m_facts(scene.facts), m_colours(coloursOf(toneOf(palette))) {}

    QString of(const QString& resource, const present::Scene& scene) {
        const auto subject = present::find_subject(m_facts, resource.toStdString());
        if (!subject) return paragraph(QString::fromStdString(subject.error().why).toHtmlEscaped(), 0);
        const present::WhyText text = present::why(m_facts, *subject);
        for (const present::WhyGroup& group : text.groups) {
            if (!group.verdict.empty() && text.groups.size() > 1 && &group != &text.groups.front())
                m_html += QStringLiteral("<hr>");
            for (const present::WhyNode& node : group.nodes) add(node, 0);
            if (!group.verdict.empty() && text.groups.size() > 1 && &group != &text.groups.back())
                m_html += verdict(QString::fromStdString(group.verdict), present::WhyText{}.worst);
        }
        m_html += verdict(QString::fromStdString(text.verdict), text.worst);
        const Finding* finding = scene.finding_on(resource.toStdString());
        if (finding == nullptr && !subject->waits.empty())
            finding = m_facts.finding_about(present::thread_of(*subject->waits.front()));
        if (finding != nullptr) add(*finding);
        addCommand(QString::fromStdString(text.command));
        return m_html;
    }

private:
    [[nodiscard]] static QString paragraph(const QString& html, int depth, int above = 2) {
        return QStringLiteral("<p style='margin-left:%1px; margin-top:%2px; margin-bottom:2px'>%3</p>")
            .arg(depth * 16)
            .arg(above)
            .arg(html);
    }
    [[nodiscard]] static QString coloured(const QString& html, const QColor& colour) {
        return QStringLiteral("<span style='color:%1'>%2</span>").arg(colour.name(), html);
    }

    void add(const present::WhyNode& node, int depth) {
        QString line = model::linked(m_facts, QString::fromStdString(node.line));
        if (depth > 0) line = coloured(QStringLiteral("└ "), m_colours.mutedText) + line;
        if (node.certain) {
            const QString sure = *node.certain ? WhyTab::tr("✓ certain") : WhyTab::tr("? likely");
            line += QStringLiteral(" <span style='font-size:small'>%1</span>")
                        .arg(coloured(sure, *node.certain ? m_colours.ok : m_colours.warning) +
                             coloured(WhyTab::tr(" · %1").arg(QString::fromStdString(node.evidence).toHtmlEscaped()),
                                      m_colours.mutedText));
        }
        m_html += paragraph(line, depth, depth == 0 ? 6 : 2);
        for (const present::WhyNode& child : node.children) add(child, depth + 1);
    }

    [[nodiscard]] QString verdict(const QString& text, Verdict worst) const {
        const bool bad = worst == Verdict::deadlocked || worst == Verdict::abandoned || worst == Verdict::stopped;
        const QColor colour = worst == Verdict::deadlocked ? m_colours.critical
                              : bad                        ? m_colours.warning
                                                           : m_colours.notice;
        const QColor tint = worst == Verdict::deadlocked ? m_colours.criticalTint
                            : bad                        ? m_colours.warningTint
                                                         : m_colours.noticeTint;
        const qsizetype colon = text.indexOf(u':');
        QString name = text.left(colon);
        if (!name.isEmpty()) name[0] = name[0].toUpper();
        return QStringLiteral("<table width='100%' cellpadding='8' style='margin-top:10px; margin-bottom:6px'><tr><td "
                              "style='background-color:%1'>"
                              "%2%3</td></tr></table>")
            .arg(tint.name(), coloured(QStringLiteral("<b>%1</b>").arg(name.toHtmlEscaped()), colour),
                 model::linked(m_facts, colon < 0 ? QString() : text.mid(colon)));
    }

    /// A sentence of present's, in which commands stand between backticks.
    [[nodiscard]] QString sentence(const std::string& words) const {
        static const QRegularExpression command(QStringLiteral("`([^`]*)`"));
        // A command stays on one line.
        QString text = QString::fromStdString(words);
        for (QRegularExpressionMatchIterator matches = command.globalMatch(text); matches.hasNext();) {
            const QRegularExpressionMatch match = matches.next();
            text.replace(match.capturedStart(), match.capturedLength(), match.captured().replace(u' ', QChar::Nbsp));
        }
        return model::linked(m_facts, text).replace(command, QStringLiteral("<code>\\1</code>"));
    }

    void add(const Finding& finding) {
        if (!finding.explanation.empty())
            m_html += paragraph(coloured(sentence(finding.explanation), m_colours.mutedText), 0, 6);
        if (finding.advice.empty()) return;
        m_html += paragraph(QStringLiteral("<b>%1</b>").arg(WhyTab::tr("What to do")), 0, 10);
        for (const std::string& advice : finding.advice)
            m_html += paragraph(QStringLiteral("• ") + sentence(advice), 0);
    }

    void addCommand(const QString& command) {
        if (command.isEmpty()) return;
        m_html += paragraph(QStringLiteral("<b>%1</b>").arg(WhyTab::tr("On the command line")), 0, 10);
        m_html += paragraph(QStringLiteral("<code>%1</code> &nbsp; <a href='%2'>%3</a>")
                                .arg(command.toHtmlEscaped(),
                                     copy_scheme + QString::fromLatin1(QUrl::toPercentEncoding(command)),
                                     WhyTab::tr("Copy")),
                            0);
    }

    const present::Facts& m_facts;
    const Colours& m_colours;
    QString m_html;
};

}  // namespace

WhyTab::WhyTab(QWidget* parent) : QTextBrowser(parent) {
    setObjectName(QStringLiteral("why"));
    setAccessibleName(tr("Why"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setTabChangesFocus(false);
    document()->setDocumentMargin(10);
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        const QString address = url.toString(QUrl::FullyEncoded);
        if (address.startsWith(copy_scheme)) {
            const QString command = QUrl::fromPercentEncoding(QStringView(address).mid(copy_scheme.size()).toLatin1());
            QApplication::clipboard()->setText(command);
            emit commandCopied(command);
            return;
        }
        if (const QString resource = model::linkTarget(address); !resource.isEmpty()) emit linkActivated(resource);
    });
}

/// Ages in it grow with every Moment: what is read, marked or scrolled to stays where it is.
void WhyTab::show(const present::Scene& scene, const QString& resource) {
    const QString html =
        resource.isEmpty()
            ? tr("<p>Choose a row, and this tells who waits for it, who holds it, and how that is known.</p>")
            : Page(scene, palette()).of(resource, scene);
    if (html == m_html || textCursor().hasSelection()) return;
    m_html = html;
    const int at = verticalScrollBar()->value();
    document()->setDefaultStyleSheet(
        QStringLiteral("a { color: %1; text-decoration: none; }").arg(coloursOf(toneOf(palette())).link.name()));
    setHtml(html);
    verticalScrollBar()->setValue(at);
}

void WhyTab::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) m_html.clear();
    QTextBrowser::changeEvent(event);
}

}  // namespace gordian::ui
