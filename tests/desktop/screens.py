#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the window: of every page and state, in every form. With --check those of which a
reference is kept are compared with it; with --update-references they become it, and those of the README
are made anew; with a folder all are written there."""

import argparse
import os
import re
import shlex
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_changes  # noqa: E402
import karne_data  # noqa: E402
import karne_display  # noqa: E402
import karne_phone  # noqa: E402
import karne_picture  # noqa: E402
import karne_places  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import Karne  # noqa: E402

REFERENCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "references")
MADE_WITH = os.path.join(REFERENCES, "made-with")
SIZES = {"wide": karne_app.WIDE, "narrow": karne_app.NARROW}
COLOURS = ("light", "dark", "contrast")
TEXTS = {"": "100", "large": "200"}

# Those that together show each page, both widths, and each form: PLACE-WIDTH-FORM.
KEPT = """
    start-wide-light start-narrow-light start-wide-dark
    first-copy-wide-light first-copy-narrow-dark
    home-wide-light home-narrow-light home-wide-dark home-narrow-light-large home-wide-contrast
    prevention-wide-light prevention-narrow-dark
    reminder-wide-light reminder-wide-light-rcf reminder-narrow-light-rcf
    card-wide-light card-narrow-dark
    agenda-wide-light agenda-narrow-light-large
    documents-wide-light documents-narrow-light documents-wide-dark documents-narrow-contrast
    document-wide-light document-narrow-dark
    measures-wide-light measures-narrow-light-large
    pregnancy-wide-light pregnancy-narrow-dark
    child-wide-light child-narrow-light-large
    waiting-narrow-light changes-wide-light changes-narrow-dark
    access-log-wide-dark
    unavailable-wide-light
