#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in on one's own telephone, and in a browser: by the keyboard alone on this side."""

import contextlib
import os
import stat
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_gate  # noqa: E402
import karne_phone  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne, Server  # noqa: E402
from karne_desk import wait_for  # noqa: E402

PASSPHRASE = "un deux trois quatre"
PERSON, NAME = "diabete", "^Jean-Marc TÉCHER-MODÈLE"
AUTHORIZE = ("--authorize", "--device-interval", "1")


def press(program, role, name):
    """What has the focus is what is pressed."""
    program.move_focus_to(role, name)
    program.key("Return")


@contextlib.contextmanager
def new_record(*options, settings=None, kind=AUTHORIZE):
    """The window that asks where the record is, with an answer on its way."""
    with Server(*kind, *options) as server:
        with Karne(settings=dict(settings or {}, **{"server-address": f"'{server.address}'"})) as program:
            press(program, "list item", "^Nouveau dossier")
            program.find("label", "^Où se trouve le dossier")
            press(program, "push button", "^Suivant$")
            yield program, server


def find_spaces(program):
    root = os.path.join(program.env["XDG_DATA_HOME"], "karne")
    return [name for _, names, _ in os.walk(root) for name in names if name.startswith("space-")]


def test_new_record():
    """From an address to the record, with no secret of the person typed here."""
    with new_record() as (program, server):
        before = find_spaces(program)
        karne_phone.answer_window(program, PERSON)
        program.find("list item", NAME)
        program.find("label", "naissance")
        assert find_spaces(program) == before, "nothing is kept before it is confirmed"
        press(program, "push button", "^C’est cette personne$")
        program.find("label", "^Une phrase secrète")
        program.move_focus_to("password text")
        program.type(PASSPHRASE)
        program.press("Tab")
        program.move_focus_to("password text", "encore une fois")
        program.type(PASSPHRASE)
        program.key("Return")
        program.find("push button", program.words["up-to-date"], limit=60)
        program.find("list item", NAME)


def test_somebody_else():
    """It is not: what the server gave is handed back, nothing is kept, and one begins again."""
    with new_record() as (program, server):
        before = find_spaces(program)
        karne_phone.answer_window(program, "grossesse")
        program.find("push button", "^C’est quelqu’un d’autre$")
        press(program, "push button", "^C’est quelqu’un d’autre$")
        program.find(None, "a été rendu")
        assert find_spaces(program) == before
        program.find("push button", "^Recommencer$")
        press(program, "push button", "^Recommencer$")
        karne_phone.answer_window(program, PERSON)
        program.find("list item", NAME)


def test_denied():
    with new_record() as (program, server):
        karne_phone.answer_window(program, None)
        program.find(None, "L’accès a été refusé")
        wait_for(lambda: program.focused().get_name() == "Recommencer", "the focus on what can be done")
        program.key("Return")
        program.find("image", karne_phone.CODE)


def test_expired():
    """A code that nobody used in time is had anew in one act."""
    with new_record("--code-life", "5") as (program, server):
        code = program.find("image", karne_phone.CODE).get_name()
        button = program.find("push button", "^Obtenir un nouveau code$")
        wait_for(lambda: button.has("focused"), "the focus on what can be done")
        program.acts.reset()
        program.key("Return")
        assert program.find("image", karne_phone.CODE).get_name() != code
        assert program.acts.count == 1


def test_server_gone():
    """What cannot be reached is said where the person is, and nothing was changed."""
    with Server(*AUTHORIZE) as server:
        address = server.address
    with Karne(settings={"server-address": f"'{address}'"}) as program:
        press(program, "list item", "^Nouveau dossier")
        press(program, "push button", "^Suivant$")
        program.find(None, "serveur|connexion|réseau")
        program.find("label", "^Où se trouve le dossier")


def test_hostile_code():
    """A server whose code or address holds signs that are not what they look like."""
    with new_record("--sign-in-quirk", "hostile-code") as (program, server):
        program.find(None, "^Réponse incompréhensible")
        assert not program.find_all("image", karne_phone.CODE)


