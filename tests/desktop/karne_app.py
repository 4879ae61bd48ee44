# SPDX-License-Identifier: GPL-3.0-or-later
"""Karné itself, with a demonstration server that the test holds by the hand."""

import contextlib
import json
import os
import re
import signal
import subprocess
import time

import karne_desk
from karne_desk import Failure, wait_for

HERE = os.path.dirname(os.path.abspath(__file__))
# A Tuesday, at a quiet hour: pictures show the same dates whenever they are made.
TODAY = "2026-03-03 14:02:00"
PAGES = ("Accueil", "Prévention", "Agenda", "Documents", "Mesures", "En attente", "Accès au dossier")
UP_TO_DATE = "^À jour"
NARROW, WIDE = (360, 720), (1280, 800)


def offset_to(moment):
    """Seconds from now to a moment, as the clock of the program is to be moved."""
    return time.mktime(time.strptime(moment, "%Y-%m-%d %H:%M:%S")) - time.time()


class Karne(karne_desk.Program):
    """server: options for the demonstration server; data: a folder instead of the demonstration's."""

    def __init__(self, *arguments, server=(), data=None, language="fr", env=None, moment=TODAY, **options):
        offset = offset_to(moment)
        super().__init__(
            [os.environ["KARNE_DESKTOP_PATH"], *arguments],
            dict(env or {}, LANGUAGE=language),
            clock_offset=offset,
            **options,
        )
        self.server_pid_file = os.path.join(self.folder, "server.pid")
        self.env.update(
            KARNE_DEMO_SERVER=os.path.join(HERE, "demo-server"),
            KARNE_TEST_SERVER_OPTIONS=" ".join(server),
            KARNE_TEST_SERVER_PID=self.server_pid_file,
        )
        if not self.has_look:
            offset = 0
        if data is not None:
            self.env["KARNE_DEMO_DATA"] = data

    def stop_demo_server(self):
        """As when the network goes: whoever is asked, nobody answers."""
        with open(self.server_pid_file, encoding="ascii") as file:
            pid = int(file.read())
        os.kill(pid, signal.SIGKILL)
        # Its parent is the program, which has no reason to wait for it before its end.
        wait_for(lambda: not is_running(pid), "the demonstration server to end")

    def open_demo(self):
        self.find("push button", UP_TO_DATE, limit=60)
        return self

    def go_to(self, page):
        """By the sidebar, wherever it is; not counted."""
        count = self.acts.count
        row = self.sidebar_row(page)
        self.click(row)
        self.acts.count = count
        self.wait_page(page)

    def sidebar_row(self, page):
        name = f"^{re.escape(page)}$"
        found = self.find_all("list item", name)
        if not found:
            # Narrow: the sidebar is behind the page.
            self.press("F9")
        return self.find("list item", name)

    def wait_page(self, page):
        """The title in the header, and nothing that still loads."""
        self.find("label", f"^{re.escape(page)}$")
        self.settle()


def is_running(pid):
    with contextlib.suppress(OSError):
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    return False


# ---- A record of one's own -------------------------------------------------------------------------


class Server:
    """A demonstration server that nobody but the test has started."""

    def __init__(self, *options, data=None):
        self.process = subprocess.Popen(
            [os.environ["KARNE_TEST_SERVER"], "--data", data or os.environ["KARNE_DEMO_DATA"],
             "--until-stdin-closes", *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
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


# ---- Data of our own making ------------------------------------------------------------------------


def write_people(folder, edit):
    """The demonstration’s files, each Bundle passed through edit (name, entries) → entries."""
    os.makedirs(folder, exist_ok=True)
    source = os.environ["KARNE_DEMO_DATA"]
    for name in sorted(os.listdir(source)):
        with open(os.path.join(source, name), encoding="utf-8") as file:
            bundle = json.load(file)
        bundle["entry"] = edit(name, bundle["entry"])
        if bundle["entry"]:
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                json.dump(bundle, file)
    return folder