""".split()
# Those of the README, by the names that they have there.
README = {
    "home": "home-wide-light",
    "documents": "documents-wide-dark",
    "narrow": "home-narrow-light",
    "reminder": "reminder-wide-light",
    "reminder-rcf": "reminder-wide-light-rcf",
}
README_FOLDER = os.path.join(os.environ.get("MESON_SOURCE_ROOT", "."), "data", "screenshots")


class Form:
    """How the window looks: its colours, the size of the letters, the language."""

    def __init__(self, colours, text="", language="fr"):
        self.colours, self.text, self.language = colours, text, language
        self.name = "-".join(part for part in (colours, text, "" if language == "fr" else language) if part)

    def open(self, *arguments, more=None, **options):
        settings = dict(more or {}, **{"text-scale": TEXTS[self.text]})
        program = Karne(*arguments, settings=settings, language=self.language, **options)
        if self.colours == "dark":
            program.env["ADW_DEBUG_COLOR_SCHEME"] = "prefer-dark"
        if self.colours == "contrast":
            program.env["ADW_DEBUG_HIGH_CONTRAST"] = "1"
        return program


def all_forms():
    forms = [Form(colours, text, language) for language in ("fr", "en") for text in TEXTS for colours in COLOURS]
    return [*forms, Form("light", language="rcf")]


class Camera:
    """Takes those pictures that are wanted. wanted: their names, or None for all."""

    def __init__(self, wanted, keep):
        self.wanted, self.keep = wanted, keep
        self.form = None

    def wants(self, place=None):
        """Is there anything to be taken in this form, or of this place in it?"""
        names = [f"{place}-{size}-{self.form.name}" for size in SIZES]
        if self.wanted is None:
            return True
        if place is None:
            return any(name.split("-", 1)[1].endswith(f"-{self.form.name}") for name in self.wanted)
        return any(name in self.wanted for name in names)

    def take(self, program, place):
        for size, (width, height) in SIZES.items():
            name = f"{place}-{size}-{self.form.name}"
            if self.wanted is None or name in self.wanted:
                # A window over the first one has its own idea of being wide.
                if size == "narrow" or place not in karne_places.WINDOWS:
                    program.resize(width, height)
                self.keep(name, program.picture())


PROFESSIONAL = "^Mme Maéva"


def take_first_run(camera):
    if camera.wants("start"):
        with camera.form.open() as program:
            program.find("list item", program.words["demonstration"])
            camera.take(program, "start")


def take_first_copy(camera):
    """A server that lets everybody wait, so that there is time."""
    if camera.wants("first-copy"):
        with camera.form.open("--demo", server=("--latency", "3000")) as program:
            program.find("label", program.words["first-copy"])
            camera.take(program, "first-copy")


def take_record(camera):
    with camera.form.open("--demo") as program:
        program.by_mouse = True
        program.open_demo()
        for place in karne_places.visit_places(program, lambda name: name != "access-log" and camera.wants(name)):
            camera.take(program, place)
        if camera.wants("card"):
            program.resize(*SIZES["wide"])
            program.go_to(program.page_names()[list(karne_places.PAGES).index("prevention")])
            program.click(program.find("push button", program.words["card"]))
            program.find("heading", program.words["card"])
            program.stand_still()
            camera.take(program, "card")
            program.press("Escape")
        if camera.wants("access"):
            program.resize(*SIZES["wide"])
            program.go_to(program.page_names()[list(karne_places.PAGES).index("access-log")])
            program.click(program.find("list item", PROFESSIONAL, within=program.content()))
            program.find("heading", PROFESSIONAL)
            program.stand_still()
            camera.take(program, "access")
            program.press("Escape")
        for place in karne_places.COURSES:
            if camera.wants(place):
                program.resize(*SIZES["wide"])
                with karne_places.course(program, place):
                    camera.take(program, place)
        if camera.wants("unavailable"):
            program.go_to(program.page_names()[0])
            program.stop_demo_server()
            program.click(program.find("push button", program.words["up-to-date"]))
            program.find("label", program.words["unavailable"])
            camera.take(program, "unavailable")


def take_accesses(camera):
    """By itself: what was done before stands there, with the minute."""
    if camera.wants("access-log"):
        with camera.form.open("--demo") as program:
            program.by_mouse = True
            program.open_demo()
            program.go_to(program.page_names()[list(karne_places.PAGES).index("access-log")])
            camera.take(program, "access-log")


def take_empty(camera):
    """A record in which there is nothing yet."""
    places = [f"{place}-empty" for place in karne_places.PAGES]
    if any(camera.wants(place) for place in places):
        data = karne_data.make_empty(os.environ["KARNE_TEST_SCRATCH"])
        with camera.form.open("--demo", data=data) as program:
            program.by_mouse = True
            program.open_demo()
            for place, page in zip(places, program.page_names()):
                if camera.wants(place):
                    program.go_to(page)
                    camera.take(program, place)


def take_changes(camera):
    """What waits to be sent and to be decided, made two days before."""
    if camera.wants("changes"):
        scratch = os.environ["KARNE_TEST_SCRATCH"]
        before = karne_app.offset_to(karne_changes.DAYS_BEFORE)
        with karne_changes.Record(scratch, f"changes-{camera.form.name}", before) as record:
            karne_changes.make_all(record)
            program = camera.form.open()
            program.env["XDG_DATA_HOME"] = record.data_home
            with program:
                program.by_mouse = True
                karne_changes.open_record(program)
                program.go_to(program.page_names()[list(karne_places.PAGES).index("waiting")])
                camera.take(program, "changes")


def take_partial(camera):
    """The server went in the middle of the first copy."""
    if camera.wants("partial"):
        with camera.form.open("--demo", server=("--latency", "300")) as program:
            program.find("label", program.words["received"])
            program.stop_demo_server()
            program.find("label", program.words["unavailable"])
            camera.take(program, "partial")


def take_unreadable(camera):
    """The sealed file is damaged under the window."""
    if camera.wants("unreadable"):
        data = karne_data.make_many(os.environ["KARNE_TEST_SCRATCH"], 3000)
        with camera.form.open("--demo", data=data) as program:
            program.open_demo()
            program.damage_store()
            program.press("ctrl+f")
            program.type("biologie")
            program.find("label", program.words["unreadable"])
            camera.take(program, "unreadable")


def take_end(camera):
    """Locked, and how a session ends: with something that was not sent, and with nothing."""
    if not (camera.wants("locked") or camera.wants("end") or camera.wants("proof")):
        return
    with camera.form.open("--demo") as program:
        program.open_demo()
        program.key("ctrl+l")
        program.find("password text", None)
        camera.take(program, "locked")
        program.type("0000")
        program.find("push button", program.words["up-to-date"])
        program.click(program.find("push button", program.words["end-session"]))
        program.find("push button", program.words["erase"])
        camera.take(program, "end")
        program.click(program.find("push button", program.words["erase"]))
        program.find("push button", program.words["start-page"], limit=60)
        camera.take(program, "proof")


def take_arrival(camera):
    """Somebody at a shared computer, up to the record in the helper's role."""
    if not any(camera.wants(place) for place in ("agreement", "less", "code", "person", "masked")):
        return
    words = ARRIVAL[camera.form.language]
    with karne_app.Server("--authorize", "--device-interval", "1") as server:
        with camera.form.open(more={"server-address": f"'{server.address}'"}) as program:
            program.by_mouse = True
            program.click(program.find("list item", words["start"]))
            agree = program.find("push button", words["agree"])
            camera.take(program, "agreement")
            program.resize(*SIZES["wide"])
            program.click(program.find("push button", words["less"]))
            program.move_focus_to("check box", words["appointments"])
            camera.take(program, "less")
            program.resize(*SIZES["wide"])
            program.click(agree)
            image = program.find("image", words["qr"]).get_name()
            camera.take(program, "code")
            address, code = re.match(words["qr"], image).groups()
            karne_phone.answer(address, code.replace(words["dash"], "-").replace(" ", ""), "diabete")
            program.find("label", words["who"])
            camera.take(program, "person")
            program.move_focus_to("password text", None)
            program.type("2580")
            program.click(program.find("push button", words["right"]))
            program.open_demo()
            program.go_to(program.page_names()[list(karne_places.PAGES).index("measures")])
            camera.take(program, "masked")