def test_open_server():
    """One that asks nobody to sign in shows who is there, as before."""
    with new_record(kind=()) as (program, server):
        program.find("label", "^À qui est ce dossier")
        program.find("list item", NAME)


def test_forms():
    """Nothing is cut, where there is least room and where letters are large; all has a name."""
    for text in ("100", "200"):
        with new_record(settings={"text-scale": text}) as (program, server):
            program.find("image", karne_phone.CODE)
            faults = karne_gate.check_width(program, *karne_app.NARROW) + karne_gate.check_labels(program)
            karne_phone.answer_window(program, PERSON)
            program.find("push button", "^C’est cette personne$")
            faults += karne_gate.check_labels(program) + karne_gate.check_names(program)
            assert not faults, f"{text} %:\n" + "\n".join(faults)


def test_again():
    """A record whose sign-in has ended can be read, says so, and is signed in to again."""
    with new_record("--token-life", "1", "--sign-in-quirk", "no-refresh") as (program, server):
        karne_phone.answer_window(program, PERSON)
        program.find("push button", "^C’est cette personne$")
        press(program, "push button", "^C’est cette personne$")
        program.find("label", "^Une phrase secrète")
        program.move_focus_to("password text")
        program.type(PASSPHRASE)
        program.press("Tab")
        program.move_focus_to("password text", "encore une fois")
        program.type(PASSPHRASE)
        program.key("Return")
        again = ("push button", "^S’identifier de nouveau$")

        def is_over():
            """A copy that was quicker than the token is brought up to date once more."""
            found = program.find_all(*again)
            if not found and program.find_all("push button", program.words["up-to-date"]):
                program.press("F5")
                program.settle()
            return found

        wait_for(is_over, "the sign-in to end", 60)
        press(program, *again)
        # Somebody else may not: whose record it is is known.
        karne_phone.answer_window(program, "grossesse")
        program.find(None, "^Une autre personne que celle")
        press(program, "push button", "^Recommencer$")
        karne_phone.answer_window(program, PERSON)
        program.find("push button", "^C’est cette personne$")
        press(program, "push button", "^C’est cette personne$")
        program.wait_gone("image", karne_phone.CODE)
        wait_for(lambda: program.frame().get_name() == "Karné", "the record again")


def make_browser(program):
    """A browser that keeps what it was told to open, and stays until it is ended."""
    path = os.path.join(program, "browser")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'#!/bin/sh\nprintf %s "$1" >"{path}.part"\nmv "{path}.part" "{path}.address"\n'
                   f'trap \'rm -f "{path}.address"; exit 0\' TERM\nwhile :; do sleep 0.1; done\n')
    os.chmod(path, stat.S_IRWXU)
    return path


def test_browser():
    """With a browser of this computer; it is ended as soon as the person has signed in."""
    browser = make_browser(os.environ["KARNE_TEST_SCRATCH"])
    with new_record(settings={"browser-command": f"'{browser}'"}) as (program, server):
        program.find("image", karne_phone.CODE)
        press(program, "push button", "^S’identifier avec un navigateur")
        program.find("push button", "^S’identifier sur un téléphone$")
        wait_for(lambda: os.path.exists(browser + ".address"), "the browser to be opened")
        with open(browser + ".address", encoding="utf-8") as file:
            address = file.read()
        assert "prompt=login" in address, address
        karne_phone.answer(address, None, PERSON)
        program.find("list item", NAME)
        wait_for(lambda: not os.path.exists(browser + ".address"), "the browser to end")


karne_tap.run(
    [
        ("/desktop/sign-in/new-record", test_new_record),
        ("/desktop/sign-in/somebody-else", test_somebody_else),
        ("/desktop/sign-in/denied", test_denied),
        ("/desktop/sign-in/expired", test_expired),
        ("/desktop/sign-in/server-gone", test_server_gone),
        ("/desktop/sign-in/hostile-code", test_hostile_code),
        ("/desktop/sign-in/open-server", test_open_server),
        ("/desktop/sign-in/browser", test_browser),
        ("/desktop/sign-in/forms", test_forms),
        ("/desktop/sign-in/again", test_again),
    ]
)
