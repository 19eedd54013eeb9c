// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A few sentences under each other, each with a mark before it where it has one.
#include <QList>
#include <QString>
#include <QWidget>

#include <string>

class QVBoxLayout;

namespace gordian::ui {

struct Line {
    QString text;
    std::string mark;  ///< of ui/icons: "warning", "ok"; may be empty
    friend bool operator==(const Line&, const Line&) = default;
};

class LineList : public QWidget {
    Q_OBJECT

public:
    explicit LineList(QWidget* parent = nullptr);

    /// The same lines again change nothing, so that a selection within them stays.
    void setLines(const QList<Line>& lines);
    [[nodiscard]] const QList<Line>& lines() const { return m_lines; }
    /// The sentences, one a line of text.
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();

    QList<Line> m_lines;
    QVBoxLayout* m_rows;
};

/// Words of the backend for a label: what others named is made visible where it can't be shown.
[[nodiscard]] QString shown(const std::string& words);
/// The same beginning in upper case: for words that begin with one of ours, never with a name.
[[nodiscard]] QString sentence(const std::string& words);
/// A mark's name for those who can't see it.
[[nodiscard]] QString nameOfMark(const std::string& mark);

}  // namespace gordian::ui
