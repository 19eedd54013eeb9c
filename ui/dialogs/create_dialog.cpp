// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/create_dialog.h"

#include "backend/present/format.h"
#include "backend/present/identity_of.h"
#include "ui/icons/icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace gordian::ui {

namespace {

constexpr int semvmx = 32'767;
constexpr std::array<unsigned, 6> modeBits{0400, 0200, 0040, 0020, 0004, 0002};

QString text(const std::string& words) { return QString::fromStdString(words); }

/// The object of the kind that has the key already.
QString ownerOfKey(const present::Scene& scene, SysvKind kind, Key key) {
    const auto own = present::own_ipc_namespace(scene.seen);
    const auto find = [&](const auto& rows) -> QString {
        const auto row = std::ranges::find_if(rows, [&](const auto& candidate) {
            return candidate.key == key && (!own || candidate.ipc_namespace == *own);
        });
        return row == rows.end() ? QString() : text(row->resource);
    };
    switch (kind) {
    case SysvKind::msg: return find(scene.seen.msg_queues);
    case SysvKind::sem: return find(scene.seen.sem_sets);
    case SysvKind::shm: break;
    }
    return find(scene.seen.shm_segments);
}

std::uint64_t unitOf(const QComboBox& units) { return std::uint64_t{1} << units.currentData().toInt(); }

}  // namespace

CreateDialog::CreateDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> seen, FtokResolver ftok,
                           SysvKind kind, QWidget* parent)
    : ActionDialog(session, std::move(seen), "createDialog", "create", tr("Create an object"), parent),
      m_ftok(std::move(ftok)), m_kind(new QComboBox(this)) {
    const Tone tone = toneOf(palette());
    m_kind->setObjectName(QStringLiteral("kind"));
    m_kind->addItem(icon("queues", tone), tr("Message queue"), int(SysvKind::msg));
    m_kind->addItem(icon("semaphores", tone), tr("Semaphore set"), int(SysvKind::sem));
    m_kind->addItem(icon("segments", tone), tr("Shared memory segment"), int(SysvKind::shm));
    m_kind->setCurrentIndex(m_kind->findData(int(kind)));
    addField(tr("&Kind:"), m_kind, tr("Kind"));
    buildKey();
    buildMode();
    buildSizes();
    connect(m_kind, &QComboBox::currentIndexChanged, this, &CreateDialog::replan);
    connect(m_keyWay, &QComboBox::currentIndexChanged, this, &CreateDialog::replan);
    replan();
}

void CreateDialog::buildKey() {
    m_keyWay = new QComboBox(this);
    m_keyWay->setObjectName(QStringLiteral("keyWay"));
    m_keyWay->addItem(tr("A number"), int(KeyWay::byHand));
    m_keyWay->addItem(tr("Made from a file (ftok)"), int(KeyWay::byFtok));
    m_keyWay->addItem(tr("None: private (IPC_PRIVATE)"), int(KeyWay::isPrivate));
    addField(tr("Ke&y:"), m_keyWay, tr("Kind of key"));

    m_key = new QLineEdit(this);
    m_key->setObjectName(QStringLiteral("key"));
    m_key->setPlaceholderText(tr("0x2a or 42"));
    addField(tr("&Number:"), m_key, tr("Key as a number"));
    connect(m_key, &QLineEdit::textChanged, this, &CreateDialog::replan);

    m_pathRow = new QWidget(this);
    auto* layout = new QHBoxLayout(m_pathRow);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_path = new QLineEdit(m_pathRow);
    m_path->setObjectName(QStringLiteral("path"));
    m_path->setAccessibleName(tr("File"));
    m_path->setPlaceholderText(tr("A file that exists"));
    auto* browse = new QPushButton(icon("open-folder", toneOf(palette())), tr("&Browse…"), m_pathRow);
    browse->setObjectName(QStringLiteral("browse"));
    browse->setAccessibleName(tr("Browse for the file"));
    browse->setAutoDefault(false);
    m_id = new QSpinBox(m_pathRow);
    m_id->setObjectName(QStringLiteral("id"));
    m_id->setRange(1, 255);
    m_id->setAccessibleName(tr("Project identifier"));
    m_id->setToolTip(tr("proj_id: ftok(3) takes its low eight bits"));
    auto* idLabel = new QLabel(tr("&id"), m_pathRow);
    idLabel->setBuddy(m_id);
    layout->addWidget(m_path, 1);
    layout->addWidget(browse);
    layout->addWidget(idLabel);
    layout->addWidget(m_id);
    m_pathRow->setFocusProxy(m_path);
    addField(tr("&File:"), m_pathRow, tr("File and project identifier"));
    m_keyNote = addNote();
    m_keyNote->setObjectName(QStringLiteral("keyNote"));
    connect(m_path, &QLineEdit::textChanged, this, &CreateDialog::askFtok);
    connect(m_id, &QSpinBox::valueChanged, this, &CreateDialog::askFtok);
    connect(browse, &QPushButton::clicked, this, [this] {
        const QString chosen = QFileDialog::getOpenFileName(this, tr("The file to make the key from"), m_path->text());
        if (!chosen.isEmpty()) m_path->setText(chosen);
    });
}

