#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""window_test.py CASE: the whole program on a display, used by accessible names and by keys; packaging/world is around it.

Every case is a function; what it checks stands in its name and in its first line.
"""

import json
import os
import subprocess
import sys
import time

import desktop
from desktop import BIN, Failed, Window, check, experiment, keys, type_text, wait_until

PAGES = ["Stuck", "Findings", "Message queues", "Semaphores", "Shared memory", "Mappings", "Locks", "Processes", "Limits"]


def snapshot():
    """What gordianctl sees, which shares no window with what is tested."""
    done = subprocess.run([os.path.join(BIN, "gordianctl"), "snapshot", "--json"], capture_output=True, text=True, check=False)
    check(done.returncode == 0, f"gordianctl snapshot: {done.stderr}")
    return json.loads(done.stdout)


def waiters(resource):
    """semncnt of all semaphores of a set, by the kernel's own count; 0 where the set is gone."""
    for one in snapshot()["sem_sets"]:
        if one["resource"] == resource:
            return sum(semaphore["semncnt"] for semaphore in one["semaphores"])
    return 0


def commands():
    """The names of the processes that are there."""
    return {process["comm"] for process in snapshot()["processes"]}


# ---- the cases ------------------------------------------------------------------------------------------------------

def release():
    """The demo, as a person meets it: read, ask why, release, see them go; then the next finding, then calm."""
    with experiment("stuck-worker") as stuck, experiment("msg-full") as full, Window() as window:
        words = window.verdict_has("threads wait", "is dead")
        print(f"from start to verdict: {time.monotonic() - window.started:.2f} s")
        check("sysv-sem/" in words, f"the verdict names no set: {words}")
        number = words.split("sysv-sem/")[1].split("/")[0]
        sem_set = f"sysv-sem/{number}"

        window.find("button", "Why").press()
        chain = window.find("text|label|document frame|document text", "Why", within=window.find("filler|panel", "Details"))
        wait_until(lambda: all(part in chain.text() for part in ("waiter-1", "last operator", "dead", "likely")),
                   f"the chain with its evidence; the right pane says: {chain.text()}")

        check(waiters(sem_set) == 2, "two threads wait, by the kernel's count")
        window.find("button", "Release one…").press()
        dialog = window.find("dialog", lambda name: name.startswith("Release one of semaphore"))
        said = [node.name() for node in dialog.walk()]
        for part in (sem_set, "waiter-1", "waiter-2"):
            check(any(part in line for line in said), f"the dialog does not name {part}: {said}")
        check(any("Created by" in line or "Owner" in line for line in said), f"the dialog gives no identity: {said}")
        wait_until(lambda: window.find_now("button", "Cancel", within=dialog).focused(), "the focus on Cancel")

        window.find("button", "Release one", within=dialog).press()
        wait_until(lambda: window.find_now("list item", lambda name: name.startswith("Done"), within=dialog),
                   "the result in the dialog")
        # Each of them gives its unit back when it has worked, so one unit lets both go.
        wait_until(lambda: waiters(sem_set) == 0, "semncnt 0, by the kernel's count")
        wait_until(lambda: not commands() & {"waiter-1", "waiter-2"}, "the end of both waiters")
        wait_until(stuck.has_ended, "the end of the experiment, whose last waiter is through")
        window.find("button", "Close", within=dialog).press()

        window.verdict_has("sender", "full")
        full.end()
        window.verdict_has("Nothing is stuck")


def keyboard():
    """A queue, a set and a segment are created and removed without a mouse, each checked by another program."""
    kinds = [("ctrl+shift+q", "Message queues", "msg_queues", "0x4f01"), ("ctrl+shift+s", "Semaphores", "sem_sets", "0x4f02"),
             ("ctrl+shift+m", "Shared memory", "shm_segments", "0x4f03")]
    with Window() as window:
        window.verdict_has("Nothing is stuck")
        for shortcut, page, section, key in kinds:
            def made(section=section, key=key):
                return [one for one in snapshot()[section] if int(one["key"], 0) == int(key, 0)]

            check(not made(), f"{section} has {key} before the test")
            keys(shortcut)
            dialog = window.find("dialog", "Create an object")
            wait_until(lambda: window.has_focus("button", "Cancel", dialog), "the focus on Cancel")
            window.tab_to("text", "Key as a number", dialog)
            type_text(key)
            # Not yet: in a field Enter goes on to the next one.
            keys("Return")
            wait_until(lambda: not window.has_focus("text", "Key as a number", dialog), "Enter to leave the field")
            wait_until(lambda: window.find_now("button", "Create", dialog).enabled(), "Create to be possible")
            window.tab_to("button", "Create", dialog)
            keys("Return")
            wait_until(lambda: window.has_focus("button", "Close", dialog), "the focus on Close, once it is made")
            keys("Return")
            wait_until(lambda: not dialog.showing(), "the dialog to close")
            created = made()
            check(len(created) == 1, f"{section} has {len(created)} objects with the key {key}")
            resource = created[0]["resource"]
            if section == "sem_sets":
                check([one["semval"] for one in created[0]["semaphores"]] == [1], f"the values of the new set: {created[0]}")

            wait_until(lambda: window.is_chosen(page, resource), f"the row of {resource} to be chosen")
            keys("Delete")
            dialog = window.find("dialog", f"Remove {resource}")
            wait_until(lambda: window.has_focus("button", "Cancel", dialog), "the focus on Cancel")
            window.tab_to("button", "Remove", dialog)
            keys("Return")
            wait_until(lambda: window.has_focus("button", "Close", dialog), "the focus on Close, once it is removed")
            keys("Return")
            wait_until(lambda: not made(), f"{resource} to be gone")
            wait_until(lambda: not dialog.showing(), "the dialog to close")