# A code is another one each time: no reference is kept of its picture.
ARRIVAL = {
    "fr": {
        "start": "^Commencer une séance",
        "agree": "^Donner l’accord et s’identifier$",
        "less": "^Laisser voir moins de choses$",
        "appointments": "^Rendez-vous$",
        "qr": r"^Code QR.* Il ouvre (\S+) avec le code (.+)$",
        "dash": "tiret",
        "who": "^Est-ce cette personne",
        "right": "^C’est cette personne$",
    },
    "en": {
        "start": "^Start a session",
        "agree": "^Agree and sign in$",
        "less": "^Let less be seen$",
        "appointments": "^Appointments",
        "qr": r"^QR code.* It opens (\S+) with the code (.+)$",
        "dash": "dash",
        "who": "^Is it this person",
        "right": "^It is this person$",
    },
}


def take_all(camera, forms):
    for form in forms:
        camera.form = form
        if camera.wants():
            take_first_run(camera)
            take_first_copy(camera)
            take_record(camera)
            take_accesses(camera)
            take_empty(camera)
            take_changes(camera)
            take_partial(camera)
            take_unreadable(camera)
            take_end(camera)
            take_arrival(camera)


# ---- What becomes of them ---------------------------------------------------------------------------


def made_with():
    """Another release of what draws letters draws them elsewhere."""
    modules = ("cairo", "freetype2", "gtk4", "libadwaita-1", "pango")
    done = subprocess.run(["pkg-config", "--modversion", *modules], capture_output=True, text=True)
    return "".join(f"{name} {version}\n" for name, version in zip(modules, done.stdout.split()))


def reference_path(name):
    return os.path.join(REFERENCES, name + ".png")


def update_references():
    os.makedirs(REFERENCES, exist_ok=True)
    for name in os.listdir(REFERENCES):
        if name.endswith(".png") and name.removesuffix(".png") not in KEPT:
            os.remove(os.path.join(REFERENCES, name))
    taken = []

    def keep(name, picture):
        karne_picture.write_small(picture, reference_path(name))
        for own_name, shown in README.items():
            if shown == name:
                karne_picture.write_small(picture, os.path.join(README_FOLDER, own_name + ".png"))
        taken.append(name)

    take_all(Camera(KEPT, keep), all_forms())
    assert sorted(taken) == sorted(KEPT), set(KEPT) ^ set(taken)
    karne_display.write(MADE_WITH, made_with())


def check_references(folder):
    """folder: where a picture goes of what differs."""
    with open(MADE_WITH, encoding="utf-8") as file:
        if file.read() != made_with():
            raise karne_tap.Skip("the references were made with other releases than those here")
    taken, faults = [], []

    def keep(name, picture):
        taken.append(name)
        fault = karne_picture.compare(picture, reference_path(name), os.path.join(folder, name + ".png"))
        karne_tap.say(f"{name}: {fault or 'as it was'}")
        if fault:
            faults.append(f"{name}: {fault}")

    take_all(Camera(KEPT, keep), all_forms())
    assert sorted(taken) == sorted(KEPT), f"not taken: {set(KEPT) - set(taken)}"
    assert not faults, "\n" + "\n".join(faults) + f"\nWhat differs is in {folder}."


def write_all(folder, names):
    """names: those that are wanted, as card-wide-dark; none: all of them."""
    os.makedirs(folder, exist_ok=True)

    def keep(name, picture):
        picture.save(os.path.join(folder, name + ".png"), optimize=True)
        print(name, flush=True)

    take_all(Camera(set(names) or None, keep), all_forms())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update-references", action="store_true")
    parser.add_argument("folder", nargs="?")
    parser.add_argument("names", nargs="*")
    # A target of the build has no arguments of its own.
    arguments = parser.parse_args(sys.argv[1:] or shlex.split(os.environ.get("KARNE_SCREENSHOTS", "")))
    if arguments.update_references:
        update_references()
    elif arguments.check:
        sys.argv[1:] = []
        karne_tap.run([("/desktop/screens/references", lambda: check_references(arguments.folder))])
    else:
        write_all(arguments.folder, arguments.names)


main()
