#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody sits down at a shared computer: agrees, signs in on the own telephone, is helped, leaves; by
the keyboard alone on this side."""

import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_end  # noqa: E402
import karne_gate  # noqa: E402
import karne_phone  # noqa: E402
import karne_places  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne, Server  # noqa: E402
from karne_counter import (  # noqa: E402
    AUTHORIZE, CODE, LEFT, MEASURE, NAME, PERSON, agree, counter, open_session, press, say_who, sign_in,
)  # fmt: skip
from karne_desk import wait_for, xdotool  # noqa: E402

def find_records(program):
    return [
        os.path.join(folder, name)
        for folder, _, names in os.walk(program.env["XDG_RUNTIME_DIR"])
        for name in names
        if name.startswith("record.db")
    ]


def test_j1():
    """A language, a session, an agreement: three acts, and the person identifies on the telephone."""
    with counter(language="en") as (program, server):
        program.find("list item", "^Start a session")
        program.acts.reset()
        press(program, "push button", "^Français$")
        agree(program)
        program.find("image", karne_phone.CODE)
        assert program.acts.count == 3, program.acts
        program.acts.reset()
        sign_in(program)
        program.find("list item", "^Accueil$")
        program.find("push button", "^À jour", limit=60)
        # The person's own: a code, and yes to its name and date of birth.
        assert program.acts.count == 2, program.acts
        program.find(None, "^Poste partagé$")
        program.find(None, LEFT)


def test_language_on_the_way():
    """In the person's language, with French beside it; what was typed stays."""
    with counter() as (program, server):
        press(program, "list item", "^Commencer une séance")
        entry = program.move_focus_to(("text", "entry")[0], "^Nom de la personne qui aide")
        program.type("Anne Exemple")
        program.press("F10")
        program.find("radio menu item", "^English$", showing=False)
        program.move_focus_to("radio menu item", "^English$", key="Down")
        program.press("Return")
        program.find("push button", "^Agree and sign in$")
        label = program.find("label", "^The agreement can be taken back at any moment")
        assert "L’accord peut être retiré à tout moment" in label.get_name(), label.get_name()
        assert entry is not None
        press(program, "push button", "^Agree and sign in$")
        program.find("label", "^No password is typed|No password is typed")


def test_refused():
    """Whoever does not agree is back at the start, where the demonstration is offered; nothing was kept."""
    with counter() as (program, server):
        press(program, "list item", "^Commencer une séance")
        press(program, "push button", "^Ne pas donner l’accord$")
        program.find(None, "^Aucun accord n’a été donné")
        program.find("list item", program.words["demonstration"])
        assert not find_records(program)


def test_denied():
    """No on the telephone: nothing is received, and one begins again or turns away."""
    with counter() as (program, server):
        agree(program)
        karne_phone.answer_window(program, None)
        program.find(None, "L’accès a été refusé")
        press(program, "push button", "^Recommencer$")
        program.find("image", karne_phone.CODE)
        press(program, "push button", "^Annuler$")
        program.find("list item", "^Commencer une séance")
        assert not find_records(program)


def test_no_browser():
    """At a counter a browser of the desktop would let the next person in as the previous one."""
    with counter() as (program, server):
        agree(program)
        program.find("image", karne_phone.CODE)
        assert not program.find_all("push button", "navigateur")


def test_masked():
    """What the role may not see is said to be masked, and never looks like nothing."""
    with counter() as (program, server):
        open_session(program)
        program.go_to("Mesures")
        program.find("label", "^Masqué pour ce rôle$", within=program.content())
        assert not program.find_all("label", "^Il n’y a aucune mesure")
        assert not program.find_all(None, MEASURE), "a measure"
        program.go_to("Documents")
        row = program.find("list item", within=program.content())
        program.find(None, "Masqué pour ce rôle", within=program.content())
        program.move_focus_to("list item", "^" + re.escape(row.get_name()) + "$")
        program.key("Return")
        program.find("label", "^Le contenu de ce document est masqué")
        program.press("Escape")
        for page in ("Prévention", "Accueil"):
            program.go_to(page)
            program.find(None, "^Masqué pour ce rôle.: mesures, maladies")


