// SPDX-License-Identifier: GPL-3.0-or-later
// A model that went through differences is the model made anew of the last Moment, and Qt's own tester finds nothing on the way.
#include "model/section_model.h"

#include "tests/model/changing_machine.h"
#include "tests/model/stage.h"

#include <QAbstractItemModelTester>

#include <gmock/gmock.h>

namespace gordian::model {
namespace {

using testing::ChangingMachine;

/// What LiveModels does on its worker and on the GUI thread.
class Showing {
public:
    explicit Showing(const present::Section& section) : model(section) {}

    void show(const std::shared_ptr<const present::Scene>& scene, const ViewSpec& spec) {
        const present::Section& section = model.section();
        Shown next{.scene = scene, .rows = arrange(section, *scene, spec), .born = {}, .now = 0};
        next.born = std::make_shared<std::vector<std::uint32_t>>(section.size(*scene), 0);
        const present::Pairing pairing = model.scene()
                                             ? section.pair(*model.scene(), *scene)
                                             : present::Pairing{{}, std::vector<bool>(section.size(*scene), false)};
        const Transition change = transition(model.shown().rows, next.rows, pairing);
        change.inOrder ? ++in_order : ++layouts;
        model.apply(next, change);
    }

    SectionModel model;
    int in_order = 0, layouts = 0;
};

void expect_same(const SectionModel& one, const SectionModel& other, const QModelIndex& parent = {},
                 const QModelIndex& other_parent = {}) {
    ASSERT_EQ(one.rowCount(parent), other.rowCount(other_parent));
    ASSERT_EQ(one.columnCount(parent), other.columnCount(other_parent));
    ASSERT_EQ(one.hasChildren(parent), other.hasChildren(other_parent));
    for (int row = 0; row < one.rowCount(parent); ++row) {
        for (int column = 0; column < one.columnCount(); ++column) {
            const QModelIndex index = one.index(row, column, parent), same = other.index(row, column, other_parent);
            ASSERT_EQ(index.parent(), parent.siblingAtColumn(0));
            for (const int role :
                 {int{Qt::DisplayRole}, int{ExactRole}, int{ResourceRole}, int{MarkRole}, int{SectionRowRole}})
                ASSERT_EQ(index.data(role), same.data(role)) << row << " " << column << " " << role;
        }
        if (!parent.isValid()) expect_same(one, other, one.index(row, 0), other.index(row, 0));
    }
}

/// Qt's tester says what is wrong as a warning: here that fails the test.
void fail_on_warning(QtMsgType type, const QMessageLogContext&, const QString& words) {
    if (type != QtDebugMsg && type != QtInfoMsg) ADD_FAILURE() << words.toStdString();
}

class SectionModels : public ::testing::TestWithParam<const char*> {
protected:
    SectionModels() {
        testing::application();
        m_before = qInstallMessageHandler(fail_on_warning);
    }
    ~SectionModels() override { qInstallMessageHandler(m_before); }

private:
    QtMessageHandler m_before;
};

TEST_P(SectionModels, AfterDifferencesEqualTheModelBuiltAnew) {
    const present::Section& section = *present::find_section(GetParam());
    std::mt19937 random(7);
    int in_order = 0, layouts = 0, resets = 0;
    for (unsigned seed = 0; seed < static_cast<unsigned>(testing::rounds(12)); ++seed) {
        ChangingMachine machine(seed, seed % 3 == 0 ? 120 : 24);
        Showing shown(section);
        const QAbstractItemModelTester tester(&shown.model, QAbstractItemModelTester::FailureReportingMode::Warning);
        QObject::connect(&shown.model, &QAbstractItemModel::modelReset, [&] { ++resets; });
        ViewSpec spec;
        std::vector<QPersistentModelIndex> kept;
        std::vector<QString> names;
        for (int round = 0; round < 25 && !HasFailure(); ++round) {
            if (random() % 5 == 0) spec.sortColumn = random() % section.columns().size();
            if (random() % 5 == 0) spec.sortColumn.reset();
            spec.descending = spec.sortColumn && random() % 2 == 0;
            const auto scene = std::make_shared<const present::Scene>(
                std::make_shared<const Moment>(machine.step(round % 7 == 0 ? 90 : 10)), present::Names{});
            shown.show(scene, spec);
            Showing anew(section);
            anew.show(scene, spec);
            expect_same(shown.model, anew.model);
            // What is kept hold of stays what it was, or is gone.
            for (std::size_t i = 0; i < kept.size(); ++i)
                EXPECT_TRUE(!kept[i].isValid() || kept[i].data(ResourceRole).toString() == names[i]);
            kept.clear();
            names.clear();
            for (int row = 0; row < shown.model.rowCount(); row += 3) {
                QModelIndex index = shown.model.index(row, 0);
                if (row % 2 == 0 && shown.model.hasChildren(index))
                    index = shown.model.index(shown.model.rowCount(index) - 1, 0, index);
                kept.emplace_back(index);
                names.push_back(index.data(ResourceRole).toString());
            }
        }
        in_order += shown.in_order;
        layouts += shown.layouts;
    }
    EXPECT_EQ(resets, 0);
    EXPECT_GT(in_order, 5);
    EXPECT_GT(layouts, 2);
}

INSTANTIATE_TEST_SUITE_P(FlatAndTree, SectionModels,
                         ::testing::Values("sem_sets", "msg_queues", "locks", "processes", "stuck"),
                         [](const auto& section) { return std::string(section.param); });

TEST(SectionModel, AnIdentifierThatCameBackForAnotherObjectIsAnotherRow) {
    Moment moment = samples::stuck_worker();
    const auto scene_of = [](const Moment& one) {
        return std::make_shared<const present::Scene>(std::make_shared<const Moment>(one), present::Names{});
    };
    Showing shown(*present::find_section("sem_sets"));
    shown.show(scene_of(moment), {});
    const QPersistentModelIndex set = shown.model.index(0, 0), semaphore = shown.model.index(0, 0, set);
    moment.seen.sem_sets.front().semaphores.front().semval = 5;
    shown.show(scene_of(moment), {});
    EXPECT_TRUE(set.isValid() && semaphore.isValid());
    moment.seen.sem_sets.front().cuid = 0;
    shown.show(scene_of(moment), {});
    EXPECT_EQ(shown.model.rowCount(), 1);
    EXPECT_FALSE(set.isValid() || semaphore.isValid());
}

TEST(SectionModel, FindsWhatIsShownByItsSpelling) {
    Showing shown(*present::find_section("sem_sets"));
    EXPECT_FALSE(shown.model.indexOf(QStringLiteral("sysv-sem/7")).isValid());
    shown.show(std::make_shared<const present::Scene>(std::make_shared<const Moment>(samples::demo()), present::Names{}),
               {});
    for (const QString& name : {QStringLiteral("sysv-sem/7"), QStringLiteral("sysv-sem/7/0")})
        EXPECT_EQ(shown.model.indexOf(name).data(ResourceRole).toString(), name);
    for (const QString& name :
         {QString(), QStringLiteral("sysv-sem/70"), QStringLiteral("sysv-sem/7/1"), QStringLiteral("sysv-sem/")})
        EXPECT_FALSE(shown.model.indexOf(name).isValid()) << name.toStdString();
}

}  // namespace
}  // namespace gordian::model
