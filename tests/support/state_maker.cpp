// SPDX-License-Identifier: GPL-3.0-or-later
// state-maker SEED OBJECTS ACCOUNT: makes a random state of about so many System V objects and file locks, writes to the file ACCOUNT (JSON)
// what it made, says `ready` and stays until it is killed. It knows what it made because it made it: what the kernel reports of it
// (IPC_STAT, GETALL) must agree with its own books, or it ends with a sentence.
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <format>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr int holders = 6;  // processes that attach and lock

[[noreturn]] void die(std::string_view what) {
    std::cerr << "state-maker: " << what << ": " << std::strerror(errno) << "\n";
    std::_Exit(1);
}
template <class T>
T checked(T result, std::string_view what) {
    if (result == T(-1)) die(what);
    return result;
}
void agree(std::uint64_t booked, std::uint64_t reported, std::string_view what) {
    if (booked == reported) return;
    std::cerr << std::format("state-maker: {}: {} in our books, the kernel says {}\n", what, booked, reported);
    std::_Exit(1);
}

class Random {
public:
    explicit Random(unsigned seed) : m_engine(seed) {}
    int below(int limit) { return static_cast<int>(m_engine() % static_cast<unsigned>(limit)); }
    bool one_in(int n) { return below(n) == 0; }
    /// IPC_PRIVATE, or a new key: every second one reads as a negative number.
    key_t key() {
        if (one_in(4)) return IPC_PRIVATE;
        for (;;) {
            const auto key = static_cast<key_t>(m_engine());
            if (key != IPC_PRIVATE && m_keys.insert(key).second) return key;
        }
    }
    int mode() { return below(01000); }
    /// Somebody else than us, where there is anybody: an ordinary user's namespace has only one.
    unsigned id() { return std::array{0U, 0U, 1000U, 65534U}[static_cast<std::size_t>(below(4))]; }

private:
    std::mt19937 m_engine;
    std::set<key_t> m_keys;
};

/// JSON by hand: numbers and lists of numbers are all there is.
class Row {
public:
    template <class T>
    Row& add(std::string_view name, T value) {
        m_text += std::format("{}\"{}\":{}", m_text.empty() ? "" : ",", name, value);
        return *this;
    }
    template <class T>
    Row& add(std::string_view name, const std::vector<T>& values) {
        std::string list;
        for (const T& value : values) list += std::format("{}{}", list.empty() ? "" : ",", value);
        return add(name, "[" + list + "]");
    }
    Row& quote(std::string_view name, std::string_view word) { return add(name, std::format("\"{}\"", word)); }
    [[nodiscard]] std::string text() const { return "{" + m_text + "}"; }

private:
    std::string m_text;
};
std::string list_of(const std::vector<std::string>& rows) {
    std::string list;
    for (const std::string& row : rows) list += (list.empty() ? "" : ",\n") + row;
    return "[" + list + "]";
}

Row& add_perm(Row& row, int id, const ipc_perm& perm) {
    return row.add("id", id)
        .add("key", static_cast<std::uint32_t>(perm.__key))
        .add("mode", perm.mode & 0777)
        .add("seq", perm.__seq)
        .add("uid", perm.uid)
        .add("gid", perm.gid)
        .add("cuid", perm.cuid)
        .add("cgid", perm.cgid);
}

// ---- System V ---------------------------------------------------------------------------------------------------------

struct Message {
    long type;
    std::array<char, 1024> text;
};

std::string make_queue(Random& random) {
    const key_t key = random.key();
    const int mode = random.mode();
    const int id = checked(::msgget(key, IPC_CREAT | IPC_EXCL | mode), "msgget");
    msqid_ds ds{};
    checked(::msgctl(id, IPC_STAT, &ds), "msgctl(IPC_STAT)");
    if (random.one_in(3)) {
        ds.msg_perm.uid = random.id();
        ds.msg_perm.gid = random.id();
        ds.msg_qbytes = static_cast<msglen_t>(2048 + random.below(8192));
        if (::msgctl(id, IPC_SET, &ds) != 0 && errno != EINVAL) die("msgctl(IPC_SET)");
    }
    std::uint64_t bytes = 0, count = 0;
    for (int i = random.below(6); i > 0; --i) {
        Message message{.type = 1 + random.below(1000), .text = {}};
        const auto size = static_cast<std::size_t>(random.below(300));
        if (::msgsnd(id, &message, size, IPC_NOWAIT) != 0) die("msgsnd");
        bytes += size;
        ++count;
    }
    if (count > 0 && random.one_in(3)) {
        Message message{};
        bytes -= static_cast<std::uint64_t>(
            checked(::msgrcv(id, &message, sizeof message.text, 0, IPC_NOWAIT), "msgrcv"));
        --count;
    }
    checked(::msgctl(id, IPC_STAT, &ds), "msgctl(IPC_STAT)");
    agree(static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(ds.msg_perm.__key), "key of a queue");
    agree(static_cast<unsigned>(mode), ds.msg_perm.mode & 0777U, "mode of a queue");
    agree(bytes, ds.__msg_cbytes, "bytes in a queue");
    agree(count, ds.msg_qnum, "messages in a queue");
    Row row;
    return add_perm(row, id, ds.msg_perm)
        .add("cbytes", bytes)
        .add("qnum", count)
        .add("qbytes", ds.msg_qbytes)
        .add("lspid", ds.msg_lspid)
        .add("lrpid", ds.msg_lrpid)
        .add("stime", ds.msg_stime)
        .add("rtime", ds.msg_rtime)
        .add("ctime", ds.msg_ctime)
        .text();
}