void CreateDialog::buildMode() {
    auto* widget = new QWidget(this);
    auto* layout = new QHBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(18);
    m_mode = new QLineEdit(QStringLiteral("0600"), widget);
    m_mode->setObjectName(QStringLiteral("mode"));
    m_mode->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_mode->setAccessibleName(tr("Mode in octal digits"));
    m_mode->setMaxLength(5);
    m_mode->setFixedWidth(70);
    layout->addWidget(m_mode, 0, Qt::AlignTop);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(3);
    const QStringList people{tr("Owner"), tr("Group"), tr("Others")};
    for (int who = 0; who < 3; ++who) {
        auto* title = new QLabel(people[who], widget);
        setPart(title, "muted");
        grid->addWidget(title, 0, who);
        for (int what = 0; what < 2; ++what) {
            auto* box = new QCheckBox(what == 0 ? tr("Read") : tr("Write"), widget);
            box->setObjectName(QStringLiteral("bit%1").arg(who * 2 + what));
            m_bits[static_cast<std::size_t>(who * 2 + what)] = box;
            grid->addWidget(box, 1 + what, who);
            connect(box, &QCheckBox::clicked, this, &CreateDialog::modeTicked);
        }
    }
    layout->addLayout(grid);
    layout->addStretch(1);
    widget->setFocusProxy(m_mode);
    addField(tr("&Mode:"), widget, tr("Mode"));
    m_modeNote = addNote();
    m_modeNote->setObjectName(QStringLiteral("modeNote"));
    connect(m_mode, &QLineEdit::textChanged, this, &CreateDialog::modeTyped);
    modeTyped();
}

void CreateDialog::buildSizes() {
    m_values = new QLineEdit(QStringLiteral("1"), this);
    m_values->setObjectName(QStringLiteral("values"));
    addField(tr("Initial &values:"), m_values, tr("Initial values, one a semaphore, with commas"));
    m_valuesNote = addNote();
    m_valuesNote->setObjectName(QStringLiteral("valuesNote"));
    connect(m_values, &QLineEdit::textChanged, this, &CreateDialog::replan);

    m_sizeRow = new QWidget(this);
    auto* layout = new QHBoxLayout(m_sizeRow);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_size = new QSpinBox(m_sizeRow);
    m_size->setObjectName(QStringLiteral("size"));
    m_size->setRange(1, std::numeric_limits<int>::max());
    m_size->setValue(4);
    m_size->setGroupSeparatorShown(true);
    m_size->setMinimumWidth(130);
    m_size->setAccessibleName(tr("Size"));
    m_unit = new QComboBox(m_sizeRow);
    m_unit->setObjectName(QStringLiteral("unit"));
    m_unit->setAccessibleName(tr("Unit of the size"));
    m_unit->addItem(tr("bytes"), 0);
    m_unit->addItem(QStringLiteral("KiB"), 10);
    m_unit->addItem(QStringLiteral("MiB"), 20);
    m_unit->addItem(QStringLiteral("GiB"), 30);
    m_unit->setCurrentIndex(1);
    layout->addWidget(m_size);
    layout->addWidget(m_unit);
    layout->addStretch(1);
    m_sizeRow->setFocusProxy(m_size);
    addField(tr("Si&ze:"), m_sizeRow, tr("Size with its unit"));
    m_sizeNote = addNote();
    connect(m_size, &QSpinBox::valueChanged, this, &CreateDialog::replan);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &CreateDialog::replan);
}

