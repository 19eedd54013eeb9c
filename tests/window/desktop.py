# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of one's own and a window on it, used as a person with a screen reader and a keyboard would: what is there is
found by its role and its accessible name (AT-SPI), keys are typed by xdotool.

Nothing here waits for a time: wait_until() asks until a condition holds, and says what did not come.
"""

import os
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  the version comes first

BIN = os.environ.get("GORDIAN_BIN", "")
PATIENCE = 30   # seconds: for a busy machine; normally it takes milliseconds


class Failed(AssertionError):
    """Something that was to be is not, in one sentence."""


def wait_until(condition, what, at_most=PATIENCE):
    """What `condition` returns as soon as it is true."""
    deadline = time.monotonic() + at_most
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Failed(f"waited {at_most} s for: {what}")
        time.sleep(0.02)


def check(condition, what):
    if not condition:
        raise Failed(what)


# ---- programs -------------------------------------------------------------------------------------------------------

class Program:
    """A child of ours, ended with the `with` block."""

    def __init__(self, *command, **options):
        self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def has_ended(self):
        return self.child.poll() is not None

    def end(self):
        if not self.has_ended():
            self.child.terminate()
        return self.child.wait(timeout=PATIENCE)


def experiment(name):
    """One of app/lab, once it does what it is to do."""
    program = Program(os.path.join(BIN, "lab", name), stdout=subprocess.PIPE, text=True)
    for line in program.child.stdout:
        if line.startswith("gordian-lab ready"):
            return program
    raise Failed(f"the experiment {name} ended early")


def open_display(width=1366, height=768):
    """An X server of our own, with a window manager: without one no window is ever active. Both end with the world."""
    reading, writing = os.pipe()
    Program("Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
            pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as numbers:
        number = numbers.readline().strip()
    check(number, "Xvfb gave no display")
    os.environ["DISPLAY"] = f":{number}"
    Program("openbox", "--sm-disable", stderr=subprocess.DEVNULL)
    wait_until(lambda: "window id" in subprocess.run(
        ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], capture_output=True, text=True, check=False).stdout,
        "a window manager")


# ---- what is on the screen ------------------------------------------------------------------------------------------

# Qt's words for what one can use, and for what one reads; cells bear their content as their name.
INTERACTIVE = {"button", "push button", "push button menu", "toggle button", "check box", "radio button", "combo box", "text",
               "entry", "spin button", "page tab", "menu item", "check menu item", "list item", "link"}
NAMED = {"table", "tree", "tree table", "list", "table column header", "dialog", "frame", "progress bar", "image",
         "document text", "document frame", "page tab list"}


def alive(work, otherwise):
    """What vanishes while it is looked at is not there."""
    try:
        return work()
    except GLib.Error:
        return otherwise


class Node:
    """One accessible object."""

    def __init__(self, accessible):
        self.accessible = accessible

    def role(self):
        return alive(self.accessible.get_role_name, "") or ""

    def name(self):
        return alive(self.accessible.get_name, "") or ""

    def description(self):
        return alive(self.accessible.get_description, "") or ""

    def has(self, state):
        return alive(lambda: self.accessible.get_state_set().contains(state), False)

    def showing(self):
        return self.has(Atspi.StateType.SHOWING)

    def focused(self):
        return self.has(Atspi.StateType.FOCUSED)

    def enabled(self):
        return self.has(Atspi.StateType.ENABLED)

    def children(self):
        for number in range(alive(self.accessible.get_child_count, 0)):
            child = alive(lambda n=number: self.accessible.get_child_at_index(n), None)
            if child is not None:
                yield Node(child)

    def walk(self, into_tables=False):
        """This and everything below that is showing."""
        yield self
        if not into_tables and self.role() in ("table", "tree", "tree table"):
            return
        for child in self.children():
            if child.showing():
                yield from child.walk(into_tables)

    def parents(self):
        """From the application's window down to its parent."""
        found, node = [], alive(self.accessible.get_parent, None)
        while node is not None and alive(node.get_role_name, "application") not in ("application", "desktop frame"):
            found.insert(0, Node(node))
            node = alive(node.get_parent, None)
        return found

    def depth(self):
        return len(self.parents())

    def path(self):
        """Where it is: the names and roles that lead to it."""
        return " > ".join([node.name() or node.role() for node in self.parents()] + [str(self)])

    def text(self):
        """All of its text, or its name where it has none."""
        found = alive(self.accessible.get_text_iface, None)
        if found is None:
            return self.name()
        return alive(lambda: Atspi.Text.get_text(found, 0, Atspi.Text.get_character_count(found)), "") or self.name()

    def press(self):
        """What its button, menu entry or box does."""
        action = alive(self.accessible.get_action_iface, None)
        check(action is not None, f"nothing can be done with {self}")
        for number in range(action.get_n_actions()):
            if action.get_action_name(number) in ("Press", "press", "Toggle", "toggle", "click"):
                action.do_action(number)
                return
        raise Failed(f"{self} can't be pressed")

    def take_focus(self):
        self.accessible.get_component_iface().grab_focus()

    def __str__(self):
        return f"{self.role()} '{self.name()}'"


