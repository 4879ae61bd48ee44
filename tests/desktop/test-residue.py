#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left of a session that does not last, by whatever way it ended: nothing that says anything."""

import ctypes
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_counter  # noqa: E402
import karne_end  # noqa: E402
import karne_tap  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_desk import wait_for, xdotool  # noqa: E402

PASSPHRASE = "un deux trois quatre"
# Of the demonstration: who is shown, what they have, what things are called at the server, what was typed.
MARKERS = [
    "VITRY", "GRONDIN", "SAUTRON", "TÉCHER", "LUBIN", "MODÈLE", "EXEMPLE", "Jean-Marc", "premier trimestre", "DEMO-HEX1", "Glycémie",
    "grossesse-acte", "diabete-", "xyzzyMARQUE", "1.3731", "1,3731",
    # What each code and token of the demonstration's authorization server begins with; and who helps.
    "karne-demo-secret-", "Anne Aidante",
]  # fmt: skip
SYSTEMD = """
<node><interface name="org.freedesktop.systemd1.Manager">
  <method name="StartTransientUnit">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a(sv)" direction="in"/>
    <arg type="a(sa(sv))" direction="in"/><arg type="o" direction="out"/>
  </method>
</interface></node>
"""


def files_of(program):
    """All that a program can have written to: home, settings, caches, runtime and temporary folders."""
    roots = {program.env[name] for name in ("HOME", "TMPDIR", "KARNE_TEST_SCRATCH") if program.env.get(name)}
    roots |= {value for name, value in program.env.items() if name.startswith("XDG_") and value.startswith("/tmp/")}
    seen = set()
    for root in roots:
        for folder, _, names in os.walk(root):
            for name in names:
                path = os.path.join(folder, name)
                # The picture of the screen itself, which the test sees.
                if path not in seen and os.path.isfile(path) and not name.startswith("Xvfb_screen"):
                    seen.add(path)
                    yield path


def find_residue(program):
    wanted = [marker.encode(coding) for marker in MARKERS for coding in ("utf-8", "utf-16-le")]
    found = []
    for path in files_of(program):
        with open(path, "rb") as file:
            content = file.read()
        found += [(path, marker) for marker in wanted if marker in content]
        found += [(path, "name") for marker in MARKERS if marker in os.path.basename(path)]
    return found


