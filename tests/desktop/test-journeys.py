#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people come for, by the mouse and by the keyboard alone, with the acts it takes. An act is a click,
a combination of keys or a text typed; bringing the pointer or the focus to a place is none. The dialog
in which the platform asks for a file is not ours, and what it takes is not counted."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

PASSPHRASE = "trois mots simples"
CHILD = "^Noé VITRY-EXEMPLE$"
NEXT_EXAM = "^Examen"
WORD = "echographie"
FOUND = "chographie du deuxième"


def begin(program, size):
    """All is open: from here on is counted."""
    assert program.resize(*size)
    program.acts.reset()


def end(program, n_acts):
    karne_tap.say(program.acts)
    assert program.acts.count <= n_acts, f"{program.acts} instead of {n_acts}"


# ---- One’s own record, without a network, and what comes next --------------------------------------


def type_passphrase(program):
    """Where the passphrase goes has the focus from the start."""
    entry = program.find("password text")
    wait_for(lambda: entry.has("focused"), "the focus in the passphrase")
    program.type(PASSPHRASE)


def see_what_is_next(program):
    program.find("list item", "^Examen prénatal mensuel", limit=60)
    # There is no server: that is said, and is in nobody’s way.
    program.find("label", program.words["unavailable"], limit=60)


def test_own_record_by_mouse():
    with Karne() as program:
        program.find("password text")
        begin(program, karne_app.WIDE)
        type_passphrase(program)
        program.click(program.find("push button", "^Ouvrir"))
        see_what_is_next(program)
        end(program, 2)


def test_own_record_by_keyboard():
    with Karne() as program:
        program.find("password text")
        begin(program, karne_app.WIDE)
        type_passphrase(program)
        program.key("Return")
        see_what_is_next(program)
        end(program, 2)


# ---- A document by a word of its title --------------------------------------------------------------


def test_newcomer():
    """Somebody who has never seen the window: the page is in sight, and so is where a word goes."""
    with Karne("--demo") as program:
        program.open_demo()
        begin(program, karne_app.WIDE)
        program.click(program.sidebar_row("Documents"))
        program.find(("entry", "text"), "^Recherche", within=program.content())
        program.type(WORD)
        see_found(program)
        end(program, 2)


def see_found(program):
    """Those found, and no others."""

    def are_found():
        rows = program.find_all("list item", within=program.content())
        names = [row.get_name() for row in rows]
        return rows if names and all("chographie" in name for name in names) else None

    wait_for(are_found, f"the documents with {WORD}")


def see_document(program):
    program.find("push button", "^Enregistrer une copie")
    program.find(("image", "section", "heading", "label"), FOUND, within=program.content())


def save(program):
    """In the dialog of the platform: the name that is proposed says nothing of anybody."""
    key = os.path.join(program.env["HOME"], "cle")
    os.makedirs(key, exist_ok=True)
    count = program.acts.count
    program.name_file(os.path.join(key, "copie.pdf"))
    program.acts.count = count
    wait_for(lambda: os.path.exists(os.path.join(key, "copie.pdf")), "the copy")
    assert os.path.getsize(os.path.join(key, "copie.pdf")) > 100
    assert os.listdir(key) == ["copie.pdf"]


def test_document_by_mouse():
    with Karne("--demo") as program:
        program.open_demo()
        begin(program, karne_app.WIDE)
        program.click(program.sidebar_row("Documents"))
        program.type(WORD)
        see_found(program)
        program.click(program.find("list item", FOUND, within=program.content()))
        see_document(program)
        program.click(program.find("push button", "^Enregistrer une copie"))
        save(program)
        end(program, 4)


def find_by_keyboard(size, **options):
    with Karne("--demo", **options) as program:
        program.open_demo()
        begin(program, size)
        program.key("ctrl+f")
        program.type(WORD)
        see_found(program)
        program.move_focus_to("list item", FOUND)
        program.key("Return")
        see_document(program)
        program.key("ctrl+s")
        save(program)
        end(program, 4)


def test_document_by_keyboard():
    find_by_keyboard(karne_app.WIDE)


def test_document_in_large_text():
    """As many acts on the narrowest screen, with letters of twice the size."""
    find_by_keyboard(karne_app.NARROW, settings={"text-scale": "200"})


# ---- Another person --------------------------------------------------------------------------------


def see_next_exam(program):
    program.wait_page("Prévention")
    program.find("list item", NEXT_EXAM, within=program.content())


def test_child_by_mouse():
    with Karne("--demo") as program:
        program.open_demo()
        begin(program, karne_app.WIDE)
        program.click(program.find("list item", CHILD))
        program.open_demo()
        program.click(program.sidebar_row("Prévention"))
        see_next_exam(program)
        end(program, 2)


def test_child_by_keyboard():
    with Karne("--demo") as program:
        program.open_demo()
        begin(program, karne_app.WIDE)
        program.move_focus_to("list item", CHILD)
        program.key("Return")
        program.open_demo()
        program.key("alt+2")
        see_next_exam(program)
        end(program, 2)


def test_stopped_in_the_middle():
    """The server goes between finding and showing: the document is shown from what is here, or it is said
    that it has not come; and the way back stays."""
    with Karne("--demo") as program:
        program.open_demo()
        begin(program, karne_app.NARROW)
        program.key("ctrl+f")
        program.type(WORD)
        see_found(program)
        program.stop_demo_server()
        program.move_focus_to("list item", FOUND)
        page = program.content()
        program.key("Return")
        wait_for(lambda: program.content() != page, "the page of the document")
        program.stand_still()
        program.key("Escape")
        wait_for(lambda: program.content() == page, "what was found")
        see_found(program)


def run():
    karne_app.make_own_space(PASSPHRASE, "grossesse")
    karne_tap.run(
        [
            ("/desktop/journeys/own-record/mouse", test_own_record_by_mouse),
            ("/desktop/journeys/own-record/keyboard", test_own_record_by_keyboard),
            ("/desktop/journeys/newcomer", test_newcomer),
            ("/desktop/journeys/document/mouse", test_document_by_mouse),
            ("/desktop/journeys/document/keyboard", test_document_by_keyboard),
            ("/desktop/journeys/document/large-text", test_document_in_large_text),
            ("/desktop/journeys/child/mouse", test_child_by_mouse),
            ("/desktop/journeys/child/keyboard", test_child_by_keyboard),
            ("/desktop/journeys/stopped-in-the-middle", test_stopped_in_the_middle),
        ]
    )


run()