def test_less():
    """What the person keeps back is not listed, and never looks like nothing; one looks for it on purpose, and
    nothing is kept back beforehand."""
    with counter() as (program, server):
        press(program, "list item", "^Commencer une séance")
        press(program, "push button", "^Laisser voir moins de choses$")
        boxes = program.find_all("check box", "^(Rappels|Rendez-vous|Vaccinations|Documents|Messages)$")
        assert len(boxes) == 5, [box.get_name() for box in boxes]
        assert not [box for box in boxes if box.has("checked")]
        assert not program.find_all("check box", "^Mesures$"), "what the role does not see anyway"
        press(program, "check box", "^Documents$", key="space")
        press(program, "push button", "^Donner l’accord et s’identifier$")
        sign_in(program)
        program.find("push button", program.words["up-to-date"], limit=60)
        program.go_to("Documents")
        program.find("label", "^Masqué pour ce rôle$", within=program.content())
        assert not program.find_all("list item", within=program.content())
        program.go_to("Accueil")
        program.find(None, "^Masqué pour ce rôle.: .*documents")
        program.go_to("Agenda")
        assert not program.find_all("label", "^Masqué pour ce rôle$", within=program.content())
        program.move_focus_to(None, LEFT)
        program.key("Return")
        program.find("label", "La personne ne laisse pas voir non plus.: documents", showing=False)


def open_to_write(program, companion=False):
    press(program, "list item", "^Commencer une séance")
    if companion:
        press(program, "radio button", "^Conseiller", key="Right")
        wait_for(lambda: program.focused().get_name().startswith("Accompagnant"), "the role beside it")
    press(program, "check box", "^Écrire dans le dossier", key="space")
    press(program, "push button", "^Donner l’accord et s’identifier$")
    sign_in(program)
    program.find("push button", program.words["up-to-date"], limit=60)


def test_read_back():
    """What a helper writes is read together first: nothing is written before the person says that it is right."""
    with counter() as (program, server):
        open_to_write(program)
        program.go_to("Prévention")
        title = program.find("list item", "colorectal", within=program.content()).get_name()
        press(program, "list item", "^" + re.escape(title) + "$")
        press(program, "push button", "^Pas maintenant$")
        program.find("label", "^Relire ensemble$", showing=False)
        program.find("label", re.escape(title) + "\\n.*\\n\\nRien n’est encore écrit", showing=False)
        press(program, "push button", "^Corriger$")
        wait_for(lambda: len(program.frames()) == 1, "the question to go")
        assert not program.find_all("alert", "^Noté sur cet ordinateur")
        press(program, "push button", "^Pas maintenant$")
        program.find("label", "^Relire ensemble$", showing=False)
        wait_for(lambda: program.focused().get_name() == "Corriger", "the focus on what changes nothing")
        press(program, "push button", "^C’est juste$")
        program.find("alert", "^Noté sur cet ordinateur")
        program.go_to("En attente")
        program.find("list item", re.escape(title), within=program.content(), showing=False)


def test_read_back_measure():
    """So is a value, with its unit, its day and its hour."""

    def answer():
        program.find("label", f"^Glycémie capillaire\\n1,10 g/L\\n.*8.h.30\\n\\nRien n’est encore écrit", showing=False)
        wait_for(lambda: program.focused().get_name() == "Corriger", "the focus on what changes nothing")
        press(program, "push button", "^C’est juste$")

    with counter() as (program, server):
        open_to_write(program, companion=True)
        program.go_to("Mesures")
        karne_end.write_measure(program, then=answer)


