// SPDX-License-Identifier: GPL-3.0-or-later
// What a person has chosen, opened and scrolled to stays, whatever the Moments bring: the window's own views over its own models.
#include "tests/model/changing_machine.h"
#include "tests/model/stage.h"
#include "ui/widgets/table_view.h"

#include <QScrollBar>

#include <gmock/gmock.h>

namespace gordian::ui {
namespace {

using testing::becomes;
using testing::ChangingMachine;
using testing::rounds;
using testing::settle;

constexpr int kept_id = 60;  ///< of a machine whose identifiers go to 480: rows come and go on both sides of it

class Survives : public ::testing::Test {
protected:
    void open(std::string_view section) {
        model = &stage.models.model(section);
        QObject::connect(model, &QAbstractItemModel::modelReset, &counter, [this] { ++resets; });
        QObject::connect(model, &QAbstractItemModel::layoutChanged, &counter, [this] { ++layouts; });
        QObject::connect(model, &QAbstractItemModel::rowsInserted, &counter, [this] { ++insertions; });
        view.reset(makeRowView(*model, QStringLiteral("Rows"), nullptr));
        view->resize(900, 400);
        view->show();
        settle();
    }
    void sort_by(std::string_view column, Qt::SortOrder order) const {
        columnHeader(*view)->setSortIndicator(column.empty() ? -1 : model->columnOf(column), order);
        settle();
    }
    [[nodiscard]] bool is_seen(const QModelIndex& index) const {
        const QRect rect = view->visualRect(index);
        return rect.height() > 0 && view->viewport()->rect().intersects(rect);
    }
    [[nodiscard]] QString top() const { return view->indexAt(QPoint(1, 0)).data(model::ResourceRole).toString(); }
    [[nodiscard]] int scrolled() const { return view->verticalScrollBar()->value(); }