std::string make_set(Random& random) {
    const key_t key = random.key();
    const int mode = random.mode();
    const int nsems = 1 + (random.one_in(20) ? random.below(200) : random.below(8));
    const int id = checked(::semget(key, nsems, IPC_CREAT | IPC_EXCL | mode), "semget");
    std::vector<unsigned short> values(static_cast<std::size_t>(nsems));
    semid_ds ds{};
    checked(::semctl(id, 0, IPC_STAT, &ds), "semctl(IPC_STAT)");
    if (random.one_in(3)) {
        ds.sem_perm.uid = random.id();
        ds.sem_perm.gid = random.id();
        if (::semctl(id, 0, IPC_SET, &ds) != 0 && errno != EINVAL) die("semctl(IPC_SET)");
    }
    if (!random.one_in(5)) {  // the others stay as they are made: 0, and nobody has used them
        for (unsigned short& value : values) value = static_cast<unsigned short>(random.below(32768));
        checked(::semctl(id, 0, SETALL, values.data()), "semctl(SETALL)");
        for (int num = 0; num < nsems; ++num) {
            unsigned short& value = values[static_cast<std::size_t>(num)];
            sembuf operation{.sem_num = static_cast<unsigned short>(num),
                             .sem_op = static_cast<short>(value > 0 ? -1 : 1),
                             .sem_flg = IPC_NOWAIT};
            if (!random.one_in(4)) continue;
            checked(::semop(id, &operation, 1), "semop");
            value = static_cast<unsigned short>(value + operation.sem_op);
        }
    }
    std::vector<unsigned short> reported(values.size());
    checked(::semctl(id, 0, GETALL, reported.data()), "semctl(GETALL)");
    std::vector<int> pids, ncnts, zcnts;
    for (int num = 0; num < nsems; ++num) {
        agree(values[static_cast<std::size_t>(num)], reported[static_cast<std::size_t>(num)], "value of a semaphore");
        pids.push_back(checked(::semctl(id, num, GETPID), "semctl(GETPID)"));
    }
    checked(::semctl(id, 0, IPC_STAT, &ds), "semctl(IPC_STAT)");
    agree(static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(ds.sem_perm.__key), "key of a set");
    Row row;
    return add_perm(row, id, ds.sem_perm)
        .add("nsems", nsems)
        .add("otime", ds.sem_otime)
        .add("ctime", ds.sem_ctime)
        .add("values", values)
        .add("pids", pids)
        .text();
}

struct Segment {
    int id = 0;
    std::uint64_t size = 0;
    bool removed = false;
};

Segment make_segment(Random& random) {
    const auto size = static_cast<std::size_t>(1 + random.below(64 * 1024));
    Segment segment{.id = checked(::shmget(random.key(), size, IPC_CREAT | IPC_EXCL | random.mode()), "shmget"),
                    .size = size,
                    .removed = false};
    shmid_ds ds{};
    checked(::shmctl(segment.id, IPC_STAT, &ds), "shmctl(IPC_STAT)");
    if (random.one_in(3)) {
        ds.shm_perm.uid = random.id();
        ds.shm_perm.gid = random.id();
        if (::shmctl(segment.id, IPC_SET, &ds) != 0 && errno != EINVAL) die("shmctl(IPC_SET)");
    }
    if (random.one_in(10) && ::shmctl(segment.id, SHM_LOCK, nullptr) != 0 && errno != EPERM && errno != ENOMEM)
        die("shmctl(SHM_LOCK)");
    return segment;
}