def write_matrix(folder, lines):
    """As an administrator who knows one role only."""
    path = os.path.join(folder, "habilitation.xml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            '<habilitation>\n<sources>\n<source id="s" name="S" date="2026" address="https://s.example/"/>\n</sources>\n'
            '<role id="accueil" sources="s" labels="N">\n<title>Agent d’accueil</title>\n'
            f"<text>Voit les rendez-vous, et rien d’autre.</text>\n{lines}</role>\n</habilitation>\n"
        )
    os.chmod(path, 0o644)
    return path


def test_of_administrator():
    """What the administrator of the computer says counts, and nothing of what the program comes with."""
    if os.geteuid() != 0:
        raise karne_tap.Skip("only root can put a file there that counts")
    with tempfile.TemporaryDirectory() as folder:
        with counter(matrix=write_matrix(folder, '<see kinds="Patient Appointment Consent"/>\n')) as (program, server):
            press(program, "list item", "^Commencer une séance")
            program.find("label", "^Voit les rendez-vous, et rien d’autre")
            assert not program.find_all(None, "^Professionnel de santé$")
            press(program, "push button", "^Donner l’accord et s’identifier$")
            sign_in(program)
            program.find("push button", program.words["up-to-date"], limit=60)
            program.go_to("Documents")
            program.find("label", "^Masqué pour ce rôle$", within=program.content())
            program.go_to("Agenda")
            assert not program.find_all("label", "^Masqué pour ce rôle$", within=program.content())


