#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every language fits: one of accents and long words that is none shows what is cut and what was never
translated, another one that is read from the right what stands on the wrong side."""

import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_bus  # noqa: E402
import karne_changes  # noqa: E402
import karne_gate  # noqa: E402
import karne_language  # noqa: E402
import karne_places  # noqa: E402
import karne_tap  # noqa: E402
from karne_desk import wait_for  # noqa: E402

SCRATCH = os.environ["KARNE_TEST_SCRATCH"]
DRAFTS = ("gcf", "gcr", "ht", "rcf")
# What GTK and libadwaita say of themselves is in their own catalogues. A document says what it says.
FOREIGN_WINDOWS = ("about", "shortcuts")
GTK = ("Fermer",)
UNITS = ("mmHg",)
READ = ("label", "heading", "push button", "toggle button", "check box", "radio button", "list item", "static")


# ---- Nothing cut, nothing left out -------------------------------------------------------------------


def collect(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from collect(one)
    elif isinstance(value, list):
        for one in value:
            yield from collect(one)
    elif isinstance(value, str):
        yield value


def read_data():
    """All that the record says by itself, which is in no language of ours."""
    texts = set()
    folder = os.environ["KARNE_DEMO_DATA"]
    for name in os.listdir(folder):
        if name.endswith(".json"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                texts.update(text.lower() for text in collect(json.load(file)))
    # Whose rule it is is said as they call themselves.
    for name in ("sources.xml", "codes.xml"):
        with open(os.path.join(karne_language.ROOT, "data", "prevention", name), encoding="utf-8") as file:
            texts.add(file.read().lower())
    return "\n".join(texts)


def list_plain_runs(text):
    """Words that no catalogue has been through, as far as they stand together."""
    for part in re.split(r"[·,;:.()\n\d]", text):
        runs = [[]]
        for match in re.finditer(r"[^\W\d_]+", part):
            if karne_language.STRANGE & set(map(ord, match[0])):
                runs.append([])
            else:
                runs[-1].append(match)
        for run in runs:
            if any(len(match[0]) > 2 for match in run):
                yield part[run[0].start() : run[-1].end()]


def check_translated(program, data):
    nodes = [node for node in program.read() if node.role in READ]
    faults = []
    for name in karne_bus.read_names(program.bus, nodes):
        text = re.sub(r"https?://\S+", "", name)
        for own in program.native_names:
            text = text.replace(own, "")
        faults += [f"“{run}” in “{name}” is not translated" for run in list_plain_runs(text) if run.lower() not in data]
    return faults


def visit(program, check, size):
    faults = karne_gate.check_width(program, *size)
    for place in karne_places.visit_places(program):
        if place not in karne_places.WINDOWS:
            faults += [f"{place}: {fault}" for fault in karne_gate.check_width(program, *size)]
        faults += [f"{place}: {fault}" for fault in karne_gate.check_labels(program) + check(program, place)]
    return faults


def assert_none(faults):
    assert not faults, "\n" + "\n".join(faults)


def test_pseudo():
    path = karne_language.make_catalogue(SCRATCH, "qaa", karne_language.pseudo)
    data = read_data()

    def check(program, place):
        return [] if place in (*FOREIGN_WINDOWS, "document") else check_translated(program, data)

    # The French beside it is a translation, too.
    settings = {"french-beside": "false"}
    with karne_app.Karne("--demo", "--po", path, language=path, settings=settings) as program:
        program.native_names = [*read_native_names(), "Karné", "qaa", *GTK, *UNITS]
        program.open_demo()
        assert_none(visit(program, check, karne_app.NARROW))


def read_native_names():
    with open(os.path.join(karne_language.ROOT, "desktop", "locale", "karne-locale.c"), encoding="utf-8") as file:
        return re.findall(r'^  \{ "[a-z]+", "([^"]+)" \},$', file.read(), re.M)


def test_mirror():
    """Arabic: the sidebar is at the right, and nothing is cut."""
    path = karne_language.make_catalogue(SCRATCH, "ar", karne_language.mirrored)
    with karne_app.Karne("--demo", "--po", path, language=path) as program:
        program.open_demo()
        program.resize(*karne_app.WIDE)
        sidebar, page = program.find("list", program.words["pages"]), program.content()
        assert sidebar.get_extents()[0] > page.get_extents()[0], (sidebar, page)
        assert_none(visit(program, lambda program, place: [], karne_app.NARROW))


def test_draft(language):
    def run():
        with karne_app.Karne("--demo", language=language) as program:
            program.open_demo()
            assert_none(visit(program, lambda program, place: [], karne_app.NARROW))

    return run


# ---- Under whatever locale ----------------------------------------------------------------------------


def make_locale(name):
    """Of this computer for the time of a test; False where it cannot be made."""
    folder = os.path.join(SCRATCH, "locales")
    os.makedirs(folder, exist_ok=True)
    language = name.split(".")[0]
    made = os.path.join(folder, name)
    if not os.path.exists(made):
        subprocess.run(["localedef", "-i", language, "-f", "UTF-8", made], capture_output=True, timeout=120)
    return folder if os.path.exists(made) else None


def read_start(language, locale, languages):
    """All that Start says."""
    program = karne_app.Karne(language=language or "fr")
    if language is None:
        karne_app.write_settings(program.env, {})
    program.env.update(LC_ALL=locale, LANG=locale)
    program.env.pop("LANGUAGE", None)
    if languages:
        program.env["LANGUAGE"] = languages
    if locale in ("fr_FR.UTF-8", "ht_HT.UTF-8"):
        folder = make_locale(locale)
        if folder is None:
            karne_tap.say(f"{locale} cannot be made here: it is one that is not installed")
        else:
            program.env["LOCPATH"] = folder
    with program:
        program.find("list item", program.words["demonstration"])
        nodes = [node for node in program.read() if node.role in READ]
        return sorted(set(karne_bus.read_names(program.bus, nodes)))


def test_locales(language):
    """Never half of one language and half of another: the same words under each."""

    def run():
        found = {}
        for locale in ("C.UTF-8", "C", "fr_FR.UTF-8", "ht_HT.UTF-8", "xx_XX.UTF-8"):
            for languages in (None, "rcf:fr"):
                found[locale, languages] = read_start(language, locale, languages)
        wanted = found["C.UTF-8", None]
        for how, words in found.items():
            assert words == wanted, f"{how}: {set(words) ^ set(wanted)}"

    return run


# ---- From one to another ------------------------------------------------------------------------------


def choose(program, name, language):
    """In the preferences, which are under a key."""
    program.press("ctrl+comma")
    main = program.find("radio button", f"^{name}$")
    program.click(main)
    wait_for(lambda: program.find("radio button", f"^{name}$").has("checked"), f"{name} to be chosen")
    program.words = karne_app.WORDS[language]
    program.press("Escape")
    program.find("push button", program.words["end-session"], showing=False)
    program.stand_still()


def test_switch_in_form():
    """What was opened, written and chosen stays, and how far it was scrolled."""
    with karne_app.Karne("--demo") as program:
        program.open_demo()
        program.go_to("Prévention")
        page = program.content()
        program.click(program.find("list item", "^Examen prénatal mensuel", within=page))
        wait_for(lambda: program.content() != page, "the reminder")
        program.move_focus_to("text", "^Date")
        program.press("ctrl+a")
        program.type("14/02/2026")
        choose(program, "English", "en")
        program.find("label", "^Reminder$", within=program.frame())
        # French stands above.
        program.find("heading", "^Examen prénatal mensuel$", within=program.content())
        program.find("label", "^Monthly ", within=program.content())
        entry = program.find("text", "^Date", within=program.content())
        assert entry.get_text() == "14/02/2026", entry.get_text()
        # The way back is there, too.
        program.press("Escape")
        program.wait_page("Prevention")


def test_switch_in_sync():
    with karne_app.Karne("--demo", server=("--latency", "400")) as program:
        program.find("label", program.words["first-copy"])
        choose(program, "English", "en")
        program.open_demo()
        program.find("list item", "^Measures$")


def test_switch_in_conflict():
    before = karne_app.offset_to(karne_changes.DAYS_BEFORE)
    with karne_changes.Record(SCRATCH, "languages", before) as record:
        karne_changes.make_all(record)
        program = karne_app.Karne()
        program.env["XDG_DATA_HOME"] = record.data_home
        with program:
            karne_changes.open_record(program)
            program.go_to("En attente")
            n_before = len(program.find_all("list item", "", within=program.content()))
            choose(program, "English", "en")
            program.wait_page("Waiting")
            wait_for(
                lambda: len(program.find_all("list item", "", within=program.content())) == n_before,
                f"the {n_before} rows again",
            )


karne_tap.run(
    [
        ("/desktop/languages/pseudo", test_pseudo),
        ("/desktop/languages/mirror", test_mirror),
        *((f"/desktop/languages/{language}", test_draft(language)) for language in DRAFTS),
        ("/desktop/languages/locales/nobody-chose", test_locales(None)),
        ("/desktop/languages/locales/chosen", test_locales("rcf")),
        ("/desktop/languages/locales/english", test_locales("en")),
        ("/desktop/languages/switch/form", test_switch_in_form),
        ("/desktop/languages/switch/sync", test_switch_in_sync),
        ("/desktop/languages/switch/conflict", test_switch_in_conflict),
    ]
)
