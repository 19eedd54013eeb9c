// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's own words: cut out of lists that are made by hand, and read of real objects.
#include "backend/collect/raw_text.h"

#include "backend/base/scan.h"

#include "tests/kernel/support.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <format>
#include <fstream>

namespace gordian::collect {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::string_view sem_list =
    "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n"
    "        42          1   600          2     0     0     0     0          0 1763999990\n"
    "-559038737         11   600          3     0     0     0     0          0 1763999991\n";

// ---- pure -------------------------------------------------------------------------------------------------------------------

TEST(SysvipcLines, AreTheHeadingAndTheOneOfTheIdentifier) {
    EXPECT_EQ(join_sysvipc_lines(sem_list, 11),
              "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n"
              "-559038737         11   600          3     0     0     0     0          0 1763999991\n");
    EXPECT_THAT(join_sysvipc_lines(sem_list, 1), AllOf(HasSubstr(" 42 "), Not(HasSubstr("559038737"))));
    EXPECT_EQ(join_sysvipc_lines(sem_list, 42), "") << "a key is no identifier";
    EXPECT_EQ(join_sysvipc_lines("", 1), "");
}

TEST(LockLines, AreThoseOfTheFileWithTheirWaitersAndBreakers) {
    constexpr std::string_view list = "1: POSIX  ADVISORY  WRITE 1234 fe:00:5678 0 EOF\n"
                                      "1: -> POSIX  ADVISORY  WRITE 1250 fe:00:5678 0 99\n"
                                      "2: OFDLCK ADVISORY  READ -1 fe:01:5678 0 EOF\n"
                                      "3: LEASE  BREAKING  READ 1234 fe:00:5678 0 EOF\n"
                                      "3: -> LEASE  BREAKER   READ 1250 <none>:0 0 EOF\n"
                                      "4: LEASE  BREAKING  READ 1234 fe:00:5679 0 EOF\n"
                                      "4: -> LEASE  BREAKER   READ 1251 <none>:0 0 EOF\n"
                                      "5: NEWCLASS of a later kernel\n";
    EXPECT_EQ(join_lock_lines(list, {.major = 0xfe, .minor = 0, .inode = 5678}),
              "1: POSIX  ADVISORY  WRITE 1234 fe:00:5678 0 EOF\n"
              "1: -> POSIX  ADVISORY  WRITE 1250 fe:00:5678 0 99\n"
              "3: LEASE  BREAKING  READ 1234 fe:00:5678 0 EOF\n"
              "3: -> LEASE  BREAKER   READ 1250 <none>:0 0 EOF\n");
    EXPECT_EQ(join_lock_lines("pos:\t0\nflags:\t02\nlock:\t1: FLOCK  ADVISORY  WRITE 31 fe:00:5678 0 EOF\n",
                              {.major = 0xfe, .minor = 0, .inode = 5678}),
              "lock:\t1: FLOCK  ADVISORY  WRITE 31 fe:00:5678 0 EOF\n");
}

TEST(LockPlaces, TellWhereToLook) {
    const auto place = parse_lock_place("lock/flock/fe:00:1234/0-EOF/31.3");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->file, (kernel::FileId{.major = 0xfe, .minor = 0, .inode = 1234}));
    EXPECT_EQ(place->pid, 31);
    EXPECT_EQ(place->fd, 3);
    EXPECT_EQ(parse_lock_place("lock/posix/fe:00:1234/0-99/812")->pid, 812);
    EXPECT_FALSE(parse_lock_place("lock/posix/fe:00:1234/0-99/812")->fd);
    EXPECT_FALSE(parse_lock_place("lock/posix/fe:00:1234/0-99/?2")->pid);
    for (const char* wrong :
         {"lock/", "lock/posix", "lock/posix/fe:00:1234/0-99", "lock/posix/fe00/0-99/8", "lock/posix/fe:00:1234/0-99/x",
          "lock/posix/fe:00:1234/0-99/8.", "lock/posix/fe:00:1234/0-99/8/9", "file/posix/fe:00:1234/0-99/8",
          "lock/posix/fe:00:12x/0-99/8", "lock/posix/fe:00:1234/0-99/-8", "lock/posix/fe:00:1234/0-99/8.3x"})
        EXPECT_FALSE(parse_lock_place(wrong)) << wrong;
}

