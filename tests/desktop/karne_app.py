# SPDX-License-Identifier: GPL-3.0-or-later
"""Karné itself, with a demonstration server that the test holds by the hand."""

import contextlib
import functools
import os
import re
import signal
import subprocess
import time

import karne_bus
import karne_desk
import karne_display
import karne_language
from karne_desk import Failure, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))
# A Tuesday, at a quiet hour: pictures show the same dates whenever they are made.
TODAY = "2026-03-03 14:02:00"
# What the window says, as far as tests find their way by it.
WORDS = {
    "fr": {
        "up-to-date": "^À jour",
        "demonstration": "^Démonstration$",
        "first-copy": "^Première copie$",
        "pages": "^Pages$",
        "home": "^Accueil$",
        "end-session": "^Terminer la séance$",
        "erase": "^Effacer et terminer$",
        "start-page": "^Page de départ$",
        "received": "^(Partiel|Reçu)",
        "unavailable": "^(Serveur indisponible|Hors ligne)",
        "unreadable": "^Lecture impossible$",
        "about": "^À propos de Karné",
        "card": "^Carnet de vaccination$",
        "pregnancy": "^Les semaines de la grossesse$",
        "child": "^Les examens par âge$",
    },
    "en": {
        "up-to-date": "^Up to date",
        "demonstration": "^Demonstration$",
        "first-copy": "^First copy$",
        "pages": "^Pages$",
        "home": "^Home$",
        "end-session": "^End the session$",
        "erase": "^Erase and end$",
        "start-page": "^Start page$",
        "received": "^(Partial|Received)",
        "unavailable": "^(Server unavailable|Offline)",
        "unreadable": "^This could not be read$",
        "about": "^About Karné",
        "card": "^Vaccination card$",
        "pregnancy": "^The weeks of the pregnancy$",
        "child": "^The examinations by age$",
    },
}
NARROW, WIDE = (360, 720), (1280, 800)


def offset_to(moment):
    """Seconds from now to a moment, as the clock of the program is to be moved."""
    return time.mktime(time.strptime(moment, "%Y-%m-%d %H:%M:%S")) - time.time()


def write_settings(env, settings):
    lines = [f"{name}={value}" for name, value in settings.items()]
    karne_display.write(
        os.path.join(env["XDG_CONFIG_HOME"], "glib-2.0", "settings", "keyfile"),
        "[re/karne/Karne]\n" + "\n".join(lines) + "\n",
    )


