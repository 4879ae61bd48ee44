# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written and not sent, and how a session ends, for several tests."""

import contextlib
import os

from karne_desk import Failure, wait_for

NBSP = "\u00a0"


def write_measure(program, value="1,10", then=None):
    """Of the person who is shown, as from paper, by keyboard; the page of the measures is open. then: what is done
    once it was typed."""
    main = program.frame()
    program.move_focus_to("push button", "^Ajouter des valeurs$")
    program.key("Return")
    wait_for(lambda: program.frame() not in (None, main), "the window for values")
    wait_for(lambda: program.focused().get_role() == "radio button", "the focus in the units")
    program.key("Right")
    wait_for(lambda: program.focused().get_name() == "g/L", "g/L")
    program.move_focus_to("text", "^Heure$")
    program.type("8:30")
    program.key("Tab")
    program.type(value)
    program.key("Return")
    if then is not None:
        then()
    wait_for(
        lambda: program.find_all("list item", f"{NBSP}?g/L$", within=program.frame(), showing=False),
        "the value to be saved",
    )
    program.press("Escape")
    wait_for(lambda: program.frame() == main, "the first window")


def open_measures(program):
    """Of the one who has diabetes."""
    program.open_demo()
    program.click(program.find("list item", "^Jean-Marc"))
    program.find("push button", program.words["up-to-date"])
    program.go_to("Mesures")


def write_unsent(program, value="1,10"):
    """A change that no server takes any more."""
    open_measures(program)
    program.stop_demo_server()
    write_measure(program, value)


def begin_end(program):
    program.move_focus_to("push button", program.words["end-session"])
    program.key("Return")
    program.find("push button", program.words["erase"], showing=False)


def wait_proof(program):
    program.find("label", "^Rien ne reste de la séance$", limit=60)
    wait_for(lambda: program.focused().get_name() == "Page de départ", "the focus on what comes next")


def print_to_file(program, button):
    """By a button, in the dialog of the platform, which tells assistive technology nothing; what is in the file."""
    path = os.path.join(program.env["HOME"], "sortie.pdf")
    program.move_focus_to("push button", button)
    program.key("Return")

    def is_asked():
        frame = program.frame()
        return frame is None or frame.get_name() != "Karné"

    def is_printed():
        # Printers are listed a moment after the dialog is there.
        for key in ("Down", "space", "alt+i"):
            if is_asked() and not os.path.exists(path):
                program.press(key)
        # One more key would be for the page behind the dialog, which is told to have gone a moment later.
        with contextlib.suppress(Failure):
            wait_for(lambda: os.path.exists(path) or not is_asked(), "the dialog to take it", 2)
        return os.path.exists(path) and os.path.getsize(path) > 1000

    wait_for(is_asked, "the dialog for a printer")
    wait_for(is_printed, "the sheets")
    wait_for(lambda: not is_asked(), "the dialog to go")
    with open(path, "rb") as file:
        sheets = file.read()
    os.remove(path)
    return sheets
