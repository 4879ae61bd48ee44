#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures, accesses, and what was set aside: what a person reads there, and by which acts."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_changes  # noqa: E402
import karne_data  # noqa: E402
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import NARROW, Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

SCRATCH = os.environ["KARNE_TEST_SCRATCH"]
NBSP = "\u00a0"


def show_person(program, name):
    program.click(program.find("list item", name))
    program.find("push button", program.words["up-to-date"])


def description_of(program, name):
    """Of a row of the page that is coming up; while it is, another one may stand in front."""

    def look():
        rows = program.find_all("list item", name, within=program.content(), showing=False)
        return rows[0].get_description() if rows else None

    return wait_for(look, f"the row {name}")


def wait_description(program, name, words):
    wait_for(lambda: words in (description_of(program, name) or ""), f"{words!r} in {name}")


def show_table(program):
    """The chart comes first, its twin behind it."""
    program.click(program.find("page tab", "^Tableau$", within=program.content()))


def test_measures():
    """The last of each kind; one act opens all of a kind, and one goes back to where it was."""
    with Karne("--demo") as program:
        program.open_demo()
        show_person(program, "^Jean-Marc")
        program.go_to("Mesures")
        assert "127 / 82 mmHg".replace(" ", NBSP) in description_of(program, "^Pression artérielle$")
        # Digits as they were sent, with the comma of the language.
        assert f"7,10{NBSP}%" in description_of(program, "^HbA1c$")
        before = program.acts.count
        program.move_focus_to("list item", "^Glycémie capillaire$")
        program.key("Return")
        assert program.acts.count == before + 1
        show_table(program)
        program.find("label", "^434 valeurs$")
        row = program.find("list item", "2026", within=program.content())
        wait_for(lambda: "Mon lecteur de glycémie" in row.get_description(), "the device")
        assert f"{NBSP}mg/dL, " in row.get_description()
        rows = program.find_all("list item", within=program.content(), showing=False)
        assert len(rows) <= 200, len(rows)
        faults = karne_gate.check_width(program, *NARROW) + karne_gate.check_labels(program)
        faults += karne_gate.check_names(program)
        assert not faults, "\n" + "\n".join(faults)
        program.key("Escape")
        wait_for(lambda: program.focused().get_name() == "Glycémie capillaire", "the row that opened it")


def test_more():
    """A long table comes in parts, and the focus goes to the first row of the next one."""
    with Karne("--demo") as program:
        program.open_demo()
        show_person(program, "^Jean-Marc")
        program.go_to("Mesures")
        program.click(program.find("list item", "^Glycémie capillaire$"))
        show_table(program)
        program.find("label", "\\b100\\b.*\\b434\\b", within=program.content(), showing=False)
        more = program.find("push button", "^Voir plus$", within=program.content(), showing=False)
        program.click(more)
        program.find("label", "\\b200\\b.*\\b434\\b", within=program.content(), showing=False)
        wait_for(lambda: program.focused().get_role() == "list item", "the next row")


def test_access():
    """Who looked, in which role, at what; an emergency is said in words."""
    with Karne("--demo") as program:
        program.open_demo()
        show_person(program, "^Jean-Marc")
        program.go_to("Accès au dossier")
        program.find("statusbar", "^Tous les accès jusqu’au ")
        wait_description(program, "^Dr Noémie Boyer", "Médecin, Document : Bilan sanguin".replace(" :", NBSP + ":"))
        wait_description(program, "^Dr Gaël Fontaine", "bris de glace")
        wait_description(program, "^M. Joël Rivière", "N’a pas abouti")
        assert not karne_gate.check_labels(program)


def test_access_out_of_reach():
    """What is known stays, and it is said that nobody could be asked."""
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to("Accès au dossier")
        program.find("statusbar", "^Tous les accès jusqu’au ")
        program.go_to("Accueil")
        program.stop_demo_server()
        program.go_to("Accès au dossier")
        program.find("statusbar", "^Le serveur n’a pas pu être interrogé. Ce qui est affiché date du ")
        program.find("list item", within=program.content())
        assert not karne_gate.check_width(program, *NARROW)
        assert not karne_gate.check_labels(program)


def test_access_never_asked():
    with Karne("--demo") as program:
        program.open_demo()
        program.stop_demo_server()
        program.go_to("Accès au dossier")
        program.find("statusbar", "n’a encore jamais tout transmis")
        # What was done here is known all the same.
        wait_for(lambda: any("Ouverture du dossier à" in words for words in own_rows(program)), "what was done")


def count_rows(program):
    return len(program.find_all("list item", within=program.content(), showing=False))


def own_rows(program):
    rows = program.find_all("list item", "^Titulaire du dossier$", within=program.content(), showing=False)
    return [row.get_description() for row in rows if "Sur cet ordinateur" in row.get_description()]


