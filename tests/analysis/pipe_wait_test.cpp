// SPDX-License-Identifier: GPL-3.0-or-later
// Pipes: who writes to a full one waits for its readers; who reads rests, as a reader does.
#include "tests/analysis/snapshot_builder.h"

namespace gordian::analysis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TransferCall on_pipe(TransferDirection direction, std::uint64_t inode) {
    return {.direction = direction,
            .fd = 4,
            .kind = DescriptorKind::pipe,
            .inode = inode,
            .path = "pipe:[" + std::to_string(inode) + "]"};
}
TransferCall write_to(std::uint64_t inode) { return on_pipe(TransferDirection::write, inode); }
TransferCall read_from(std::uint64_t inode) { return on_pipe(TransferDirection::read, inode); }

Pipe& pipe(Scene& scene, std::uint64_t inode, const std::vector<int>& readers, const std::vector<int>& writers) {
    Pipe& row = scene.seen.pipes.emplace_back();
    row.resource = resource::pipe(inode, {});
    row.inode = inode;
    for (const int pid : readers) row.readers.push_back({.pid = pid, .fd = 3});
    for (const int pid : writers) row.writers.push_back({.pid = pid, .fd = 4});
    row.ends_complete = true;
    return row;
}

/// A parent that waits for its child, which writes to a pipe that the parent reads.
Scene parent_and_writing_child() {
    Scene scene;
    scene.process(20);
    scene.process(21, 20);
    scene.blocked(20, WaitCall{.children = ChildSelection::pid, .id = 21});
    scene.blocked(21, write_to(77));
    pipe(scene, 77, {20}, {21});
    return scene;
}

TEST(PipeWait, AParentThatDoesNotReadAndItsChildAreDeadlocked) {
    Scene scene = parent_and_writing_child();
    const Means means = scene.means();
    ASSERT_NE(finding(means, "deadlock"), nullptr);
    EXPECT_TRUE(finding(means, "deadlock")->certain);
    EXPECT_THAT(finding(means, "deadlock")->threads, UnorderedElementsAre("thread/20/20", "thread/21/21"));
    EXPECT_EQ(finding(means, "full-pipe"), nullptr) << "it is told as the deadlock that it is";
    EXPECT_EQ(wait_of(means, 21)->operation, WaitOperation::write);
    EXPECT_EQ(wait_of(means, 21)->resource, "pipe/77");
}

TEST(PipeWait, IsNotCertainWhereSomebodysDescriptorsAreHidden) {
    Scene scene = parent_and_writing_child();
    scene.seen.pipes.front().ends_complete = false;
    EXPECT_FALSE(finding(scene.means(), "deadlock")->certain);
}

TEST(PipeWait, AnotherReaderThatRunsMakesItSlowAndNotStuck) {
    Scene scene = parent_and_writing_child();
    scene.process(22).state = "R";
    scene.seen.pipes.front().readers.push_back({.pid = 22, .fd = 3});
    const Means means = scene.means();
    EXPECT_EQ(finding(means, "deadlock"), nullptr);
    EXPECT_EQ(chain_of(means, 21)->verdict, Verdict::held);
    ASSERT_NE(finding(means, "full-pipe"), nullptr);
    EXPECT_THAT(finding(means, "full-pipe")->resources, ElementsAre("pipe/77"));
}

TEST(PipeWait, OneWhoHasBothEndsIsStuckButPerhapsNotForEver) {
    Scene scene;
    scene.process(21);
    scene.blocked(21, write_to(77));
    pipe(scene, 77, {21}, {21});
    ASSERT_NE(finding(scene.means(), "deadlock"), nullptr);
    EXPECT_FALSE(finding(scene.means(), "deadlock")->certain) << "a signal handler of it may read";
}

TEST(PipeWait, APagerThatWaitsForAKeyKeepsItsWriterAsItShould) {
    Scene scene;
    scene.process(21);
    scene.process(22);
    scene.blocked(21, write_to(77));
    scene.blocked(22, TransferCall{.direction = TransferDirection::read,
                                   .fd = 0,
                                   .kind = DescriptorKind::terminal,
                                   .inode = 5,
                                   .path = "/dev/pts/1"});
    pipe(scene, 77, {22}, {21});
    EXPECT_THAT(scene.means(), IsSilent());
    EXPECT_EQ(chain_of(scene.means(), 21)->verdict, Verdict::idle);
}

TEST(PipeWait, ReadersDrawNoEdge) {
    Scene scene;
    scene.process(21);
    scene.process(22);
    scene.blocked(21, read_from(77));
    scene.blocked(22, read_from(78));
    pipe(scene, 77, {21}, {22});
    pipe(scene, 78, {22}, {21});
    const Means means = scene.means();
    EXPECT_THAT(means, IsSilent()) << "two that read from each other may be two that rest";
    EXPECT_EQ(wait_of(means, 21)->operation, WaitOperation::read);
    EXPECT_EQ(chain_of(means, 21)->verdict, Verdict::unknown);
}

TEST(PipeWait, AStoppedReaderIsNamed) {
    Scene scene;
    scene.process(21);
    scene.stop(22);
    scene.blocked(21, write_to(77));
    pipe(scene, 77, {22}, {21});
    ASSERT_NE(finding(scene.means(), "held-by-stopped"), nullptr);
    EXPECT_THAT(finding(scene.means(), "held-by-stopped")->resources, ElementsAre("pipe/77", "process/22"));
}

TEST(PipeWait, AFileOrASocketIsNoPipe) {
    Scene scene;
    scene.blocked(21, TransferCall{.direction = TransferDirection::write,
                                   .fd = 1,
                                   .kind = DescriptorKind::socket,
                                   .inode = 9,
                                   .path = "socket:[9]"});
    EXPECT_EQ(wait_of(scene.means(), 21), nullptr);
}

}  // namespace
}  // namespace gordian::analysis
