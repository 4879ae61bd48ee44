#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pregnancy by its weeks and the examinations of a child, by the keyboard alone; and the end of it."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_changes  # noqa: E402
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import NARROW, WIDE, Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

DAY = karne_app.TODAY.split()[0]
LOSS = {
    "resourceType": "Condition",
    "id": "perte",
    "clinicalStatus": {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
    },
    "code": {"text": "Fausse couche spontanée"},
    "subject": {"reference": "Patient/grossesse"},
    "onsetDateTime": DAY,
}


def open_course(program, place):
    """From the page of prevention, by its button."""
    program.go_to("Prévention")
    page = program.content()
    program.move_focus_to("push button", program.words[place])
    program.key("Return")
    wait_for(lambda: program.content() != page, f"another page than {page}")
    program.stand_still()
    return page


def check(program):
    for size in (NARROW, WIDE):
        program.resize(*size)
        faults = karne_gate.check_labels(program) + karne_gate.check_names(program)
        assert not faults, "\n" + "\n".join(faults)


def described(program, words):
    return lambda: words in program.focused().get_description()


def test_pregnancy():
    """The line says what it shows, and each step as the arrow keys come to it; the list says the same."""
    with Karne("--demo") as program:
        program.open_demo()
        prevention = open_course(program, "pregnancy")
        program.find("label", "^Aujourd’hui.*24.SA", within=program.content())
        program.move_focus_to("image", "^Ligne des semaines")
        wait_for(described(program, "Naissance prévue vers le 30 juin 2026"), "the sentence about all")
        program.press("Home")
        wait_for(described(program, "Premier examen prénatal · Fait"), "the first step")
        wait_for(described(program, "11 novembre 2025"), "when it was done")
        program.press("End")
        wait_for(described(program, "À venir"), "the last step")
        program.find("label", "^Examen prénatal mensuel · 6 sur 6 · À venir", within=program.content())
        # The twin of the line.
        rows = program.find_all("list item", "^Examen prénatal mensuel$", within=program.content(), showing=False)
        assert len(rows) == 6, rows
        assert "À venir, 6 sur 6" in rows[5].get_description(), rows[5].get_description()
        check(program)
        # A step that is asked for opens what there is to say of it, and comes back.
        page = program.content()
        program.move_focus_to("list item", "^Deuxième échographie$")
        program.key("Return")
        wait_for(lambda: program.content() != page, "the page about it")
        program.find("heading", "^Deuxième échographie$", within=program.content())
        program.press("Escape")
        wait_for(lambda: program.content() == page, "the line again")
        program.press("Escape")
        wait_for(lambda: program.content() == prevention, "the page of prevention again")


def test_child():
    """The twenty examinations, and the teeth where it is time for them."""
    with Karne("--demo") as program:
        program.open_demo()
        program.click(program.sidebar_row("Maya VITRY-EXEMPLE"))
        open_course(program, "child")
        exams = program.find_all("list item", "^Examen ", within=program.content(), showing=False)
        assert len([row for row in exams if "Obligatoire" in row.get_description()]) == 20, exams
        teeth = program.find_all("list item", "^Examen bucco", within=program.content(), showing=False)
        assert teeth, "no examination of the teeth"
        program.find("label", "^À faire maintenant", within=program.content())
        check(program)


def test_others():
    """Whoever is no child and not pregnant has neither."""
    with Karne("--demo") as program:
        program.open_demo()
        program.click(program.sidebar_row("Jean-Marc TÉCHER-MODÈLE"))
        program.go_to("Prévention")
        program.find("list item", within=program.content())
        for place in ("pregnancy", "child"):
            assert not program.find_all("push button", program.words[place])


def test_loss():
    """It closes by itself, and nothing of it is left: neither what rules ask for, nor what servers sent."""
    scratch = os.environ["KARNE_TEST_SCRATCH"]
    clock = karne_app.offset_to(karne_app.TODAY)
    options = {"person": "grossesse", "server": ("--today", DAY)}
    with karne_changes.Record(scratch, "loss", clock, **options) as record:
        program = Karne()
        program.env["XDG_DATA_HOME"] = record.data_home
        with program:
            karne_changes.open_record(program)
            prevention = open_course(program, "pregnancy")
            record.put(LOSS)
            program.press("ctrl+r")
            wait_for(lambda: program.content() == prevention, "the page to close")
            for words in ("grossesse", "prénatal", "échographie", "enceinte", " SA", "naissance"):
                wait_for(
                    lambda words=words: not program.find_all(
                        None, f".*{words}", within=program.content(), showing=False
                    ),
                    f"“{words}” to go",
                )


karne_tap.run(
    [
        ("/desktop/courses/pregnancy", test_pregnancy),
        ("/desktop/courses/child", test_child),
        ("/desktop/courses/others", test_others),
        ("/desktop/courses/loss", test_loss),
    ]
)
