# SPDX-License-Identifier: GPL-3.0-or-later
"""A record of one’s own whose server is changed by somebody else, too."""

import json
import os
import subprocess
import urllib.request

from karne_app import Server
from karne_desk import Failure, wait_for

PASSPHRASE = "trois mots simples"
PERSON = "diabete"
JSON = "application/fhir+json"
# Before the day of the pictures: what is said of it is the same at any hour.
DAYS_BEFORE = "2026-03-01 10:00:00"


class Record:
    """A server, and a copy of its record in a folder of its own. Nobody may have the copy open while it is
    changed from here. clock: seconds by which the command line and the server are off the clock of this computer."""

    def __init__(self, scratch, name, clock=0, person=PERSON, server=()):
        self.data_home = os.path.join(scratch, name)
        self.env = dict(os.environ, XDG_DATA_HOME=self.data_home)
        if clock:
            self.env.update(
                LD_PRELOAD=os.environ["KARNE_LOOK_PRELOAD"], KARNE_TEST_CLOCK_OFFSET=str(int(clock))
            )
        self.server, self.person = Server(*server, env=self.env), person

    def __enter__(self):
        self.server.__enter__()
        self.karne("space", "create")
        self.karne("source", "add", self.server.address, "--patient", self.person, "--yes")
        self.karne("sync")
        return self

    def __exit__(self, *_):
        self.server.__exit__(*_)

    def run(self, command, text):
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=120, env=self.env)
        if done.returncode != 0:
            raise Failure(f"{command[0]}: {done.stderr}")
        return done.stdout

    def karne(self, *words):
        """What the command line says."""
        return self.run([os.environ["KARNE_CLI_PATH"], *words, "--key-fd", "0"], PASSPHRASE)

    def list(self, what):
        return json.loads(self.karne(what, "--json"))[what]

    # ---- The copy here ----

    def edit(self, resource):
        """Without an id it is a new one. Says the id."""
        names = [resource[name] for name in ("resourceType", "id") if name in resource]
        return self.change_here(names, json.dumps(resource))

    def delete(self, kind, name):
        self.change_here([kind, name], "")

    def change_here(self, names, text):
        root = os.path.join(self.data_home, "karne", "spaces")
        return self.run([os.environ["KARNE_RECORD_EDIT"], root, PASSPHRASE, *names], text).strip()

    def tamper(self, sql):
        """What nothing that is shipped does to a copy."""
        root = os.path.join(self.data_home, "karne", "spaces")
        self.run([os.environ["KARNE_RECORD_TAMPER"], root, PASSPHRASE, sql], "")

    # ---- The server ----

    def ask(self, kind, name, method="GET", body=None):
        request = urllib.request.Request(
            f"{self.server.address}/{kind}/{name}", method=method, data=body,
            headers={"Accept": JSON, "Content-Type": JSON},
        )  # fmt: skip
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
            return answer.read()

    def get(self, kind, name):
        return json.loads(self.ask(kind, name))

    def put(self, resource):
        self.ask(resource["resourceType"], resource["id"], "PUT", json.dumps(resource).encode())

    def remove(self, kind, name):
        self.ask(kind, name, "DELETE")


GLUCOSE = ("Observation", "diabete-glycemie-001")
VISIT = ("Appointment", "diabete-rdv-pieds")


def make_conflict(record):
    """The value, the status and the notes of a measure, changed here and there."""
    before = record.get(*GLUCOSE)
    here, there = json.loads(json.dumps(before)), json.loads(json.dumps(before))
    here["valueQuantity"]["value"] = 125
    here["status"] = "amended"
    here["note"] = [{"text": "Relu sur le lecteur"}]
    there["valueQuantity"]["value"] = 152.5
    there["status"] = "corrected"
    record.edit(here)
    record.put(there)


def make_deletion(record):
    """An appointment that was deleted there and changed here."""
    visit = record.get(*VISIT)
    visit["description"] = "Soins des pieds, avec les ordonnances"
    record.edit(visit)
    record.remove(*VISIT)


def make_refused(record):
    """A measure with a status that the server does not know, and one that refers to it and waits."""
    measure = record.get(*GLUCOSE)
    del measure["id"], measure["meta"]
    measure.update(status="presque", valueQuantity={"value": 7.1, "unit": "mmol/L"})
    refused = record.edit(measure)
    measure.update(status="final", derivedFrom=[{"reference": f"Observation/{refused}"}])
    record.edit(measure)


def make_all(record):
    """Two conflicts, a refusal, a change that waits for it, and one that arrived."""
    make_conflict(record)
    make_deletion(record)
    make_refused(record)
    record.karne("add", "weight", "72.5", "kg")
    record.karne("sync")


def open_record(program):
    """On the start page, by its passphrase."""
    entry = program.find("password text")
    wait_for(lambda: entry.has("focused"), "the focus in the passphrase")
    program.type(PASSPHRASE)
    program.press("Return")
    program.find("push button", program.words["end-session"], limit=60)
    program.find("label", program.words["home"])