SysvKind CreateDialog::kind() const { return static_cast<SysvKind>(m_kind->currentData().toInt()); }
CreateDialog::KeyWay CreateDialog::keyWay() const { return static_cast<KeyWay>(m_keyWay->currentData().toInt()); }

void CreateDialog::askFtok() {
    m_ftokKey.reset();
    const quint64 number = ++m_asked;
    if (!m_path->text().isEmpty() && m_ftok)
        m_ftok(m_path->text(), m_id->value(), [dialog = QPointer(this), number](Result<Key> key) {
            // An answer about what stood in the field before is none about what stands there now.
            if (dialog == nullptr || dialog->m_asked != number) return;
            dialog->m_ftokKey = std::move(key);
            dialog->replan();
        });
    replan();
}

void CreateDialog::modeTyped() {
    bool octal = false;
    const unsigned bits = m_mode->text().toUInt(&octal, 8);
    if (octal && bits <= 0777)
        for (std::size_t bit = 0; bit < m_bits.size(); ++bit) m_bits[bit]->setChecked((bits & modeBits[bit]) != 0);
    if (m_sizeNote != nullptr) replan();
}

void CreateDialog::modeTicked() {
    Mode mode;
    for (std::size_t bit = 0; bit < m_bits.size(); ++bit)
        if (m_bits[bit]->isChecked()) mode.bits |= modeBits[bit];
    m_mode->setText(text(text_of(mode)));
}

QString CreateDialog::readKey(CreateRequest& request, QStringList& words, QString& remark) {
    switch (keyWay()) {
    case KeyWay::isPrivate:
        words << QStringLiteral("--private");
        remark = tr("Nobody finds it by a key: others must be told its identifier, or inherit it.");
        return {};
    case KeyWay::byHand: {
        const std::string typed = m_key->text().trimmed().toStdString();
        if (typed.empty()) return tr("Give a key: a number of 32 bits, as in 0x2a or 42.");
        const auto key = from_text(typed, static_cast<Key*>(nullptr));
        if (!key) return tr("A key is a number of 32 bits, as in 0x2a or 42.");
        if (key->value == 0) return tr("Key 0 is IPC_PRIVATE: choose “None: private” for that.");
        request.key = *key;
        words << QStringLiteral("--key") << text(text_of(*key));
        break;
    }
    case KeyWay::byFtok: {
        if (m_path->text().isEmpty()) return tr("Give a file: its inode, its device and the id make the key.");
        if (!m_ftokKey) return m_ftok ? tr("Looking at the file …") : tr("Files can't be looked at here.");
        if (!*m_ftokKey) return shown(to_string(m_ftokKey->error())) + QLatin1Char('.');
        request.key = **m_ftokKey;
        words << QStringLiteral("--ftok=%1:%2").arg(m_path->text()).arg(m_id->value());
        break;
    }
    }
    const QString key = text(text_of(*request.key));
    if (const QString owner = ownerOfKey(scene(), request.kind, *request.key); !owner.isEmpty())
        return tr("%1 has the key %2 already: choose another, or use that object.").arg(owner, key);
    remark = tr("Key %1: no such object has it.").arg(key);
    return {};
}

QString CreateDialog::readMode(CreateRequest& request, QString& remark) const {
    const QString typed = m_mode->text().trimmed();
    bool octal = false;
    request.mode.bits = typed.toUInt(&octal, 8);
    if (!octal || request.mode.bits > 0777 || typed.size() < 3) return tr("A mode is three octal digits, as in 0600.");
    if ((request.mode.bits & 0600) != 0600) remark = tr("Its owner will not be allowed to read and write it.");
    else if ((request.mode.bits & 0006) != 0) remark = tr("Every user of this machine will get at it.");
    return {};
}

QString CreateDialog::readValues(CreateRequest& request, QString& remark) const {
    const QString wrong = tr("Values are numbers from 0 to 32,767 with commas between them, one a semaphore.");
    for (const QString& item : m_values->text().split(QLatin1Char(','))) {
        bool isNumber = false;
        const int value = item.trimmed().toInt(&isNumber);
        if (!isNumber || value < 0 || value > semvmx) return wrong;
        request.values.push_back(static_cast<std::uint16_t>(value));
    }
    remark =
        tr("%1. After the values are set, an operation that changes nothing sets sem_otime: by it other programs know "
           "that the set is ready.")
            .arg(text(present::count_of(request.values.size(), "semaphore", "semaphores")));
    return {};
}