class Karne(karne_desk.Program):
    """server: options for the demonstration server; data: a folder instead of the demonstration's;
    settings: as the person left them, in the form of GVariant. matrix: the file in which the administrator says
    what a helper may see."""

    def __init__(
        self, *arguments, server=(), data=None, language="fr", settings=None, moment=TODAY, matrix=None, **options
    ):
        # language: one that is offered, or a catalogue.
        self.words = WORDS[language] if language in WORDS else karne_language.words(language)
        # Keys draw a ring around what has the focus.
        self.by_mouse = False
        desktop = os.environ["KARNE_DESKTOP_PATH" if matrix is None else "KARNE_DESKTOP_OF_ADMINISTRATOR"]
        super().__init__([desktop, *arguments], clock_offset=offset_to(moment), **options)
        write_settings(self.env, dict(settings or {}, language=f"'{language}'"))
        self.server_pid_file = os.path.join(self.folder, "server.pid")
        self.env.update(
            KARNE_DEMO_SERVER=os.path.join(HERE, "demo-server"),
            KARNE_TEST_SERVER_OPTIONS=" ".join(server),
            KARNE_TEST_SERVER_PID=self.server_pid_file,
        )
        if data is not None:
            self.env["KARNE_DEMO_DATA"] = data
        if matrix is not None:
            self.env["KARNE_TEST_MATRIX"] = matrix

    def stop_demo_server(self):
        """As when the network goes: whoever is asked, nobody answers."""
        with open(self.server_pid_file, encoding="ascii") as file:
            pid = int(file.read())
        os.kill(pid, signal.SIGKILL)
        # Its parent is the program, which has no reason to wait for it before its end.
        wait_for(lambda: not is_running(pid), "the demonstration server to end")

    def open_demo(self, limit=60):
        """Waits until the record of the demonstration is here."""
        self.find("push button", self.words["up-to-date"], limit=limit * karne_desk.PATIENCE)
        return self

    @functools.cache
    def page_names(self):
        """What the sidebar offers."""
        pages = self.find("list", self.words["pages"], showing=False)
        rows = karne_bus.read_layer(self.bus, [pages], False)
        return karne_bus.read_names(self.bus, [row for row in rows if row.role == "list item"])

    def content(self):
        """What stands beside the sidebar: the page."""

        def find_page():
            nodes = self.read()
            names = karne_bus.read_names(self.bus, nodes)
            pages = [node for node, name in zip(nodes, names) if re.match(r"Karne\w+Page$", name)]
            return next((node for node in pages if karne_desk.is_showing(node)), None)

        return wait_for(find_page, "a page")

    def end_session(self):
        """Of a session that does not last and has sent all: to the start page."""
        self.click(self.find("push button", self.words["end-session"]))
        self.click(self.find("push button", self.words["erase"]))
        self.click(self.find("push button", self.words["start-page"], limit=30 * karne_desk.PATIENCE))
        self.find("list item", self.words["demonstration"])

    def damage_store(self):
        """As a failing disk would: what is read next of the record is not what was written."""
        for folder, _, names in os.walk(self.env["XDG_RUNTIME_DIR"]):
            for name in names:
                if name.startswith("record.db") and not name.endswith("-shm"):
                    path = os.path.join(folder, name)
                    with open(path, "r+b") as file:
                        file.write(os.urandom(os.path.getsize(path)))

    def go_to(self, page):
        """By the key of its place in the sidebar, from wherever, or with the mouse; not counted."""
        if self.by_mouse:
            count = self.acts.count
            self.click(self.sidebar_row(page))
            self.acts.count = count
            self.stand_still()
        else:
            self.press_page(page)
        self.wait_page(page)

    def press_page(self, page):
        """While a record is just being shown the key goes nowhere: then once more."""
        for _ in range(3):
            self.press(f"alt+{self.page_names().index(page) + 1}")
            self.stand_still()
            with contextlib.suppress(Failure):
                self.find("label", f"^{re.escape(page)}$", within=self.frame(), limit=5 * karne_desk.PATIENCE)
                return

    def name_file(self, path):
        """In the dialog of the toolkit that asks where to, which tells assistive technology nothing,
        once it takes what is typed."""

        def is_asked():
            if self.look is None:
                return self.frame() is None or self.frame().get_name() != "Karné"
            focus = self.look.ask("focus")["focus"]
            return focus is not None and re.match("GtkFileChooser.*/GtkText", focus["path"])

        wait_for(is_asked, "the dialog for a file")
        self.press("ctrl+a")
        self.type(path)
        self.key("Return")

    def sidebar_row(self, page):
        name = f"^{re.escape(page)}$"
        found = self.find_all("list item", name)
        if not found:
            # Narrow: the sidebar is behind the page.
            self.press("F9")
        return self.find("list item", name)

    def wait_page(self, page):
        """The title in the header, in the window that is used."""
        self.find("label", f"^{re.escape(page)}$", within=self.frame())
        self.settle()


def is_running(pid):
    with contextlib.suppress(OSError):
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    return False


# ---- A record of one's own -------------------------------------------------------------------------


class Server:
    """A demonstration server that nobody but the test has started."""

    def __init__(self, *options, data=None, env=None):
        self.process = subprocess.Popen(
            [os.environ["KARNE_TEST_SERVER"], "--data", data or os.environ["KARNE_DEMO_DATA"],
             "--until-stdin-closes", *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=env,
        )  # fmt: skip
        self.address = self.process.stdout.readline().split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(20)


def make_own_space(passphrase, person, **server):
    """A sealed record of a person under the home of the test, as the command line makes it."""

    def karne(*words):
        done = subprocess.run(
            [os.environ["KARNE_CLI_PATH"], *words, "--key-fd", "0"],
            input=passphrase, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        if done.returncode != 0:
            raise Failure(f"karne {words[0]}: {done.stderr}")

    with Server(**server) as own:
        karne("space", "create")
        karne("source", "add", own.address, "--patient", person, "--yes")
        karne("sync")
