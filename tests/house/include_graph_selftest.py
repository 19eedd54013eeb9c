#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that include_graph.py fails, with file and line, on each kind of violation, and is silent on a good tree."""

import tempfile
import unittest
from pathlib import Path

import include_graph

TABLE = """# Architecture

| other | table |
|---|---|
| `x` | y |

| folder | what lives there | may include | may not |
|---|---|---|---|
| `backend/base` | errors | the C++ library, libc | anything else |
| `backend/kernel` | parsers | | anything above, Qt |
| `backend/snapshot` | structs | the JSON library | Qt, system calls |
| `backend/collect` | readings | `kernel`, `snapshot` | Qt |
| `backend/analysis` | meaning | `snapshot` | system calls, Qt |
| `backend/session` | the door | the rest of `backend` | Qt |
| `model` | Qt models | `backend/{snapshot,analysis,session}`, Qt Core and Gui | Qt Widgets, system calls |
| `app` | programs | `gordian`: everything; `gordianctl`: `backend` only | Qt in `gordianctl`, anything of Gordian in `lab` |
| `tests` | mirror | everything | |
| `docs`, `cmake` | papers | | |

Text after it.
"""

GOOD = {
    "backend/base/error.h": "#include <string>\n",
    "backend/kernel/sys_sem.h": '#include "backend/base/error.h"\n#include <sys/sem.h>\n',
    "backend/snapshot/sem_set.h": '#include "backend/base/error.h"\n#include <boost/json.hpp>\n',
    "backend/collect/sem_sets.cpp": '#include "backend/kernel/sys_sem.h"\n  #  include "backend/snapshot/sem_set.h"\n',
    "backend/analysis/waits.h": '// #include "backend/kernel/sys_sem.h"\n/*\n#include <unistd.h>\n*/\n',
    "backend/session/session.h": '#include "backend/collect/sem_sets.cpp"\n#include <unistd.h>\n',
    "model/sem_sets_model.h": '#include <QAbstractItemModel>\n#include "backend/session/session.h"\n',
    "app/gordian/main.cpp": '#include <QApplication>\n#include "model/sem_sets_model.h"\n',
    "app/gordianctl/main.cpp": '#include "backend/session/session.h"\n#include <unistd.h>\n',
    "app/lab/lab.h": "#include <stdio.h>\n",
    "app/lab/sem/stuck.c": '#include "../lab.h"\n#include <sys/sem.h>\n',
    "tests/collect/sem_sets_test.cpp": '#include "backend/collect/sem_sets.cpp"\n#include <gtest/gtest.h>\n',
}


class IncludeGraph(unittest.TestCase):
    def violations(self, files, table=TABLE):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in {"docs/ARCHITECTURE.md": table, **GOOD, **files}.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return include_graph.check(root)

    def expect(self, name, line, include, message):
        """One wrong include in that line of that file gives that message and no other."""
        text = "\n" * (line - 1) + f"#include {include}\n"
        self.assertEqual(self.violations({name: text}), [f"{name}:{line}: {message}"])

    def test_a_good_tree_is_silent(self):
        self.assertEqual(self.violations({}), [])

    def test_a_folder_that_is_not_allowed(self):
        self.expect("backend/analysis/holds.cpp", 7, '"backend/kernel/sys_sem.h"',
                    "backend/analysis may not include backend/kernel")
        self.expect("backend/kernel/proc.h", 2, '"backend/snapshot/sem_set.h"',
                    "backend/kernel may not include backend/snapshot")
        self.expect("backend/base/scan.h", 3, '"backend/kernel/sys_sem.h"',
                    "backend/base may not include backend/kernel")
        self.expect("model/x.cpp", 1, '"backend/kernel/sys_sem.h"', "model may not include backend/kernel")
        self.expect("backend/session/x.cpp", 1, '"model/sem_sets_model.h"', "backend/session may not include model")

    def test_angle_brackets_are_no_way_round(self):
        self.expect("backend/analysis/holds.cpp", 1, "<backend/kernel/sys_sem.h>",
                    "backend/analysis may not include backend/kernel")

    def test_qt(self):
        self.expect("backend/collect/x.cpp", 4, "<QString>", "backend/collect may not include Qt (<QString>)")
        self.expect("app/gordianctl/x.cpp", 1, "<QtCore/QFile>", "app/gordianctl may not include Qt (<QtCore/QFile>)")
        self.expect("app/lab/x.c", 1, "<QFile>", "app/lab may not include Qt (<QFile>)")

    def test_system_calls(self):
        for header in ("sys/sem.h", "unistd.h", "fcntl.h", "linux/futex.h", "dirent.h"):
            self.expect("backend/snapshot/x.h", 5, f"<{header}>",
                        f"backend/snapshot may not include system calls (<{header}>)")
        self.expect("model/x.h", 5, "<unistd.h>", "model may not include system calls (<unistd.h>)")

    def test_quoted_names_start_from_the_root(self):
        self.expect("backend/kernel/x.cpp", 2, '"sys_sem.h"', '"sys_sem.h" does not start from the root of the tree')
        self.expect("backend/kernel/x.cpp", 2, '"backend/kernel/gone.h"',
                    '"backend/kernel/gone.h" does not exist below the root of the tree')

    def test_the_subfolders_of_app_are_rooms_of_their_own(self):
        self.expect("app/gordianctl/x.cpp", 1, '"app/lab/lab.h"', "app/gordianctl may not include app/lab")
        self.expect("app/lab/x.c", 1, '"backend/base/error.h"', "app/lab may not include backend/base")

    def test_a_folder_without_a_row(self):
        self.assertEqual(self.violations({"backend/attic/x.cpp": "#include <string>\n"}),
                         ["backend/attic/x.cpp:1: lies in no folder of the table in docs/ARCHITECTURE.md"])

    def test_a_table_that_is_gone_is_no_success(self):
        self.assertEqual(self.violations({}, table="# Architecture\n"),
                         ["docs/ARCHITECTURE.md:1: no table with a column `folder`"])

    def test_the_table_is_read_as_data(self):
        wider = TABLE.replace("| meaning | `snapshot` |", "| meaning | `snapshot`, `kernel` |")
        self.assertEqual(
            self.violations({"backend/analysis/x.cpp": '#include "backend/kernel/sys_sem.h"\n'}, table=wider), [])


if __name__ == "__main__":
    unittest.main()
