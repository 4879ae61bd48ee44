#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Locking: by key, by the computer, and what is left to be read meanwhile. By keyboard only."""

import contextlib
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_app  # noqa: E402
import karne_bus  # noqa: E402
import karne_end  # noqa: E402
import karne_tap  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402
from karne_app import Karne  # noqa: E402
from karne_desk import Failure, wait_for  # noqa: E402

PASSPHRASE = "un deux trois quatre"
ENTRY = ("password text", "^Phrase secrète.*Dossier 1$")
CODE = ("password text", "^Code à quatre chiffres$")
MANAGER = """
<node><interface name="org.freedesktop.login1.Manager">
  <method name="GetSession"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
  <method name="GetSessionByPID"><arg type="u" direction="in"/><arg type="o" direction="out"/></method>
  <method name="Inhibit">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="h" direction="out"/>
  </method>
</interface></node>
"""


class Logind:
    """A bus of its own, and on it what speaks for the computer."""

    SESSION = "/org/freedesktop/login1/session/_32"

    def __enter__(self):
        self.daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.address = self.daemon.stdout.readline().strip()
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self.address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None
        )
        self.bus.set_exit_on_close(False)
        self.sleepers, self.found = [], 0
        interface = Gio.DBusNodeInfo.new_for_xml(MANAGER).interfaces[0]
        self.bus.register_object("/org/freedesktop/login1", interface, self.answer, None, None)
        self.bus.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
            GLib.Variant("(su)", ("org.freedesktop.login1", 0)), None, 0, -1, None,
        )  # fmt: skip
        return self

    def answer(self, bus, sender, path, interface, method, parameters, invocation):
        if method != "Inhibit":
            self.found += 1
            invocation.return_value(GLib.Variant("(o)", (self.SESSION,)))
            return
        ours, theirs = os.pipe()
        fds = Gio.UnixFDList.new()
        index = fds.append(theirs)
        os.close(theirs)
        self.sleepers.append(ours)
        invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (index,)), fds)

    def say(self, path, interface, signal, parameters=None):
        self.bus.emit_signal(None, path, f"org.freedesktop.login1.{interface}", signal, parameters)
        self.bus.flush_sync(None)

    def may_sleep(self):
        """Whether everybody who wanted the computer to wait has let go."""
        os.set_blocking(self.sleepers[-1], False)
        with contextlib.suppress(BlockingIOError):
            return os.read(self.sleepers[-1], 1) == b""
        return False

    def __exit__(self, *_):
        self.bus.close_sync(None)
        self.daemon.terminate()
        self.daemon.wait(20)


def names_in_sight(program):
    """All that assistive technology is told, shown or not."""
    return "\n".join(
        text for node in program.find_all(showing=False) for text in (node.get_name(), node.get_description()) if text
    )


def find_folders(program):
    """Where records are that do not last."""
    return [
        os.path.join(folder, name)
        for folder, _, names in os.walk(program.env["XDG_RUNTIME_DIR"])
        for name in names
        if name.startswith("record.db")
    ]


def people(program):
    rows = program.find_all("list item", within=program.find("list", "^Personnes$"))
    return [row.get_name() for row in rows]


def wait_locked(program, entry=CODE):
    program.find(*entry)
    wait_for(lambda: program.focused().get_role() == "password text", "the focus in the entry")


def assert_nothing_said(program, words):
    said = names_in_sight(program)
    left = [word for word in words if word in said]
    assert not left, left


def test_by_key():
    """Nothing of the record is in the window any more; the code brings the same page back."""
    with Karne("--demo") as program:
        program.open_demo()
        names = people(program)
        program.go_to("Documents")
        titles = [row.get_name() for row in program.find_all("list item", within=program.content())]
        program.acts.reset()
        program.key("ctrl+l")
        wait_locked(program)
        assert_nothing_said(program, names + [title for title in titles if len(title) > 8])
        program.type("0000")
        program.wait_page("Documents")
        assert program.acts.count == 2, program.acts
        assert people(program) == names
        program.find("list item", within=program.content())


def test_wrong_code():
    with Karne("--demo") as program:
        program.open_demo()
        program.key("ctrl+l")
        wait_locked(program)
        program.type("1111")
        program.find("label", "^Ce n’est pas le code")
        # Typed in the pause: tried after it, without a word.
        program.type("0000")
        program.find("list", program.words["pages"])


