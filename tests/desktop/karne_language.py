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


# ---- Catalogues of no language -----------------------------------------------------------------------

# What stays as it is: placeholders, parts of dates, tags, addresses, the mark of a key with its letter.
KEPT = re.compile(r"(%(?:[-+ #0]*\d*(?:\.\d+)?(?:ll|l|z)?[a-zA-Z%])|<[^>]*>|\w+://\S+|\\n|\n)")
# None of these letters is in a French word.
ACCENTED = str.maketrans("aceghiklnorstuyzACEGHIKLNORSTUYZ", "āčēĝĥīķļņōŕşţūŷžĀČĒĜĤĪĶĻŅŌŔŞŢŪŶŽ")
STRANGE = set(ACCENTED.values())  # as numbers
ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz", "ابسدعفجحيخكلمنوبقرستوفوخيز"
)


def stretch(text):
    """Four letters in ten more, in words that may be parted."""
    missing = round(0.4 * len(text))
    return text + "".join(" " + "ēxţŕā"[: min(5, missing - n)] for n in range(0, missing, 6))


def change_letters(text, change):
    return "".join(part if KEPT.fullmatch(part) else change(part) for part in KEPT.split(text))


def pseudo(text):
    """Accents and 40 % more."""
    ending = "\n" if text.endswith("\n") else ""
    body = change_letters(text.removesuffix("\n"), lambda part: part.translate(ACCENTED))
    return stretch(body) + ending


def mirrored(text):
    return change_letters(text, lambda part: part.lower().translate(ARABIC))


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def make_catalogue(folder, language, change):
    """A catalogue that says each message in another way; all of it counts as confirmed."""
    lines = [
        'msgid ""',
        'msgstr ""',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        f'"Language: {language}\\n"',
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"',
        '"X-Karne-Confirmed: all\\n"',
    ]
    for message in karne_po.Catalogue(po_path("fr")).messages:
        lines.append("")
        if message.context is not None:
            lines.append("msgctxt " + quote(message.context))
        lines.append("msgid " + quote(message.text))
        if message.plural is None:
            lines.append("msgstr " + quote(change(message.text)))
        else:
            lines.append("msgid_plural " + quote(message.plural))
            lines.append("msgstr[0] " + quote(change(message.text)))
            lines.append("msgstr[1] " + quote(change(message.plural)))
    path = os.path.join(folder, f"{language}.po")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return path
