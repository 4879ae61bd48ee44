# SPDX-License-Identifier: LGPL-2.1-or-later
"""What po/*.po say, read with nothing but the standard library."""

import ast
import dataclasses
import re
from pathlib import Path

CONFIRMED = re.compile(r"^confirmed: *(?P<who>[^,]*\S) *, *(?P<date>\d{4}-\d{2}-\d{2})$")


class PoError(Exception):
    """The file is not right; says its name and line."""


@dataclasses.dataclass
class Message:
    """One message and its translation."""

    line: int = 0
    context: str | None = None
    text: str = ""
    plural: str | None = None
    forms: list = dataclasses.field(default_factory=list)
    comments: list = dataclasses.field(default_factory=list)  # of translators
    notes: list = dataclasses.field(default_factory=list)  # of the sources
    files: list = dataclasses.field(default_factory=list)
    flags: set = dataclasses.field(default_factory=set)

    @property
    def key(self):
        return self.text if self.context is None else f"{self.context}\x04{self.text}"

    @property
    def translated(self):
        return bool(self.forms) and all(self.forms) and "fuzzy" not in self.flags

    @property
    def confirmation(self):
        """Who confirmed it and when, or None."""
        for comment in self.comments:
            match = CONFIRMED.match(comment.strip())
            if match:
                return match["who"], match["date"]
        return None


class Catalogue:
    """All messages of one file."""

    def __init__(self, path):
        self.path = Path(path)
        self.messages = []
        self.headers = {}
        self._read()

    @property
    def language(self):
        return self.path.stem

    @property
    def all_confirmed(self):
        return self.headers.get("X-Karne-Confirmed") == "all"

    def is_confirmed(self, message):
        return message.translated and (self.all_confirmed or message.confirmation is not None)

    def _fail(self, number, why):
        raise PoError(f"{self.path}:{number}: {why}")

    def _text(self, number, quoted):
        # C escapes, of which catalogues use those that Python has too.
        try:
            value = ast.literal_eval(quoted)
        except (SyntaxError, ValueError):
            value = None
        if not isinstance(value, str) or not quoted.startswith('"'):
            self._fail(number, "a text in quotes is wanted here")
        return value

    def _read(self):
        message, field = Message(), None
        for number, line in enumerate(self.path.read_text("utf-8").split("\n") + [""], 1):
            line = line.strip()
            if line.startswith("#~"):
                continue
            if field is not None and (not line or line.startswith("#") or re.match(r"msg(ctxt|id)\b(?!_)", line)):
                # A context and its text belong together.
                if not (field == "context" and line.startswith("msgid")):
                    self._add(message)
                    message, field = Message(), None
            if not line:
                if field is None:
                    message = Message()
                continue
            if line.startswith("#"):
                self._read_comment(message, line)
                continue
            field = self._read_text(message, field, number, line)

    @staticmethod
    def _read_comment(message, line):
        sign, rest = line[1:2], line[2:].strip()
        if sign == ",":
            message.flags.update(flag.strip() for flag in rest.split(","))
        elif sign == ":":
            message.files.extend(place.split(":")[0] for place in rest.split())
        elif sign == ".":
            message.notes.append(rest)
        elif sign != "|":
            message.comments.append(line[1:].strip())

    def _read_text(self, message, field, number, line):
        if not line.startswith('"'):
            match = re.match(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s+(\".*\")$", line)
            if not match:
                self._fail(number, "this line cannot be read")
            word, index, line = match.groups()
            field = {"msgctxt": "context", "msgid": "text", "msgid_plural": "plural"}.get(word, "forms")
            if field == "text":
                message.line = number
            if field == "forms":
                if int(index or 0) != len(message.forms):
                    self._fail(number, "the forms are not in order")
                message.forms.append("")
            else:
                setattr(message, field, "")
        elif field is None:
            self._fail(number, "a text that belongs to nothing")
        text = self._text(number, line)
        if field == "forms":
            message.forms[-1] += text
        else:
            setattr(message, field, getattr(message, field) + text)
        return field

    def _add(self, message):
        if message.text:
            self.messages.append(message)
            return
        for line in "".join(message.forms).split("\n"):
            name, colon, value = line.partition(":")
            if colon:
                self.headers[name.strip()] = value.strip()
