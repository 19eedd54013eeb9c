// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/about_dialog.h"

#include "ui/icons/icons.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace gordian::ui {

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About Gordian"));
    setAccessibleName(windowTitle());
    auto* icon = new QLabel(this);
    icon->setPixmap(applicationIcon().pixmap(64, 64));
    icon->setAccessibleName(tr("Gordian's icon"));
    auto* name = new QLabel(tr("Gordian %1").arg(QCoreApplication::applicationVersion()), this);
    setPart(name, "title");
    auto* words = new QLabel(tr("Shows which processes share what through Linux IPC, who holds it, who waits for it "
                                "and why nothing moves.\n\n"
                                "It looks without disturbing: no ptrace, nothing attached, no message taken, no lock "
                                "taken, no time changed.\n\n"
                                "GPL-3.0-or-later, without any warranty."),
                             this);
    words->setWordWrap(true);
    auto* icons = new QLabel(iconLicence(), this);
    icons->setWordWrap(true);
    setPart(icons, "muted");
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    for (QWidget* widget : std::initializer_list<QWidget*>{icon, name, words, icons, buttons})
        layout->addWidget(widget);
    setFixedWidth(460);
}

KeysDialog::KeysDialog(const std::vector<std::pair<QString, QString>>& keys, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("keysDialog"));
    setWindowTitle(tr("Keys"));
    setAccessibleName(windowTitle());
    auto* list = new QTreeWidget(this);
    list->setAccessibleName(windowTitle());
    list->setRootIsDecorated(false);
    list->setAlternatingRowColors(true);
    list->setHeaderLabels({tr("Does"), tr("Key")});
    for (const auto& [does, key] : keys) new QTreeWidgetItem(list, {does, key});
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(list, 1);
    layout->addWidget(buttons);
    resize(460, 560);
}

}  // namespace gordian::ui
