#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A chart that can be read without seeing it, and values from paper, by the keyboard alone."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import NARROW, WIDE, Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

NBSP = "\u00a0"
# 14 points: 3 for the age, 3 for the index, 3 for the waist, 5 for the family.
ANSWERS = [
    ("^Sexe$", "^Féminin$"),
    ("^Âge$", "^55 à 64 ans$"),
    ("^Indice de masse", "^Plus de 30$"),
    ("^Tour de taille", "^80 à 88 cm$"),
    ("^Au moins 30 minutes", "^Oui$"),
    ("^Légumes ou fruits", "^Oui$"),
    ("^Médicament contre", "^Non$"),
    ("^Glycémie élevée", "^Non$"),
    ("^Diabète dans la famille$", "^Parent, frère"),
    ("^Diabète déjà connu$", "^Non$"),
    ("^Grossesse$", "^Non$"),
]
READINGS = ["1,10", "0,95", "1,42", "1,08", "0,88", "1,31", "1,05", "0,99", "1,22", "1,17"]


def open_measures(program):
    program.open_demo()
    program.click(program.find("list item", "^Jean-Marc"))
    program.find("push button", program.words["up-to-date"])
    program.go_to("Mesures")


def open_glucose(program):
    open_measures(program)
    program.click(program.find("list item", "^Glycémie capillaire$"))
    program.find("label", "^Cible du dossier", within=program.content())


def open_entry(program):
    main = program.frame()
    program.move_focus_to("push button", "^Ajouter des valeurs$")
    program.key("Return")
    wait_for(lambda: program.frame() not in (None, main), "the window for values")
    return main


def choose_unit(program):
    """What has the focus first is the unit, of which none is chosen."""
    wait_for(lambda: program.focused().get_role() == "radio button", "the focus in the units")
    program.key("Right")
    wait_for(lambda: program.focused().get_name() == "g/L", "g/L")


def wait_saved(program, n):
    def count():
        rows = program.find_all("list item", f"{NBSP}?g/L$", within=program.frame(), showing=False)
        return len(rows) == n

    wait_for(count, f"{n} values that were saved")


def test_chart():
    """It says what it shows, and each point as the arrow keys come to it."""
    with Karne("--demo") as program:
        open_glucose(program)
        program.find("label", "^67 mesures : .* sous la cible".replace(" :", NBSP + ":"), within=program.content())
        program.move_focus_to("image", "^Glycémie capillaire$")
        wait_for(lambda: "67 valeurs" in program.focused().get_description(), "the sentence about all")
        program.press("Left")
        wait_for(lambda: f"74{NBSP}mg/dL" in program.focused().get_description(), "the last point")
        program.press("Home")
        wait_for(lambda: "3 février 2026" in program.focused().get_description(), "the first point")
        program.find("label", "3 février 2026 à", within=program.content())
        for size in (NARROW, WIDE):
            program.resize(*size)
            faults = karne_gate.check_labels(program) + karne_gate.check_names(program)
            assert not faults, "\n" + "\n".join(faults)


def test_ten_readings():
    """Two acts, then for each reading its time, its value and Enter; all of them wait to be sent."""
    with Karne("--demo") as program:
        open_measures(program)
        program.acts.reset()
        main = open_entry(program)
        choose_unit(program)
        assert program.acts.count == 2, program.acts
        program.move_focus_to("text", "^Heure$")
        for n, value in enumerate(READINGS):
            program.type(f"{n + 1}:30")
            program.key("Tab")
            program.type(value)
            program.key("Return")
            wait_saved(program, n + 1)
            wait_for(lambda: program.focused().get_name() == "Heure", "the focus in the time")
        faults = karne_gate.check_labels(program) + karne_gate.check_names(program)
        assert not faults, "\n" + "\n".join(faults)
        program.press("Escape")
        wait_for(lambda: program.frame() == main, "the first window")
        row = program.find("list item", "^Glycémie capillaire$", within=program.content())
        wait_for(lambda: f"1,17{NBSP}g/L" in row.get_description() or "117" in row.get_description(), "the last value")


def test_unit_is_asked():
    """No unit is guessed: without one nothing is saved, and the question has the focus."""
    with Karne("--demo") as program:
        open_measures(program)
        open_entry(program)
        program.move_focus_to("text", "^Valeur$")
        program.type("1,10")
        program.key("Return")
        program.find("alert", "^Choisir l’unité", showing=False)
        wait_for(lambda: program.focused().get_role() == "radio button", "the focus in the units")
        wait_saved(program, 0)


def test_unlikely():
    """Asked about once; meant, it is kept."""
    with Karne("--demo") as program:
        open_measures(program)
        open_entry(program)
        choose_unit(program)
        program.move_focus_to("text", "^Heure$")
        program.type("8:30")
        program.key("Tab")
        program.type("110")
        program.key("Return")
        program.find("alert", "inhabituelle", showing=False)
        wait_for(lambda: program.focused().get_name() == "Garder cette valeur", "the focus on the question")
        wait_saved(program, 0)
        program.key("Return")
        wait_saved(program, 1)


def open_risk(program):
    open_measures(program)
    page = program.content()
    program.move_focus_to("push button", "^Risque de diabète")
    program.key("Return")
    wait_for(lambda: program.content() != page, "the questions")
    return page


def choose(program, question, answer):
    """Names like “Oui” stand under several questions: the one of this question's group."""

    def find_answer():
        for group in program.find_all(name=question, within=program.content(), showing=False):
            answers = program.find_all("radio button", answer, within=group, showing=False)
            if answers:
                return answers[0]
        return None

    program.click(wait_for(find_answer, f"{answer} under {question}"))


def test_risk():
    """No score before the last answer, and then with the words that it is no diagnosis."""
    with Karne("--demo") as program:
        page = open_risk(program)
        for question, answer in ANSWERS:
            program.find("label", "^Une réponse manque", within=program.content(), showing=False)
            choose(program, question, answer)
        program.find("label", "^14 points sur 26", within=program.content(), showing=False)
        program.find("label", "pas un diagnostic", within=program.content(), showing=False)
        for size in (NARROW, WIDE):
            program.resize(*size)
            faults = karne_gate.check_labels(program) + karne_gate.check_names(program)
            assert not faults, "\n" + "\n".join(faults)
        program.press("Escape")
        wait_for(lambda: program.content() == page, "the measures again")


karne_tap.run(
    [
        ("/desktop/measures/chart", test_chart),
        ("/desktop/measures/ten-readings", test_ten_readings),
        ("/desktop/measures/unit-is-asked", test_unit_is_asked),
        ("/desktop/measures/unlikely", test_unlikely),
        ("/desktop/measures/risk", test_risk),
    ]
)
