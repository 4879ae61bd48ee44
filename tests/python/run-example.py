# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the example of the reference pages against a real demonstration server, as a person would, and
then looks at what it left on the disk."""

import os
import subprocess
import sys
import tempfile

server_path, demo_data, example = sys.argv[1:]
PASSPHRASE = "a passphrase for a test"
# Documents of that demonstration person, as their server has them.
PATIENT = "diabete"

plan = 4
print(f"1..{plan}")
n = 0


def check(what, good):
    global n
    n += 1
    print("ok" if good else "not ok", n, what, flush=True)


def run(code_or_file, folder, base):
    return subprocess.run(
        [sys.executable, *code_or_file, folder, base, PATIENT],
        input=PASSPHRASE + "\n",
        capture_output=True,
        text=True,
        timeout=90,
    )


def files_below(folder):
    return [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names]


def is_plain(path, words):
    with open(path, "rb") as file:
        content = file.read()
    return content.startswith(b"SQLite format 3") or any(word.encode() in content for word in words)


# It stops when its standard input ends: with this process, however it ends.
server = subprocess.Popen(
    [server_path, "--data", demo_data, "--until-stdin-closes"],
    stdin=subprocess.PIPE,
    stdout=subprocess.PIPE,
    text=True,
)
base = server.stdout.readline().split()[-1]

with tempfile.TemporaryDirectory() as folder:
    done = run([example], folder, base)
    print("\n".join("# " + line for line in (done.stdout + done.stderr).splitlines()))
    lines = done.stdout.splitlines()
    titles = [line.split(" ", 2)[2] for line in lines if line.startswith("- ")]
    counted = [int(line.split()[0]) for line in lines if line.endswith("documents:")]
    check(
        "/python/list-documents",
        done.returncode == 0
        and len(titles) > 5
        and counted == [len(titles)]
        and any(line.startswith("Up to date, ") for line in lines),
    )
    kept = files_below(folder)
    check(
        "/python/sealed",
        any(path.endswith("record.db") for path in kept)
        and not any(is_plain(path, titles + [PASSPHRASE]) for path in kept),
    )

# Who is let look sees no more from here than from C: what is masked is in no list, count, search or text.
HELPER = f"""
import runpy, sys
example = runpy.run_path({example!r})
from gi.repository import Gio, GLib
KarneSync, wait = example["KarneSync"], example["wait"]
folder, server, patient = sys.argv[1:]
space = example["make_space"](Gio.File.new_for_path(folder), sys.stdin.readline().rstrip())
store = space.get_store()
example["bring_up_to_date"](store, store.add_source(server, patient, None))
person = KarneSync.View.new(store, KarneSync.Role.PERSON, None)
adviser = KarneSync.View.new_for_helper(store, KarneSync.Habilitation.new(), "adviser", None)
nobody = KarneSync.View.new_for_helper(store, KarneSync.Habilitation.new(), "unheard-of", None)

def load(view, kind):
    found = KarneSync.List(view=view, kind=kind, page_size=500)
    wait(lambda done: found.load_more_async(None, done), found.load_more_finish)
    return found

def text_of(view, item):
    try:
        return view.get_json(item.props.source, "Observation", item.props.id, True)
    except GLib.Error:
        return None

measures = load(person, "Observation")
print("person", len(measures) > 100, text_of(person, measures[0]) is not None)
for view in (adviser, nobody):
    print("helper", len(load(view, "Observation")), text_of(view, measures[0]))
print("appointments", len(load(adviser, "Appointment")) > 0, len(load(nobody, "Appointment")))
wait(lambda done: space.close_async(None, done), space.close_finish)
"""
with tempfile.TemporaryDirectory() as folder:
    done = run(["-c", HELPER], folder, base)
    print("\n".join("# " + line for line in (done.stdout + done.stderr).splitlines()))
    said = [line for line in done.stdout.splitlines() if line.split()[0] in ("person", "helper", "appointments")]
    check(
        "/python/helper",
        said == ["person True True", "helper 0 None", "helper 0 None", "appointments True 0"],
    )

# In the wrong order: nothing is sealed, so nothing is written.
WRONG_ORDER = f"""
import gi, runpy
gi.require_version("Soup", "3.0")
from gi.repository import Soup
Soup.Session()
runpy.run_path({example!r}, run_name="__main__")
"""
with tempfile.TemporaryDirectory() as folder:
    try:
        import gi

        gi.require_version("Soup", "3.0")
        has_soup = True
    except (ImportError, ValueError):
        has_soup = False
    if has_soup:
        done = run(["-c", WRONG_ORDER], folder, base)
        refused = done.returncode != 0 and "SQLCipher" in done.stderr
        left = [path for path in files_below(folder) if not path.endswith(".lock")]
        print("\n".join("# left: " + path for path in left))
        check("/python/not-sealed", refused and not left)
    else:
        n += 1
        print("ok", n, "/python/not-sealed # SKIP there is no typelib of libsoup here")

server.stdin.close()
server.wait(20)