std::string account_of(const Segment& segment, std::uint64_t attachments) {
    shmid_ds ds{};
    checked(::shmctl(segment.id, IPC_STAT, &ds), "shmctl(IPC_STAT)");
    agree(segment.size, ds.shm_segsz, "size of a segment");
    agree(attachments, ds.shm_nattch, "attachments of a segment");
    Row row;
    return add_perm(row, segment.id, ds.shm_perm)
        .add("segsz", segment.size)
        .add("cpid", ds.shm_cpid)
        .add("lpid", ds.shm_lpid)
        .add("nattch", attachments)
        .add("atime", ds.shm_atime)
        .add("dtime", ds.shm_dtime)
        .add("ctime", ds.shm_ctime)
        .add("marked_for_removal", segment.removed)
        .add("locked", (ds.shm_perm.mode & SHM_LOCKED) != 0)
        .text();
}

// ---- what the holders do ------------------------------------------------------------------------------------------------

struct Attach {
    int holder = 0, shmid = 0;
    bool read_only = false;
    std::uint64_t touched = 0;  // bytes from the beginning
};

enum class Class { posix, ofd, flock };
struct Lock {
    int holder = 0;
    Class lock_class = Class::posix;
    bool write = false, inherited = false;  // inherited: a child of the holder has the descriptor too
    std::string file;
    std::int64_t start = 0, length = 0;  // 0: to the end of file
};

/// Files in slots of a thousand bytes, so that no two ranges touch: the kernel would merge those of one process.
std::vector<Lock> plan_locks(Random& random, int count) {
    constexpr int slots = 20;
    std::vector<Lock> locks;
    for (int file = 0; static_cast<int>(locks.size()) < count; ++file) {
        const std::string name = std::format("locked-{}", file);
        if (random.one_in(3)) {  // flock(2): the whole file, one writer or some readers
            const bool write = random.one_in(2);
            for (int holder = 0, n = write ? 1 : 1 + random.below(holders); holder < n; ++holder)
                locks.push_back({.holder = write ? random.below(holders) : holder,
                                 .lock_class = Class::flock,
                                 .write = write,
                                 .inherited = random.one_in(4),
                                 .file = name});
            continue;
        }
        for (int slot = 0; slot < slots; ++slot) {
            const bool write = random.one_in(2);
            const bool open_ended = slot == slots - 1 && random.one_in(2);
            const std::int64_t start = 1000 * slot + random.below(400);
            const std::int64_t length = open_ended ? 0 : 1 + random.below(500);
            for (int holder = 0, n = write ? 1 : 1 + random.below(3); holder < n; ++holder)
                locks.push_back({.holder = write ? random.below(holders) : holder,
                                 .lock_class = random.one_in(2) ? Class::posix : Class::ofd,
                                 .write = write,
                                 .inherited = false,
                                 .file = name,
                                 .start = start,
                                 .length = length});
        }
    }
    return locks;
}

void take(const Lock& lock, int fd) {
    if (lock.lock_class == Class::flock) {
        checked(::flock(fd, (lock.write ? LOCK_EX : LOCK_SH) | LOCK_NB), "flock");
        return;
    }
    struct flock range{};
    range.l_type = lock.write ? F_WRLCK : F_RDLCK;
    range.l_whence = SEEK_SET;
    range.l_start = lock.start;
    range.l_len = lock.length;
    checked(::fcntl(fd, lock.lock_class == Class::posix ? F_SETLK : F_OFD_SETLK, &range), "fcntl");
}

std::string account_of(const Lock& lock, int fd, pid_t heir) {
    struct stat file{};
    checked(::fstat(fd, &file), "fstat");
    std::vector<int> pids{::getpid()};
    if (heir > 0) pids.push_back(heir);
    Row row;
    row.quote("class", std::array{"posix", "ofd", "flock"}[static_cast<std::size_t>(lock.lock_class)])
        .quote("mode", lock.write ? "write" : "read")
        .quote("device", std::format("{:02x}:{:02x}", major(file.st_dev), minor(file.st_dev)))
        .add("inode", file.st_ino)
        .add("start", lock.start)
        .add("fd", fd)
        .add("pids", pids);
    if (lock.length == 0) row.add("end", "null");
    else row.add("end", lock.start + lock.length - 1);
    return row.text();
}

struct HoldersAccount {
    std::vector<std::string> attachments, locks;
};

