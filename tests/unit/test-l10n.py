#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""./dev l10n says what is wrong in a translation: each sort of fault, put into a copy of the catalogues.

test-l10n.py SOURCE-ROOT"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(sys.argv[1])

# What is put into rcf.po in place of what (a regular expression), and what is to be said of it.
FAULTS = [
    (r'(msgid "%u of %u"\nmsgstr )".*"', r'\1"%s of %u"', "placeholders"),
    (r'(msgid "_Cancel"\nmsgstr )".*"', r'\1"Cancel"', "keys marked"),
    (r'(msgid "Home"\nmsgstr )".*"', r'\1"<b>Home</b>"', "tags"),
    (r'(msgid "Home"\nmsgstr )".*"', r'\1"Home\\n"', "new line"),
    (r'(msgid_plural "%u documents"\nmsgstr\[0\] ".*"\n)msgstr\[1\] ".*"\n', r"\1", "forms instead"),
    (r'(msgid "Home")', r"# confirmed: somebody\n\1", "who confirmed it"),
    (r'"X-Karne-Confirmed: none', r'"X-Karne-Confirmed: all', "only French is confirmed as a whole"),
    (r'"Language: rcf', r'"Language: rfc', "instead of “rcf”"),
]


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, folder / "po" / "l10n.py", *arguments], capture_output=True, text=True, timeout=120
    )


def report(folder):
    done = run(folder, "--json", "rcf")
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout)[0]


def assert_sound(folder):
    done = run(folder)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^fr +100 % +100 %", done.stdout, re.M), done.stdout
    assert "60. " in done.stdout and "61. " not in done.stdout, done.stdout


def assert_faults(folder):
    path = folder / "po" / "rcf.po"
    sound = path.read_text("utf-8")
    for pattern, fault, wanted in FAULTS:
        broken, n = re.subn(pattern, fault, sound, count=1)
        assert n == 1, pattern
        path.write_text(broken, "utf-8")
        status, found = report(folder)
        assert status == 1, wanted
        assert any(wanted in error["why"] for error in found["errors"]), (wanted, found["errors"])
    path.write_text(sound.replace('msgid "Home"', 'msgid "Home', 1), "utf-8")
    done = run(folder, "rcf")
    assert done.returncode == 1 and re.search(r"rcf\.po:\d+: ", done.stderr), done.stderr
    path.write_text(sound, "utf-8")


def assert_confirmed(folder):
    """Who confirms a sentence takes it from the list."""
    path = folder / "po" / "rcf.po"
    first = report(folder)[1]["first"]
    text = path.read_text("utf-8").replace('msgid "Done."', '# confirmed: A. Nonym, 2026-11-30\nmsgid "Done."', 1)
    path.write_text(text, "utf-8")
    status, found = report(folder)
    assert status == 0 and found["confirmed"] == 1, found["errors"]
    assert len(first) == 60 and all(message["draft"] for message in first)


with tempfile.TemporaryDirectory() as scratch:
    copy = Path(scratch)
    shutil.copytree(ROOT / "po", copy / "po")
    shutil.copytree(ROOT / "data" / "prevention", copy / "data" / "prevention")
    assert_sound(copy)
    assert_faults(copy)
    assert_confirmed(copy)
