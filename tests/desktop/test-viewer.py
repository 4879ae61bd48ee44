#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents, from the list to the screen and to a file, as a person would: by the keyboard and by the
mouse, with the server and without it, in each form that the window takes."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_desk import wait_for  # noqa: E402

LARGE = {"text-scale": "200"}
# How each kind is found, and what of it has the focus once it is there.
KINDS = {
    "pages": ("echographie premier", "image", "^Page 1 sur 1$"),
    "blocks": ("echographie deuxieme", None, "^Texte du document$"),
    "text": ("projet", None, "^Texte du document$"),
}
NOT_HERE = "entretien prenatal"
# A moon, which the fonts of the test lack.
EXCUSED = ("Merci de garder la lumière",)


def find_document(program, words):
    """By words of its title, from anywhere in the record: Enter opens the one that there is."""
    program.key("ctrl+f")
    program.type(words)
    program.key("Return")


def bring(program, kind):
    """Finds a document, which comes at once where it is not here yet, and has the focus then."""
    words, role, name = KINDS[kind]
    find_document(program, words)
    program.find(role, name)
    wait_for(lambda: program.focused().get_name() == program.find(role, name).get_name(), "the focus")
    program.stand_still()


def go_back(program):
    program.key("Escape")
    program.find("label", "^Documents$")
    program.key("ctrl+f")
    program.press("ctrl+a")
    program.press("BackSpace")


def check(program, keyboard):
    faults = karne_gate.check_labels(program, EXCUSED)
    if keyboard and program.look is not None:
        found, stops = karne_gate.check_keyboard(program)
        faults += found
        karne_tap.say("by Tab: " + "; ".join(stop.short() for stop in stops))
    return faults


def test_form(size, settings=None, keyboard=False):
    """Nothing cut, nothing without a name, nothing out of reach: of each kind, and where none comes."""

    def run():
        with Karne("--demo", settings=settings) as program:
            program.open_demo()
            faults = karne_gate.check_width(program, *size)
            for kind in KINDS:
                bring(program, kind)
                faults += [f"{kind}: {fault}" for fault in check(program, keyboard)]
                go_back(program)
            program.stop_demo_server()
            find_document(program, NOT_HERE)
            program.find("push button", "^Réessayer$", showing=False)
            faults += [f"not here: {fault}" for fault in check(program, keyboard)]
            if keyboard:
                faults += karne_gate.check_names(program)
        assert not faults, "\n" + "\n".join(faults)

    return run


def test_by_keyboard():
    """To the words of a document, by the keyboard alone, in three acts."""
    with Karne("--demo") as program:
        program.open_demo()
        program.acts.reset()
        bring(program, "pages")
        assert program.acts.count == 3, program.acts
        page = program.find("image", "^Page 1 sur 1$")
        wait_for(lambda: "Clarté nucale" in page.get_description(), "the text of the page")
        program.key("ctrl+f")
        program.type("NUCALE")
        program.find("statusbar", "^Endroit 1 sur 1$")
        entry = program.focused()
        assert entry.get_description() == "Endroit 1 sur 1", entry.get_description()
        program.key("Escape")
        wait_for(lambda: program.focused().get_name() == "Page 1 sur 1", "the focus on the page")
        program.key("alt+Left")
        program.find("list item", "premier trimestre", within=program.content())


def open_by_mouse(program):
    program.go_to("Documents")
    program.click(program.find("list item", "premier trimestre", within=program.content()))
    program.find("image", "^Page 1 sur 1$")


def find_traces(program, name):
    """Files of the session in which a name stands: settings, lists of recent files, caches."""
    traces = []
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
        for folder, _, names in os.walk(program.env[variable]):
            paths = [os.path.join(folder, name) for name in names]
            traces += [path for path in paths if os.path.isfile(path) and name in read_file(path)]
    return traces


def read_file(path):
    with open(path, "rb") as file:
        return file.read()


def test_save():
    """A copy where the person says, whole, and no trace of it elsewhere."""
    with Karne("--demo") as program:
        target = os.path.join(program.folder, "cle", "document.pdf")
        os.mkdir(os.path.dirname(target))
        program.open_demo()
        open_by_mouse(program)
        program.click(program.find("push button", "^Enregistrer une copie$"))
        program.name_file(target)
        wait_for(lambda: os.path.exists(target), "the copy")
        assert read_file(target).startswith(b"%PDF-1.4")
        program.find("label", "^La copie est enregistrée")
        assert os.listdir(os.path.dirname(target)) == ["document.pdf"]
        assert not find_traces(program, b"document.pdf"), find_traces(program, b"document.pdf")
        # That it went out is noted, and which one it was.
        program.go_to("Accès au dossier")
        rows = program.find_all("list item", "^Titulaire du dossier$", within=program.content(), showing=False)
        said = [row.get_description() for row in rows if "Document\u00a0: " in row.get_description()]
        assert said[0].startswith("Enregistrement hors du dossier à"), said
        assert said[1].startswith("Consultation à"), said


def test_server_gone():
    """What is not here cannot be brought: said beside the button, which can be pressed again."""
    with Karne("--demo") as program:
        program.open_demo()
        program.stop_demo_server()
        program.go_to("Documents")
        program.click(program.find("list item", "premier trimestre", within=program.content()))
        sentence = program.find("alert", "^Serveur injoignable").get_name()
        again = program.find("push button", "^Réessayer$")
        wait_for(lambda: again.get_description() == sentence, "the button to say it, too")
        assert not karne_gate.check_labels(program)


def count_helpers(program):
    """Processes that the window started to look at documents."""
    helpers = 0
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:
                name, rest = file.read().split(" (", 1)[1].rsplit(") ", 1)
        except OSError:
            continue
        state, parent = rest.split()[:2]
        helpers += name == "karne-render" and state != "Z" and int(parent) == program.process.pid
    return helpers


def test_end_of_session():
    """With the record, what was shown of it goes: no helper is left, nothing of it in the window."""
    with Karne("--demo") as program:
        program.open_demo()
        open_by_mouse(program)
        assert count_helpers(program) == 1
        program.end_session()
        wait_for(lambda: count_helpers(program) == 0, "the helper to end")
        assert not program.find_all("image", "^Page 1 sur 1$", showing=False)


karne_tap.run(
    [
        ("/desktop/viewer/wide", test_form(karne_app.WIDE, keyboard=True)),
        ("/desktop/viewer/narrow-large", test_form(karne_app.NARROW, LARGE, keyboard=True)),
        ("/desktop/viewer/by-keyboard", test_by_keyboard),
        ("/desktop/viewer/save", test_save),
        ("/desktop/viewer/server-gone", test_server_gone),
        ("/desktop/viewer/end-of-session", test_end_of_session),
    ]
)
