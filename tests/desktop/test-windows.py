#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows over the window: preferences, keys, help, and what the program is."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_desk  # noqa: E402
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

LARGE = {"text-scale": "200"}
NBSP = "\u00a0"


def wait_window(program, name):
    wait_for(lambda: program.frame() is not None and program.frame().get_name() == name, f"the window {name}")


def check_window(program, name, width=360):
    """All gates on the window in front, where there is least room."""
    wait_window(program, name)
    faults = karne_gate.check_width(program, width, 600) + karne_gate.check_labels(program)
    faults += karne_gate.check_names(program)
    assert not faults, f"{name}:\n" + "\n".join(faults)


def close_window(program):
    """The key is let go when the window has gone already: only that is no fault."""
    try:
        program.key("Escape")
    except karne_desk.Failure as failure:
        assert "BadWindow" in str(failure), failure


def brightness(program):
    picture = program.picture().convert("L").resize((1, 1))
    return picture.getpixel((0, 0))


def test_language():
    """Applied at once: the page that was open, the record and the window of the choice stay."""
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to("Documents")
        program.key("ctrl+comma")
        wait_window(program, "Préférences")
        program.click(program.find("radio button", "^English$"))
        wait_window(program, "Preferences")
        wait_for(lambda: program.focused().get_name() == "English", "the focus on the choice")
        assert program.find("radio button", "^English$").has("checked")
        close_window(program)
        program.find("list item", "^Measures$")
        program.find("push button", "^Up to date")
        program.find("list item", within=program.content())


def test_appearance():
    with Karne() as program:
        program.find("list item", program.words["demonstration"])
        program.key("ctrl+comma")
        wait_window(program, "Préférences")
        assert brightness(program) > 200
        program.move_focus_to("radio button", "^Sombre$")
        program.key("space")
        wait_for(lambda: brightness(program) < 100, "the dark")
        program.move_focus_to("radio button", "^Clair$")
        program.key("space")
        wait_for(lambda: brightness(program) > 200, "the light")


def test_text():
    """Larger, by the keyboard; the button says how large. At the end it stays where it is."""
    with Karne() as program:
        program.find("list item", program.words["demonstration"])
        program.key("ctrl+comma")
        wait_window(program, "Préférences")
        program.move_focus_to("push button", "^Texte plus grand$")
        for size in (125, 150, 175, 200, 200):
            program.key("space")
            said = f"{size}{NBSP}%"
            wait_for(lambda: program.focused().get_description() == said, said)
        assert program.focused().get_name() == "Texte plus grand"


def test_gates():
    """Each of them, with text of twice the size in a narrow window."""
    with Karne("--demo", settings=LARGE) as program:
        program.open_demo()
        program.key("ctrl+comma")
        check_window(program, "Préférences")
        close_window(program)
        wait_window(program, "Karné")
        program.key("ctrl+question")
        check_window(program, "Raccourcis clavier")
        close_window(program)
        wait_window(program, "Karné")
        program.key("F10")
        program.press("Up")
        wait_for(lambda: program.focused().get_name() == "À propos de Karné", "the last of the menu")
        program.key("Return")
        check_window(program, "À propos")
        close_window(program)
        wait_window(program, "Karné")


def test_help():
    """F1 opens what is about the page, and its row has the focus."""
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to("Mesures")
        program.key("F1")
        wait_window(program, "Aide")
        wait_for(lambda: program.focused().get_name() == "Mesures", "the topic of the page")


def test_keys():
    """What the window of the keys says is what they do."""
    with Karne("--demo") as program:
        program.open_demo()
        program.key("ctrl+question")
        wait_window(program, "Raccourcis clavier")
        row = program.find("list item", "^Rechercher dans les documents$")
        assert row.get_description() == "Ctrl+F", row.get_description()
        close_window(program)
        wait_window(program, "Karné")
        program.key("alt+5")
        program.find("label", "^Mesures$")


karne_tap.run(
    [
        ("/desktop/windows/language", test_language),
        ("/desktop/windows/appearance", test_appearance),
        ("/desktop/windows/text", test_text),
        ("/desktop/windows/gates", test_gates),
        ("/desktop/windows/help", test_help),
        ("/desktop/windows/keys", test_keys),
    ]
)