def names():
    """Whatever can be used or read has a name: on every page, in every tab and in every dialog."""
    met, nameless = 0, {}

    def look(where):
        nonlocal met
        for node in window.walk(True):
            role = node.role()
            if role in desktop.INTERACTIVE or role in desktop.NAMED:
                met += 1
                if not node.name():
                    nameless.setdefault(node.path(), where)

    with experiment("stuck-worker"), experiment("lock-ranges"), Window() as window:
        window.verdict_has("threads wait", "is dead")
        for number, page in enumerate(PAGES, 1):
            keys(f"ctrl+{number}")
            window.find("filler", page)
            look(f"page {page}")
        keys("ctrl+1")
        window.find("filler", "Stuck")
        for tab in ("Properties", "Processes", "Raw", "Maps", "Why"):
            window.find("page tab", tab).press()
            look(f"tab {tab}")
        keys("ctrl+4")
        wait_until(lambda: window.is_chosen("Semaphores", "sysv-sem/0"), "the set to be chosen")
        for shortcut, title in [("ctrl+shift+q", "Create an object"), ("ctrl+shift+s", "Create an object"),
                                ("ctrl+shift+m", "Create an object"), ("ctrl+r", "Release one of"), ("ctrl+o", "Operate"),
                                ("ctrl+e", "Set"), ("Delete", "Remove"), ("F1", "Keys"), ("ctrl+u", "What could not be read")]:
            keys(shortcut)
            dialog = window.find("dialog", lambda name, title=title: name.startswith(title))
            look(f"dialog of {shortcut}")
            keys("Escape")
            wait_until(lambda dialog=dialog: not dialog.showing(), f"the dialog of {shortcut} to close")
        window.press_menu("About Gordian…")
        dialog = window.find("dialog", "About Gordian")
        look("dialog About")
        keys("Escape")
        wait_until(lambda: not dialog.showing(), "About to close")
    for path, where in nameless.items():
        print(f"without a name, {where}: {path}")
    print(f"{met} widgets met, {len(nameless)} without a name")
    check(met > 300, "so few widgets were met that this test can't have seen all")
    check(not nameless, "every widget that can be used or read has a name")


def blind():
    """Another user's set with the mode 0600: the banner says what is hidden and why, and the set is listed all the same."""
    with Window() as window:
        banner = window.find("panel", "What can't be seen")
        said = wait_until(lambda: next((node.name() for node in banner.walk() if "hidden from uid 1000" in node.name()), None),
                          "the banner to say what is hidden and from whom")
        print(f"the banner: {said}")
        keys("ctrl+4")
        rows = window.table("Semaphores")
        cells = wait_until(lambda: (lambda texts: texts if any("sysv-sem/0" in text for text in texts) else None)(
            [node.name() for node in rows.walk(True)]), "the set of the other user")
        check("?" in cells, f"the values that are not known are ?: {cells}")
        check(not any(cell == "stranger" and "0" in cells[number + 2:number + 3] for number, cell in enumerate(cells)),
              "no value is made up")
        window.find("button", "What is hidden…").press()
        dialog = window.find("dialog", "What could not be read")
        wait_until(lambda: any("EACCES" in node.name() for node in dialog.walk(True)), "the reason in the list")


def finding():
    """Ctrl+F takes a pid and goes there, Alt+Left goes back, and a filter that is wrong says how."""
    with experiment("stuck-worker"), Window() as window:
        window.verdict_has("threads wait", "is dead")
        pid = next(process["pid"] for process in snapshot()["processes"] if process["comm"] == "waiter-2")
        keys("ctrl+9")
        window.find("filler", "Limits")
        keys("ctrl+f")
        wait_until(lambda: window.has_focus("text", "Find"), "the focus in the box")
        type_text(str(pid))
        keys("Return")
        window.find("filler", "Stuck")
        wait_until(lambda: window.is_chosen("Stuck", f"waiter-2 {pid}"), "the row of waiter-2 to be chosen")
        keys("alt+Left")
        window.find("filler", "Limits")
        keys("alt+Right")
        window.find("filler", "Stuck")

        keys("ctrl+l")
        wait_until(lambda: window.has_focus("text", "Filter"), "the focus in the filter")
        type_text("colour:red")
        said = window.find("label", lambda name: "colour" in name)
        print(f"a wrong filter: {said.name()}")
        keys("Escape", "Escape")
        wait_until(lambda: not said.showing(), "the explanation to go with the text")
        type_text("waiter-2")
        wait_until(lambda: not window.find_now("table cell", lambda name: name.startswith("waiter-1"), window.table("Stuck"), True),
                   "the row of waiter-1 to be filtered out")


CASES = {case.__name__: case for case in (release, keyboard, names, blind, finding)}


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in CASES:
        print(f"usage: window_test.py {'|'.join(CASES)}", file=sys.stderr)
        return 2
    try:
        desktop.open_display()
        CASES[sys.argv[1]]()
    except Failed as failure:
        print(f"FAILED: {failure}")
        return 1
    print(f"{sys.argv[1]}: passed")
    return 0


sys.exit(main())
