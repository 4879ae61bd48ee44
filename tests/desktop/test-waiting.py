#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was changed here: it waits, is undone, refused, put off, decided, as a person sees and does it."""

import contextlib
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_changes  # noqa: E402
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_changes import GLUCOSE, VISIT, Record  # noqa: E402
from karne_desk import wait_for  # noqa: E402

SCRATCH = os.environ["KARNE_TEST_SCRATCH"]
NBSP = "\u00a0"
PAGE = "En attente"
TITLE = "^Mesure · Glycémie capillaire$"


@contextlib.contextmanager
def opened(record, **options):
    """The copy of a record, at the time of this computer, on the page of what waits."""
    program = Karne(moment=time.strftime("%Y-%m-%d %H:%M:%S"), **options)
    program.env["XDG_DATA_HOME"] = record.data_home
    with program:
        karne_changes.open_record(program)
        program.go_to(PAGE)
        yield program


def read_row(program, name):
    """What is read out of a row, beside its name."""

    def look():
        rows = program.find_all("list item", name, within=program.content(), showing=False)
        return rows[0].get_description() if rows else None

    return wait_for(look, f"the row {name}")


def wait_row(program, name, words):
    wait_for(lambda: words in (read_row(program, name) or ""), lambda: f"{words!r} in {read_row(program, name)}")


def wait_focus(program, name, words):
    def is_there():
        node = program.focused()
        return node.get_name() == name and words in (node.get_description() or "")

    wait_for(is_there, lambda: f"the focus on {name}, instead of {program.focused()}")


def radios(program, within):
    return program.find_all("radio button", within=within, showing=False)


def test_undo():
    """Without a network a change waits, and is taken back with the keyboard alone."""
    with Record(SCRATCH, "undo") as record:
        measure = record.get(*GLUCOSE)
        before = measure["valueQuantity"]["value"]
        measure["valueQuantity"]["value"] = 99
        record.edit(measure)
    with opened(record) as program:
        wait_row(program, "^Glycémie capillaire$", "Mesure · Modification · aujourd’hui")
        wait_row(program, "^Glycémie capillaire$", "À envoyer")
        row = program.sidebar_row(PAGE)
        wait_for(lambda: row.get_description() == f"1{NBSP}à envoyer".replace(NBSP, " "), "the number in the sidebar")
        program.move_focus_to("push button", "^Annuler$")
        program.key("Return")
        program.find("list item", "^Aucun envoi en attente$")
        wait_focus(program, "Aucun envoi en attente", "Annulé")
        wait_row(program, "^Glycémie capillaire$", "Annulé · aujourd’hui")
    assert record.list("waiting") == []
    assert f"{before}" in record.karne("show", GLUCOSE[1])


def test_record():
    """The record itself says what the server does not have yet: in a line of it, and on its page."""
    with Record(SCRATCH, "record") as record:
        visit = record.get(*VISIT)
        visit["description"] = "Soins des pieds, reportés"
        record.edit(visit)
    with opened(record) as program:
        program.go_to("Agenda")
        wait_row(program, "^Soins des pieds, reportés$", "À envoyer")
        page = program.content()
        program.click(program.find("list item", "^Soins des pieds, reportés$", within=page, showing=False))
        wait_for(lambda: program.content() != page, "the page of the appointment")
        program.find("label", "^À envoyer$", within=program.content())


def test_decide():
    """One field as entered here and one as in the record, by the keyboard; the server has both."""
    with Record(SCRATCH, "decide") as record:
        karne_changes.make_conflict(record)
        with opened(record) as program:
            program.find("statusbar", "^1 modification est à trancher")
            card = program.find("panel", TITLE, showing=False)
            assert "Modifié ici et dans le dossier" in card.get_description()
            choices = radios(program, card)
            assert len(choices) == 4, choices
            assert not any(choice.has("checked") for choice in choices), "something is chosen beforehand"
            save = program.find("push button", "^Enregistrer la décision$", within=card, showing=False)
            assert not save.has("sensitive"), "it can be saved with nothing chosen"
            program.move_focus_to("panel", TITLE)
            decide_by_keyboard(program)
            wait_focus(program, "Rien à trancher", "La décision est enregistrée ici")
            wait_for(lambda: is_decided(record), "the decision on the server")
            program.wait_gone("statusbar", "à trancher")
            wait_row(program, "^Glycémie capillaire$", "Arrivé sur le serveur")
            says = f"Statut{NBSP}: comme saisi ici, Valeur{NBSP}: comme dans le dossier"
            rows = program.find_all("list item", "^Glycémie capillaire$", within=program.content(), showing=False)
            assert any(says in row.get_description() for row in rows), [row.get_description() for row in rows]
    assert record.list("conflicts") == []