def test_keys_while_locked():
    """No key of the record does anything."""
    with Karne("--demo") as program:
        program.open_demo()
        names = people(program)
        program.key("ctrl+l")
        wait_locked(program)
        for key in ("alt+1", "alt+3", "F9", "F10", "F5", "ctrl+f", "ctrl+p", "alt+Left", "Escape"):
            program.press(key)
        program.settle()
        wait_locked(program)
        assert_nothing_said(program, names)


def test_language():
    """Whoever comes back reads another language: what is locked stays so, and comes back where it was."""
    with Karne("--demo") as program:
        program.open_demo()
        names = people(program)
        program.go_to("Documents")
        program.key("ctrl+l")
        wait_locked(program)
        program.press("F10")
        program.find("radio menu item", "^English$", showing=False)
        program.move_focus_to("radio menu item", "^English$", key="Down")
        program.press("Return")
        program.find("label", "^Locked$")
        assert_nothing_said(program, names)
        program.type("0000")
        program.find("list", "^Pages$")
        program.wait_page("Documents")


def call(bus, path, interface, method, parameters, answer=None):
    with contextlib.suppress(GLib.Error):
        kind = GLib.VariantType(answer) if answer else None
        return bus.call_sync("re.karne.Karne", path, interface, method, parameters, kind, 0, 20000, None)
    return None


def test_from_outside():
    """Neither what is said over the bus, nor a second start with whatever in its environment, opens it."""
    with Karne("--demo") as program:
        program.open_demo()
        names = people(program)
        program.key("ctrl+l")
        wait_locked(program)
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        n_actions = 0
        for path in ("/re/karne/Karne", "/re/karne/Karne/window/1"):
            listed = call(bus, path, "org.gtk.Actions", "List", None, "(as)")
            # One ends the program; the other is a setting, of which GLib itself refuses what is no colour scheme.
            for action in sorted(set(listed.unpack()[0]) - {"quit", "color-scheme"}) if listed else []:
                n_actions += 1
                for target in ([], [GLib.Variant("s", "documents")], [GLib.Variant("u", 1)]):
                    call(bus, path, "org.gtk.Actions", "Activate", GLib.Variant("(sava{sv})", (action, target, {})))
        assert n_actions > 3
        for method, parameters in (
            ("Activate", GLib.Variant("(a{sv})", ({},))),
            ("ActivateAction", GLib.Variant("(sava{sv})", ("show-page", [GLib.Variant("s", "home")], {}))),
        ):
            call(bus, "/re/karne/Karne", "org.freedesktop.Application", method, parameters)
        environment = dict(program.env, KARNE_UNLOCKED="1", KARNE_CODE="0000", GTK_DEBUG="interactive")
        again = [os.environ["KARNE_DESKTOP_PATH"], "--demo"]
        subprocess.run(again, env=environment, capture_output=True, timeout=60, check=False)
        program.settle()
        program.find("label", "^Verrouillé$")
        assert_nothing_said(program, names)


def test_dialogs():
    """What is asked over the record goes with it."""
    with Karne("--demo") as program:
        program.open_demo()
        program.press("F1")
        wait_for(lambda: len(program.frames()) == 2, "the help")
        remote = {name: value for name, value in program.env.items() if name != "LD_PRELOAD"}
        subprocess.run([os.environ["KARNE_DESKTOP_PATH"], "--lock"], env=remote, check=True, timeout=60)
        wait_for(lambda: len(program.frames()) == 1, "the help to go")
        wait_locked(program)


def test_end_locked():
    """Whoever does not know the code can end the session, and sees nothing of it but that nothing is left: as from
    the page of the end."""
    with Karne("--demo") as program:
        program.open_demo()
        names = people(program)
        folders = find_folders(program)
        assert folders
        program.key("ctrl+l")
        wait_locked(program)
        program.move_focus_to("push button", program.words["end-session"])
        program.key("Return")
        karne_end.wait_proof(program)
        rows = [row.get_name() for row in program.find_all("list item", within=program.frame())]
        assert "Aucun fichier du dossier n’est sur cet ordinateur." in rows, rows
        assert len(rows) >= 7, rows
        assert not find_folders(program)
        assert_nothing_said(program, names)
        program.key("Return")
        program.find("list item", program.words["demonstration"])


def test_end_locked_unsent():
    """How much would be lost is said before; then the same proof."""
    with Karne("--demo") as program:
        karne_end.write_unsent(program)
        program.key("ctrl+l")
        wait_locked(program)
        program.move_focus_to("push button", program.words["end-session"])
        program.key("Return")
        program.find("label", "^1.modification n’a pas été envoyée, et serait perdue", showing=False)
        program.move_focus_to("push button", "^Effacer$")
        program.key("Return")
        karne_end.wait_proof(program)
        assert not find_folders(program)


