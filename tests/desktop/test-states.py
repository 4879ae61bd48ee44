#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of the pages: first run, loading, partial, full, empty, server gone, error, very many."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_data  # noqa: E402
import karne_gate  # noqa: E402
import karne_places  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

SCRATCH = os.environ["KARNE_TEST_SCRATCH"]
SLOW = ("--latency", "300")
MANY = 20000


def check_lines(program, place):
    """No line is cut, wide and narrow."""
    faults = []
    for size in (karne_app.NARROW, karne_app.WIDE):
        faults += karne_gate.check_width(program, *size) + karne_gate.check_labels(program)
    assert not faults, f"{place}:\n" + "\n".join(faults)


def check_pages(program):
    """Through all pages, where there is least room."""
    faults = karne_gate.check_width(program)
    for page in karne_places.visit_pages(program):
        faults += [f"{page}: {fault}" for fault in karne_gate.check_labels(program)]
    assert not faults, "\n" + "\n".join(faults)


def test_first_run():
    """Nothing is on this computer: what can be done is offered, and nothing else."""
    with Karne() as program:
        program.find("list item", program.words["demonstration"])
        assert not program.find_all("list item", "^Dossier")
        check_lines(program, "Start")


def test_loading():
    """What has come is counted, what has not is named; the record can be looked at meanwhile."""
    with Karne("--demo", server=SLOW) as program:
        program.find("label", program.words["first-copy"])
        program.find("label", "^(Partiel|Reçu)")
        assert program.find_all("label", "^Pas encore reçu$")
        check_lines(program, "First copy")
        program.go_to("Agenda")
        program.find("push button", "^Mise à jour… ")


def test_partial():
    """The server goes in the middle of the first copy: what is here is here, and said to be partial."""
    with Karne("--demo", server=SLOW) as program:
        program.find("label", "^(Partiel|Reçu)")
        program.stop_demo_server()
        program.find("label", program.words["unavailable"])
        assert program.find_all("label", "^Pas encore reçu$")
        check_lines(program, "First copy, stopped")
        check_pages(program)


def focus_is(program, role, name):
    focus = program.focused()
    return focus.get_role() == role and focus.get_name() == name


def test_full():
    """The first copy is whole: on to the record, and the focus to what can be done there."""
    with Karne("--demo") as program:
        program.open_demo()
        wait_for(
            lambda: focus_is(program, "push button", "Tous les rappels"),
            lambda: f"the focus in the page; it is on {program.focused()}",
        )
        for page in ("Prévention", "Agenda", "Documents", "Mesures"):
            program.go_to(page)
            program.find("list item", within=program.content())
        assert not program.find_all("label", program.words["unavailable"])


def test_empty():
    """Each page says what would be there. What the rules ask for rests on the date of birth alone."""
    with Karne("--demo", data=karne_data.make_empty(SCRATCH)) as program:
        program.open_demo()
        assert not karne_gate.check_width(program)
        for page in karne_places.visit_pages(program):
            if page == "En attente":
                continue
            if page == "Accès au dossier":
                # That it was opened is noted, whatever the server tells.
                own = program.find_all("list item", "^Titulaire du dossier$", within=program.content())
                assert own and len(own) == len(program.find_all("list item", within=program.content()))
                continue
            by_rules = page in ("Accueil", "Prévention")
            assert bool(program.find_all("list item", within=program.content())) == by_rules, page
            if page != "Prévention":
                assert program.find_all("label", "^(Rien|Aucun)", within=program.content()), page
            assert not karne_gate.check_labels(program), page


def test_server_gone():
    """The server stops: the record stays, the strip says why it is not renewed, and offers to try."""
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to("Documents")
        before = [row.get_name() for row in program.find_all("list item", within=program.content())]
        program.stop_demo_server()
        program.key("F5")
        program.find("label", program.words["unavailable"])
        program.find("push button", "^Réessayer")
        after = [row.get_name() for row in program.find_all("list item", within=program.content())]
        assert before == after and before
        check_pages(program)


def test_no_server():
    """The demonstration cannot be opened: said where it was asked for."""
    program = Karne("--demo")
    program.env["KARNE_DEMO_SERVER"] = "/bin/false"
    with program:
        program.find("alert", "n’a pas fonctionné|impossible")
        check_lines(program, "Start")


def test_error():
    """The sealed file is damaged under the window: what is asked for next cannot be read, and that is
    said; what is on the page stays, and nothing crashes."""
    with Karne("--demo", data=karne_data.make_many(SCRATCH, 3000)) as program:
        program.open_demo(limit=120)
        program.go_to("Documents")
        program.find("list item", within=program.content())
        program.damage_store()
        program.key("ctrl+f")
        program.type("biologie")
        program.find("label", program.words["unreadable"], within=program.content())
        check_lines(program, "Documents, unreadable")


def test_many():
    """20,000 documents are no more to the window than twenty."""
    with Karne("--demo", data=karne_data.make_many(SCRATCH, MANY)) as program:
        program.open_demo(limit=120)
        program.go_to("Documents")
        program.find("list item", "^Compte rendu de biologie", within=program.content())
        rows = program.find_all("list item", within=program.content(), showing=False)
        assert 20 <= len(rows) <= 200, len(rows)
        assert not karne_gate.check_labels(program)


karne_tap.run(
    [
        ("/desktop/states/first-run", test_first_run),
        ("/desktop/states/loading", test_loading),
        ("/desktop/states/partial", test_partial),
        ("/desktop/states/full", test_full),
        ("/desktop/states/empty", test_empty),
        ("/desktop/states/server-gone", test_server_gone),
        ("/desktop/states/no-server", test_no_server),
        ("/desktop/states/error", test_error),
        ("/desktop/states/many", test_many),
    ]
)