def owner_of(selection):
    """Who holds what was copied (CLIPBOARD) or selected (PRIMARY): 0 for nobody."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    try:
        atom = x11.XInternAtom(display, selection.encode(), False)
        return x11.XGetSelectionOwner(display, ctypes.c_ulong(atom))
    finally:
        x11.XCloseDisplay(display)


def copy_something(program):
    """A word that was looked for is in the clipboard, and in the primary selection."""
    program.go_to("Documents")
    program.key("ctrl+f")
    program.type("xyzzyMARQUE")
    program.press("ctrl+a")
    program.press("ctrl+c")
    wait_for(lambda: owner_of("CLIPBOARD") != 0, "the clipboard")
    wait_for(lambda: owner_of("PRIMARY") != 0, "the primary selection")


def titles():
    found = xdotool("search", "--name", ".*").split()
    return {xdotool("getwindowname", window).strip() for window in found}


def assert_nothing(program):
    residue = find_residue(program)
    assert not residue, residue
    assert owner_of("CLIPBOARD") == 0 and owner_of("PRIMARY") == 0
    assert not [title for title in titles() if any(marker in title for marker in MARKERS)], titles()


def test_scan():
    """The scan finds what it is to find."""
    with Karne() as program:
        program.find("list item", program.words["demonstration"])
        assert not find_residue(program)
        path = os.path.join(program.folder, "trace")
        with open(path, "w", encoding="utf-16-le") as file:
            file.write("Monsieur Jean-Marc")
        assert [found for found, _ in find_residue(program)] == [path]
        os.remove(path)


def test_end():
    """All pages seen, something shown, copied and looked for; then the end."""
    with Karne("--demo") as program:
        program.open_demo()
        for page in program.page_names():
            program.go_to(page)
        copy_something(program)
        program.click(program.find("push button", program.words["end-session"]))
        program.click(program.find("push button", program.words["erase"]))
        karne_end.wait_proof(program)
        program.find("list item", "^Le presse-papiers ne contient rien")
        assert_nothing(program)
        said = [node.get_name() for node in program.find_all(showing=False)]
        assert not [text for text in said if any(marker in text for marker in MARKERS)], said


def test_shared():
    """Somebody signed in, was helped by somebody with a name, and left: no token, no name, no code."""
    with karne_counter.counter() as (program, server):
        karne_counter.press(program, "list item", "^Commencer une séance")
        program.move_focus_to("text", "^Nom de la personne qui aide")
        program.type("Anne Aidante")
        karne_counter.press(program, "push button", "^Donner l’accord et s’identifier$")
        karne_counter.sign_in(program)
        program.find("push button", program.words["up-to-date"], limit=60)
        for page in program.page_names():
            program.go_to(page)
        assert_nothing(program)
        karne_counter.press(program, "push button", program.words["end-session"])
        karne_counter.press(program, "push button", program.words["erase"])
        karne_end.wait_proof(program)
        assert_nothing(program)


def test_locked():
    """Nor is anything to be had while it is locked."""
    with Karne("--demo") as program:
        program.open_demo()
        copy_something(program)
        program.key("ctrl+l")
        program.find("password text", "^Code")
        assert_nothing(program)


def test_killed():
    """What is left is noise; the next start removes it, and says how much went with it."""
    with Karne("--demo") as program:
        karne_end.write_unsent(program, "1,3731")
        notes = []

        def is_noted():
            notes[:] = [path for path in files_of(program) if os.path.basename(path) == "unsent"]
            return any(open(path, encoding="ascii").read().strip() == "1" for path in notes)

        wait_for(is_noted, "the number beside the record")
        os.kill(program.process.pid, signal.SIGKILL)
        program.process.wait(20)
        program.process.returncode = 0  # it was meant
        assert [path for path in files_of(program) if os.path.basename(path) == "record.db"]
        assert_nothing(program)
    with Karne() as program:
        program.find("alert", "^La séance précédente s’est arrêtée d’elle-même.*1.modification")
        assert not [path for path in files_of(program) if "ephemeral-" in path]
        assert_nothing(program)


def test_second_program():
    """A record that is open is not opened twice: a sentence says why."""
    with Karne() as program:
        entry = ("password text", "^Phrase secrète.*Dossier 1$")
        program.find(*entry)
        program.move_focus_to(*entry)
        program.type(PASSPHRASE)
        program.key("Return")
        program.find("list", program.words["pages"])
        done = subprocess.run(
            [os.environ["KARNE_CLI_PATH"], "status", "--key-fd", "0"],
            input=PASSPHRASE, capture_output=True, text=True, timeout=60, env=dict(program.env, LD_PRELOAD=""),
        )  # fmt: skip
        assert done.returncode == 9, done
        assert done.stderr.strip().endswith("."), done.stderr


def test_scope():
    """The service manager is asked for a scope that is never swapped out, with this process in it."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    asked = []

    def answer(connection, sender, path, interface, method, parameters, invocation):
        unit, mode, properties, _ = parameters.unpack()
        asked.append((unit, mode, dict(properties)))
        invocation.return_value(GLib.Variant("(o)", ("/org/freedesktop/systemd1/job/1",)))
        connection.emit_signal(
            None, "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "JobRemoved",
            GLib.Variant("(uoss)", (1, "/org/freedesktop/systemd1/job/1", unit, "done")),
        )  # fmt: skip

    interface = Gio.DBusNodeInfo.new_for_xml(SYSTEMD).interfaces[0]
    number = bus.register_object("/org/freedesktop/systemd1", interface, answer, None, None)
    name = GLib.Variant("(su)", ("org.freedesktop.systemd1", 0))
    bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName", name, None, 0, -1, None)
    with Karne() as program:
        wait_for(lambda: asked, "the program to ask")
        unit, mode, properties = asked[0]
        assert unit == f"app-re.karne.Karne-{program.process.pid}.scope" and mode == "fail", asked
        assert properties["MemorySwapMax"] == 0 and properties["PIDs"] == [program.process.pid], asked
        program.find("list item", program.words["demonstration"])
    bus.unregister_object(number)


karne_app.make_own_space(PASSPHRASE, "documents")
karne_tap.run(
    [
        ("/desktop/residue/scan", test_scan),
        ("/desktop/residue/end", test_end),
        ("/desktop/residue/shared", test_shared),
        ("/desktop/residue/locked", test_locked),
        ("/desktop/residue/killed", test_killed),
        ("/desktop/residue/second-program", test_second_program),
        ("/desktop/residue/scope", test_scope),
    ]
)
