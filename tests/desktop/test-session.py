#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From Start to the end of a session: what is asked again, what goes on, and that nothing stays."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_bus  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_desk import wait_for, xdotool  # noqa: E402

PASSPHRASE = "un deux trois quatre"
ENTRY = ("password text", "^Phrase secrète.*Dossier 1$")


def find_records(program):
    """The files of records that are for the session only."""
    return [
        os.path.join(folder, name)
        for folder, _, names in os.walk(program.env["XDG_RUNTIME_DIR"])
        for name in names
        if name.startswith("record.db")
    ]


def type_passphrase(program, passphrase):
    program.type(passphrase)
    program.key("Return")


def leave(program):
    xdotool("key", "ctrl+q")
    program.process.wait(60)


def people(program):
    """The rows of the sidebar, and which of them is marked."""
    rows = program.find_all("list item", within=program.find("list", "^Personnes$"))
    return rows, karne_bus.read_states(program.bus, rows, "selected")


def test_wrong_passphrase():
    """Whoever types it wrong hears why where they are, and goes on typing."""
    with Karne() as program:
        program.find(*ENTRY)
        program.move_focus_to(*ENTRY)
        for _ in range(2):
            type_passphrase(program, "cinq six")
            program.find("label", "phrase secrète")
            wait_for(lambda: program.focused().get_role() == ENTRY[0], "the focus to come back")
        type_passphrase(program, PASSPHRASE)
        program.find("list", program.words["pages"])


def test_language_while_opening():
    """The window is made anew in another language, and what was asked for goes on."""
    with Karne() as program:
        program.find(*ENTRY)
        program.move_focus_to(*ENTRY)
        program.type(PASSPHRASE)
        program.point_at(program.find("push button", "^English$"))
        # While the key is being unwrapped, which takes most of a second.
        xdotool("key", "Return", "click", "1")
        program.find("push button", "^End the session$")


def test_leave_while_opening():
    """Nothing of a record that is just being opened stays."""
    with Karne(server=("--latency", "500")) as program:
        program.click(program.find("list item", program.words["demonstration"]))
        leave(program)
        assert program.process.returncode == 0
        assert not find_records(program)


def test_leave_while_ending():
    with Karne("--demo") as program:
        program.open_demo()
        assert find_records(program)
        program.click(program.find("push button", "^Terminer la séance$"))
        program.click(program.find("push button", program.words["erase"]))
        leave(program)
        assert not find_records(program)


def test_end():
    """The next person finds no name, no word that was looked for, and no copy of anything."""
    with Karne("--demo") as program:
        program.open_demo()
        names = [row.get_name() for row in people(program)[0]]
        program.key("ctrl+f")
        program.type("xyzzy")
        program.key("ctrl+p")
        program.find("label", "imprimer")
        program.end_session()
        program.wait_gone("label", "imprimer")
        wait_for(lambda: not find_records(program), "the record to be erased")
        left = [node.get_name() for node in program.find_all(showing=False)]
        assert not [name for name in names if name in left], left
        program.click(program.find("list item", program.words["demonstration"]))
        program.open_demo()
        program.go_to("Documents")
        program.find("list item", within=program.content())


def test_marked_person():
    """Moving among the people marks nobody: the name that is marked is that of the record shown."""
    with Karne("--demo") as program:
        program.open_demo()
        rows, marked = people(program)
        first = list(marked)
        assert sum(first) == 1, first
        program.move_focus_to("list item", "^" + rows[0].get_name() + "$")
        program.press("Down")
        assert program.focused().get_name() == rows[1].get_name()
        assert people(program)[1] == marked
        program.key("Return")
        wait_for(lambda: people(program)[1][1], "the other person to be marked")
        assert sum(people(program)[1]) == 1


karne_app.make_own_space(PASSPHRASE, "documents")
karne_tap.run(
    [
        ("/desktop/session/wrong-passphrase", test_wrong_passphrase),
        ("/desktop/session/language-while-opening", test_language_while_opening),
        ("/desktop/session/leave-while-opening", test_leave_while_opening),
        ("/desktop/session/leave-while-ending", test_leave_while_ending),
        ("/desktop/session/end", test_end),
        ("/desktop/session/marked-person", test_marked_person),
    ]
)
