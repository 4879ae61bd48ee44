# SPDX-License-Identifier: GPL-3.0-or-later
"""What every page has to stand: each function returns the faults it found, as sentences."""

import re

import karne_bus

NO_NAME = re.compile(r"^\s*$|^(Gtk|Adw|Karne)[A-Z]|^_|^\S+-symbolic$")
# What the goal of the main loop allows, in milliseconds (drawing aside).
STALL_GOAL = 50
# Rows of one list that are gone through one by one; the others are like them.
ROWS_OF_A_LIST = 6


def name_fault(name):
    half = len(name) // 2
    words = name.split()
    if (len(name) % 2 == 1 and name[half] == " " and name[:half] == name[half + 1 :]) or (
        len(words) == 2 and words[0].lstrip("_") == words[1]
    ):
        return "says its name twice"
    if NO_NAME.search(name):
        return "has no proper name"
    return None


def path_of(node):
    steps = [str(step) for step in node.get_ancestors()]
    return " in ".join(step for i, step in enumerate(steps) if i == 0 or "“”" not in step)


def check_names(program, excused=()):
    """No focusable object without a proper name, on any page that is or was shown."""
    faults = [
        f"{frame} is no window to assistive technology"
        for frame in program.frames()
        if frame.role not in ("frame", "dialog", "alert", "window")
    ]
    nodes = program.read()
    focusable = karne_bus.read_states(program.bus, nodes, "focusable")
    nodes = [node for node, is_focusable in zip(nodes, focusable) if is_focusable]
    for node, name in zip(nodes, karne_bus.read_names(program.bus, nodes)):
        fault = name_fault(name)
        where = path_of(node) if fault else ""
        if fault and node.is_there() and not any(re.search(pattern, where) for pattern in excused):
            faults.append(f"{where} {fault}")
    return faults


def has_emoji(text):
    """Their fonts are not among those that pictures are made with."""
    return any(ord(letter) >= 0x1F000 for letter in text)


def check_labels(program, excused=()):
    """No line cut, nor shortened by an ellipsis, nor without signs for its letters."""
    words = {
        "ellipsis": "is shortened",
        "glyphs": "has letters that the font lacks",
        "cut": "is larger than its place",
        "hidden": "reaches out of what shows it",
    }
    if program.look is None:
        return []
    program.stand_still()
    return [
        f"“{label['text']}” ({label['path']}) {words[label['fault']]} {label['edge']}".strip()
        for label in program.look.ask("labels")["faults"]
        if not (label["fault"] == "glyphs" and has_emoji(label["text"]))
        and not any(re.search(pattern, label["path"] + " " + label["text"]) for pattern in excused)
    ]


def check_width(program, width=360, height=720):
    """The window goes as small as the narrowest screen."""
    if program.resize(width, height):
        return []
    causes = program.look.ask("width")["widgets"] if program.look is not None else []
    return [f"the window does not become {width} wide"] + [
        f"{cause['path']} “{cause['text']}” needs {cause['width']}" for cause in causes
    ]


def check_stall(program, goal=STALL_GOAL):
    stall = program.look.ask("stall") if program.look is not None else {"longest": 0}
    if stall["longest"] <= goal:
        return []
    return [f"the main loop stood still for {stall['longest']:.0f} ms (it computes for {stall['cpu']:.0f} ms at most)"]


# ---- The keyboard ---------------------------------------------------------------------------------


class Stop:
    """Where the focus is: the widget as the toolkit has it, the object as a screen reader hears it."""

    def __init__(self, program, heard):
        self.widget = program.look.ask("focus")["focus"]
        node = program.focused()
        self.is_heard = len(program.focus_events) > heard
        self.name = node.get_name()
        self.role = node.get_role()

    @property
    def id(self):
        return self.widget["id"] if self.widget else None

    def short(self):
        """For a list of them: a long name is cut."""
        return self.role + " “" + (self.name if len(self.name) < 40 else self.name[:38] + "…") + "”"

    def __str__(self):
        what = f"{self.role} “{self.name}”"
        return what if self.widget is None else f"{what} <{self.widget['path']}>"


def press(program, chord):
    heard = len(program.focus_events)
    program.press(chord)
    return Stop(program, heard)


def list_key(widget):
    """Rows of one list are one kind of thing."""
    return widget["parent"] if "Row" in widget["type"] else None


def walk_focus(program, most=200):
    """Follows Tab until it comes to where it has been. Of a long list it sees the first rows, then
    goes on after the last."""
    stops = {}
    rows = {}
    chord = "Tab"
    for _ in range(most):
        stop = press(program, chord)
        came_by, chord = chord, "Tab"
        if stop.widget is None:
            continue
        if stop.id in stops and came_by == "Tab":
            break
        stops.setdefault(stop.id, stop)
        key = list_key(stop.widget)
        rows[key] = rows.get(key, 0) + 1
        if key is not None and rows[key] == ROWS_OF_A_LIST:
            chord = "ctrl+End"
    return list(stops.values())


def check_keyboard(program, excused=()):
    """Everything that acts is reached by Tab, and everything reached is announced by a name. Returns
    the faults and the stops."""
    program.stand_still()
    stops = walk_focus(program)
    faults = []
    for stop in stops:
        if not stop.is_heard:
            faults.append(f"{stop} takes the focus in silence")
        fault = name_fault(stop.name)
        if fault:
            faults.append(f"{stop} {fault}")
    reached = {stop.id for stop in stops}
    lists = {list_key(stop.widget) for stop in stops if list_key(stop.widget)}
    # Tab comes to the one that is chosen, and the arrow keys go on to its neighbours.
    choices = {stop.widget["parent"] for stop in stops if stop.role == "radio button"}
    for widget in program.look.ask("widgets")["widgets"]:
        if widget["type"] == "GtkCheckButton" and widget["parent"] in choices:
            continue
        if widget["actionable"] and widget["id"] not in reached and list_key(widget) not in lists:
            faults.append(f"{widget['type']} “{widget['text']}” ({widget['path']}) is not reached by the keyboard")
    return [f for f in faults if not any(re.search(pattern, f) for pattern in excused)], stops
