# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program tells assistive technology, read over the accessibility bus.

Each question takes a turn of several processes, and a window has hundreds of objects. So the questions
about one layer of a tree are all asked before the first answer is awaited. Nothing is remembered from
one reading to the next: what GTK 4.8 tells of changes is not enough for that."""

import os
import re

from gi.repository import Gio, GLib

ROOT = "/org/a11y/atspi/accessible/root"
REGISTRY = ("org.a11y.atspi.Registry", ROOT)
ACCESSIBLE, COMPONENT, TEXT = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Component", "Text"))
IN_WINDOW = 1  # places on the screen are not known to GTK 4

ROLES = {
    2: "alert", 7: "check box", 11: "combo box", 16: "dialog", 20: "filler", 23: "frame", 27: "image",
    29: "label", 31: "list", 32: "list item", 33: "menu", 34: "menu bar", 35: "menu item", 37: "page tab",
    38: "page tab list", 39: "panel", 40: "password text", 41: "popup menu", 42: "progress bar",
    43: "push button", 44: "radio button", 45: "radio menu item", 48: "scroll bar", 49: "scroll pane",
    50: "separator", 51: "slider", 52: "spin button", 54: "statusbar", 55: "table", 56: "table cell",
    60: "terminal", 61: "text", 62: "toggle button", 63: "tool bar", 64: "tool tip", 69: "window",
    75: "application", 79: "entry", 83: "heading", 85: "section", 88: "link", 99: "grouping",
    101: "notification", 106: "level bar",
}  # fmt: skip
STATES = {
    "active": 1, "busy": 3, "checked": 4, "editable": 7, "expanded": 10, "focusable": 11, "focused": 12,
    "pressed": 20, "selected": 23, "sensitive": 24, "visible": 30,
}  # fmt: skip
# They have no parts.
LEAVES = ("label", "image", "scroll bar", "progress bar", "level bar", "separator")
# They may hold a page that was never shown: then they have no size.
BOXES = ("panel", "filler", "list", "scroll pane")


class Bus:
    """The accessibility bus of this session."""

    def __init__(self):
        flags = Gio.DBusConnectionFlags
        self.connection = Gio.DBusConnection.new_for_address_sync(
            os.environ["AT_SPI_BUS_ADDRESS"],
            flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION,
            None,
            None,
        )
        self.connection.set_exit_on_close(False)

    def call(self, name, path, interface, method, arguments=None):
        answer = self.connection.call_sync(name, path, interface, method, arguments, None, 0, 20000, None)
        return answer.unpack()

    def call_all(self, questions):
        """questions: of (name, path, interface, method, arguments). Returns the answers in order, None
        where the object is gone or knows no such question."""
        answers = [None] * len(questions)
        left = [len(questions)]
        context = GLib.MainContext.default()

        def answered(connection, result, i):
            left[0] -= 1
            try:
                answers[i] = connection.call_finish(result).unpack()
            except GLib.Error:
                pass

        for i, question in enumerate(questions):
            self.connection.call(*question, None, 0, 20000, None, answered, i)
        while left[0] > 0:
            context.iteration(True)
        return answers

    def watch_focus(self, heard):
        """Calls heard (name, path) whenever an object says that it has the focus."""
        self.call(
            "org.a11y.atspi.Registry",
            "/org/a11y/atspi/registry",
            "org.a11y.atspi.Registry",
            "RegisterEvent",
            GLib.Variant("(s)", ("object:state-changed:focused",)),
        )

        def signalled(connection, sender, path, interface, signal, parameters):
            if parameters.get_child_value(1).get_int32() == 1:
                heard(sender, path)

        return self.connection.signal_subscribe(
            None, "org.a11y.atspi.Event.Object", "StateChanged", None, "focused", 0, signalled
        )

    def unwatch(self, subscription):
        self.connection.signal_unsubscribe(subscription)

    def find_program(self, pid):
        """The bus name of a program, or None."""
        for name, _ in self.call(*REGISTRY, ACCESSIBLE, "GetChildren")[0]:
            arguments = GLib.Variant("(s)", (name,))
            owner = self.call(
                "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "GetConnectionUnixProcessID", arguments,
            )  # fmt: skip
            if owner[0] == pid:
                return name
        return None


class Node:
    """One object. parent is known of what was reached from above."""

    def __init__(self, bus, name, path, parent=None):
        self.bus, self.bus_name, self.path, self.parent = bus, name, path, parent
        self.role = None

    def __eq__(self, other):
        return isinstance(other, Node) and (self.bus_name, self.path) == (other.bus_name, other.path)

    def __hash__(self):
        return hash((self.bus_name, self.path))

    def question(self, interface, method, arguments=None):
        return (self.bus_name, self.path, interface, method, arguments)

    def property_question(self, name, interface=ACCESSIBLE):
        arguments = GLib.Variant("(ss)", (interface, name))
        return (self.bus_name, self.path, "org.freedesktop.DBus.Properties", "Get", arguments)

    def extents_question(self):
        return self.question(COMPONENT, "GetExtents", GLib.Variant("(u)", (IN_WINDOW,)))

    def ask(self, question):
        return self.bus.call_all([question])[0]

    def get_role(self):
        if self.role is None:
            answer = self.ask(self.question(ACCESSIBLE, "GetRole"))
            self.role = role_name(answer)
        return self.role

    def get_name(self):
        answer = self.ask(self.property_question("Name"))
        return answer[0] if answer else ""

    def get_description(self):
        answer = self.ask(self.property_question("Description"))
        return answer[0] if answer else ""

    def is_there(self):
        """Whether it still is: rows are made anew while one reads."""
        return bool(self.ask(self.question(ACCESSIBLE, "GetRole")))

    def has(self, state):
        return has_state(self.ask(self.question(ACCESSIBLE, "GetState")), state)

    def get_extents(self):
        """(x, y, width, height) in the window, or None."""
        answer = self.ask(self.extents_question())
        return answer[0] if answer else None

    def get_text(self):
        """All that can be read: the text where there is one, else the name."""
        count = self.ask(self.property_question("CharacterCount", TEXT))
        if count and count[0] > 0:
            # As an end, -1 gives nothing on GTK 4.8.
            answer = self.ask(self.question(TEXT, "GetText", GLib.Variant("(ii)", (0, count[0]))))
            if answer:
                return answer[0]
        return self.get_name()

    def find_at(self, point):
        """Of a window: (name, path) of what the pointer would meet, or None."""
        arguments = GLib.Variant("(iiu)", (int(point[0]), int(point[1]), IN_WINDOW))
        answer = self.ask(self.question(COMPONENT, "GetAccessibleAtPoint", arguments))
        return answer[0] if answer and not answer[0][1].endswith("/null") else None

    def get_ancestors(self):
        """Itself first, its window last."""
        node = self
        while node is not None:
            yield node
            if node.parent is None and node.get_role() not in ("frame", "dialog", "window"):
                answer = node.ask(node.property_question("Parent"))
                node.parent = Node(self.bus, *answer[0]) if answer else None
            if node.parent is None or node.parent.get_role() == "application":
                return
            node = node.parent

    def __str__(self):
        return f"{self.get_role()} “{self.get_name()}”"


class Nowhere:
    """In the place of an object where there is none: nothing is true of it."""

    def __bool__(self):
        return False

    def __str__(self):
        return "nothing"

    def get_role(self):
        return "nothing"

    def get_name(self):
        return ""

    def get_description(self):
        return ""

    def has(self, state):
        return False


def role_name(answer):
    return ROLES.get(answer[0], f"role {answer[0]}") if answer else "gone"


def has_state(answer, state):
    return bool(answer) and bool(answer[0][0] >> STATES[state] & 1)


def read_layer(bus, nodes, sized):
    """The children of some nodes, whose roles are known then."""
    nodes = [node for node in nodes if node.role not in LEAVES]
    if sized:
        boxes = [node for node in nodes if node.role in BOXES]
        places = bus.call_all([node.extents_question() for node in boxes])
        hidden = {node for node, place in zip(boxes, places) if place and place[0][2:] == (0, 0)}
        nodes = [node for node in nodes if node not in hidden]
    answers = bus.call_all([node.question(ACCESSIBLE, "GetChildren") for node in nodes])
    children = [
        Node(bus, name, path, node) for node, answer in zip(nodes, answers) if answer for name, path in answer[0]
    ]
    for child, answer in zip(children, bus.call_all([c.question(ACCESSIBLE, "GetRole") for c in children])):
        child.role = role_name(answer)
    # After a second window opened, the application is among its own children.
    return [child for child in children if child.role not in ("application", "gone")]


def read_tree(bus, tops, sized=True):
    """All nodes below some, layer by layer; sized: not what has no place in its window."""
    found = []
    layer = list(tops)
    while layer:
        found += layer
        layer = read_layer(bus, layer, sized)
    return found


def read_names(bus, nodes):
    answers = bus.call_all([node.property_question("Name") for node in nodes])
    return [answer[0] if answer else "" for answer in answers]


def read_states(bus, nodes, state):
    answers = bus.call_all([node.question(ACCESSIBLE, "GetState") for node in nodes])
    return [has_state(answer, state) for answer in answers]


def select(bus, nodes, role=None, name=None):
    """Those of a role (or of several), whose name holds a pattern."""
    roles = (role,) if isinstance(role, str) else role
    nodes = [node for node in nodes if roles is None or node.role in roles]
    if name is None:
        return nodes
    return [node for node, text in zip(nodes, read_names(bus, nodes)) if re.search(name, text)]