ActionDialog::Plan CreateDialog::plan() {
    Plan plan{.verb = tr("&Create"), .steps = {}, .problem = {}, .shown = true, .command = {}, .preview = {}};
    CreateRequest request;
    request.kind = kind();
    form().setRowVisible(m_key, keyWay() == KeyWay::byHand);
    form().setRowVisible(m_pathRow, keyWay() == KeyWay::byFtok);
    form().setRowVisible(m_values, request.kind == SysvKind::sem);
    form().setRowVisible(m_sizeRow, request.kind == SysvKind::shm);
    for (std::size_t bit = 0; bit < m_bits.size(); ++bit) {
        // semctl(2)'s word for the same bit.
        const QString what = bit % 2 == 0 ? tr("Read") : request.kind == SysvKind::sem ? tr("Alter") : tr("Write");
        m_bits[bit]->setText(what);
        const QStringList people{tr("Owner"), tr("Group"), tr("Others")};
        m_bits[bit]->setAccessibleName(tr("%1: %2").arg(people[static_cast<qsizetype>(bit / 2)], what));
    }

    QStringList words{QStringLiteral("gordianctl"), QStringLiteral("create")};
    QString what;
    switch (request.kind) {
    case SysvKind::msg:
        words << QStringLiteral("sysv-msg");
        what = tr("A message queue");
        break;
    case SysvKind::sem: words << QStringLiteral("sysv-sem"); break;
    case SysvKind::shm: words << QStringLiteral("sysv-shm"); break;
    }
    const auto read = [&](QLabel& note, const QString& problem, const QString& remark) {
        showNote(note, problem.isEmpty() ? remark : problem, !problem.isEmpty());
        if (plan.problem.isEmpty()) plan.problem = problem;
    };
    QString keyRemark, modeRemark, valuesRemark, sizeRemark;
    const QString keyProblem = readKey(request, words, keyRemark);
    read(*m_keyNote, keyProblem, keyRemark);
    const QString modeProblem = readMode(request, modeRemark);
    read(*m_modeNote, modeProblem, modeRemark);
    words << QStringLiteral("--mode") << text(text_of(request.mode));
    if (request.kind == SysvKind::sem) {
        const QString valuesProblem = readValues(request, valuesRemark);
        read(*m_valuesNote, valuesProblem, valuesRemark);
        QStringList values;
        for (const std::uint16_t value : request.values) values << QString::number(value);
        words << QStringLiteral("--values") << values.join(QLatin1Char(','));
        what = values.size() == 1
                   ? tr("A set of 1 semaphore with the value %1").arg(values.front())
                   : tr("A set of %1 semaphores with the values %2").arg(values.size()).arg(values.join(QLatin1Char(' ')));
    } else {
        showNote(*m_valuesNote, QString());
    }
    if (request.kind == SysvKind::shm) {
        request.size = static_cast<std::uint64_t>(m_size->value()) * unitOf(*m_unit);
        const QString bytes = text(present::grouped(request.size));
        sizeRemark = tr("%1 bytes. The kernel gives whole pages.").arg(bytes);
        const int shift = m_unit->currentData().toInt();
        const QStringList suffixes{QString(), QStringLiteral("K"), QStringLiteral("M"), QStringLiteral("G")};
        words << QStringLiteral("--size") << QString::number(m_size->value()) + suffixes[shift / 10];
        what = tr("A segment of %1 bytes").arg(bytes);
    }
    showNote(*m_sizeNote, sizeRemark);
    if (!plan.problem.isEmpty()) return plan;
    plan.command = words;
    plan.preview = {{tr("%1, %2, mode %3.")
                         .arg(what, request.key ? tr("key %1").arg(text(text_of(*request.key))) : tr("private"),
                              text(text_of(request.mode))),
                     ""}};
    plan.steps = {{m_kind->currentText(), request}};
    return plan;
}

void CreateDialog::stepEnded(qsizetype, const Result<ActionResult>& result) {
    if (result) emit created(text(result->resource));
}

}  // namespace gordian::ui
