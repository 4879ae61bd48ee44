#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a session that does not last, by keyboard only: what was not sent, what was saved, the proof."""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import karne_end  # noqa: E402
import karne_gate  # noqa: E402
import karne_tap  # noqa: E402
from karne_app import NARROW, WIDE, Karne  # noqa: E402
from karne_desk import wait_for, xdotool  # noqa: E402

PASSPHRASE = "vavangue et letchi"


def proofs(program):
    rows = program.find_all("list item", within=program.frame())
    return [row.get_name() for row in rows]


def is_erasable(program):
    return program.find("push button", program.words["erase"], showing=False).has("sensitive")


def test_nothing_left():
    """Two acts (J10); each thing that was looked at is said, and focus stands on what comes next."""
    with Karne("--demo") as program:
        program.open_demo()
        program.acts.reset()
        karne_end.begin_end(program)
        wait_for(lambda: program.focused().get_name() == "Effacer et terminer", "the focus on the act")
        program.find("label", "^Tout a été envoyé")
        program.key("Return")
        karne_end.wait_proof(program)
        assert program.acts.count == 2, program.acts
        assert len(proofs(program)) >= 7, proofs(program)
        for size in (NARROW, WIDE):
            program.resize(*size)
            faults = karne_gate.check_labels(program) + karne_gate.check_names(program)
            assert not faults, "\n" + "\n".join(faults)
        program.key("Return")
        program.find("list item", program.words["demonstration"])


def test_back():
    """Nothing is erased by looking."""
    with Karne("--demo") as program:
        program.open_demo()
        program.go_to("Documents")
        karne_end.begin_end(program)
        program.key("Escape")
        program.wait_page("Documents")
        program.find("list item", within=program.content())


def test_while_opening():
    """Asked for while somebody's record is being opened, it comes right after."""
    with Karne("--demo", server=("--latency", "400")) as program:
        program.open_demo()
        program.move_focus_to("list item", "^Jean-Marc")
        xdotool("key", "Return")
        program.click(program.find("push button", program.words["end-session"]))
        program.find("push button", program.words["erase"])


def test_give_up():
    """One more act for what was not sent (J10), and not before it the session goes."""
    with Karne("--demo") as program:
        karne_end.write_unsent(program)
        program.acts.reset()
        karne_end.begin_end(program)
        program.find("label", "^1.modification n’a pas été envoyée")
        assert not is_erasable(program)
        for size in (NARROW, WIDE):
            program.resize(*size)
            faults = karne_gate.check_labels(program) + karne_gate.check_names(program)
            assert not faults, "\n" + "\n".join(faults)
        program.move_focus_to("check box", "^Renoncer$")
        program.key("space")
        wait_for(lambda: is_erasable(program), "the session to be erasable")
        program.key("space")
        wait_for(lambda: not is_erasable(program), "it not to be any more")
        program.key("space")
        program.move_focus_to("push button", program.words["erase"])
        program.key("Return")
        karne_end.wait_proof(program)
        assert program.acts.count == 5, program.acts  # two of them to change one's mind


def test_send_in_vain():
    with Karne("--demo") as program:
        karne_end.write_unsent(program)
        karne_end.begin_end(program)
        program.move_focus_to("push button", "^Envoyer maintenant$")
        program.key("Return")
        program.find("statusbar", "^Tout n’a pas pu être envoyé", limit=60)
        assert not is_erasable(program)


