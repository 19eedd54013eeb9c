#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""include_graph.py [ROOT]: keeps the folder table of docs/ARCHITECTURE.md.

The table is data: a row is a room, the third cell says what it may include beside `backend/base` (backticked folders,
a group like `backend/{snapshot,analysis}`, "the rest of `backend`", "everything", or Qt), the fourth what it may not
("Qt", "system calls", …). Every #include of every C and C++ file below a room is held against its row; a folder that
no row names is reported. Prints FILE:LINE: what is wrong, a line each, and fails when there is one.
"""

import re
import sys
from pathlib import Path

TABLE_HEAD = re.compile(r"^\|\s*folder\s*\|", re.IGNORECASE)
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]*)"|<([^>]*)>)')
QT = re.compile(r"^(Qt?[A-Z3]\w*(/|$)|KSyntaxHighlighting/|KF6)")
# Headers whose functions enter the kernel. <signal.h> or <cerrno> are words of the language, not calls.
SYSTEM_CALLS = re.compile(
    r"^(sys/|linux/|asm/|unistd\.h$|fcntl\.h$|mqueue\.h$|semaphore\.h$|sched\.h$|dirent\.h$|poll\.h$|pthread\.h$|spawn\.h$"
    r"|syscall\.h$|termios\.h$|dlfcn\.h$|pwd\.h$|grp\.h$|netdb\.h$|bpf/)")
SOURCES = {".h", ".hpp", ".cpp", ".cc", ".c"}


class Room:
    def __init__(self, folder, may, may_not, line):
        self.folder = folder
        self.line = line
        self.may_qt = bool(re.search(r"\bQt\b", may))
        self.no_qt = bool(re.search(r"\bQt\b(?! Widgets)", may_not))
        self.no_system_calls = "system call" in may_not
        self.nothing = bool(re.search(r"anything (else|of Gordian)", may_not))
        self.everything = "everything" in may
        self.folders = folders_in(may, folder)

    def may_include(self, room):
        if room == self.folder:
            return True
        if self.nothing:
            return False
        if room == "backend/base" or self.everything:
            return True
        return any(room == folder or room.startswith(folder + "/") for folder in self.folders)


def folders_in(cell, own):
    """The backticked names of a cell as paths from the root: `kernel` in a row of backend means backend/kernel."""
    found = []
    for name in re.findall(r"`([^`]*)`", cell):
        group = re.fullmatch(r"([^{]*)\{([^}]*)\}", name)
        names = [group.group(1) + part.strip() for part in group.group(2).split(",")] if group else [name]
        for one in names:
            one = one.rstrip("/")
            if own.startswith("backend/") and one != "backend" and "/" not in one:
                one = "backend/" + one
            found.append(one)
    return found


def parse_table(text):
    """The rooms in the order of the table. `app` has rows or cells of its own for its subfolders (see split_app)."""
    rooms = []
    within = False
    for number, line in enumerate(text.splitlines(), 1):
        if TABLE_HEAD.match(line):
            within = True
            continue
        if not within:
            continue
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 4 or set(cells[0]) <= set("-: "):
            continue
        for folder in re.findall(r"`([^`]*)`", cells[0]):
            rooms += split_app(folder.rstrip("/"), cells[2], cells[3], number)
    return rooms


def split_app(folder, may, may_not, number):
    """A row may say for each subfolder apart what it may: "`gordian`: everything; `gordianctl`: `backend` only", and
    what it may not: "Qt in `gordianctl`, anything of Gordian in `lab`". Such a row makes a room of each subfolder."""
    allowed = dict(re.findall(r"`(\w+)`:\s*([^;]*)", may))
    forbidden = re.findall(r"([^,]*?)\s+in\s+`(\w+)`", may_not)
    parts = sorted(set(allowed) | {name for _, name in forbidden})
    if not parts:
        return [Room(folder, may, may_not, number)]
    return [Room(f"{folder}/{part}", allowed.get(part, ""),
                 ", ".join(what for what, name in forbidden if name == part), number) for part in parts]


def room_of(path, rooms):
    """The room a path lies in: the longest folder of the table that it begins with."""
    inside = [room for room in rooms if path == room.folder or path.startswith(room.folder + "/")]
    return max(inside, key=lambda room: len(room.folder), default=None)


def includes_of(text):
    """Line number, name, and whether it is quoted, of each #include outside comments."""
    text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match.group().count("\n"), text, flags=re.DOTALL)
    for number, line in enumerate(text.splitlines(), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found.group(1) if found.group(1) is not None else found.group(2), found.group(1) is not None


def check_include(root, path, room, rooms, name, quoted):
    """What is wrong with one include, or nothing."""
    own = room.folder
    if not quoted and not (root / name).is_file():
        if QT.match(name):
            if room.no_qt or not (room.may_qt or room.everything):
                return f"{own} may not include Qt (<{name}>)"
        elif room.no_system_calls and SYSTEM_CALLS.match(name):
            return f"{own} may not include system calls (<{name}>)"
        return None
    if not (root / name).is_file():
        if (path.parent / name).is_file() and not room.nothing:
            return f'"{name}" does not start from the root of the tree'
        if not (path.parent / name).is_file():
            return f'"{name}" does not exist below the root of the tree'
        # A room that may include nothing of ours (the experiments: C programs to be read and copied) has its own.
        name = (path.parent / name).resolve().relative_to(root).as_posix()
    other = room_of(name, rooms)
    if other is None:
        return f'"{name}" lies in no folder of the table'
    return None if room.may_include(other.folder) else f"{own} may not include {other.folder}"


def check(root):
    root = root.resolve()
    document = root / "docs" / "ARCHITECTURE.md"
    if not document.is_file():
        return ["docs/ARCHITECTURE.md:1: the folder table is not there"]
    rooms = parse_table(document.read_text(encoding="utf-8"))
    if not rooms:
        return ["docs/ARCHITECTURE.md:1: no table with a column `folder`"]
    wrong = []
    tops = sorted({room.folder.split("/")[0] for room in rooms} | {"backend", "app", "model", "ui", "tests"})
    for path in sorted(path for top in tops for path in (root / top).rglob("*") if path.suffix in SOURCES):
        shown = path.relative_to(root).as_posix()
        room = room_of(shown, rooms)
        if room is None:
            wrong.append(f"{shown}:1: lies in no folder of the table in docs/ARCHITECTURE.md")
            continue
        for number, name, quoted in includes_of(path.read_text(encoding="utf-8", errors="replace")):
            problem = check_include(root, path, room, rooms, name, quoted)
            if problem:
                wrong.append(f"{shown}:{number}: {problem}")
    return wrong


def main():
    wrong = check(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    print("\n".join(wrong) if wrong else "Every include keeps the folder table.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
