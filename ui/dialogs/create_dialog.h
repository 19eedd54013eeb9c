// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A new message queue, semaphore set or shared memory segment.
#include "ui/dialogs/action_dialog.h"

#include <array>
#include <functional>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace gordian::ui {

/// ftok(3) of a file of the host that is looked at: a system call, so somebody else makes it. Answers on the GUI thread, once.
using FtokResolver = std::function<void(QString path, int id, std::function<void(Result<Key>)> answered)>;

class CreateDialog : public ActionDialog {
    Q_OBJECT

public:
    CreateDialog(model::LiveSession& session, std::shared_ptr<const present::Scene> scene, FtokResolver ftok,
                 SysvKind kind = SysvKind::msg, QWidget* parent = nullptr);

signals:
    void created(const QString& resource);

protected:
    Plan plan() override;
    void stepEnded(qsizetype number, const Result<ActionResult>& result) override;

private:
    enum class KeyWay { byHand, byFtok, isPrivate };

    void buildKey();
    void buildMode();
    void buildSizes();
    void askFtok();
    void modeTyped();
    void modeTicked();
    [[nodiscard]] SysvKind kind() const;
    [[nodiscard]] KeyWay keyWay() const;
    [[nodiscard]] QString readKey(CreateRequest& request, QStringList& words, QString& remark);
    [[nodiscard]] QString readMode(CreateRequest& request, QString& remark) const;
    [[nodiscard]] QString readValues(CreateRequest& request, QString& remark) const;

    FtokResolver m_ftok;
    quint64 m_asked = 0;  // which answer is still wanted
    std::optional<Result<Key>> m_ftokKey;

    QComboBox* m_kind;
    QComboBox* m_keyWay = nullptr;
    QLineEdit* m_key = nullptr;
    QWidget *m_pathRow = nullptr, *m_sizeRow = nullptr;
    QLineEdit* m_path = nullptr;
    QSpinBox* m_id = nullptr;
    QLabel* m_keyNote = nullptr;
    QLineEdit* m_mode = nullptr;
    std::array<QCheckBox*, 6> m_bits{};  // owner, group and others, each to read and to write
    QLabel* m_modeNote = nullptr;
    QLineEdit* m_values = nullptr;
    QLabel* m_valuesNote = nullptr;
    QSpinBox* m_size = nullptr;
    QComboBox* m_unit = nullptr;
    QLabel* m_sizeNote = nullptr;
};

}  // namespace gordian::ui