def test_own():
    """The record is closed: its passphrase opens it."""
    with Karne() as program:
        program.find(*ENTRY)
        program.move_focus_to(*ENTRY)
        program.type(PASSPHRASE)
        program.key("Return")
        program.find("list", program.words["pages"])
        names = people(program)
        program.key("ctrl+l")
        wait_locked(program, ("password text", "^Phrase secrète$"))
        assert_nothing_said(program, names)
        program.type("cinq six")
        program.key("Return")
        program.find("label", "n’ouvre pas")
        wait_locked(program, ("password text", "^Phrase secrète$"))
        program.type(PASSPHRASE)
        program.key("Return")
        program.find("list", program.words["pages"])
        assert people(program) == names


def test_logind():
    """The computer is locked, or goes to sleep: so is the session, and sleep waits for it."""
    with Logind() as logind:
        with Karne("--demo", env={"DBUS_SYSTEM_BUS_ADDRESS": logind.address, "XDG_SESSION_ID": "2"}) as program:
            program.open_demo()
            wait_for(lambda: logind.found and logind.sleepers, "the program to listen")
            logind.say(logind.SESSION, "Session", "Lock")
            wait_locked(program)
            program.type("0000")
            program.find("list", program.words["pages"])
            logind.say("/org/freedesktop/login1", "Manager", "PrepareForSleep", GLib.Variant("(b)", (True,)))
            wait_locked(program)
            wait_for(logind.may_sleep, "the computer to be let sleep")
            logind.say("/org/freedesktop/login1", "Manager", "PrepareForSleep", GLib.Variant("(b)", (False,)))
            wait_for(lambda: len(logind.sleepers) == 2, "the program to be ready for the next time")
            wait_locked(program)


def test_screen_saver():
    with Karne("--demo") as program:
        program.open_demo()
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        bus.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
            GLib.Variant("(su)", ("org.gnome.ScreenSaver", 0)), None, 0, -1, None,
        )  # fmt: skip
        bus.emit_signal(None, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", GLib.Variant("(b)", (False,)))
        bus.emit_signal(None, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", GLib.Variant("(b)", (True,)))
        wait_locked(program)


def count_ink(picture, box):
    """How much of a row is as dark as letters are, between the pictures at its ends."""
    part = picture.crop((box[0] + 48, box[1] + 4, box[0] + box[2] // 2, box[1] + box[3] // 2)).convert("L")
    return sum(1 for value in part.getdata() if value < 90)


def test_discreet():
    """What is said of the person is covered, but for where the focus is; assistive technology reads on."""
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to("Documents")
        rows = program.find_all("list item", within=program.content())[:2]
        names = [row.get_name() for row in rows]
        boxes = [row.get_extents() for row in rows]
        before = program.picture()
        program.press("ctrl+d")
        program.stand_still()
        covered = program.picture()
        for box in boxes:
            assert count_ink(before, box) > 100
            assert count_ink(covered, box) < count_ink(before, box) / 10
        assert [row.get_name() for row in rows] == names
        program.move_focus_to("list item", names[0])
        program.stand_still()
        assert count_ink(program.picture(), boxes[0]) > count_ink(before, boxes[0]) / 2
        program.press("ctrl+d")
        program.stand_still()
        assert count_ink(program.picture(), boxes[1]) > count_ink(before, boxes[1]) / 2


def test_no_system_bus():
    with Karne("--demo", env={"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}) as program:
        program.open_demo()
        program.key("ctrl+l")
        wait_locked(program)


karne_app.make_own_space(PASSPHRASE, "documents")
karne_tap.run(
    [
        ("/desktop/lock/by-key", test_by_key),
        ("/desktop/lock/wrong-code", test_wrong_code),
        ("/desktop/lock/keys-while-locked", test_keys_while_locked),
        ("/desktop/lock/language", test_language),
        ("/desktop/lock/from-outside", test_from_outside),
        ("/desktop/lock/dialogs", test_dialogs),
        ("/desktop/lock/end-locked", test_end_locked),
        ("/desktop/lock/end-locked-unsent", test_end_locked_unsent),
        ("/desktop/lock/own", test_own),
        ("/desktop/lock/logind", test_logind),
        ("/desktop/lock/screen-saver", test_screen_saver),
        ("/desktop/lock/no-system-bus", test_no_system_bus),
        ("/desktop/lock/discreet", test_discreet),
    ]
)