def decide_by_keyboard(program):
    """The status first, then the value."""
    program.move_focus_to("radio button", "^Garder ce qui est saisi ici$")
    assert program.focused().get_description() == "Statut, Complété", program.focused().get_description()
    program.key("space")
    program.move_focus_to("radio button", "^Garder ce qui est dans le dossier$")
    while not program.focused().get_description().startswith("Valeur"):
        program.press("Tab")
        program.move_focus_to("radio button", "^Garder ce qui est dans le dossier$")
    assert program.focused().get_description() == f"Valeur, 152,5{NBSP}mg/dL", program.focused().get_description()
    program.key("space")
    program.move_focus_to("push button", "^Enregistrer la décision$")
    program.key("Return")


def is_decided(record):
    measure = record.get(*GLUCOSE)
    return measure["status"] == "amended" and measure["valueQuantity"]["value"] == 152.5


def test_later():
    """What is put off stays to be decided, and keeps nothing else waiting."""
    with Record(SCRATCH, "later") as record:
        karne_changes.make_conflict(record)
        with opened(record) as program:
            card = program.find("panel", TITLE, showing=False)
            program.click(program.find("push button", "^Plus tard$", within=card, showing=False))
            program.find("statusbar", "^Remis à plus tard")
            visit = record.get(*VISIT)
            visit["description"] = "Soins des pieds, reportés"
            record.put(visit)
            program.press("F5")
            program.go_to("Agenda")
            program.find("list item", "^Soins des pieds, reportés$", showing=False)
            row = program.sidebar_row(PAGE)
            assert row.get_description() == "1 à trancher", row.get_description()
            # From any page one act leads back to it.
            program.go_to("Accueil")
            program.click(program.find("push button", "^Voir$"))
            program.wait_page(PAGE)
            program.find("panel", TITLE, showing=False)
    assert len(record.list("conflicts")) == 1


def test_deleted():
    """What was deleted there and changed here is decided as a whole, and comes back."""
    with Record(SCRATCH, "deleted") as record:
        karne_changes.make_deletion(record)
        with opened(record) as program:
            card = program.find("panel", "^Rendez-vous · Soins des pieds$", showing=False)
            assert "supprimé dans le dossier" in card.get_description()
            program.find("label", "^Description.*avec les ordonnances$", within=card, showing=False)
            program.click(program.find("radio button", "^Garder ce qui est saisi ici$", within=card, showing=False))
            program.click(program.find("push button", "^Enregistrer la décision$", within=card, showing=False))
            program.find("list item", "^Rien à trancher$", showing=False)
            wait_row(program, "^Soins des pieds, avec les ordonnances$|^Rendez-vous$", "Arrivé sur le serveur")


def test_refused():
    """The server’s words stand there with the plain ones; it is tried again, and can be undone."""
    with Record(SCRATCH, "refused") as record:
        karne_changes.make_refused(record)
        record.karne("sync")
        with opened(record) as program:
            name = "^Glycémie capillaire$"
            wait_row(program, name, "Le serveur refuse cette modification telle quelle.")
            wait_row(program, name, f"Réponse du serveur{NBSP}: ")
            wait_row(program, name, "Observation.status is none that it can have")
            wait_row(program, name, "Refusé par le serveur")
            program.find("statusbar", "^Le serveur a refusé 1 modification, conservée ici")
            program.click(program.find("push button", "^Réessayer$", within=program.content(), showing=False))
            program.find("statusbar", "^Nouvel envoi en cours")
            program.find("push button", "^Réessayer$", within=program.content(), showing=False)
            wait_row(program, name, "Refusé par le serveur")
            program.click(program.find("push button", "^Annuler$", within=program.content(), showing=False))
            program.wait_gone("push button", "^Réessayer$")


def test_gate():
    """All at once: by the keyboard, on the narrowest screen, in large text."""
    with Record(SCRATCH, "gate") as record:
        karne_changes.make_all(record)
        with opened(record, settings={"text-scale": "200"}) as program:
            program.find("panel", TITLE, showing=False)
            faults = karne_gate.check_width(program, *karne_app.NARROW) + karne_gate.check_labels(program)
            faults += karne_gate.check_names(program)
            assert program.resize(*karne_app.WIDE)
            faults += karne_gate.check_labels(program)
            faults += karne_gate.check_keyboard(program)[0]
            assert not faults, "\n" + "\n".join(faults)


karne_tap.run(
    [
        ("/desktop/waiting/undo", test_undo),
        ("/desktop/waiting/record", test_record),
        ("/desktop/waiting/decide", test_decide),
        ("/desktop/waiting/later", test_later),
        ("/desktop/waiting/deleted", test_deleted),
        ("/desktop/waiting/refused", test_refused),
        ("/desktop/waiting/gate", test_gate),
    ]
)
