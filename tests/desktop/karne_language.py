# SPDX-License-Identifier: GPL-3.0-or-later
"""Words of any catalogue by which tests find their way, and catalogues that are made for tests."""

import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "po"))
import karne_po  # noqa: E402

# What karne_app.WORDS has, by the messages that it comes from: context and text.
MESSAGES = {
    "up-to-date": [(None, "Up to date, %H:%M")],
    "demonstration": [("mode", "Demonstration"), (None, "Demonstration")],
    "first-copy": [(None, "First copy")],
    "pages": [(None, "Pages")],
    "home": [(None, "Home")],
    "end-session": [(None, "End the session")],
    "received": [(None, "Partly received: %u of %u"), (None, "Received: %u")],
    "unavailable": [(None, "Server unavailable"), (None, "Offline")],
    "unreadable": [(None, "This could not be read")],
    "about": [(None, "About Karné")],
    "card": [(None, "Vaccination card")],
    "pregnancy": [(None, "The weeks of the pregnancy")],
    "child": [(None, "The examinations by age")],
}


def po_path(language):
    return os.path.join(ROOT, "po", f"{language}.po")


def read(path):
    """Translations by context and text; what has none is as in French."""
    found = {}
    for catalogue in (karne_po.Catalogue(po_path("fr")), karne_po.Catalogue(path)):
        for message in catalogue.messages:
            if message.translated:
                found[message.context, message.text] = message.forms[0]
    return found


def words(language):
    """For karne_app.WORDS; language: a code, or a catalogue."""
    found = read(language if language.endswith(".po") else po_path(language))

    def pattern(messages):
        # What a number or a time follows is known by its beginning.
        texts = [found.get(message, message[1]) for message in messages]
        return "^(" + "|".join(re.escape(text.split("%")[0]) + ("" if "%" in text else "$") for text in texts) + ")"

    return {name: pattern(messages) for name, messages in MESSAGES.items()}