def test_access_here():
    """What is done on this computer stands among the accesses: pages that were come to, a document, a search;
    and not what nobody has come to."""
    with Karne("--demo") as program:
        program.open_demo()
        show_person(program, "^Jean-Marc")
        program.go_to("Documents")
        program.click(program.find("list item", "^Bilan sanguin", within=program.content()))
        program.stand_still()
        program.press("Escape")
        program.stand_still()
        n_documents = count_rows(program)
        program.press("ctrl+f")
        program.type("sanguin")
        wait_for(lambda: 0 < count_rows(program) < n_documents, "what is found")
        program.go_to("Accès au dossier")
        wait_for(lambda: len(own_rows(program)) >= 5, "what was done")
        said = "\n".join(own_rows(program))
        for words in ("Accès au dossier", "Mots : sanguin", "Document : Bilan sanguin", "Documents", "Ouverture du dossier"):
            assert words.replace(" :", NBSP + ":") in said, said
        assert said.count("Recherche à") == 1, said
        assert "Mesures" not in said, said
        assert "Rendez-vous" not in said, said
        faults = karne_gate.check_width(program, *NARROW) + karne_gate.check_labels(program)
        faults += karne_gate.check_names(program)
        assert not faults, "\n" + "\n".join(faults)


def test_access_saved():
    """The person takes it along as a file, also without a network; that is noted, too."""
    with Karne("--demo") as program:
        program.open_demo()
        program.stop_demo_server()
        program.go_to("Accès au dossier")
        wait_for(lambda: own_rows(program), "what was done")
        program.click(program.find("push button", "^Enregistrer$", within=program.content()))
        path = os.path.join(program.env["HOME"], "suivi.pdf")
        program.name_file(path)
        wait_for(lambda: os.path.exists(path), "the file")
        program.find("label", "^La copie est enregistrée")
        with open(path, "rb") as file:
            assert file.read(5) == b"%PDF-"
        assert os.stat(path).st_mode & 0o777 == 0o600
        program.go_to("Accueil")
        program.go_to("Accès au dossier")
        wait_for(lambda: any("Enregistrement hors du dossier à" in words for words in own_rows(program)), "the export")


def test_access_tampered():
    """A line that is not as it was written is said, and nothing is kept from the person for it."""
    with karne_changes.Record(SCRATCH, "tampered") as record:
        record.karne("search", "rein")
        record.karne("search", "sang")
        program = Karne()
        program.env["XDG_DATA_HOME"] = record.data_home
        with program:
            karne_changes.open_record(program)
            program.go_to("Accès au dossier")
            wait_for(lambda: len(own_rows(program)) >= 3, "what was done")
            lines = program.find_all("statusbar", "à partir de la ligne", within=program.content(), showing=False)
            assert not lines
        record.tamper("DROP TRIGGER access_log_delete; DELETE FROM access_log WHERE number = 2")
        program = Karne()
        program.env["XDG_DATA_HOME"] = record.data_home
        with program:
            karne_changes.open_record(program)
            program.go_to("Accès au dossier")
            program.find("statusbar", "^Ce qui a été noté sur cet ordinateur a été modifié à partir de la ligne 2,")
            assert any(f"Mots{NBSP}: rein" in words for words in own_rows(program))
            faults = karne_gate.check_width(program, *NARROW) + karne_gate.check_labels(program)
            assert not faults, "\n" + "\n".join(faults)


def test_access_told():
    """That the server is told is said where the lines stand, and nothing of it where it is not."""
    with karne_changes.Record(SCRATCH, "told") as record:
        for tells in ("no", "yes"):
            record.karne("source", "tell", "1", tells)
            program = Karne()
            program.env["XDG_DATA_HOME"] = record.data_home
            with program:
                karne_changes.open_record(program)
                program.go_to("Accès au dossier")
                wait_for(lambda: own_rows(program), "what was done")
                said = program.find_all("statusbar", "^Le serveur est informé", within=program.content(), showing=False)
                assert bool(said) == (tells == "yes"), tells
                faults = karne_gate.check_width(program, *NARROW) + karne_gate.check_labels(program)
                assert not faults, "\n" + "\n".join(faults)


def test_set_aside():
    """What could not be taken in is counted in the sidebar, and listed with the reason."""
    with Karne("--demo", data=karne_data.make_incomplete(SCRATCH, 130)) as program:
        program.open_demo()
        row = program.sidebar_row("En attente")
        wait_for(lambda: row.get_description() == "130 éléments mis de côté", "the number in the sidebar")
        program.go_to("En attente")
        assert "Seule une partie" in description_of(program, f"^1{NBSP}mesure")
        rows = program.find_all("list item", within=program.content(), showing=False)
        assert len(rows) == 103, len(rows)
        program.click(program.find("push button", "^Voir plus$", within=program.content(), showing=False))
        rows = program.find_all("list item", within=program.content(), showing=False)
        assert len(rows) == 133, len(rows)
        assert program.focused().get_role() == "list item"


def test_nothing_set_aside():
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to("En attente")
        program.find("list item", "^Rien n’est mis de côté$")
        program.find("list item", "^Aucun envoi en attente$")
        assert not program.sidebar_row("En attente").get_description()


karne_tap.run(
    [
        ("/desktop/record-pages/measures", test_measures),
        ("/desktop/record-pages/more", test_more),
        ("/desktop/record-pages/access", test_access),
        ("/desktop/record-pages/access-out-of-reach", test_access_out_of_reach),
        ("/desktop/record-pages/access-never-asked", test_access_never_asked),
        ("/desktop/record-pages/access-here", test_access_here),
        ("/desktop/record-pages/access-saved", test_access_saved),
        ("/desktop/record-pages/access-tampered", test_access_tampered),
        ("/desktop/record-pages/access-told", test_access_told),
        ("/desktop/record-pages/set-aside", test_set_aside),
        ("/desktop/record-pages/nothing-set-aside", test_nothing_set_aside),
    ]
)