TEST(Bounded, KeepsWholeLinesAndSaysWhatItLeftOut) {
    EXPECT_EQ(bounded("s", "one\ntwo", 100), (RawText{"s", "one\ntwo", ""}));
    EXPECT_EQ(bounded("s", "", 100), (RawText{"s", "", ""}));
    const RawText cut = bounded("s", "one\ntwo\nthree\n", 9);
    EXPECT_EQ(cut.text, "one\ntwo\n");
    EXPECT_THAT(cut.why_not, HasSubstr("only whole lines"));
    const RawText lines = bounded("s", "one\ntwo\nthree\n", 100, 2);
    EXPECT_EQ(lines.text, "one\ntwo\n");
    EXPECT_THAT(lines.why_not, HasSubstr("first 2 lines"));
    EXPECT_EQ(bounded("s", "one\ntwo\n", 8, 2).why_not, "") << "it fits exactly";
    EXPECT_EQ(bounded("s", "a\xff\n").text, "a\uFFFD\n");
    std::string growing(raw_text_limit_bytes - 1, '\xff');
    EXPECT_LE(bounded("s", growing + "\n" + growing).text.size(), raw_text_limit_bytes) << "after it became UTF-8";
}

// ---- a recorded tree ----------------------------------------------------------------------------------------------------------

class RecordedTree : public testing::Test {
protected:
    void write(const std::string& file, std::string_view text) {
        const std::filesystem::path path = m_folder.file(file);
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
    }
    [[nodiscard]] ProcRoot proc() const { return {m_folder.file("")}; }

private:
    kernel::TemporaryFolder m_folder;
};

TEST_F(RecordedTree, SaysWhatIsMissingOfAProcess) {
    write("812/status", "Name:\tshopd\n");
    std::string sched;
    for (int i = 0; i < 60; ++i) sched += std::format("line {}\n", i);
    write("812/sched", sched);
    write("812/limits", std::string(raw_text_limit_bytes, 'x') + "\n");
    const auto answer = read_raw_text(proc(), "process/812", {});
    ASSERT_TRUE(answer);
    const auto text_of = [&](std::string_view file) {
        const auto found = std::ranges::find_if(answer->texts, [&](const RawText& t) { return t.source.ends_with(file); });
        return found == answer->texts.end() ? RawText{} : *found;
    };
    EXPECT_EQ(text_of("812/status").text, "Name:\tshopd\n");
    EXPECT_THAT(text_of("/stack").why_not,
                AllOf(StartsWith("no such file"), HasSubstr("this kernel does not have it")));
    EXPECT_THAT(text_of("/sched").text, AllOf(EndsWith("line 39\n"), Not(HasSubstr("line 40"))));
    EXPECT_THAT(text_of("/sched").why_not, HasSubstr("first 40 lines"));
    EXPECT_EQ(text_of("/limits").text, "") << "not even its first line fits";
    EXPECT_THAT(text_of("/limits").why_not, HasSubstr("64 KiB"));
}

TEST_F(RecordedTree, TellsMemfdsAndSegmentsOfOneNumberApart) {
    write("10/maps", "7f0000000000-7f0000001000 rw-s 00000000 00:01 5    /memfd:ring (deleted)\n"
                     "7f0000001000-7f0000002000 rw-s 00000000 00:01 5    /SYSV0000002a (deleted)\n"
                     "7f0000002000-7f0000003000 rw-s 00000000 00:01 5    /dev/zero (deleted)\n"
                     "7f0000003000-7f0000004000 rw-s 00000000 00:01 6    /memfd:other (deleted)\n");
    write("11/maps", "7f0000000000-7f0000001000 r--s 00000000 00:01 5    /memfd:ring (deleted)\n");
    const auto memfd = read_raw_text(proc(), "memfd/00:01:5", {});
    ASSERT_TRUE(memfd);
    ASSERT_THAT(memfd->texts, SizeIs(2));
    EXPECT_EQ(memfd->texts[0].text, "7f0000000000-7f0000001000 rw-s 00000000 00:01 5    /memfd:ring (deleted)\n");
    EXPECT_THAT(memfd->texts[1].source, EndsWith("11/maps"));
    EXPECT_THAT(read_raw_text(proc(), "anon-shared/00:01:5", {})->texts.at(0).text,
                AllOf(HasSubstr("/dev/zero"), Not(HasSubstr("memfd"))));
    EXPECT_THAT(read_raw_text(proc(), "file/00:01:7", {})->texts.at(0).why_not, HasSubstr("no process maps it"));
}