class Window:
    """The running program."""

    def __init__(self, *arguments):
        self.started = time.monotonic()
        self.program = Program(os.path.join(BIN, "gordian"), *arguments)
        self.root = wait_until(self._application, "the window among the accessible applications")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            self.print_what_shows()
        self.program.end()

    def _application(self):
        check(not self.program.has_ended(), f"gordian ended with status {self.program.child.poll()}")
        desktop = Atspi.get_desktop(0)
        desktop.set_cache_mask(Atspi.Cache.NONE)
        for application in Node(desktop).children():
            if application.name().lower() == "gordian":
                application.accessible.set_cache_mask(Atspi.Cache.NONE)
                return application
        return None

    def windows(self):
        """The main window and the dialogs that are open."""
        return [window for window in self.root.children() if window.showing()]

    def walk(self, into_tables=False):
        for window in self.windows():
            yield from window.walk(into_tables)

    def print_what_shows(self):
        """For whoever reads of a failure."""
        for node in self.walk():
            print(f"    {'  ' * node.depth()}{node}{' *' if node.focused() else ''}")

    def find_now(self, role, name, within=None, into_tables=False):
        """The first of that role whose name is `name`, or for which name(its name) is true."""
        fits = name if callable(name) else lambda other: other == name
        for node in (within or self).walk(into_tables):
            if node.role() in role.split("|") and fits(node.name()):
                return node
        return None

    def find(self, role, name, within=None):
        return wait_until(lambda: self.find_now(role, name, within), f"a {role} {name if isinstance(name, str) else ''}")

    def has_focus(self, role, name, within=None):
        node = self.find_now(role, name, within)
        return node is not None and node.focused()

    def tab_to(self, role, name, within):
        """Tab, until that has the keyboard: a person's way, so it ends where the ring of fields does."""
        def focus():
            # The current entries of lists call themselves focused, whoever has the keyboard.
            return [str(node) for node in within.walk() if node.role() in INTERACTIVE - {"list item", "page tab"} and node.focused()]

        passed = []
        while not self.has_focus(role, name, within):
            before = focus()
            if before in passed:
                raise Failed(f"Tab does not reach {role} '{name}', only {passed}")
            passed.append(before)
            keys("Tab")
            wait_until(lambda before=before: focus() not in ([], before), f"Tab to go on from {before}")

    def press_menu(self, name):
        """An entry of the menus, open or not."""
        def entries(node):
            for child in node.children():
                if child.role() == "menu item" and child.name() == name:
                    yield child
                yield from entries(child)

        bar = next(node for node in self.walk() if node.role() == "menu bar")
        next(entries(bar)).press()

    # ---- the parts that every test needs ----

    def verdict(self):
        """The sentence on top: the label in the frame "Verdict"."""
        frame = self.find("filler|panel|frame|unknown", "Verdict")
        labels = [node.name() for node in frame.walk() if node.role() == "label"]
        return max(labels, key=len, default="")

    def verdict_has(self, *parts):
        return wait_until(lambda: (lambda words: words if all(part in words for part in parts) else None)(self.verdict()),
                          f"a verdict with {parts}; it is: {self.verdict()}")

    def table(self, name):
        """The rows of a page."""
        return self.find("table|tree table|tree", name)

    def is_chosen(self, page, cell):
        """Whether the row with that cell is the one that is selected there."""
        rows = self.find_now("table|tree table|tree", page)
        return rows is not None and any(
            node.name().startswith(cell) and node.has(Atspi.StateType.SELECTED) for node in rows.walk(True))


def keys(*names):
    """Types keys as xdotool spells them: ctrl+f, Tab, Return."""
    subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)


def type_text(words):
    subprocess.run(["xdotool", "type", "--clearmodifiers", words], check=True)
