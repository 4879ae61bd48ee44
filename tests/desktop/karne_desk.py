# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a program as a person would: what it says is read over the accessibility bus, as a screen
reader does, and what it is told goes through the keyboard and the mouse of the virtual display.

Nothing here waits for a while: everything waits for a condition, with a deadline. Every click, every
combination of keys and every typed text counts as one act; bringing the pointer or the focus to a
place does not, it is counted apart."""

import contextlib
import functools
import json
import os
import re
import signal
import socket
import struct
import subprocess
import tempfile
import time

from gi.repository import GLib
from PIL import Image

import karne_bus

PATIENCE = float(os.environ.get("KARNE_TEST_PATIENCE", "1"))
LIMIT = 15 * PATIENCE
COMPLAINT = re.compile(r"\b(\w+)-(WARNING|CRITICAL|ERROR)\b")


class Failure(AssertionError):
    """What a person would have told us."""


@functools.cache
def the_bus():
    """Opened with the first program: modules can be read outside of a session."""
    return karne_bus.Bus()


def pump():
    """Lets in what the bus has to say."""
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass


def wait_for(condition, what, limit=None):
    """Returns the first true answer of a condition. what: a text, or a function that makes one."""
    deadline = time.monotonic() + (limit or LIMIT)
    pause = 0.002
    while True:
        pump()
        with contextlib.suppress(GLib.Error):
            answer = condition()
            if answer:
                return answer
        if time.monotonic() > deadline:
            raise Failure("waited in vain for " + (what() if callable(what) else what))
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)


def xdotool(*words):
    done = subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True)
    # The window that it asked about may have just gone.
    if done.returncode != 0 and "BadWindow" not in done.stderr:
        raise Failure(f"xdotool {' '.join(map(str, words))}: {done.stderr.strip()}")
    return done.stdout


def xdotool_values(*words):
    """What it prints as NAME=NUMBER, by name."""
    return {name: int(value) for name, value in re.findall(r"(\w+)=(-?\d+)", xdotool(*words))}


def move_pointer(x, y, *then):
    """With --sync xdotool waits for a movement, and where the pointer is there already, for long. The
    last word is answered once the server has handled the others."""
    xdotool("mousemove", x, y, *then, "getmouselocation")


# ---- Where things are -----------------------------------------------------------------------------


def overlap(a, b):
    if a is None or b is None:
        return None
    left, top = max(a[0], b[0]), max(a[1], b[1])
    right, bottom = min(a[0] + a[2], b[0] + b[2]), min(a[1] + a[3], b[1] + b[3])
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def middle_of(box):
    return box[0] + box[2] // 2, box[1] + box[3] // 2


def frame_of(node):
    return list(node.get_ancestors())[-1]


def points_of(box):
    """The middle first. Pictures and the insides of entries are nothing to the bus, what is around
    them is: so other points, too, and the padding around the box."""
    x, y, width, height = box
    yield middle_of(box)
    for dx, dy in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75), (0.5, 0.1), (0.5, 0.9)):
        yield x + width * dx, y + height * dy
    yield from ((x - 3, y + height / 2), (x + width + 3, y + height / 2), (x + width / 2, y - 3))


def is_in_front(node, frame, box):
    """Is what the pointer would meet in a box the node, or a part of it?"""
    for point in points_of(box):
        hit = frame.find_at(point)
        if hit is not None:
            return any(step == node for step in karne_bus.Node(node.bus, *hit).get_ancestors())
    return False


def is_showing(node):
    """GTK 4.8 sets the state SHOWING on windows only. Hidden pages of a stack keep their places, so:
    is the node, or the nearest of its surroundings that reaches into the window, what the pointer
    meets there? A row that is scrolled away counts as showing: one gets to it."""
    frame = frame_of(node)
    whole = frame.get_extents()
    box = node.get_extents()
    if whole is None or box is None or box[2] <= 0 or box[3] <= 0:
        return False
    for step in node.get_ancestors():
        part = overlap(step.get_extents(), whole)
        if part is not None:
            return is_in_front(step, frame, part)
    return False


# ---- The library that looks from inside -----------------------------------------------------------


class Look:
    """Asks the library that tests load into the program (see look/). None where it is not loaded."""

    def __init__(self, path, process):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(LIMIT * 4)

        def connect():
            if process.poll() is not None:
                raise Failure(f"the program ended with {process.returncode} before it could be looked at")
            try:
                self.socket.connect(path)
                return True
            except OSError:
                return False

        wait_for(connect, "the library that looks")
        self.file = self.socket.makefile("rw", encoding="utf-8")

    def ask(self, command):
        self.file.write(command + "\n")
        self.file.flush()
        return json.loads(self.file.readline())

    def close(self):
        self.file.close()
        self.socket.close()


# ---- The program ----------------------------------------------------------------------------------


class Acts:
    """What a person did. aims: pointings and movements of the focus, which are not acts."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.count, self.aims, self.list = 0, 0, []

    def add(self, what):
        self.count += 1
        self.list.append(what)

    def __str__(self):
        return f"{self.count} acts, {self.aims} aims: " + ", ".join(self.list)


