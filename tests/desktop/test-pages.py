#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each page has to stand, in each form that the window takes: nothing that takes the focus is
without a proper name, nothing that acts is out of the reach of the keyboard, no line is cut."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_gate  # noqa: E402
import karne_places  # noqa: E402
import karne_tap  # noqa: E402

LARGE = {"text-scale": "200"}


def check_place(program, place, keyboard):
    """All gates, where the window stands now."""
    faults = karne_gate.check_labels(program)
    if keyboard and program.look is not None:
        found, stops = karne_gate.check_keyboard(program)
        faults += found
        karne_tap.say(f"{place}, by Tab: " + "; ".join(stop.short() for stop in stops))
    return [f"{place}: {fault}" for fault in faults]


def check_everywhere(program, width, height, keyboard):
    faults = karne_gate.check_width(program, width, height)
    for place in karne_places.visit_places(program):
        # What libadwaita says of itself does not fit with letters of twice the size.
        if place in karne_places.WINDOWS and place != "about":
            faults += [f"{place}: {fault}" for fault in karne_gate.check_width(program, width, height)]
        faults += check_place(program, place, keyboard)
        if keyboard:
            faults += [f"{place}: {fault}" for fault in karne_gate.check_names(program)]
    return faults


def test_form(size, settings=None, language="fr", keyboard=False):
    def run():
        with karne_app.Karne("--demo", settings=settings, language=language) as program:
            program.open_demo()
            faults = check_everywhere(program, *size, keyboard)
        assert not faults, "\n" + "\n".join(faults)

    return run


def test_start():
    """Before anything is open."""
    for size in (karne_app.WIDE, karne_app.NARROW):
        with karne_app.Karne() as program:
            program.find("list item", program.words["demonstration"])
            faults = karne_gate.check_width(program, *size)
            faults += check_place(program, "Start", True) + karne_gate.check_names(program)
        assert not faults, "\n" + "\n".join(faults)


def test_first_copy():
    """While it lasts: a server that lets everybody wait, so that there is time to look."""
    with karne_app.Karne("--demo", settings=LARGE, server=("--latency", "1000")) as program:
        program.find("label", program.words["first-copy"])
        faults = karne_gate.check_width(program)
        faults += check_place(program, "First copy", True) + karne_gate.check_names(program)
    assert not faults, "\n" + "\n".join(faults)


karne_tap.run(
    [
        ("/desktop/pages/first-copy", test_first_copy),
        ("/desktop/pages/start", test_start),
        ("/desktop/pages/wide", test_form(karne_app.WIDE, keyboard=True)),
        ("/desktop/pages/narrow", test_form(karne_app.NARROW, keyboard=True)),
        ("/desktop/pages/wide-large-text", test_form(karne_app.WIDE, LARGE)),
        ("/desktop/pages/narrow-large-text", test_form(karne_app.NARROW, LARGE)),
        ("/desktop/pages/wide-english", test_form(karne_app.WIDE, language="en")),
        ("/desktop/pages/narrow-english", test_form(karne_app.NARROW, language="en")),
        ("/desktop/pages/wide-large-english", test_form(karne_app.WIDE, LARGE, language="en")),
        ("/desktop/pages/narrow-large-english", test_form(karne_app.NARROW, LARGE, language="en")),
    ]
)
