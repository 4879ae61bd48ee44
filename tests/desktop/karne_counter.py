# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody at a shared computer, who agrees and signs in on the own telephone; by the keyboard on this side."""

import contextlib

import karne_phone
from karne_app import Karne, Server

PERSON, NAME = "diabete", "^Jean-Marc TÉCHER-MODÈLE"
AUTHORIZE = ("--authorize", "--device-interval", "1")
LEFT = "^Accord.: encore"
CODE = "2580"
# Of the fictitious person: a measure, and a document of a professional.
MEASURE = "HbA1c|[Gg]lycémie|[Tt]ension"


def press(program, role, name, key="Return"):
    program.find(role, name)
    program.move_focus_to(role, name)
    program.key(key)


@contextlib.contextmanager
def counter(*options, language="fr", matrix=None):
    """A computer at a counter: the server is set."""
    with Server(*AUTHORIZE, *options) as server:
        settings = {"server-address": f"'{server.address}'"}
        with Karne(settings=settings, language=language, matrix=matrix) as program:
            yield program, server


def agree(program):
    press(program, "list item", "^Commencer une séance")
    press(program, "push button", "^Donner l’accord et s’identifier$")


def say_who(program):
    """The person chooses what opens a locked session, and says that name and date of birth are right."""
    program.move_focus_to("password text", None)
    program.type(CODE)
    press(program, "push button", "^C’est cette personne$")


def sign_in(program, person=PERSON):
    karne_phone.answer_window(program, person)
    program.find("label", "^Est-ce cette personne")
    say_who(program)


def open_session(program):
    agree(program)
    sign_in(program)
    program.find("push button", program.words["up-to-date"], limit=60)
