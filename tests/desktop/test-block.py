#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who had access, and one of them kept out: in four acts, by the mouse and by the keyboard alone."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import NARROW, WIDE, Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

PAGE = "Accès au dossier"
PROFESSIONAL = "^Dr Ismaël"
BLOCK = "^Bloquer l’accès$"
ALLOW = "^Autoriser de nouveau l’accès$"
SAID = ("alert", "label", "notification", "statusbar")


def begin(program):
    assert program.resize(*WIDE)
    program.acts.reset()


def end(program, n_acts):
    karne_tap.say(program.acts)
    assert program.acts.count <= n_acts, f"{program.acts} instead of {n_acts}"


def see_blocked(program):
    """At first a wish; then what the server has confirmed. The focus is on what can be done next."""
    program.find(SAID, "^Cet accès est bloqué depuis le ", within=program.content(), limit=60)
    program.find("push button", ALLOW)
    wait_for(lambda: program.focused().get_name() == "Autoriser de nouveau l’accès", "the focus on what follows")


def test_by_mouse():
    with Karne("--demo") as program:
        program.open_demo()
        begin(program)
        program.click(program.sidebar_row(PAGE))
        program.click(program.find("list item", PROFESSIONAL))
        program.click(program.find("push button", BLOCK))
        program.click(program.find("push button", "^Bloquer$"))
        see_blocked(program)
        end(program, 4)
        faults = karne_gate.check_width(program, *NARROW) + karne_gate.check_labels(program)
        faults += karne_gate.check_names(program)
        assert not faults, "\n" + "\n".join(faults)


def test_by_keyboard():
    with Karne("--demo") as program:
        program.open_demo()
        begin(program)
        for role, name in (
            ("list item", f"^{PAGE}$"),
            ("list item", PROFESSIONAL),
            ("push button", BLOCK),
            ("push button", "^Bloquer$"),
        ):
            program.move_focus_to(role, name)
            program.key("Return")
        see_blocked(program)
        end(program, 4)


def test_without_network():
    """A wish is said to be no more than that, and can be taken back."""
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to(PAGE)
        program.find("statusbar", "^Tous les accès jusqu’au ")
        program.stop_demo_server()
        program.click(program.find("list item", PROFESSIONAL))
        program.click(program.find("push button", BLOCK))
        program.click(program.find("push button", "^Bloquer$"))
        program.find(SAID, "s’appliquera à la prochaine connexion", within=program.content())
        program.click(program.find("push button", ALLOW))
        program.click(program.find("push button", "^Autoriser$"))
        program.find("push button", BLOCK)


def test_oneself():
    """Nobody keeps out the person whose record it is."""
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to(PAGE)
        program.click(program.find("list item", "^Amandine", within=program.content()))
        program.find("label", "^Affiché tel que le serveur le dit.$", within=program.content())
        assert not program.find_all("push button", BLOCK)


karne_tap.run(
    [
        ("/desktop/block/mouse", test_by_mouse),
        ("/desktop/block/keyboard", test_by_keyboard),
        ("/desktop/block/without-network", test_without_network),
        ("/desktop/block/oneself", test_oneself),
    ]
)
