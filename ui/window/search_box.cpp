// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/search_box.h"

#include "backend/present/filter.h"
#include "model/translate.h"
#include "ui/icons/icons.h"
#include "ui/theme/theme.h"
#include "ui/window/pages.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QStandardItemModel>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace gordian::ui {

namespace {

constexpr std::size_t most_per_page = 12;
constexpr int pause_ms = 120;

enum ResultRole { PageRole = Qt::UserRole + 1, ResourceRole };

struct Found {
    QString page, resource, words;
};

/// What a row is called in the list: its resource, and the cell that says most about it.
Found described(const PageSpec& page, const present::Section& section, const present::Scene& scene, std::size_t row) {
    Found found{page.name, QString::fromStdString(section.resource(scene, row)), {}};
    QStringList cells;
    for (std::size_t i = 0; i < 3 && i < section.default_columns().size(); ++i)
        if (const auto column = present::find_column(section, section.default_columns()[i]))
            cells.push_back(model::onOneLine(QString::fromStdString(section.cell(scene, row, *column)), 60));
    if (page.name == u"locks" || page.name == u"mappings" || page.name == u"processes") {
        const std::string_view last = page.name == u"locks"      ? "path"
                                      : page.name == u"mappings" ? "backing"
                                                                 : "command_line";
        if (const auto column = present::find_column(section, last))
            cells.push_back(model::onOneLine(QString::fromStdString(section.cell(scene, row, *column)), 80));
    }
    found.words = cells.join(QStringLiteral("  "));
    return found;
}

}  // namespace

SearchBox::SearchBox(model::LiveModels& models, QWidget* parent)
    : QLineEdit(parent), m_models(models), m_results(new QStandardItemModel(this)), m_completer(new QCompleter(this)),
      m_typed(new QTimer(this)) {
    setObjectName(QStringLiteral("search"));
    setAccessibleName(tr("Find"));
    setPlaceholderText(tr("Find pid, name, key, id, path"));
    setToolTip(tr("Looks through all pages (Ctrl+F)"));
    setClearButtonEnabled(true);
    addAction(icon("search", toneOf(palette())), LeadingPosition)->setText(tr("Find"));
    setMinimumWidth(150);
    setMaximumWidth(320);
    m_completer->setModel(m_results);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(this);
    m_completer->setMaxVisibleItems(16);
    m_completer->popup()->setAccessibleName(tr("What was found"));
    m_completer->popup()->setMinimumWidth(440);
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this, [this](const QModelIndex& index) {
        if (!index.data(PageRole).isNull())
            emit chosen(index.data(PageRole).toString(), index.data(ResourceRole).toString());
    });
    m_typed->setSingleShot(true);
    m_typed->setInterval(pause_ms);
    connect(m_typed, &QTimer::timeout, this, &SearchBox::search);
    connect(this, &QLineEdit::textEdited, m_typed, qOverload<>(&QTimer::start));
    connect(this, &QLineEdit::returnPressed, this, [this] {
        m_typed->stop();
        m_goToFirst = true;
        search();
    });
}

void SearchBox::find(const QString& words) {
    setFocus(Qt::OtherFocusReason);
    setText(words);
    search();
}

void SearchBox::search() {
    const QString wanted = text().trimmed();
    const std::shared_ptr<const present::Scene> scene = m_models.scene();
    if (wanted.isEmpty() || !scene) {
        m_completer->popup()->hide();
        m_goToFirst = false;
        return;
    }
    const quint64 number = ++m_asked;
    m_models.compute(
        this,
        [scene, wanted = present::quoted_for_filter(wanted.toStdString())](std::stop_token) {
            std::vector<Found> all;
            for (const PageSpec& page : pageSpecs()) {
                const present::Section& section = *present::find_section(page.section);
                const auto filter = present::parse_filter(wanted, section);
                if (!filter) continue;
                std::size_t found = 0;
                for (std::size_t row = 0; row < section.size(*scene) && found < most_per_page; ++row) {
                    if (!filter->matches(section, *scene, row)) continue;
                    all.push_back(described(page, section, *scene, row));
                    ++found;
                }
            }
            return all;
        },
        [this, number](std::vector<Found> all) {
            if (number != m_asked) return;
            m_results->clear();
            for (const Found& one : all) {
                const auto page = std::ranges::find(pageSpecs(), one.page, &PageSpec::name);
                auto* item = new QStandardItem(icon(page->icon, toneOf(palette())), one.words);
                item->setData(one.page, PageRole);
                item->setData(one.resource, ResourceRole);
                item->setData(tr("%1: %2").arg(page->title, one.words), Qt::AccessibleTextRole);
                m_results->appendRow(item);
            }
            if (all.empty()) {
                auto* nothing = new QStandardItem(tr("Nothing of that name is there"));
                nothing->setEnabled(false);
                m_results->appendRow(nothing);
            } else if (std::exchange(m_goToFirst, false)) {
                m_completer->popup()->hide();
                emit chosen(all.front().page, all.front().resource);
                return;
            }
            m_goToFirst = false;
            if (hasFocus()) m_completer->complete();
        });
}

}  // namespace gordian::ui