TEST_F(RecordedTree, TheWalkIsBoundedAndSaysWhereItStopped) {
    for (const char* pid : {"10", "11"})
        write(std::string(pid) + "/maps", "7f0000000000-7f0000001000 r--s 00000000 fe:00 5  /x\n");
    const auto late = read_raw_text(proc(), "file/fe:00:5", {}, std::chrono::milliseconds(0));
    ASSERT_TRUE(late);
    EXPECT_THAT(late->texts.at(0).why_not, HasSubstr("2 processes were not looked at"));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THAT(read_raw_text(proc(), "file/fe:00:5", stop.get_token())->texts, SizeIs(1));
}

// ---- real objects ---------------------------------------------------------------------------------------------------------------

class RawTexts : public kernel::PrivateIpc {};

TEST_F(RawTexts, OfSystemVObjectsAreTheirLines) {
    const int set = ::semget(0x2a, 2, IPC_CREAT | 0600), other = ::semget(IPC_PRIVATE, 1, 0600);
    const int queue = ::msgget(0x2b, IPC_CREAT | 0600), segment = ::shmget(0x2c, 4096, IPC_CREAT | 0600);
    ASSERT_NE(set, other);
    for (const auto& [resource, file, key] : {std::tuple(std::format("sysv-sem/{}", set), "sem", 0x2a),
                                              std::tuple(std::format("sysv-sem/{}/1", set), "sem", 0x2a),
                                              std::tuple(std::format("sysv-msg/{}", queue), "msg", 0x2b),
                                              std::tuple(std::format("sysv-shm/{}", segment), "shm", 0x2c)}) {
        const auto answer = read_raw_text({}, resource, {});
        ASSERT_TRUE(answer) << to_string(answer.error());
        ASSERT_THAT(answer->texts, SizeIs(1));
        EXPECT_EQ(answer->texts[0].source, std::format("/proc/sysvipc/{}", file));
        EXPECT_EQ(std::ranges::count(answer->texts[0].text, '\n'), 2) << "a heading and one line";
        EXPECT_THAT(answer->texts[0].text, HasSubstr(std::format("\n{:10} {:10}", key,
                                                                 resource.contains("sem")   ? set
                                                                 : resource.contains("msg") ? queue
                                                                                            : segment)));
    }
    ASSERT_EQ(::semctl(set, 0, IPC_RMID), 0);
    const auto gone = read_raw_text({}, std::format("sysv-sem/{}", set), {});
    ASSERT_FALSE(gone);
    EXPECT_THAT(to_string(gone.error()), HasSubstr("there is no such semaphore set"));
}

TEST_F(RawTexts, OfAnotherIpcNamespaceAreRefused) {
    const int set = ::semget(IPC_PRIVATE, 1, 0600);
    const auto own = kernel::stat_file("/proc/self/ns/ipc");
    ASSERT_TRUE(own);
    EXPECT_TRUE(read_raw_text({}, std::format("ipc:[{}]/sysv-sem/{}", own->inode, set), {}));
    const auto other = read_raw_text({}, std::format("ipc:[1]/sysv-sem/{}", set), {});
    ASSERT_FALSE(other);
    EXPECT_THAT(to_string(other.error()), HasSubstr("another IPC namespace"));
}

TEST(RawTextOf, AProcessIsWhatProcSaysOfIt) {
    const auto answer = read_raw_text({}, std::format("process/{}", ::getpid()), {});
    ASSERT_TRUE(answer);
    ASSERT_THAT(answer->texts, SizeIs(7));
    EXPECT_EQ(answer->texts[0].source, std::format("/proc/{}/status", ::getpid()));
    EXPECT_THAT(answer->texts[0].text, HasSubstr(std::format("\nPid:\t{}\n", ::getpid())));
    for (const RawText& text : answer->texts)
        EXPECT_TRUE(!text.text.empty() || !text.why_not.empty() || text.source.ends_with("stack")) << text.source;
    const auto thread = read_raw_text({}, std::format("thread/{0}/{0}", ::getpid()), {});
    ASSERT_TRUE(thread);
    EXPECT_EQ(thread->texts[0].source, std::format("/proc/{0}/task/{0}/status", ::getpid()));
}

