#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents: found by a word, by filters, opened, and come back from; by mouse and by keyboard."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_data  # noqa: E402
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

SCRATCH = os.environ["KARNE_TEST_SCRATCH"]
FILTERS = "^Filtres"
ALL = 9


def rows(program):
    return [row.get_name() for row in program.find_all("list item", within=program.content(), showing=False)]


def wait_rows(program, n):
    wait_for(lambda: len(rows(program)) == n, lambda: f"{n} documents; there are {rows(program)}")
    return rows(program)


def wait_focus(program, name):
    wait_for(
        lambda: program.focused().get_name() == name,
        lambda: f"the focus on “{name}”; it is on {program.focused()}",
    )


def open_documents(program):
    program.open_demo()
    program.press("alt+4")
    wait_rows(program, ALL)
    wait_focus(program, "Recherche dans les documents")


def test_word():
    """A word of a title, in two acts: come to the page, type it. Accents do not count."""
    with Karne("--demo") as program:
        program.open_demo()
        program.acts.reset()
        program.click(program.sidebar_row("Documents"))
        program.type("echographie deux")
        assert wait_rows(program, 1) == ["Compte rendu d'échographie du deuxième trimestre"]
        assert program.acts.count == 2, program.acts
        program.find("statusbar", "^1 document trouvé$")
        # Whoever listens hears it of what has the focus.
        wait_for(lambda: program.focused().get_description() == "1 document trouvé", "the count to be heard")


def test_author():
    with Karne("--demo") as program:
        open_documents(program)
        program.type("payet")
        assert wait_rows(program, 1) == ["Bilan sanguin du premier trimestre"]
        program.key("Escape")
        wait_rows(program, ALL)


def test_keys():
    """Enter opens what alone was found; the way back leads to its line. Typing goes on from anywhere."""
    with Karne("--demo") as program:
        open_documents(program)
        program.type("ordonnance fer")
        program.key("Return")
        program.find("heading", "^Ordonnance : fer et vitamine D$")
        program.find("push button", "^À propos du document$")
        # Its file came; the line is another one then.
        program.find("image", "^Page 1 sur 1$")
        program.key("Escape")
        program.find("label", "^Sur cet ordinateur, ")
        wait_focus(program, "Ordonnance : fer et vitamine D")
        program.key("ctrl+f")
        program.key("Escape")
        wait_rows(program, ALL)
        program.press("Down")
        wait_focus(program, "Mon projet de naissance")
        program.type("bilan")
        assert wait_rows(program, 1) == ["Bilan sanguin du premier trimestre"]


def test_filters():
    """What is chosen is seen, counted, and taken back in one act."""
    with Karne("--demo") as program:
        open_documents(program)
        program.click(program.find("push button", FILTERS))
        program.click(program.find("radio button", "^Prescription \\(2\\)$"))
        wait_rows(program, 2)
        program.find("statusbar", "^2 documents trouvés · Prescription$")
        program.click(program.find("radio button", "^Plus anciens d’abord$"))
        wait_for(lambda: rows(program)[:1] == ["Ordonnance : fer et vitamine D"], "the oldest to be first")
        program.click(program.find("radio button", "^Sur cet ordinateur$"))
        wait_rows(program, 0)
        program.find("label", "^Aucun document avec ces filtres$")
        program.click(program.find("push button", "^Effacer les filtres$"))
        wait_rows(program, ALL)
        wait_focus(program, "Recherche dans les documents")


def test_nothing():
    """What is not found is said, with the reason, and with what to do."""
    with Karne("--demo") as program:
        open_documents(program)
        program.type("zzz")
        program.find("label", "^Aucun document avec ces mots$")
        program.click(program.find("push button", "^Effacer la recherche$"))
        wait_rows(program, ALL)


def test_about():
    """What is known of a document is there while its file is not."""
    with Karne("--demo") as program:
        open_documents(program)
        program.stop_demo_server()
        program.type("entretien")
        wait_rows(program, 1)
        program.key("Return")
        program.click(program.find("push button", "^À propos du document$"))
        program.find("label", "^Masqué aux professionnels$")
        program.find("label", "^PDF$")
        assert karne_gate.check_names(program) == []


def test_several():
    """Of a document of several files it is said what is known, and each of them opens."""
    with Karne("--demo", data=karne_data.make_several(SCRATCH)) as program:
        program.open_demo()
        program.go_to("Documents")
        program.click(program.find("list item", "^Première page$", within=program.content()))
        program.find("list", "^Fichiers du document$")
        assert karne_gate.check_names(program) == []
        program.click(program.find("list item", "^Fichier 2$"))
        program.find("label", "^Seconde page")
        program.key("Escape")
        wait_focus(program, "Fichier 2")


def test_gate():
    """With the filters in sight, wide and narrow, in large text too."""
    with Karne("--demo") as program:
        open_documents(program)
        program.click(program.find("push button", FILTERS))
        assert karne_gate.check_names(program) == []
        faults = karne_gate.check_keyboard(program)[0]
        for size in (karne_app.WIDE, karne_app.NARROW):
            faults += karne_gate.check_width(program, *size) + karne_gate.check_labels(program)
        program.press("ctrl+plus", 4)
        for size in (karne_app.WIDE, karne_app.NARROW):
            faults += karne_gate.check_width(program, *size) + karne_gate.check_labels(program)
        assert not faults, "\n" + "\n".join(faults)


karne_tap.run(
    [
        ("/desktop/documents/word", test_word),
        ("/desktop/documents/author", test_author),
        ("/desktop/documents/keys", test_keys),
        ("/desktop/documents/filters", test_filters),
        ("/desktop/documents/nothing", test_nothing),
        ("/desktop/documents/about", test_about),
        ("/desktop/documents/several", test_several),
        ("/desktop/documents/gate", test_gate),
    ]
)
