#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever translates walks alone: what po/README.md says is done to the letter in a scratch folder, and shows
a new language. test-translator.py PICTURE"""

import os
import re
import shlex
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_language  # noqa: E402
import karne_tap  # noqa: E402

SECTION = "A new language, step by step"
PICTURE = sys.argv.pop(1)


def read_steps():
    """The commands of the section, one after the other."""
    with open(os.path.join(karne_language.ROOT, "po", "README.md"), encoding="utf-8") as file:
        section = re.search(rf"^## {SECTION}\n(.*?)^## ", file.read(), re.M | re.S)[1]
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```$", section, re.M | re.S)
    return [line.strip() for block in blocks for line in block.splitlines()]


def make_copy():
    """Of the project, as far as a translator needs it."""
    folder = os.path.join(os.environ["KARNE_TEST_SCRATCH"], "project")
    shutil.copytree(os.path.join(karne_language.ROOT, "po"), os.path.join(folder, "po"))
    shutil.copytree(
        os.path.join(karne_language.ROOT, "data", "prevention"), os.path.join(folder, "data", "prevention")
    )
    shutil.copy(os.path.join(karne_language.ROOT, "dev"), folder)
    return folder


def check_window(program):
    program.open_demo()
    # The first page has its new name; what is not translated is in French.
    assert program.page_names()[0] == "Exámple home", program.page_names()
    assert program.page_names()[1] == "Prévention", program.page_names()
    program.picture().save(PICTURE, optimize=True)
    # It is one of the languages from which one is chosen, by its name for itself.
    program.press("ctrl+comma")
    assert program.find("radio button", "^Example$").has("checked")
    program.find("radio button", "^Français$")


def test_steps():
    os.chdir(make_copy())
    shown = False
    for step in read_steps():
        words = shlex.split(step)
        if words[0] != "karne-desktop":
            done = subprocess.run(["sh", "-ec", step], capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, f"{step}: {done.stdout}{done.stderr}"
            continue
        # The test starts it elsewhere.
        words = [os.path.abspath(word) if word.endswith(".po") else word for word in words]
        with karne_app.Karne(*words[1:], language=words[words.index("--po") + 1]) as program:
            check_window(program)
        shown = True
    assert shown, "no step shows the window"


def test_refused():
    """A file with an error does not open a window: the line is named."""
    path = os.path.join(os.environ["KARNE_TEST_SCRATCH"], "broken.po")
    with open(karne_language.po_path("rcf"), encoding="utf-8") as file:
        lines = file.read().split("\n")
    line = lines.index('msgid "Home"')
    lines[line] = 'msgid "Home'
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    done = subprocess.run(
        [os.environ["KARNE_DESKTOP_PATH"], "--po", path], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1, done.returncode
    assert f"broken.po:{line + 1}:" in done.stderr or f"broken.po:{line + 2}:" in done.stderr, done.stderr


karne_tap.run([("/desktop/translator/steps", test_steps), ("/desktop/translator/refused", test_refused)])