TEST(RawTextOf, AnotherUsersProcessSaysWhyItIsNotThere) {
    if (::geteuid() != 0) GTEST_SKIP() << "becoming another user needs root";
    const pid_t root = ::getpid();
    const int answer = kernel::ask_as_ordinary_user([&] {
        const auto texts = read_raw_text({}, std::format("process/{}", root), {});
        if (!texts || texts->texts[0].text.empty()) return 1;
        for (const RawText& text : texts->texts)
            if (text.source.ends_with("syscall"))
                return text.text.empty() && text.why_not.contains("root may read it") ? 0 : 2;
        return 3;
    });
    EXPECT_EQ(answer, 0);
}

TEST(RawTextOf, WhatIsNotThereIsASentence) {
    for (const auto& [resource, words] :
         {std::pair("process/2147483000", "there is no such process"),
          std::pair("thread/1/2147483000", "there is no such thread"),
          std::pair("posix-shm/gordian-no-such-object", "there is no such object"),
          std::pair("posix-shm/..%2F..%2Fetc%2Fpasswd", "there is no such object"),
          std::pair("memfd/ring", "this is not how mapped memory is spelled"),
          std::pair("lock/posix/x", "this is not how a lock is spelled"),
          std::pair("process/x", "this is not how a resource is spelled"), std::pair("\x1b[31m", "\\x1b[31m")}) {
        const auto answer = read_raw_text({}, resource, {});
        ASSERT_FALSE(answer) << resource;
        EXPECT_THAT(to_string(answer.error()), HasSubstr(words));
    }
    EXPECT_THAT(read_raw_text({}, "pipe/1234", {})->texts.at(0).why_not, HasSubstr("pipe"));
}

TEST(RawTextOf, ALockIsItsLinesAndThoseOfItsHoldersDescriptor) {
    const kernel::TemporaryFolder folder;
    const int fd = ::open(folder.file("ledger").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct flock range{};
    range.l_type = F_WRLCK;
    range.l_len = 100;
    ASSERT_EQ(::fcntl(fd, F_SETLK, &range), 0);
    // Its own words say how the kernel numbers the device.
    const auto fdinfo = kernel::read_file(std::format("/proc/self/fdinfo/{}", fd));
    std::string device_and_inode;
    for_each_line(*fdinfo, [&](std::string_view line) {
        if (!line.starts_with("lock:")) return;
        std::string_view word;
        Scan scan(line);
        for (int i = 0; i < 7; ++i) scan.word(word);
        device_and_inode = word;
    });
    for (const std::string& owner : {std::to_string(::getpid()), std::format("{}.{}", ::getpid(), fd)}) {
        const auto answer = read_raw_text({}, std::format("lock/posix/{}/0-99/{}", device_and_inode, owner), {});
        ASSERT_TRUE(answer) << to_string(answer.error());
        ASSERT_THAT(answer->texts, SizeIs(2));
        EXPECT_EQ(answer->texts[0].source, "/proc/locks");
        EXPECT_EQ(answer->texts[1].source, std::format("/proc/{}/fdinfo/{}", ::getpid(), fd));
        EXPECT_THAT(answer->texts[1].text, AllOf(StartsWith("lock:"), HasSubstr(device_and_inode)));
    }
    ::close(fd);
}

TEST(RawTextOf, MappedMemoryIsTheLinesOfThoseWhoMapIt) {
    const int fd = ::memfd_create("gordian-test", MFD_CLOEXEC);
    ASSERT_EQ(::ftruncate(fd, 4096), 0);
    void* const memory = ::mmap(nullptr, 4096, PROT_READ, MAP_SHARED, fd, 0);
    ASSERT_NE(memory, MAP_FAILED);
    struct stat status{};
    ASSERT_EQ(::fstat(fd, &status), 0);
    const auto answer = read_raw_text(
        {}, std::format("memfd/{:02x}:{:02x}:{}", major(status.st_dev), minor(status.st_dev), status.st_ino), {},
        std::chrono::minutes(1));
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->texts, Contains(AllOf(testing::Field(&RawText::source, std::format("/proc/{}/maps", ::getpid())),
                                              testing::Field(&RawText::text, HasSubstr("/memfd:gordian-test")))));
    ::munmap(memory, 4096);
    ::close(fd);
}

}  // namespace
}  // namespace gordian::collect
