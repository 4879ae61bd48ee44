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
WORKED_OUT = "^Calculé sur cet ordinateur"
PLAIN = "^Affiché tel que le serveur l’a envoyé"


FIRST = {
    "Noé VITRY-EXEMPLE": "Examen du 12e mois",
    "Maya VITRY-EXEMPLE": "Examen de la 6e année",
    "Marie-Thérèse LUBIN-MODÈLE": "Vaccin contre le zona",
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
    wait_for(
        lambda: program.focused().get_name() == name,
        lambda: f"the focus on “{name}”; it is on {program.focused()}",
    )


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
            assert_described(row, "À faire jusqu’au ", "Obligatoire", "Demandé aussi")


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
            ("Examen prénatal mensuel", WORKED_OUT),
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
        wait_for(lambda: any("Fait" in row.get_description() for row in rows(program)), "what is done")
        assert not any("À faire" in row.get_description() for row in rows(program))
        program.press("Right")
        wait_focus(program, "Déclinés")
        assert_described(wait_first(program, "Vaccin grippal inactivé"), "Vaccin non fait")


def open_notice(program, rule, notice):
    """From what a rule asks for to what the server sent about the same."""
    open_prevention(program, "Noé VITRY-EXEMPLE")
    program.click(program.find("list item", rule))
    program.find("label", WORKED_OUT, showing=False)
    program.move_focus_to("list item", notice)
    program.key("Return")


def test_rule():
    """When, why, by which facts and whose rule it is; what is said of it here is a change like any other."""
    with Karne("--demo") as program:
        open_prevention(program, "Noé VITRY-EXEMPLE")
        program.click(program.find("list item", "^Examen du 12e mois"))
        program.find("heading", "^Examen du 12e mois")
        program.find("label", "^À faire jusqu’au")
        program.find("list item", "^Date de naissance", showing=False)
        for fact in ("Règle", "Adresse", "Calcul"):
            assert program.find("list item", f"^{fact}$", showing=False).get_description(), fact
        assert karne_gate.check_names(program) == []
        program.move_focus_to("push button", "^Prévu$")
        program.acts.reset()
        program.key("Return")
        program.find("alert", "^Noté sur cet ordinateur")
        program.find("label", "^Prévu$")
        assert program.acts.count == 1, program.acts


def test_reminder():
    """What the server said, why, who says so and between when: nothing else."""
    with Karne("--demo") as program:
        open_notice(program, "^Vaccin hexavalent", "^Noé a 11 mois")
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
        open_notice(program, "^Vaccin hexavalent", "^Vaccin hexavalent")
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


def test_sorts():
    """What is of one sort stands under its name, the sort of what is most urgent first."""
    with Karne("--demo") as program:
        open_prevention(program, "Noé VITRY-EXEMPLE")
        wait_first(program, FIRST["Noé VITRY-EXEMPLE"])
        program.find("heading", "^Examens de l’enfant$", showing=False)
        program.find("heading", "^Vaccination$", showing=False)
        sorts = ["Examen" if name.startswith("Examen") else "Vaccin" for name in names(program)]
        assert "Vaccin" in sorts and sorts == sorted(sorts), names(program)


def open_card(program, person):
    open_prevention(program, person)
    program.move_focus_to("push button", "^Carnet de vaccination$")
    program.key("Return")
    program.find("heading", "^Carnet de vaccination$")
    return program.find("list item", "^Diphtérie", within=program.content())


def test_card():
    """By keyboard: each disease with its doses and what is next; each dose with whose word it is; the
    rule that asks for the next one; and back to where it was."""
    with Karne("--demo") as program:
        row = open_card(program, "Noé VITRY-EXEMPLE")
        assert_described(row, "Dose 1 sur 3", "Dose 2 sur 3", "À suivre", "3 sur 3", "À faire jusqu’au")
        silent = program.find("list item", "^Rougeole", showing=False)
        assert_described(silent, "Non trouvé dans le dossier", "À suivre")
        program.find("label", "ne signifie pas que la personne n’est pas vaccinée", showing=False)
        program.move_focus_to("list item", "^Diphtérie")
        program.key("Return")
        program.find("heading", "^Diphtérie, tétanos, poliomyélite$")
        dose = program.find("list item", "^Dose 1 sur 3", within=program.content())
        assert_described(dose, "Vaccin hexavalent", "Lot DEMO-HEX1", "Dans le dossier", "Dr Anaïs")
        program.move_focus_to("list item", "^Vaccin hexavalent")
        program.key("Return")
        program.find("label", WORKED_OUT, showing=False)
        program.key("Escape")
        program.key("Escape")
        wait_focus(program, "Diphtérie, tétanos, poliomyélite")


def print_to_file(program):
    """In the dialog of the platform, which tells assistive technology nothing; returns what is in the file."""
    path = os.path.join(program.env["HOME"], "sortie.pdf")
    program.key("ctrl+p")

    def is_asked():
        return program.frame() is None or program.frame().get_name() != "Karné"

    def is_printed():
        # Printers are listed a moment after the dialog is there.
        for key in ("Down", "space", "alt+i"):
            if is_asked() and not os.path.exists(path):
                program.press(key)
        return os.path.exists(path) and os.path.getsize(path) > 1000

    wait_for(is_asked, "the dialog for a printer")
    wait_for(is_printed, "the sheets")
    with open(path, "rb") as file:
        sheets = file.read()
    # The next program has the same home.
    os.remove(path)
    return sheets


def descriptions(program):
    buttons = program.find_all("push button", "^Imprimer$", showing=False)
    return [button.get_description() for button in buttons]


def says_printed(program):
    return any(words.startswith("Envoyé à l’imprimante") for words in descriptions(program))


def test_print():
    """The list and the card go to paper by the same key as anything else."""
    for opened in (open_prevention, open_card):
        with Karne("--demo") as program:
            opened(program, "Noé VITRY-EXEMPLE")
            program.find("list item", within=program.content(), showing=False)
            assert print_to_file(program).startswith(b"%PDF-")
            wait_for(lambda: says_printed(program), lambda: f"what came of it: {descriptions(program)}")


# ---- Agenda ---------------------------------------------------------------------------------------


def test_agenda():
    """The next one first, by month, and what is off is called so; what is past on demand."""
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to("Agenda")
        row = wait_first(program, "Examen prénatal mensuel (reporté)")
        wait_for(lambda: "Maison de santé du Brûlé" in row.get_description(), "the place of the first one")
        assert_described(row, "Samedi 7 mars 2026", "8 h 30", "Mme Maéva Hoareau-Exemple", "Confirmé")
        program.find("heading", "^Mars 2026$")
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


def check_gate(program):
    faults = []
    for size in (karne_app.WIDE, karne_app.NARROW):
        faults += karne_gate.check_width(program, *size) + karne_gate.check_labels(program)
    program.press("ctrl+plus", 4)
    faults += karne_gate.check_width(program) + karne_gate.check_labels(program)
    program.press("ctrl+0")
    program.resize(*karne_app.WIDE)
    return faults + karne_gate.check_names(program) + karne_gate.check_keyboard(program)[0]


def test_card_gate():
    """The card and one line of it, wide and narrow, in large text too."""
    with Karne("--demo") as program:
        row = open_card(program, "Noé VITRY-EXEMPLE")
        faults = check_gate(program)
        program.click(row)
        program.find("heading", "^Diphtérie, tétanos, poliomyélite$")
        faults += check_gate(program)
        assert not faults, "\n" + "\n".join(faults)


# ---- All of them ----------------------------------------------------------------------------------


def test_gate():
    """Pages about one thing, wide and narrow, in large text too."""
    with Karne("--demo") as program:
        program.open_demo()
        faults = []
        for page, row in (("Prévention", "^Vaccin contre la coqueluche"), ("Agenda", "^Dépistage du diabète")):
            program.go_to(page)
            program.click(program.find("list item", row))
            program.find("list item", "^(Source|Règle)$", showing=False)
            faults += check_gate(program)
        assert not faults, "\n" + "\n".join(faults)


karne_tap.run(
    [
        ("/desktop/home/child", test_child),
        ("/desktop/home/child-by-keys", test_child_by_keys),
        ("/desktop/home/overdue", test_overdue),
        ("/desktop/home/opened", test_opened),
        ("/desktop/home/links", test_links),
        ("/desktop/prevention/groups", test_groups),
        ("/desktop/prevention/rule", test_rule),
        ("/desktop/prevention/reminder", test_reminder),
        ("/desktop/prevention/advice", test_advice),
        ("/desktop/prevention/search", test_search),
        ("/desktop/prevention/sorts", test_sorts),
        ("/desktop/prevention/print", test_print),
        ("/desktop/card/by-keys", test_card),
        ("/desktop/card/gate", test_card_gate),
        ("/desktop/agenda/list", test_agenda),
        ("/desktop/agenda/appointment", test_appointment),
        ("/desktop/care/gate", test_gate),
    ]
)