def test_hand_over():
    """The file opens with the passphrase, on another computer, and holds what was written."""
    with Karne("--demo") as program:
        target = os.path.join(program.folder, "cle.karne")
        karne_end.write_unsent(program)
        karne_end.begin_end(program)
        program.move_focus_to("text", "^Phrase secrète du fichier scellé$")
        program.type(PASSPHRASE)
        program.key("Return")
        program.name_file(target)
        program.find("statusbar", "^Le fichier scellé est enregistré", limit=60)
        wait_for(lambda: is_erasable(program), "the session to be erasable")
        program.move_focus_to("push button", program.words["erase"])
        program.key("Return")
        karne_end.wait_proof(program)
        with open(target, "rb") as file:
            assert b"Observation" not in file.read()
        done = subprocess.run(
            [os.environ["KARNE_CLI_PATH"], "unseal", target, "--key-fd", "0"],
            input=PASSPHRASE, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        changes = json.loads(done.stdout)["changes"]
        assert [change["kind"] for change in changes] == ["Observation"], changes
        assert "1.10" in done.stdout, done.stdout
        os.remove(target)


def test_print():
    """On paper, what was not sent is cared for; the sheets are spoken of at the end. The summary decides nothing."""
    with Karne("--demo") as program:
        karne_end.write_unsent(program)
        karne_end.begin_end(program)
        assert karne_end.print_to_file(program, "^Imprimer le résumé$").startswith(b"%PDF-")
        program.find("statusbar", "^Envoyé à l’imprimante")
        assert not is_erasable(program)
        assert karne_end.print_to_file(program, "^Imprimer la liste$").startswith(b"%PDF-")
        wait_for(lambda: is_erasable(program), "the session to be erasable")
        program.move_focus_to("push button", program.words["erase"])
        program.key("Return")
        karne_end.wait_proof(program)
        program.find("label", "^Les feuilles imprimées sont encore")


def test_saved():
    """A file that was saved stays unless somebody says otherwise."""
    for erase in (False, True):
        with Karne("--demo") as program:
            target = os.path.join(program.folder, "document.pdf")
            program.open_demo()
            program.go_to("Documents")
            program.move_focus_to("list item", "premier trimestre")
            program.key("Return")
            program.find("image", "^Page 1 sur 1$")
            program.key("ctrl+s")
            program.name_file(target)
            wait_for(lambda: os.path.exists(target), "the copy")
            program.find("label", "^La copie est enregistrée")
            karne_end.begin_end(program)
            program.find("list item", "^document.pdf$", showing=False)
            if erase:
                program.move_focus_to("check box", "^Effacer$")
                program.key("space")
            program.move_focus_to("push button", program.words["erase"])
            program.key("Return")
            karne_end.wait_proof(program)
            assert os.path.exists(target) != erase
            expected = "^Aucun fichier enregistré" if erase else "^1.fichier enregistré pendant cette séance reste"
            program.find("list item", expected)


def test_close():
    """Closing the window loses nothing without a word."""
    with Karne("--demo") as program:
        karne_end.write_unsent(program)
        xdotool("key", "ctrl+q")
        program.find("label", "^1.modification n’a pas été envoyée")
        assert program.process.poll() is None


def test_lock():
    """Locked in the middle, it shows nothing; afterwards the record is there."""
    with Karne("--demo") as program:
        karne_end.write_unsent(program)
        karne_end.begin_end(program)
        title = program.find("list item", "^Glyc").get_name()
        program.key("ctrl+l")
        program.find("password text", "^Code à quatre chiffres$")
        names = [node.get_name() for node in program.find_all(showing=False)]
        assert title not in names
        # Whoever ends it now is told how much would go.
        program.move_focus_to("push button", program.words["end-session"])
        program.key("Return")
        program.find("label", "^1.modification n’a pas été envoyée, et serait perdue")
        program.key("Escape")
        wait_for(lambda: len(program.frames()) == 1, "the question to go")
        program.move_focus_to("password text", "^Code")
        program.type("0000")
        program.wait_page("Mesures")


karne_tap.run(
    [
        ("/desktop/end/nothing-left", test_nothing_left),
        ("/desktop/end/back", test_back),
        ("/desktop/end/while-opening", test_while_opening),
        ("/desktop/end/give-up", test_give_up),
        ("/desktop/end/send-in-vain", test_send_in_vain),
        ("/desktop/end/hand-over", test_hand_over),
        ("/desktop/end/print", test_print),
        ("/desktop/end/saved", test_saved),
        ("/desktop/end/close", test_close),
        ("/desktop/end/lock", test_lock),
    ]
)