def test_not_of_administrator():
    """A file that is not right, or that others can change, lets nobody begin, and says why; nothing else takes its
    place."""
    for lines, mode, words in (
        ('<see everything="yes"/>\n', 0o644, "ne convient pas" if os.geteuid() == 0 else "peut être modifié"),
        ('<see kinds="Task"/>\n', 0o666, "peut être modifié"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            matrix = write_matrix(folder, lines)
            os.chmod(matrix, mode)
            with counter(matrix=matrix) as (program, server):
                for row in ("^Commencer une séance", "^S’exercer à une séance"):
                    press(program, "list item", row)
                    program.find("alert", "^Aucune séance ne peut commencer.*" + words)
                    assert not program.find_all("push button", "^Donner l’accord")
                # Who does not help others is not concerned.
                program.find("list item", program.words["demonstration"])
                assert not find_records(program)


def test_locked():
    """What is locked comes back as it was: in the helper's role, on the same page."""
    with counter() as (program, server):
        open_session(program)
        program.go_to("Mesures")
        program.find(None, "^Masqué pour ce rôle")
        program.press("ctrl+l")
        program.find("push button", "^Déverrouiller$")
        assert not program.find_all(None, LEFT)
        program.move_focus_to("password text", None)
        program.type(CODE)
        program.key("Return")
        program.find(None, LEFT, limit=60)
        program.find(None, "^Masqué pour ce rôle")
        assert not program.find_all("list item", MEASURE, within=program.content(), showing=False)


def test_withdrawn():
    """Taken back: the record leaves at once, the server hears of it, nothing is left."""
    with counter() as (program, server):
        open_session(program)
        assert find_records(program)
        program.move_focus_to(None, LEFT)
        program.key("Return")
        program.find("label", "^Confirmé par le serveur$", showing=False)
        program.acts.reset()
        program.move_focus_to("push button", "^Retirer l’accord$")
        program.key("Return")
        program.find(None, "^L’accord a été retiré, et le serveur le sait")
        assert program.acts.count == 1, program.acts
        assert not find_records(program)
        left = [node.get_name() for node in program.find_all(showing=False)]
        assert not [name for name in left if re.search(NAME, name)], left


def test_withdrawn_by_menu():
    """The same line stands in the menu while there is something to be taken back, and no longer."""
    with counter() as (program, server):
        open_session(program)
        karne_places.choose_in_menu(program, "^Retirer l’accord$")
        program.find(None, "^L’accord a été retiré, et le serveur le sait")
        program.press("F10")
        program.find("menu item", "^Aide$", showing=False)
        assert not program.find_all("menu item", "^Retirer l’accord$")


def test_withdrawn_offline():
    """Without a server it is said that it could not be told."""
    with counter() as (program, server):
        open_session(program)
        server.process.kill()
        server.process.wait()
        program.move_focus_to(None, LEFT)
        program.key("Return")
        program.move_focus_to("push button", "^Retirer l’accord$")
        program.key("Return")
        program.find(None, "^L’accord a été retiré. Le serveur n’a pas pu en être informé", limit=40)
        assert not find_records(program)


def test_end():
    """Ending the session signs the person out, and leaves nothing; so does closing the window."""
    for how in ("^Terminer la séance$", "ctrl+q"):
        with counter() as (program, server):
            open_session(program)
            assert find_records(program)
            if how == "ctrl+q":
                xdotool("key", "ctrl+q")
                program.process.wait(60)
                assert program.process.returncode == 0
            else:
                press(program, "push button", how)
                press(program, "push button", program.words["erase"])
                press(program, "push button", program.words["start-page"])
                program.find("list item", "^Commencer une séance")
            assert not find_records(program)


def test_practice():
    """The same with fictitious people, which is marked all the way."""
    with Karne(server=("--device-interval", "1")) as program:
        press(program, "list item", "^S’exercer à une séance")
        program.find("label", "^Démonstration.: personnes fictives")
        press(program, "push button", "^Donner l’accord et s’identifier$")
        program.find("label", "^Démonstration.: personnes fictives")
        sign_in(program)
        program.find("push button", program.words["up-to-date"], limit=60)
        program.find("label", "^Démonstration.: personnes fictives")
        program.find(None, LEFT)


def test_forms():
    """Nothing is cut, where there is least room and where letters are large; all has a name."""
    for text in ("100", "200"):
        with Server(*AUTHORIZE) as server:
            settings = {"server-address": f"'{server.address}'", "text-scale": text}
            with Karne(settings=settings) as program:
                faults = karne_gate.check_width(program)
                press(program, "list item", "^Commencer une séance")
                program.find("push button", "^Donner l’accord et s’identifier$")
                faults += karne_gate.check_labels(program) + karne_gate.check_names(program)
                press(program, "push button", "^Donner l’accord et s’identifier$")
                program.find("image", karne_phone.CODE)
                faults += karne_gate.check_labels(program)
                karne_phone.answer_window(program, PERSON)
                program.find("label", "^Est-ce cette personne")
                faults += karne_gate.check_labels(program) + karne_gate.check_names(program)
                say_who(program)
                program.find(None, LEFT, limit=60)
                program.stand_still()
                faults += karne_gate.check_width(program, *karne_app.NARROW)
                for _ in karne_places.visit_pages(program):
                    faults += karne_gate.check_labels(program)
                faults += karne_gate.check_names(program)
                assert not faults, f"{text} %:\n" + "\n".join(faults)


karne_tap.run(
    [
        ("/desktop/arrival/j1", test_j1),
        ("/desktop/arrival/language-on-the-way", test_language_on_the_way),
        ("/desktop/arrival/refused", test_refused),
        ("/desktop/arrival/denied", test_denied),
        ("/desktop/arrival/no-browser", test_no_browser),
        ("/desktop/arrival/masked", test_masked),
        ("/desktop/arrival/less", test_less),
        ("/desktop/arrival/read-back", test_read_back),
        ("/desktop/arrival/read-back/measure", test_read_back_measure),
        ("/desktop/arrival/of-administrator", test_of_administrator),
        ("/desktop/arrival/not-of-administrator", test_not_of_administrator),
        ("/desktop/arrival/locked", test_locked),
        ("/desktop/arrival/withdrawn", test_withdrawn),
        ("/desktop/arrival/withdrawn-by-menu", test_withdrawn_by_menu),
        ("/desktop/arrival/withdrawn-offline", test_withdrawn_offline),
        ("/desktop/arrival/end", test_end),
        ("/desktop/arrival/practice", test_practice),
        ("/desktop/arrival/forms", test_forms),
    ]
)