/// One holder: does its part, writes its account to `out`, and stays.
[[noreturn]] void hold(int number, const std::vector<Attach>& attaches, const std::vector<Lock>& locks, int out) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NAME, std::format("holder-{}", number).c_str());
    HoldersAccount account;
    // Locks first: a child that inherits one of them must not inherit memory too.
    // Record locks of one process go when it closes any descriptor of the file: one descriptor for all of a file's, and one a lock for the others.
    for (const Lock& lock : locks) {
        if (lock.holder != number) continue;
        const int fd = checked(::open(lock.file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600), "open");
        take(lock, fd);
        pid_t heir = 0;
        if (lock.inherited) {
            heir = checked(::fork(), "fork");
            if (heir == 0) {
                ::prctl(PR_SET_PDEATHSIG, SIGKILL);
                ::prctl(PR_SET_NAME, "heir");
                if (fd > 3) ::close_range(3, static_cast<unsigned>(fd) - 1, 0);
                ::close_range(static_cast<unsigned>(fd) + 1, ~0U, 0);
                for (;;) ::pause();
            }
        }
        account.locks.push_back(account_of(lock, fd, heir));
    }
    for (const Attach& attach : attaches) {
        if (attach.holder != number) continue;
        auto* const memory = static_cast<char*>(::shmat(attach.shmid, nullptr, attach.read_only ? SHM_RDONLY : 0));
        if (memory == reinterpret_cast<char*>(-1)) die("shmat");
        if (!attach.read_only) std::memset(memory, 'x', attach.touched);
        Row row;
        account.attachments.push_back(row.add("id", attach.shmid)
                                          .add("pid", ::getpid())
                                          .add("start", reinterpret_cast<std::uintptr_t>(memory))
                                          .quote("perms", attach.read_only ? "r--s" : "rw-s")
                                          .text());
    }
    const std::string text = std::format("{{\"attachments\":{},\"locks\":{}}}", list_of(account.attachments),
                                         list_of(account.locks));
    std::ofstream(std::format("account-{}", number)) << text;
    if (::write(out, "k", 1) != 1) die("write");
    for (;;) ::pause();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: state-maker SEED OBJECTS ACCOUNT\n";
        return 2;
    }
    Random random(static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10)));
    const int objects = static_cast<int>(std::strtol(argv[2], nullptr, 10));
    std::vector<std::string> queues, sets, segment_rows;
    std::vector<Segment> segments;
    std::vector<Attach> attaches;
    for (int i = 0; i < objects * 3 / 4; ++i) {
        // Objects that come and go leave gaps, and give the next one at their place another sequence number.
        if (random.one_in(10)) {
            const int passing = checked(::semget(IPC_PRIVATE, 1, 0600), "semget");
            const int passing_queue = checked(::msgget(IPC_PRIVATE, 0600), "msgget");
            checked(::semctl(passing, 0, IPC_RMID), "semctl(IPC_RMID)");
            checked(::msgctl(passing_queue, IPC_RMID, nullptr), "msgctl(IPC_RMID)");
        }
        if (i % 3 == 0) queues.push_back(make_queue(random));
        else if (i % 3 == 1) sets.push_back(make_set(random));
        else segments.push_back(make_segment(random));
    }
    for (const Segment& segment : segments) {
        for (int holder = 0; holder < holders; ++holder) {
            if (random.one_in(4))
                attaches.push_back({.holder = holder,
                                    .shmid = segment.id,
                                    .read_only = random.one_in(3),
                                    .touched = static_cast<std::uint64_t>(random.below(static_cast<int>(segment.size)))});
        }
    }
    const std::vector<Lock> locks = plan_locks(random, objects / 4);

    std::array<int, 2> pipe{};
    checked(::pipe(pipe.data()), "pipe");
    std::cout.flush();
    for (int number = 0; number < holders; ++number) {
        const pid_t child = checked(::fork(), "fork");
        if (child == 0) hold(number, attaches, locks, pipe[1]);
        char done = 0;
        if (::read(pipe[0], &done, 1) != 1) die("a holder");  // one after the other: who attached last is no race
    }
    for (Segment& segment : segments) {
        std::uint64_t attachments = 0;
        for (const Attach& attach : attaches) attachments += attach.shmid == segment.id;
        if (attachments > 0 && random.one_in(5)) {
            checked(::shmctl(segment.id, IPC_RMID, nullptr), "shmctl(IPC_RMID)");
            segment.removed = true;
        }
        segment_rows.push_back(account_of(segment, attachments));
    }
    std::ofstream account(argv[3]);
    account << std::format("{{\"queues\":{},\n\"sets\":{},\n\"segments\":{},\n\"holders\":[", list_of(queues),
                           list_of(sets), list_of(segment_rows));
    for (int number = 0; number < holders; ++number) {
        std::ifstream part(std::format("account-{}", number));
        account << (number > 0 ? ",\n" : "") << std::string(std::istreambuf_iterator<char>(part), {});
    }
    account << "]}\n";
    account.close();
    std::cout << "ready" << std::endl;
    for (;;) ::pause();
}