class Program:
    """One run of a program, ended with the block."""

    def __init__(self, command, env=None, clock_offset=0, look=True):
        self.env = dict(os.environ, **(env or {}))
        self.folder = tempfile.mkdtemp(dir=self.env["TMPDIR"])
        self.env["G_DEBUG"] = "fatal-criticals"
        # What the toolkit keeps until the end is not ours to free.
        self.env["ASAN_OPTIONS"] = self.env.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        self.has_look = look and bool(self.env.get("KARNE_LOOK_PRELOAD"))
        if self.has_look:
            self.env["LD_PRELOAD"] = self.env["KARNE_LOOK_PRELOAD"]
            self.env["KARNE_LOOK_SOCKET"] = os.path.join(self.folder, "look")
            self.env["KARNE_TEST_CLOCK_OFFSET"] = str(int(clock_offset))
        self.command = command
        self.acts = Acts()
        self.look = None
        self.focus_events = []
        self.excused = []

    def __enter__(self):
        self.stderr_path = os.path.join(self.folder, "stderr")
        with open(self.stderr_path, "wb") as stderr:
            self.process = subprocess.Popen(
                self.command, env=self.env, stdin=subprocess.DEVNULL, stdout=stderr, stderr=stderr,
                cwd=self.env["HOME"],
            )  # fmt: skip
        self.bus = the_bus()
        self.watch = self.bus.watch_focus(self.focused_cb)
        try:
            if self.has_look:
                self.look = Look(self.env["KARNE_LOOK_SOCKET"], self.process)
            self.root = wait_for(self.find_root, "the program on the accessibility bus")
            wait_for(lambda: self.frame() is not None, "an active window")
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, kind, value, trace):
        self.end()
        if kind is None:
            self.check_complaints()
        else:
            print("\n".join("# " + line for line in self.said()[-40:]), flush=True)

    def end(self):
        self.bus.unwatch(self.watch)
        if self.look is not None:
            self.look.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def said(self):
        with open(self.stderr_path, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()

    def check_complaints(self):
        """No warning and nothing critical of GTK, libadwaita, GLib or our own, from start to end."""
        bad = [line for line in self.said() if COMPLAINT.search(line)]
        if bad:
            raise Failure("complaints on the standard error:\n" + "\n".join(bad[:10]))
        if self.process.returncode not in (0, -signal.SIGTERM, None):
            raise Failure(f"the program ended with {self.process.returncode}")

    def focused_cb(self, name, path):
        self.focus_events.append(karne_bus.Node(self.bus, name, path))

    def find_root(self):
        if self.process.poll() is not None:
            raise Failure(f"the program ended with {self.process.returncode}")
        name = self.bus.find_program(self.process.pid)
        return karne_bus.Node(self.bus, name, karne_bus.ROOT) if name else None

    # ---- What is there ----

    def frames(self):
        return karne_bus.read_layer(self.bus, [self.root], False)

    def frame(self):
        """The window that a person has before them."""
        frames = self.frames()
        active = karne_bus.read_states(self.bus, frames, "active")
        return next((frame for frame, is_active in zip(frames, active) if is_active), None)

    def read(self, sized=True):
        return karne_bus.read_tree(self.bus, self.frames(), sized)

    def search(self, role, name, within, showing):
        nodes = self.read(showing) if within is None else karne_bus.read_tree(self.bus, [within], showing)
        for node in karne_bus.select(self.bus, nodes, role, name):
            if not showing or is_showing(node):
                yield node

    def find_all(self, role=None, name=None, within=None, showing=True):
        return list(self.search(role, name, within, showing))

    def find(self, role=None, name=None, within=None, limit=None, showing=True):
        """The first that fits, as soon as there is one."""

        def what():
            names = sorted({str(node) for node in self.find_all() if node.get_name()})
            return f"{role or 'anything'} named {name!r}; there are: " + "; ".join(names)

        return wait_for(lambda: next(self.search(role, name, within, showing), None), what, limit)

    def wait_gone(self, role=None, name=None, limit=None):
        wait_for(lambda: not self.find_all(role, name), f"{role} named {name!r} to go", limit)

    def settle(self):
        """Until nothing is left to do: no event, no frame. Without the library, until it answers."""
        if self.look is not None:
            self.look.ask("idle")
        pump()

    def stand_still(self):
        """Until nothing is added any more from one frame to the next."""
        if self.look is None:
            return
        counts = [-1]

        def is_still():
            counts.append(self.look.ask("frame")["count"])
            return counts[-1] == counts[-2]

        wait_for(is_still, "the window to be complete")

    # ---- Mouse ----

    def window_origin(self):
        place = xdotool_values("getactivewindow", "getwindowgeometry", "--shell")
        return place["X"], place["Y"]

    def point_at(self, node):
        """Brings the pointer over an object, scrolling to it where need be."""
        frame = frame_of(node)
        self.acts.aims += 1
        for _ in range(200):
            box = overlap(node.get_extents(), frame.get_extents())
            if box is not None and is_in_front(node, frame, box):
                break
            self.scroll_towards(node, frame)
        else:
            raise Failure(f"{node} cannot be pointed at")
        x, y = self.window_origin()
        dx, dy = middle_of(box)
        move_pointer(x + dx, y + dy)

    def scroll_towards(self, node, frame):
        whole = frame.get_extents()
        box = node.get_extents()
        for step in node.get_ancestors():
            part = overlap(step.get_extents(), whole)
            if step.get_role() == "scroll pane" and part is not None:
                x, y = self.window_origin()
                dx, dy = middle_of(part)
                move_pointer(x + dx, y + dy, "click", 5 if box[1] > part[1] + part[3] // 2 else 4)
                wait_for(lambda: node.get_extents() != box, f"{node} to scroll into view")
                return
        raise Failure(f"{node} is out of the window, and nothing scrolls")

    def click(self, node, button=1):
        self.point_at(node)
        self.acts.add(f"click {node}")
        xdotool("click", button, "getmouselocation")
        self.settle()

    def park_pointer(self):
        """Out of the window: nothing is lit up under it."""
        move_pointer(1319, 999)

    # ---- Keyboard ----

    def key(self, chord):
        self.acts.add("key " + chord)
        self.press(chord)

    def press(self, chord, times=1):
        """A key that only moves: no act."""
        # The second word waits until the server has handled the first.
        xdotool("key", "--delay", "1", *[chord] * times, "getmouselocation")
        self.settle()

    def type(self, text):
        self.acts.add(f"type {text!r}")
        xdotool("type", "--delay", "1", text)
        self.settle()

    def focused(self):
        """The object that a screen reader would be told has the focus, in the active window. Between
        two pages or windows there may be none for a moment."""
        pump()
        for node in reversed(self.focus_events[-10:]):
            if node.has("focused"):
                return node
        frame = self.frame()
        nodes = karne_bus.read_tree(self.bus, [frame]) if frame is not None else []
        states = karne_bus.read_states(self.bus, nodes, "focused")
        return next((node for node, has_focus in zip(nodes, states) if has_focus), karne_bus.Nowhere())

    def move_focus_to(self, role=None, name=None, key="Tab", most=80):
        """By the keyboard alone. Arrives at an object as announced, or says what was met."""
        met = []
        pattern = re.compile(name) if name else None
        for _ in range(most):
            node = self.focused()
            met.append(str(node))
            if node and (role is None or node.get_role() == role) and (
                pattern is None or pattern.search(node.get_name())
            ):
                return node
            self.acts.aims += 1
            self.press(key)
        raise Failure(f"{key} does not lead to {role} named {name!r}, but to: " + "; ".join(met))

    # ---- The window ----

    def resize(self, width, height):
        """False where the window does not go as small as that."""
        # As when it is dragged: half-way it may take on a form that goes smaller.
        return self.try_size(width, height) or self.try_size(width, height)

    def try_size(self, width, height):
        xdotool("getactivewindow", "windowsize", width, height)
        self.settle()

        def has_size():
            place = xdotool_values("getactivewindow", "getwindowgeometry", "--shell")
            size = self.look.ask("size")["size"] if self.look is not None else [width, height]
            return [place["WIDTH"], place["HEIGHT"]] == size == [width, height]

        with contextlib.suppress(Failure):
            wait_for(has_size, "the size", 1)
            self.settle()
            return True
        return False

    def picture(self):
        """What is on the display in the place of the active window, once two looks are the same,
        without the ring around the focus: it is there for three seconds after a key."""
        self.park_pointer()
        if self.look is not None:
            self.look.ask("hide-ring")
        place = xdotool_values("getactivewindow", "getwindowgeometry", "--shell")
        box = (place["X"], place["Y"], place["X"] + place["WIDTH"], place["Y"] + place["HEIGHT"])
        last = [None]

        def is_still():
            self.stand_still()
            before, last[0] = last[0], read_screen().crop(box)
            return before is not None and before.tobytes() == last[0].tobytes()

        wait_for(is_still, "the picture to stand still")
        return last[0]


def read_screen():
    """The display keeps its pixels in a file, in the format of xwd."""
    with open(os.environ["KARNE_TEST_SCREEN"], "rb") as file:
        data = file.read()
    fields = struct.unpack(">25I", data[:100])
    start = fields[0] + fields[19] * 12
    width, height, stride = fields[4], fields[5], fields[12]
    return Image.frombytes("RGB", (width, height), data[start : start + stride * height], "raw", "BGRX", stride)