    testing::Stage stage;
    QObject counter;
    model::SectionModel* model = nullptr;
    std::unique_ptr<QAbstractItemView> view;
    int resets = 0, layouts = 0, insertions = 0;
};

TEST_F(Survives, AThousandRefreshesOfTheTree) {
    open("sem_sets");
    ChangingMachine machine(11, 120);
    Moment first = samples::stuck_worker();
    SemSet set = first.seen.sem_sets.front();
    set.id = kept_id;
    set.resource = resource::sem_set(kept_id);
    set.ipc_namespace = 0;  // as the others of that machine
    machine.keep(set);
    stage.show(machine.step(10));
    auto* tree = qobject_cast<QTreeView*>(view.get());
    const QString resource = QString::fromStdString(set.resource);
    QModelIndex index = model->indexOf(resource);
    tree->expand(index);
    tree->setCurrentIndex(index);
    tree->scrollTo(index, QAbstractItemView::PositionAtCenter);
    constexpr int by_owner = rounds(300), by_age = rounds(500), as_at_first = rounds(700);
    for (int round = 0; round < rounds(1000); ++round) {
        if (round == by_owner) sort_by("uid", Qt::AscendingOrder);
        if (round == by_age) sort_by("otime", Qt::DescendingOrder);
        if (round == as_at_first) sort_by({}, Qt::AscendingOrder);
        stage.show(machine.step(round % 3 == 0 ? 90 : 3));
        index = model->indexOf(resource);
        ASSERT_TRUE(index.isValid());
        ASSERT_EQ(view->currentIndex(), index) << round;
        ASSERT_EQ(selectedResources(*view), QStringList{resource}) << round;
        ASSERT_TRUE(tree->isExpanded(index)) << round;
        ASSERT_GT(tree->visualRect(model->index(0, 0, index)).height(), 0) << round;
        if (round == by_owner || round == by_age || round == as_at_first)
            tree->scrollTo(index, QAbstractItemView::PositionAtCenter);
        ASSERT_TRUE(is_seen(index)) << round;
        const int sorted = columnHeader(*view)->sortIndicatorSection();
        ASSERT_EQ(sorted,
                  round < by_owner || round >= as_at_first ? -1 : model->columnOf(round < by_age ? "uid" : "otime"));
    }
    EXPECT_EQ(resets, 0);
    EXPECT_GT(layouts, rounds(100));
    EXPECT_GT(insertions, rounds(100));
}

TEST_F(Survives, TheTopRowOfAFlatTableStaysWhileRowsComeAndGoAboveIt) {
    open("msg_queues");
    ChangingMachine machine(12, 200);
    stage.show(machine.step(10));
    settle();  // the table knows how far it can be scrolled
    view->verticalScrollBar()->setValue(100);
    for (int round = 0; round < rounds(300); ++round) {
        const QString before = top();
        const int value = scrolled();
        const auto row_before = model->indexOf(before).row();
        stage.show(machine.step(round % 3 == 0 ? 90 : 3));
        const QModelIndex after = model->indexOf(before);
        // An identifier that came back is another object: only a row that stayed is held on to.
        if (after.isValid() && machine.stayed(before.toStdString())) {
            ASSERT_EQ(top(), before) << round;
            ASSERT_EQ(scrolled() - value, after.row() - row_before) << round;
        }
        ASSERT_GT(scrolled(), 0) << round;
    }
    EXPECT_EQ(resets, 0);
}

TEST_F(Survives, ATableThatStandsAtItsBeginningShowsWhatComesFirst) {
    open("msg_queues");
    Moment moment = samples::full_queue();
    for (int id = 100; id < 200; ++id) {
        moment.seen.msg_queues.push_back(moment.seen.msg_queues.front());
        moment.seen.msg_queues.back().id = id;
        moment.seen.msg_queues.back().resource = resource::msg_queue(id);
    }
    const MsgQueue first = moment.seen.msg_queues.front();
    moment.seen.msg_queues.erase(moment.seen.msg_queues.begin());
    stage.show(moment);
    moment.seen.msg_queues.insert(moment.seen.msg_queues.begin(), first);
    stage.show(moment);
    EXPECT_EQ(top().toStdString(), "sysv-msg/0");
    EXPECT_EQ(scrolled(), 0);
}

TEST_F(Survives, ASortedTableKeepsItsPlaceAndItsOrder) {
    open("processes");
    ChangingMachine machine(13, 200);
    stage.show(machine.step(10));
    sort_by("nthreads", Qt::DescendingOrder);
    settle();
    view->verticalScrollBar()->setValue(50);
    for (int round = 0; round < rounds(200); ++round) {
        stage.show(machine.step(20));
        ASSERT_EQ(scrolled(), 50) << round;
        ASSERT_EQ(columnHeader(*view)->sortIndicatorSection(), model->columnOf("nthreads"));
        int last = 1000;
        for (int row = 0; row < model->rowCount(); ++row) {
            const int threads = model->index(row, model->columnOf("nthreads")).data(model::ExactRole).toInt();
            ASSERT_LE(threads, last);
            last = threads;
        }
    }
    EXPECT_EQ(resets, 0);
    EXPECT_GT(layouts, rounds(100));
}

TEST_F(Survives, AFilterThatIsTakenAwayBringsTheRowsBack) {
    open("processes");
    ChangingMachine machine(14, 50);
    stage.show(machine.step(10));
    const int all = model->rowCount();
    const auto filter = present::parse_filter("comm=p1", model->section());
    ASSERT_TRUE(filter);
    stage.models.setFilter(*model, std::make_shared<const present::Filter>(*filter));
    EXPECT_TRUE(becomes([&] { return model->rowCount() < all; }));
    stage.models.setFilter(*model, nullptr);
    EXPECT_TRUE(becomes([&] { return model->rowCount() == all; }));
    EXPECT_EQ(resets, 0);
}

}  // namespace
}  // namespace gordian::ui
