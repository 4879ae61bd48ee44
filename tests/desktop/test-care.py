#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Home, prevention and the agenda: what is next is seen, opened and come back from; by mouse and by
keyboard."""

import contextlib
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

NOTE = "^Ceci n’est pas une prise de rendez-vous"
PLAIN = "^Affiché tel que le serveur l’a envoyé"


FIRST = {
    "Noé VITRY-EXEMPLE": "Examen du 12e mois · Examen obligatoire n° 9",
    "Maya VITRY-EXEMPLE": "Examen de la 6e année · Examen obligatoire n° 16",
    "Marie-Thérèse LUBIN-MODÈLE": "Vaccin zona recombinant",
}


def rows(program):
    """None while one page gives way to another."""
    with contextlib.suppress(StopIteration):
        return program.find_all("list item", within=program.content(), showing=False)
    return []


def names(program):
    return [row.get_name() for row in rows(program)]


def wait_first(program, name):
    """Rows, of which the first is called so; returns it."""
    wait_for(
        lambda: names(program)[:1] == [name], lambda: f"“{name}” to be first; there are {names(program)}"
    )
    return rows(program)[0]


def choose(program, person):
    """Opens somebody’s record, and waits until what is next in it is there; returns its row."""
    program.click(program.sidebar_row(person))
    return wait_first(program, FIRST[person])


def wait_focus(program, name):
    def has_focus():
        focus = program.focused()
        return focus is not None and focus.get_name() == name

    wait_for(has_focus, lambda: f"the focus on “{name}”; it is on {program.focused()}")


def assert_described(row, *words):
    description = row.get_description()
    missing = [word for word in words if word not in description]
    assert not missing, f"{missing} in the description of {row}: {description}"


# ---- Home -----------------------------------------------------------------------------------------


def test_child():
    """From anybody’s record to the next compulsory examination of a child, in one act and a look."""
    with Karne("--demo") as program:
        program.open_demo()
        for child in ("Noé VITRY-EXEMPLE", "Maya VITRY-EXEMPLE"):
            program.acts.reset()
            row = choose(program, child)
            assert program.acts.count <= 2, program.acts
            assert_described(row, "Du ", "Demandé", "Obligatoire")


def test_child_by_keys():
    with Karne("--demo") as program:
        program.open_demo()
        program.move_focus_to("list item", "^Noé VITRY-EXEMPLE$")
        program.acts.reset()
        program.key("Return")
        wait_first(program, FIRST["Noé VITRY-EXEMPLE"])
        program.move_focus_to("list item", "^Examen du 12e mois")
        program.key("Return")
        program.find("heading", "^Examen du 12e mois")
        assert program.acts.count == 2, program.acts


def test_overdue():
    """What is overdue comes first, and is called so in words."""
    with Karne("--demo") as program:
        program.open_demo()
        row = choose(program, "Marie-Thérèse LUBIN-MODÈLE")
        assert row.get_description().count("En retard") == 1, row.get_description()
        assert len(program.find_all("list item", within=program.find("list", "^À faire$"))) == 5


def test_opened():
    """Each line of the home page opens what it stands for, and the way back leads to it."""
    with Karne("--demo") as program:
        program.open_demo()
        for row, page in (
            ("Examen prénatal mensuel · Examen du cinquième mois", PLAIN),
            ("Examen prénatal mensuel (reporté)", NOTE),
            ("Mon projet de naissance", "^"),
        ):
            program.move_focus_to("list item", f"^{re.escape(row)}$")
            program.key("Return")
            program.find("push button", "^Retour$")
            program.find("label", page)
            program.key("Escape")
            program.find("label", "^Accueil$")
            wait_focus(program, row)


def test_links():
    with Karne("--demo") as program:
        program.open_demo()
        for link, page in (("rappels", "Prévention"), ("rendez-vous", "Agenda"), ("documents", "Documents")):
            program.go_to("Accueil")
            program.click(program.find("push button", f"^Tous les {link}$"))
            program.wait_page(page)


# ---- Prevention -----------------------------------------------------------------------------------


def open_prevention(program, person):
    program.open_demo()
    choose(program, person)
    program.press("alt+2")
    program.find("radio button", "^À faire$")


def test_groups():
    """Each thing is where its server says that it belongs; the arrow keys go from group to group."""
    with Karne("--demo") as program:
        open_prevention(program, "Maya VITRY-EXEMPLE")
        wait_first(program, FIRST["Maya VITRY-EXEMPLE"])
        program.move_focus_to("radio button", "^À faire$")
        program.press("Right")
        wait_focus(program, "Faits")
        wait_for(lambda: any("Réalisé" in row.get_description() for row in rows(program)), "what is done")
        assert not any("Demandé" in row.get_description() for row in rows(program))
        program.press("Right")
        wait_focus(program, "Déclinés")
        assert_described(wait_first(program, "Vaccin grippal inactivé"), "Vaccin non fait")


def test_reminder():
    """What the server said, why, who says so and between when: nothing else."""
    with Karne("--demo") as program:
        open_prevention(program, "Noé VITRY-EXEMPLE")
        program.click(program.find("list item", "^Noé a 11 mois"))
        program.find("heading", "^Rappel de vaccination$")
        program.find("label", "^Noé a 11 mois : c’est le moment")
        for fact in ("Période", "Pourquoi", "Émetteur", "Source", "Statut"):
            assert program.find("list item", f"^{fact}$").get_description(), fact
        program.find("label", PLAIN)
        # The first stop says what stands above the facts.
        focus = program.focused()
        assert focus.get_name() == "Rappel de vaccination", focus
        assert "c’est le moment" in focus.get_description(), focus.get_description()
        assert karne_gate.check_names(program) == []


def test_advice():
    """Each vaccine that is advised is a line of its own, with its dates by their meaning."""
    with Karne("--demo") as program:
        open_prevention(program, "Noé VITRY-EXEMPLE")
        program.click(program.find("list item", "^Vaccin hexavalent"))
        for fact in ("Date recommandée", "Pas avant", "En retard à partir de", "Dose"):
            assert program.find("list item", f"^{fact}$").get_description(), fact


def test_search():
    """By words, in the group that is shown; what is not found is said."""
    with Karne("--demo") as program:
        open_prevention(program, "Noé VITRY-EXEMPLE")
        program.key("ctrl+f")
        wait_focus(program, "Rechercher dans la prévention")
        program.type("meningo")
        wait_for(lambda: len(rows(program)) == 2, lambda: f"two vaccines; there are {names(program)}")
        program.press("ctrl+a")
        program.type("zzz")
        program.find("label", "^Aucun résultat$")
        program.key("Escape")
        wait_first(program, FIRST["Noé VITRY-EXEMPLE"])


# ---- Agenda ---------------------------------------------------------------------------------------


def test_agenda():
    """The next one first, by month, and what is off is called so; what is past on demand."""
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to("Agenda")
        row = wait_first(program, "Examen prénatal mensuel (reporté)")
        wait_for(lambda: "Maison de santé du Brûlé" in row.get_description(), "the place of the first one")
        assert_described(row, "Samedi 7 mars 2026", "8 h 30", "Mme Maéva Hoareau-Exemple", "Confirmé")
        program.find("label", "^Mars 2026$")
        program.find("label", NOTE, showing=False)
        off = [row for row in rows(program) if "Annulé" in row.get_description()]
        assert [row.get_name() for row in off] == ["Préparation à la naissance, séance 1"], off
        program.click(program.find("radio button", "^Passés$"))
        assert_described(wait_first(program, "Examen prénatal mensuel"), "Non honoré")


def test_appointment():
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to("Agenda")
        program.move_focus_to("list item", "^Dépistage du diabète gestationnel")
        program.key("Return")
        program.find("heading", "^Dépistage du diabète gestationnel")
        for fact in ("Jour", "Heure", "Avec", "Lieu", "Remarque", "Statut"):
            assert program.find("list item", f"^{fact}$", showing=False).get_description(), fact
        program.find("label", NOTE, showing=False)
        program.key("Escape")
        wait_focus(program, "Dépistage du diabète gestationnel (à jeun)")


# ---- All of them ----------------------------------------------------------------------------------


def test_gate():
    """Pages about one thing, wide and narrow, in large text too."""
    with Karne("--demo") as program:
        program.open_demo()
        faults = []
        for page, row in (("Prévention", "^Rappel diphtérie"), ("Agenda", "^Dépistage du diabète")):
            program.go_to(page)
            program.click(program.find("list item", row))
            program.find("list item", "^Source$", showing=False)
            for size in (karne_app.WIDE, karne_app.NARROW):
                faults += karne_gate.check_width(program, *size) + karne_gate.check_labels(program)
            program.press("ctrl+plus", 4)
            faults += karne_gate.check_width(program) + karne_gate.check_labels(program)
            program.press("ctrl+0")
            program.resize(*karne_app.WIDE)
            faults += karne_gate.check_names(program) + karne_gate.check_keyboard(program)[0]
        assert not faults, "\n" + "\n".join(faults)


karne_tap.run(
    [
        ("/desktop/home/child", test_child),
        ("/desktop/home/child-by-keys", test_child_by_keys),
        ("/desktop/home/overdue", test_overdue),
        ("/desktop/home/opened", test_opened),
        ("/desktop/home/links", test_links),
        ("/desktop/prevention/groups", test_groups),
        ("/desktop/prevention/reminder", test_reminder),
        ("/desktop/prevention/advice", test_advice),
        ("/desktop/prevention/search", test_search),
        ("/desktop/agenda/list", test_agenda),
        ("/desktop/agenda/appointment", test_appointment),
        ("/desktop/care/gate", test_gate),
    ]
)
